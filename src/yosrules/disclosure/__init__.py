"""What may be shown to whom: nobody else's case, and no count from which a child can be recognised."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.disclosure.audience import Audience as Audience, Recipient as Recipient
    from yosrules.disclosure.figures import CountOf as CountOf, Figure as Figure, Index as Index, Ratio as Ratio
    from yosrules.disclosure.tables import Dimension as Dimension, Run as Run

lazily(
    __name__,
    {
        "audience": "Audience Recipient",
        "figures": "CountOf Figure Index Ratio",
        "tables": "Dimension Run",
    },
)

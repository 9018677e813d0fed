"""What may be shown to whom: nobody else's case, and no count from which a child can be recognised."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.disclosure.audience import Audience as Audience, Recipient as Recipient
    from yosrules.disclosure.figures import (
        CountOf as CountOf,
        Index as Index,
        OtherFigure as OtherFigure,
        Ratio as Ratio,
    )
    from yosrules.disclosure.pseudonyms import PseudonymKey as PseudonymKey
    from yosrules.disclosure.referee import (
        GivenAway as GivenAway,
        Published as Published,
        Refereed as Refereed,
        referee as referee,
        release as release,
    )
    from yosrules.disclosure.suppress import Floor as Floor, Protected as Protected, suppress as suppress
    from yosrules.disclosure.tables import Dimension as Dimension, Run as Run

lazily(
    __name__,
    {
        "audience": "Audience Recipient",
        "figures": "CountOf OtherFigure Index Ratio",
        "pseudonyms": "PseudonymKey",
        "referee": "GivenAway Published Refereed referee release",
        "suppress": "Floor Protected suppress",
        "tables": "Dimension Run",
    },
)

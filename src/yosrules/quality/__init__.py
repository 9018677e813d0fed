"""The quality programme: what is measured of a service's practice, and how far it can be told."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.quality.figures import Figure as Figure, Series as Series, figures as figures
    from yosrules.quality.indicators import NoPeriod as NoPeriod, Told as Told, of_one as of_one
    from yosrules.quality.outturns import Outturn as Outturn, Outturns as Outturns
    from yosrules.quality.periods import Every as Every, Period as Period, periods as periods

lazily(
    __name__,
    {
        "figures": "Figure Series figures",
        "indicators": "NoPeriod Told of_one",
        "outturns": "Outturn Outturns",
        "periods": "Every Period periods",
    },
)

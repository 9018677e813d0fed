"""Intervals of 95 per cent around a relative rate index: Wald's on the logarithm, and the exact one.

Both take every event for independent of the others. The exact interval asks scipy, which `yosrules[quality]` installs.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from enum import StrEnum

import attrs

from yosrules.errors import YosrulesError

_PLACES = 6
"""The decimal places of the ends of an interval, rounded to the nearest."""

_Z = Decimal("1.96")
"""How many standard errors Wald's interval reaches to each side."""

_TAIL = 0.025
_PRECISION = 40
_CENT = Decimal(1).scaleb(-_PLACES)


class Side(StrEnum):
    """On which side of 1 an interval lies: what it says of a group beside the group of reference."""

    ABOVE = "higher"
    BELOW = "lower"
    ACROSS = "cannot be told apart"


@attrs.frozen
class IndexInterval:
    """The ends of an interval around an index; a high end of None is beyond every number."""

    low: Decimal
    high: Decimal | None

    def __str__(self) -> str:
        return f"{self.low:.3f} to {'any number' if self.high is None else format(self.high, '.3f')}"

    @property
    def side(self) -> Side:
        """On which side of 1 it lies; an end that is rounded to 1 does not say."""
        if self.low > 1:
            return Side.ABOVE
        return Side.BELOW if self.high is not None and self.high < 1 else Side.ACROSS


def wald(events: int, out_of: int, base_events: int, base_out_of: int) -> IndexInterval | None:
    """The index times and over e to the power of 1.96 standard errors.

    None where its formula does not apply: a group without an event, or with more events than it has children.
    """
    if not 0 < events <= out_of or not 0 < base_events < base_out_of:
        return None
    with localcontext(prec=_PRECISION):
        index = Decimal(events * base_out_of) / Decimal(out_of * base_events)
        variance = sum((sign / Decimal(n) for sign, n in ((1, events), (1, base_events))), Decimal(0))
        variance -= 1 / Decimal(out_of) + 1 / Decimal(base_out_of)
        reach = (_Z * variance.sqrt()).exp()
        return IndexInterval((index / reach).quantize(_CENT), (index * reach).quantize(_CENT))


def clopper_pearson(events: int, out_of: int, base_events: int, base_out_of: int) -> IndexInterval | None:
    """The exact interval: the share of the events that are the group's, given how many there are of both together."""
    if not events and not base_events:
        return None
    try:
        # Not scipy.stats, whose beta.ppf asks the same: to import it takes three seconds.
        from scipy.special import betaincinv  # noqa: PLC0415 -- an extra, imported when asked for
    except ImportError:
        raise YosrulesError("an exact interval needs scipy: pip install 'yosrules[quality]'") from None
    low = float(betaincinv(events, base_events + 1, _TAIL)) if events else 0.0
    high = float(betaincinv(events + 1, base_events, 1 - _TAIL)) if base_events else None
    weight = Decimal(base_out_of) / Decimal(out_of)
    return IndexInterval(_odds(low, weight), None if high is None else _odds(high, weight))


def _odds(share: float, weight: Decimal) -> Decimal:
    exact = Decimal(share)
    return (exact / (1 - exact) * weight).quantize(_CENT)

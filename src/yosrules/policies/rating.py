"""From a score to a rating: exact arithmetic, declared rounding, bands found once.

Scores are decimals, a share is a fraction, and nothing is ever a float. `scale.rate(Score("68.5", 86))` rounds as the
scale declares and only then looks up the band. The same scale is a policy about an amount (`scale.as_policy()`), so
that every verb for policies serves thresholds too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING, TypeAlias

import attrs

from yosrules.errors import PolicyError, RatingError
from yosrules.language.kinds import one_of
from yosrules.policies.citation import Citation

if TYPE_CHECKING:
    from yosrules.language.expr import Ref
    from yosrules.language.facts import Facts
    from yosrules.policies.policy import Edition, Policy

PLACES = 2
"""Scores and band starts are written with at most this many decimal places."""

MOST = 10**12
"""Scores stay below this, so that no arithmetic is ever cut to a precision."""

Written: TypeAlias = Decimal | int | str
"""An exact number as it is written: `Decimal("68.5")`, `84`, `"68.5"`. Never a float."""


def exact(written: Written) -> Decimal:
    """An exact, finite number of at most two decimal places, or a `RatingError` that says what is wrong with it."""
    if isinstance(written, bool) or not isinstance(written, Decimal | int | str):
        raise RatingError(f"{written!r} is not exact: write a whole number, a Decimal or text such as '68.5'")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise RatingError(f"{written!r} is not a number") from None
    if not number.is_finite():
        raise RatingError(f"{written} is not a finite number")
    if abs(number) >= MOST:
        raise RatingError(f"{number:.3E} is too large; allowed: below {MOST:,}")
    if (Fraction(number) * 10**PLACES).denominator != 1:
        raise RatingError(f"{written} has more than {PLACES} decimal places")
    return number


def plain(number: Decimal | Fraction) -> str:
    """A number as people write it: 296.5, 84, 79.65; a fraction that does not end is cut to two places with an …."""
    hundredths = Fraction(number) * 10**PLACES
    text = str(_decimal(Fraction(floor(hundredths), 10**PLACES))).rstrip("0").rstrip(".")
    return text if hundredths.denominator == 1 else text + "…"


def _decimal(number: Fraction) -> Decimal:
    """A number of at most two places as a Decimal, whatever the precision that is set."""
    return Decimal(f"{int(number * 10**PLACES)}E-{PLACES}")


class Rounding(StrEnum):
    """What happens to an amount before its band is found."""

    NEAREST_PERCENT = "to the nearest whole per cent, halves up"
    NONE = "not at all"

    def apply(self, amount: Fraction) -> Fraction:
        """The amount, rounded as declared."""
        # Not round(), which takes halves to the even number: 64.5 would become 64.
        return amount if self is Rounding.NONE else Fraction(floor(amount + Fraction(1, 2)))


@attrs.frozen
class Score:
    """What was scored out of what could be; at most two decimal places each, from 0 up, never more than `out_of`."""

    scored: Decimal = attrs.field(converter=exact)
    out_of: Decimal = attrs.field(converter=exact)

    def __attrs_post_init__(self) -> None:
        if self.scored < 0 or self.out_of < 0:
            raise RatingError(f"{self}: a score is never below 0")
        if self.scored > self.out_of:
            raise RatingError(f"{self}: more was scored than could be")

    def __add__(self, other: Score) -> Score:
        scored, out_of = (
            Fraction(a) + Fraction(b) for a, b in ((self.scored, other.scored), (self.out_of, other.out_of))
        )
        return Score(_decimal(scored), _decimal(out_of))

    def __str__(self) -> str:
        return f"{plain(self.scored)}/{plain(self.out_of)}"

    @property
    def share(self) -> Fraction | None:
        """Scored over possible, from 0 to 1; None where nothing could be scored."""
        return Fraction(self.scored) / Fraction(self.out_of) if self.out_of else None


@attrs.frozen
class Band:
    """A rating that begins at `starts` (in the scale's unit, in it) and reaches to the next band."""

    name: str
    starts: Decimal = attrs.field(converter=exact)


@attrs.frozen
class Rating:
    """A band, the amount it was found for, before and after rounding; all None for 0 out of 0, which is not rated."""

    band: Band | None = None
    amount: Fraction | None = None
    rounded: Fraction | None = None

    @property
    def name(self) -> str:
        """The band's name, or "Not rated"."""
        return self.band.name if self.band else NOT_RATED


NOT_RATED = "Not rated"


@attrs.frozen
class RatingScale:
    """Bands in ascending order that together cover every amount from 0 to `top`, and how an amount is rounded first.

    `top` is 100 for per cent; a scale of points has its own. `examples` are amounts, and the band of each.
    """

    name: str
    bands: tuple[Band, ...]
    rounding: Rounding
    top: Decimal = attrs.field(default=Decimal(100), converter=exact)
    cites: Citation | None = None
    examples: tuple[tuple[Written, str], ...] = ()

    def __attrs_post_init__(self) -> None:
        if why := self._unsound():
            raise PolicyError(f"scale {self.name}: {why}")

    def _unsound(self) -> str | None:
        if not self.bands or self.bands[0].starts != 0:
            return "the first band starts from 0"
        for lower, upper in pairwise(self.bands):
            if lower.starts >= upper.starts:
                return f"{upper.name} starts at {plain(upper.starts)}, not above {lower.name} at {plain(lower.starts)}"
        if self.bands[-1].starts > self.top:
            return f"{self.bands[-1].name} starts above the top of the scale, {plain(self.top)}"
        if len({band.name.casefold() for band in self.bands}) < len(self.bands):
            return f"two bands share a name: {', '.join(self.names)}"
        if self.rounding is not Rounding.NONE and any(band.starts % 1 for band in self.bands):
            return "amounts are rounded to whole numbers, so bands start at whole numbers"
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the bands, lowest first."""
        return tuple(band.name for band in self.bands)

    def band(self, name: str) -> Band:
        """The band of this name; capitals and spaces do not matter."""
        wanted = " ".join(name.split()).casefold()
        for band in self.bands:
            if band.name.casefold() == wanted:
                return band
        raise RatingError(f"{name!r} is not a rating of {self.name}; allowed: {one_of(list(self.names))}")

    def place(self, band: Band) -> int:
        """How many bands stand below this one."""
        return self.bands.index(band)

    def rate(self, score: Score) -> Rating:
        """The rating of a score; "Not rated" for 0 out of 0."""
        return Rating() if score.share is None else self._rated(score.share * Fraction(self.top))

    def of(self, amount: Written) -> Rating:
        """The rating of an amount in the scale's own unit, 0 to `top`: `scale.of("64.5")`."""
        number = exact(amount)
        if not 0 <= number <= self.top:
            raise RatingError(f"{amount} is outside the scale; allowed: 0 to {plain(self.top)}")
        return self._rated(Fraction(number))

    def _rated(self, amount: Fraction) -> Rating:
        rounded = self.rounding.apply(amount)
        place = bisect_right([band.starts for band in self.bands], rounded) - 1
        return Rating(self.bands[place], amount, rounded)

    def threshold(self, band: Band) -> Fraction:
        """The smallest amount, before rounding, that is rated in this band."""
        # The lowest band begins at 0 itself, since no amount lies below 0 to be rounded up into it.
        up = Fraction(1, 2) if band.starts and self.rounding is not Rounding.NONE else 0
        return Fraction(band.starts) - up

    def as_policy(self) -> Policy[Band]:
        """This scale as a policy about an unrounded amount of at most two decimal places.

        Every threshold has at most two, so an amount cut to two places falls in the same band.
        """
        from yosrules.policies.policy import Example, Policy, Status  # noqa: PLC0415 -- rating does not need it

        about, _ = _amount(self.top)
        edition = self.edition([_decimal(self.threshold(band)) for band in self.bands])
        examples = [
            Example(self.record(amount), band.name, Status.MUST if band.name == name else Status.NO)
            for amount, name in self.examples
            for band in self.bands
        ]
        return Policy(self.name, about, (edition,), ranked=True, examples=tuple(examples))

    def edition(self, edges: Sequence[Decimal]) -> Edition[Band]:
        """The edition in which the bands begin at these amounts, lowest first."""
        from yosrules.language.expr import all_of  # noqa: PLC0415
        from yosrules.policies.policy import Edition, must  # noqa: PLC0415

        _, amount = _amount(self.top)
        rules = [
            must(band.name, band, when=all_of(amount >= low, *(() if high is None else (amount < high,))))
            for band, low, high in zip(self.bands, edges, [*edges[1:], None], strict=True)
        ]
        return Edition(date.min, tuple(rules), cites=self.cites)

    def record(self, amount: Written) -> Facts:
        """An amount as a record that `as_policy()` can decide on."""
        about, stated = _amount(self.top)
        return about(**{stated.fact.name: exact(amount)})


@cache
def _amount(top: Decimal) -> tuple[type[Facts], Ref[Decimal]]:
    from yosrules.language.facts import Facts, Given, given  # noqa: PLC0415

    class Amount(Facts):
        amount: Given[Decimal] = given(Decimal, "the amount", places=PLACES, low=Decimal(0), high=top)

    return Amount, Amount.amount

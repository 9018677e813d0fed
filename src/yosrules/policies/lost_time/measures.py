"""The measures of lost time: numbers and milestones that an attendance policy takes from an absence history.

    class Local(Attendance):
        spells_12m: Maybe[int] = spells("spells in 12 months", YEAR)
        allowed: Maybe[Decimal] = allowance("days allowed", 9, per=Per.DAYS, full_time=5, …)

A measure is a definition only; `attendance.measures.lost_time` works it out, exactly.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, assert_never

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import Condition, ConditionLike, all_of
from yosrules.language.facts import Facts, K, Maybe
from yosrules.language.kinds import Fact
from yosrules.policies.calendar import ONE, Count, Nation, Span, lasting
from yosrules.policies.lost_time.counting import Counting, DayCount
from yosrules.policies.lost_time.formulas import HALVES, THOUSANDTHS, N
from yosrules.policies.lost_time.scaling import ALLOWED_PLACES, Allowance, Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import During
from yosrules.records.absence import Route, Step

DAY_PLACES, HOUR_PLACES, SHARE_PLACES = 1, 3, 6
"""Decimal places of days and of Bradford scores, of hours, and of a share of hours."""


class Of(StrEnum):
    """What is counted of the spells in a window."""

    SPELLS = "the number of spells"
    DAYS = "the days lost"
    HOURS = "the hours lost"
    BRADFORD = "the Bradford score: spells times spells times days"

    @property
    def units(self) -> int:
        """How many of the small parts in which amounts are kept make one whole."""
        match self:
            case Of.SPELLS:
                return 1
            case Of.DAYS | Of.BRADFORD:
                return HALVES
            case Of.HOURS:
                return THOUSANDTHS
            case _:
                assert_never(self)


@attrs.frozen(cache_hash=True)
class Tally:
    """Spells, days, hours or a Bradford score."""

    of: Of
    counting: Counting

    def __attrs_post_init__(self) -> None:
        given: object = self.counting
        if not isinstance(given, Counting):
            what = f"for {self.of.value} a Counting says what counts, and in which window"
            raise LanguageError(f"{what}; {given!r} is none")

    @property
    def per_lost(self) -> int:
        """How many are counted for one that is lost: two sessions for a day."""
        return 2 if self.counting.days is DayCount.SESSIONS and self.of is not Of.HOURS else 1

    def worth(self, spells: N, lost: N) -> N:
        """The tally in small parts, from the number of spells and the parts of a day or an hour that they lost."""
        match self.of:
            case Of.SPELLS:
                return spells
            case Of.DAYS | Of.HOURS:
                return lost * self.per_lost
            case Of.BRADFORD:
                return spells * spells * lost * self.per_lost
            case _:
                assert_never(self.of)


@attrs.frozen(kw_only=True)
class Continuous:
    """The calendar days of the spell that the worker is in, 0 at work; a `forecast` goes to the end of the fit note."""

    where: Condition
    forecast: bool


@attrs.frozen(kw_only=True)
class Lasted:
    """Whether the spell that the worker is in has lasted a span: 4 weeks on its 29th day, 28 days on its 28th.

    Weeks and months are over when the same day comes round; days are counted with the first day of the spell in.
    """

    span: Span
    where: Condition

    def milestone(self, start: date, nation: Nation) -> date:
        """The day on which a spell that starts on a day has lasted the span."""
        counted = self.span.count in (Count.DAYS, Count.WORKING_DAYS)
        return self.span.after(start - ONE if counted else start, nation)


@attrs.frozen(kw_only=True)
class SinceHeld:
    """Whether a span has passed since a stage was last held; no, where it never was."""

    span: Span
    step: Step
    route: Route


@attrs.frozen(kw_only=True)
class Expired:
    """How many stages were held in a window and are no longer in force."""

    during: During
    route: Route


@attrs.frozen(kw_only=True)
class ShareOfTime:
    """A percentage of the hours due over a window; unknown where none were due."""

    percent: Decimal
    during: During


LostTime: TypeAlias = Tally | Continuous | Lasted | SinceHeld | Expired | Allowance | ShareOfTime
"""Every measure there is."""


def during_of(by: LostTime) -> During | None:
    """The window that a measure looks at, if it looks at one."""
    match by:
        case Tally(_, counting):
            return counting.during
        case Expired(during=during) | Allowance(during=during) | ShareOfTime(during=during):
            return during
        case Continuous() | Lasted() | SinceHeld():
            return None
        case _:
            assert_never(by)


def where_of(by: LostTime) -> Condition | None:
    """The condition by which a measure counts absences, if it counts any."""
    match by:
        case Tally(_, counting):
            return counting.where
        case Continuous(where=where) | Lasted(where=where):
            return where
        case SinceHeld() | Expired() | Allowance() | ShareOfTime():
            return None
        case _:
            assert_never(by)


class Lost(Maybe[K]):
    """The handle on a fact that is measured from an absence history."""

    __slots__ = ("by",)

    def __init__(self, fact: Fact, by: LostTime) -> None:
        super().__init__(fact)
        self.by: LostTime = by


def lost(record: type[Facts]) -> dict[str, Lost[bool]]:
    """The measures of lost time of a kind of record, by name."""
    classes = reversed(record.__mro__)
    return {name: ref for each in classes for name, ref in vars(each).items() if isinstance(ref, Lost)}


def spells(label: str, counting: Counting) -> Lost[int]:
    """The number of spells."""
    return Lost(Fact("", int, label, low=0), Tally(Of.SPELLS, counting))


def days(label: str, counting: Counting) -> Lost[Decimal]:
    """The days lost."""
    return Lost(_decimal(label, DAY_PLACES), Tally(Of.DAYS, counting))


def bradford(label: str, counting: Counting) -> Lost[Decimal]:
    """The Bradford score: spells times spells times days, never rounded."""
    return Lost(_decimal(label, DAY_PLACES), Tally(Of.BRADFORD, counting))


def hours(label: str, counting: Counting) -> Lost[Decimal]:
    """The hours lost: those written down, or those due by the work pattern."""
    return Lost(_decimal(label, HOUR_PLACES), Tally(Of.HOURS, counting))


def continuous(label: str, *, where: ConditionLike, forecast: bool) -> Lost[int]:
    """The calendar days of the spell that the worker is in."""
    return Lost(Fact("", int, label, low=0), Continuous(where=all_of(where), forecast=forecast))


def lasted(label: str, span: Span, *, where: ConditionLike) -> Lost[bool]:
    """Whether the spell that the worker is in has lasted a span: a milestone."""
    return Lost(Fact("", bool, label), Lasted(span=lasting(span), where=all_of(where)))


def since_held(label: str, span: Span, *, of: Step, route: Route) -> Lost[bool]:
    """Whether a span has passed since a stage was last held."""
    return Lost(Fact("", bool, label), SinceHeld(span=lasting(span), step=of, route=route))


def expired(label: str, *, during: During, route: Route) -> Lost[int]:
    """How many stages were held in a window and are no longer in force."""
    return Lost(Fact("", int, label, low=0), Expired(during=during, route=route))


def allowance(
    label: str,
    number: Decimal | int,
    *,
    per: Per,
    full_time: Decimal | int,
    rounding: Rounded,
    pattern: Pattern,
    share: Fraction = Fraction(1),
    during: During | None = None,
) -> Lost[Decimal]:
    """A full-time number scaled to the worker's own week."""
    by = Allowance(
        number=Decimal(number),
        per=per,
        full_time=Decimal(full_time),
        share=share,
        pattern=pattern,
        rounding=rounding,
        during=during,
    )
    return Lost(_decimal(label, ALLOWED_PLACES), by)


def in_spells(scaled: Lost[Decimal]) -> Lost[int]:
    """An allowance as a whole number, to be compared with a number of spells: `in_spells(allowance(…))`."""
    if not isinstance(scaled.by, Allowance):
        raise LanguageError(f"{scaled.fact.label} is no allowance; only a scaled number is given in spells")
    return Lost(Fact("", int, scaled.fact.label, low=0), attrs.evolve(scaled.by, whole=True))


def share_of_time(label: str, percent: Decimal | int, *, during: During) -> Lost[Decimal]:
    """A percentage of the hours that were due over a window."""
    return Lost(_decimal(label, SHARE_PLACES), ShareOfTime(percent=Decimal(percent), during=during))


def _decimal(label: str, places: int) -> Fact:
    return Fact("", Decimal, label, places=places, low=Decimal(0))

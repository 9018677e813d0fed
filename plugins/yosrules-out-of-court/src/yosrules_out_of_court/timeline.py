"""The time that an out-of-court disposal takes: assessment, checks before the panel, the panel before allocation.

How long a youth conditional caution lasts differs from place to place (three months, 12, 16 and up to 20 weeks were
found), so a service writes its own length.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from yosrules.language import Facts, Impossible, Known, Maybe, fact, in_order, known, never, unless
from yosrules.policies import (
    Cohort,
    Count,
    Edition,
    Example,
    Indicator,
    OpenIndicator,
    Rule,
    Setting,
    Status,
    cite,
    counts,
    elapsed,
    excepted,
    meets,
)

GUIDANCE = cite("Youth Justice Board, case management guidance", "out-of-court disposals, 15 October 2014")
DERBY = cite("Derby YOS, progress report to the scrutiny board, 9 September 2019", "out-of-court disposals, FR & ROSH")
ANY = "example"


class Referred(Facts):
    """One child referred for an out-of-court disposal."""

    reference: str
    referred: Maybe[date] = fact(date, "the day of referral")
    bailed: Maybe[date] = fact(date, "the day of bail")
    assessed: Maybe[date] = fact(date, "the day on which the assessment was done")
    police_told: Maybe[date] = fact(date, "the day on which the police were told of all assessments")
    assessing: Maybe[int] = fact(int, "the working days from referral to assessment", low=0)
    telling: Maybe[int] = fact(int, "the working days from bail until the police were told", low=0)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Nothing is done before it is asked for."""
        return (*in_order(cls.referred, cls.assessed), *in_order(cls.bailed, cls.police_told))


ASSESSED = Indicator(
    "out-of-court-assessments",
    "Out-of-court assessments done, and the police told, in time",
    about=Referred,
    dated=Referred.referred,
    editions=(
        Edition(
            date(2014, 10, 15),
            (
                counts(known(Referred.referred)),
                meets((Referred.assessing <= 10) & (Referred.telling <= 15)),
            ),
            cites=GUIDANCE,
        ),
    ),
    worked_out=(
        elapsed(Referred.assessing, since=Referred.referred, until=Referred.assessed, count=Count.WORKING_DAYS),
        elapsed(Referred.telling, since=Referred.bailed, until=Referred.police_told, count=Count.WORKING_DAYS),
    ),
    not_stated=(
        "whether it still applies: it was superseded, and what took its place states no day",
        "what is late and has no day on record: it cannot be told, however long ago it was asked for",
    ),
    examples=(
        Example(Referred(reference=ANY, referred=date(2015, 1, 5)), "counted", Status.MUST),
        Example(Referred(reference=ANY), "counted", Status.NO),
        Example(Referred(reference=ANY, assessing=10, telling=15), "meets it", Status.MUST),
        Example(Referred(reference=ANY, assessing=11, telling=15), "meets it", Status.NO),
        Example(Referred(reference=ANY, assessing=10, telling=16), "meets it", Status.NO),
    ),
)


class Conditional(Facts):
    """One youth conditional caution."""

    reference: str
    given: Maybe[date] = fact(date, "the day of the caution")
    completed: Maybe[date] = fact(date, "the day on which its conditions were completed")
    outstanding: Maybe[bool] = fact(bool, "its conditions have not been completed yet")
    took_weeks: Maybe[int] = fact(int, "the weeks that it took", low=0)
    took_months: Maybe[int] = fact(int, "the months that it took", low=0)
    gone_weeks: Maybe[int] = fact(int, "the weeks gone since then", low=0)
    gone_months: Maybe[int] = fact(int, "the months gone since then", low=0)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Conditions are not completed before the caution, nor completed and outstanding at once."""
        both = never(cls.outstanding & known(cls.completed), "what has been completed is not outstanding")
        return (*in_order(cls.given, cls.completed), both)


def _rules(settings: Mapping[str, int | Decimal]) -> tuple[Rule[Cohort], ...]:
    length, weeks = int(settings["length"]), bool(settings["in_weeks"])
    took, gone = (
        (Conditional.took_weeks, Conditional.gone_weeks)
        if weeks
        else (Conditional.took_months, Conditional.gone_months)
    )
    open_still = Known(Conditional.completed.fact, known=False) & (gone <= length)
    return (
        counts(known(Conditional.given)),
        excepted("running", "it is not completed, and its time has not run out", when=open_still),
        meets((took <= length) & unless(Conditional.outstanding)),
    )


def _examples(settings: Mapping[str, int | Decimal]) -> Iterator[Example]:
    """The last week or month in time and the first too late, and what is not on record."""
    length, unit = int(settings["length"]), "weeks" if settings["in_weeks"] else "months"
    make = cast("Callable[..., Conditional]", Conditional)
    took, gone, running = f"took_{unit}", f"gone_{unit}", "excepted: running"
    yield Example(Conditional(reference=ANY, given=date(2025, 1, 6)), "counted", Status.MUST)
    yield Example(Conditional(reference=ANY), "counted", Status.NO)
    yield Example(make(reference=ANY, **{gone: length}), running, Status.MUST)
    yield Example(make(reference=ANY, **{gone: length + 1}), running, Status.NO)
    yield Example(make(reference=ANY, completed=date(2025, 1, 6), **{gone: length}), running, Status.NO)
    yield Example(make(reference=ANY, **{took: length}), "meets it", Status.MUST)
    yield Example(make(reference=ANY, **{took: length + 1}), "meets it", Status.NO)
    yield Example(make(reference=ANY, outstanding=True, **{took: length}), "meets it", Status.NO)
    for outcome in (running, "meets it"):
        yield Example(Conditional(reference=ANY), outcome, Status.CANNOT_TELL)


def _whole(editions: tuple[Edition[Cohort], ...]) -> Indicator:
    return Indicator(
        "conditional-cautions",
        "Youth conditional cautions completed in time",
        about=Conditional,
        dated=Conditional.given,
        editions=editions,
        worked_out=(
            elapsed(Conditional.took_weeks, since=Conditional.given, until=Conditional.completed, count=Count.WEEKS),
            elapsed(Conditional.took_months, since=Conditional.given, until=Conditional.completed, count=Count.MONTHS),
            elapsed(Conditional.gone_weeks, since=Conditional.given, count=Count.WEEKS),
            elapsed(Conditional.gone_months, since=Conditional.given, count=Count.MONTHS),
        ),
        not_stated=("a national length: sources give three months, 12, 16 and up to 20 weeks",),
    )


CAUTIONS = OpenIndicator(
    "conditional-cautions",
    "Youth conditional cautions completed in time",
    (
        Setting("length", int, "how long it lasts"),
        Setting("in_weeks", bool, "whether that is in weeks and not in months"),
    ),
    _rules,
    _whole,
    _examples,
)


class PreCourt(Facts):
    """One out-of-court case on its way to a practitioner."""

    reference: str
    checked: Maybe[date] = fact(date, "the day on which all systems had been checked")
    panel: Maybe[date] = fact(date, "the day of the pre-court panel")
    allocated: Maybe[date] = fact(date, "the day of allocation")


DAY, NEXT = date(2019, 5, 1), date(2019, 5, 2)
PANEL_FIRST = Indicator(
    "derby-panel-before-allocation",
    "Cases checked before the panel, and seen by it before allocation",
    about=PreCourt,
    dated=PreCourt.allocated,
    editions=(
        Edition(
            date(2019, 4, 1),
            (
                counts(known(PreCourt.allocated)),
                meets((PreCourt.checked <= PreCourt.panel) & (PreCourt.panel <= PreCourt.allocated)),
            ),
            cites=DERBY,
            start_stated=False,
        ),
    ),
    not_stated=("a target", "whether the same day is before: here it is"),
    examples=(
        Example(PreCourt(reference=ANY, allocated=DAY), "counted", Status.MUST),
        Example(PreCourt(reference=ANY), "counted", Status.NO),
        Example(PreCourt(reference=ANY, checked=DAY, panel=DAY, allocated=DAY), "meets it", Status.MUST),
        Example(PreCourt(reference=ANY, checked=NEXT, panel=DAY, allocated=NEXT), "meets it", Status.NO),
        Example(PreCourt(reference=ANY, checked=DAY, panel=NEXT, allocated=DAY), "meets it", Status.NO),
    ),
)

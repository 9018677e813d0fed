"""Known inputs of constructors, of one worker and of one case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from attending import FULL_TIME, W1, policy
from known_inputs.rows import Answer, Row, call
from yosrules import Facts, Maybe, fact
from yosrules.attendance.track import track
from yosrules.deciding.as_of import Histories, as_of
from yosrules.language import Unit, last, years
from yosrules.policies.awards import Ground, awarded
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.rating import Score
from yosrules.records import Absence, Case, FitNote, Leave, Shift, StageHeld, Step, Worker, WorkPattern
from yosrules.records.absence import WEEKDAYS
from yosrules_hmip import FOUR_BANDS

DAY = date(2025, 10, 1)


class Events(Facts):
    """A child and an event."""

    born: Maybe[date] = fact(date, "the date of birth")
    event: Maybe[date] = fact(date, "the date of the event")
    age_at_event: Maybe[int] = years(born, "age at the event", on=event)


def tracked(histories: Histories) -> Callable[[], Answer]:
    """One worker put to a policy that counts spells in 12 months; or why that is refused."""

    def ask() -> str:
        (reading,) = track(policy(), W1, DAY, {Absence: (), WorkPattern: (FULL_TIME,), **histories}).readings
        return f"due: {[stage.stage.name for stage in reading.due]}"

    return call(ask)


def march(day: int) -> date:
    """A day of March 2025; the 3rd is a Monday."""
    return date(2025, 3, day)


def week(number: int) -> WorkPattern:
    """One week of a cycle, of seven hours a day."""
    return WorkPattern(starts=march(3), week=number, **dict.fromkeys(WEEKDAYS[:5], Decimal(7)))


def marked(*points: int) -> Sequence[Score]:
    """Cases that are marked out of 4."""
    return [Score(Decimal(each), Decimal(4)) for each in points]


def award(ground: Ground) -> str:
    """An award for ten cases that are marked out of 4 and have 30 of 40 points."""
    cases = marked(4, 4, 0, 2, 4, 4, 4, 4, 4, 0)
    thirty = Score(Decimal(30), Decimal(40))
    made = awarded(FOUR_BANDS, thirty, "Outstanding", ground=ground, by="A panel", on=DAY, why="B", cases=cases)
    return f"{made.band.name}, because {made.ground}"


ROWS = [
    Row(
        "one worker without a history of absences",
        call(lambda: track(policy(), W1, DAY, {WorkPattern: (FULL_TIME,), StageHeld: ()})),
        2,
        ("there is no history of absences; without it there is nothing to count",),
    ),
    Row(
        "a child who is born after the day asked about has no age",
        call(lambda: as_of(Case(reference="C1", born=date(2030, 1, 1)), date(2025, 3, 3), {}).age),
        says=("None",),
    ),
    Row(
        "an event before the birth has no age",
        call(lambda: as_of(Events(born=date(2021, 5, 5), event=date(2016, 5, 4)), DAY, {}).age_at_event),
        says=("None",),
    ),
    Row(
        "a constructor refuses more hours than the days have",
        call(lambda: Absence(start=march(3), end=march(5), hours=Decimal(73))),
        2,
        ("hours 73", "the hours lost are at most 24 a day"),
    ),
    Row(
        "a constructor refuses an interview before the return",
        call(lambda: Absence(start=march(3), end=march(6), returned=march(7), interviewed=march(5))),
        2,
        ("the day of the return-to-work interview is not before the day of return to work",),
    ),
    Row(
        "a constructor refuses probation that ends before employment begins",
        call(lambda: Worker(reference="W1", started=march(24), probation_ends=date(2024, 3, 28))),
        2,
        ("the last day of probation is not before the first day of employment",),
    ),
    Row(
        "one worker with a stage held twice on one day",
        tracked({StageHeld: [StageHeld(step=Step.INFORMAL, held=march(3))] * 2}),
        2,
        ("each stage of a route once a day",),
    ),
    Row(
        "one worker with weeks 1 and 3 of a cycle",
        tracked({WorkPattern: [week(1), week(3)]}),
        2,
        ("2: the weeks of one cycle are numbered from 1",),
    ),
    Row(
        "one worker with two shifts on one day",
        tracked({Shift: [Shift(day=march(3), hours=Decimal(5)), Shift(day=march(3), hours=Decimal(9))]}),
        2,
        ("each day once; an earlier row says the same",),
    ),
    Row(
        "leave that ends before it begins, in a constructor",
        call(lambda: Leave(start=march(10), end=march(5))),
        2,
        ("the last day of leave is not before the first day of leave",),
    ),
    Row(
        "a stage whose review ends before it was held",
        call(lambda: StageHeld(step=Step.INFORMAL, held=march(3), review_ends=march(2))),
        2,
        ("the last day of the review period is not before the day it was held",),
    ),
    Row(
        "one worker with leave twice on record, each day of which counts once",
        tracked({Leave: [Leave(start=march(24), end=march(28))] * 2}),
        says=("due: []",),
    ),
    Row(
        "one worker with a fit note twice on record",
        tracked({FitNote: [FitNote(start=march(3), end=march(9))] * 2}),
        2,
        ("each start and end once",),
    ),
    Row(
        "one case of ten judged fully met moves the rating",
        call(lambda: award(Ground.ONE_CASE)),
        says=(
            "Outstanding, because one case judged differently, all of its points met or none, would change the band",
        ),
    ),
    Row(
        "ten cases are not five or fewer, whatever their points",
        call(lambda: award(Ground.FEW_CASES)),
        2,
        ("the deciding key question was judged on 5 cases or fewer: that does not hold",),
    ),
    Row(
        "a window of months that begins on a date that its month has",
        call(lambda: last(12, Unit.MONTHS, anchor_in=True, far_end_in=False).days(date(2025, 2, 28))),
        says=("datetime.date(2024, 2, 29), datetime.date(2025, 2, 28)",),
    ),
    Row(
        "three months after the last of November end on the last of February",
        call(lambda: Span(3, Count.MONTHS).after(date(2024, 11, 30), Nation.ENGLAND)),
        says=("2025-02-28",),
    ),
    Row(
        "a deadline of no days is the same day",
        call(lambda: Span(0, Count.DAYS).after(date(2024, 11, 30), Nation.ENGLAND)),
        says=("2024-11-30",),
    ),
]

"""An absence that a manager sets aside is counted no more from that day on, one by one and in bulk alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest

from workforce import Workforce, agreed
from yosrules import Edition, Maybe, PolicyError, RecordError, Status, known, must
from yosrules.attendance import track
from yosrules.files.absences import unread_by
from yosrules.policies import AttendancePolicy, Grade, Rung, spells
from yosrules.records import NOT_SET_ASIDE, Absence, Attendance, FitNote, Leave, StageHeld, Step, Worker, WorkPattern
from yosrules.records.blanks import taken_as_blank
from yosrules.reports.timeline import timeline_lines
from yosrules_attendance.conventions import CONVENTIONS, counting, months

YEAR = counting(months(12))
TALK = Rung(name="talk", step=Step.INFORMAL, formal=False)
WEEK = WorkPattern(
    starts=date(2015, 1, 5),
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), Decimal("7.4")),
)
THREE = tuple(Absence(start=date(2025, month, 4), end=date(2025, month, 4)) for month in (2, 3, 4))
DECIDED = date(2025, 4, 14)
EXCUSED = (*THREE[:2], attrs.evolve(THREE[2], set_aside=DECIDED, set_aside_reason="a funeral"))


class Counted(Attendance):
    seen: Maybe[int] = spells("absences in 12 months", attrs.evolve(YEAR, where=NOT_SET_ASIDE))


class Every(Attendance):
    seen: Maybe[int] = spells("absences in 12 months", YEAR)


def policy(about: type[Attendance] = Counted) -> AttendancePolicy:
    seen = Counted.seen if about is Counted else Every.seen
    return AttendancePolicy(
        "local",
        title="Anytown",
        grade=Grade.LOCAL,
        about=about,
        stages=(TALK,),
        editions=(Edition(date(2024, 1, 1), (must("three", TALK, when=seen >= 3),)),),
        conventions=CONVENTIONS,
        evidence=YEAR,
    )


def behind(absences: tuple[Absence, ...]) -> dict[type, tuple[object, ...]]:
    return {Absence: absences, WorkPattern: (WEEK,), StageHeld: (), Leave: (), FitNote: ()}


def due(day: date, absences: tuple[Absence, ...], about: type[Attendance] = Counted) -> list[str]:
    (reading,) = track(policy(about), Worker(reference="W1"), day, behind(absences)).readings  # type: ignore[arg-type]
    return [each.stage.name for each in reading.due]


def test_it_is_counted_until_the_day_on_which_it_was_set_aside() -> None:
    assert due(date(2025, 4, 13), EXCUSED) == ["talk"]
    assert due(DECIDED, EXCUSED) == []
    assert due(date(2025, 12, 1), THREE) == ["talk"]


def test_a_policy_that_does_not_ask_counts_it() -> None:
    assert due(date(2025, 12, 1), EXCUSED, Every) == ["talk"]


def test_the_timeline_says_so() -> None:
    line = track(policy(), Worker(reference="W1"), DECIDED, behind(EXCUSED))  # type: ignore[arg-type]
    said = "\n".join(timeline_lines(line, ()))
    assert "4 Apr 2025: not counted, since the day a manager set it aside is on record" in said


@pytest.mark.slow
@pytest.mark.traced
@pytest.mark.parametrize("day", [date(2025, 4, 13), DECIDED, date(2025, 12, 1)])
def test_bulk_says_the_same(day: date) -> None:
    may = date(2025, 5, 6)
    later = Absence(start=may, end=may, set_aside=date(2025, 5, 7))
    force = Workforce(
        {
            "W1": {Absence: EXCUSED, StageHeld: ()},
            "W2": {Absence: THREE, StageHeld: ()},
            "W3": {Absence: (*THREE, later), StageHeld: ()},
        },
        pattern=WEEK,
    )
    found = {row["worker"]: row["talk"] for row in agreed(policy(), day, force)}
    assert (found["W1"] == Status.MUST.value) is (day < DECIDED)
    assert found["W2"] == found["W3"] == Status.MUST.value


@pytest.mark.slow
def test_a_condition_with_other_parts_is_read_as_of_the_day_too() -> None:
    class Mixed(Attendance):
        seen: Maybe[int] = spells(
            "absences in 12 months",
            attrs.evolve(YEAR, where=(known(Absence.set_aside) | Absence.disability_related) & known(Absence.start)),
        )

    chosen = attrs.evolve(
        policy(), about=Mixed, editions=(Edition(date(2024, 1, 1), (must("one", TALK, when=Mixed.seen >= 1),)),)
    )
    rows = tuple(attrs.evolve(row, disability_related=False) for row in EXCUSED)
    force = Workforce({"W1": {Absence: rows, StageHeld: ()}}, pattern=WEEK)
    for day in (date(2025, 4, 13), DECIDED):
        (found,) = agreed(chosen, day, force)
        assert (found["talk"] == Status.MUST.value) is (day == DECIDED)


def test_nothing_is_set_aside_before_it_begins() -> None:
    with pytest.raises(RecordError, match="is not before"):
        Absence(start=date(2025, 4, 4), set_aside=date(2025, 4, 3))


def test_a_policy_asks_whether_and_not_when() -> None:
    class When(Attendance):
        seen: Maybe[int] = spells("absences", attrs.evolve(YEAR, where=Absence.set_aside >= date(2025, 1, 1)))

    with pytest.raises(PolicyError, match="seen asks on which day an absence was set aside; allowed: known"):
        attrs.evolve(
            policy(), about=When, editions=(Edition(date(2024, 1, 1), (must("x", TALK, when=When.seen >= 3),)),)
        )


def test_a_file_without_the_column_says_what_is_assumed() -> None:
    lacking = ("hours", "set_aside")
    assert taken_as_blank(lacking, unread_by(Counted)) == "no column set_aside: no absence set aside assumed"
    assert taken_as_blank(lacking, unread_by(Every)) == ""

"""Absences of a service's own kind: its reasons and marks are read, counted by, and the same in bulk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import polars as pl
import pytest

from yosrules import Edition, Maybe, PolicyError, RecordError, fact, must, unless
from yosrules.attendance import track
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.deciding import edition_hash
from yosrules.files.absences import read_absences
from yosrules.policies import AttendancePolicy, Grade, Rung, spells
from yosrules.records import Absence, Attendance, FitNote, Leave, StageHeld, Step, Worker, WorkPattern
from yosrules_attendance.conventions import CONVENTIONS, counting, months

YEAR = counting(months(12))
TALK = Rung(name="talk", step=Step.INFORMAL, formal=False)
WEEK = WorkPattern(starts=date(2015, 1, 5), monday=Decimal(7), tuesday=Decimal(7), wednesday=Decimal(7))
DAY = date(2025, 12, 1)


class OurAbsence(Absence):
    jury: Maybe[bool] = fact(bool, "it is for jury service")


class NoJury(Attendance):
    seen: Maybe[int] = spells("absences in 12 months", attrs.evolve(YEAR, where=unless(OurAbsence.jury)))


def policy(**more: type[Absence]) -> AttendancePolicy:
    return AttendancePolicy(
        "local",
        title="Anytown",
        grade=Grade.LOCAL,
        about=NoJury,
        stages=(TALK,),
        editions=(Edition(date(2024, 1, 1), (must("two", TALK, when=NoJury.seen >= 2),)),),
        conventions=CONVENTIONS,
        evidence=YEAR,
        **more,  # type: ignore[arg-type]
    )


OURS = policy(absences=OurAbsence)
TEXT = """\
worker,start,end,jury
W1,2025-03-04,2025-03-04,no
W1,2025-04-08,2025-04-08,yes
W2,2025-03-04,2025-03-04,
W2,2025-04-08,2025-04-08,no
"""


def test_its_own_marks_are_read_and_counted_by(tmp_path: Path) -> None:
    path = tmp_path / "absences.csv"
    path.write_text(TEXT)
    force = read_absences(path, rows=OurAbsence)
    assert force.unused == ()
    found = {}
    for reference, behind in force.histories.items():
        more = {**behind, WorkPattern: (WEEK,), StageHeld: (), Leave: (), FitNote: ()}
        (reading,) = track(OURS, Worker(reference=reference), DAY, more).readings
        found[reference] = [each.stage.name for each in reading.due]
    assert found == {"W1": [], "W2": ["talk"]}


def test_a_row_that_states_none_of_them_is_refused() -> None:
    rows = {Absence: (Absence(start=DAY),), WorkPattern: (WEEK,), StageHeld: (), Leave: (), FitNote: ()}
    with pytest.raises(RecordError, match="a record of kind Absence does not state jury"):
        track(OURS, Worker(reference="W1"), DAY, rows)


def test_bulk_counts_by_them_too() -> None:
    days = [date(2025, 3, 4), date(2025, 4, 8)] * 2
    frame = pl.DataFrame(
        {"worker": ["W1", "W1", "W2", "W2"], "start": days, "end": days, "jury": [False, True, None, False]}
    )
    stages = pl.DataFrame(schema={"worker": pl.String, "step": pl.Int64, "held": pl.Date})
    found = triggers_frame(OURS, DAY, {Absence: frame, StageHeld: stages}, pattern=WEEK)
    assert {row["worker"]: row["talk"] for row in found.to_dicts()} == {"W1": "no", "W2": "must"}


def test_a_policy_names_the_kind_that_it_counts_by() -> None:
    with pytest.raises(PolicyError, match="seen counts by jury, not facts of an Absence"):
        policy()


def test_the_hash_of_policies_without_them_is_what_it_was() -> None:
    class Every(Attendance):
        seen: Maybe[int] = spells("absences in 12 months", YEAR)

    editions = (Edition(date(2024, 1, 1), (must("two", TALK, when=Every.seen >= 2),)),)
    plain = attrs.evolve(OURS, about=Every, absences=Absence, editions=editions)
    ours = attrs.evolve(plain, absences=OurAbsence)
    assert edition_hash(editions[0], policy=plain) != edition_hash(editions[0], policy=ours)

"""What is not on record is named by the column or the file that would say it, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.files.cases import said_in
from yosrules.language import Maybe, count
from yosrules.records.case import Case, Offence


def test_what_else_a_policy_reads_is_asked_for_at_once(run: Run, tmp_path: Path) -> None:
    """Who gives the pattern that is asked for is not sent away again for the stages."""
    absences = tmp_path / "absences.csv"
    absences.write_text("worker,start,end\nW1,2025-03-03,2025-03-04\n")
    asked = ("triggers", str(absences), "--policy", "sheffield-university-attendance", "--on", "2025-10-01")
    assert "The policy also reads what was not given: --with a file of stages, or --no-stages" in run(*asked).out
    assert "also reads" not in run(*asked, "--no-stages").out


class Counted(Case):
    offences: Maybe[int] = count(Offence, "offences so far")


@pytest.mark.parametrize(
    ("fact", "where"), [(Case.rosh.fact, "the column rosh"), (Counted.offences.fact, "--with a file of offences")]
)
def test_a_fact_is_said_in_a_column_or_by_the_rows_of_a_history(fact: object, where: str) -> None:
    (found,) = [each for each in (Case.rosh.fact, Counted.offences.fact) if each == fact]
    assert said_in(Counted, found) == where


def test_interviews_without_a_day_are_counted_neither_as_missing_nor_as_in_time(run: Run, tmp_path: Path) -> None:
    absences, out = tmp_path / "absences.csv", tmp_path / "out.csv"
    absences.write_text(
        "worker,start,end,returned,interviewed\nW1,2025-03-03,2025-03-04,2025-03-05,Y\n"
        "W2,2025-03-03,2025-03-04,2025-03-05,N\nW3,2025-03-03,2025-03-04,2025-03-05,\n"
        "W4,2025-03-03,2025-03-04,2025-03-05,2025-03-06\n"
    )
    asked = ("--policy", "falkirk-attendance", "--on", "2025-06-02", "--pattern", "mon-fri:7.4", "--out", str(out))
    said = run("interviews", str(absences), *asked).out
    assert "need a return-to-work interview, and 1 to 3 had it (25% to 75%)" in " ".join(said.split())
    assert "- 1 had one on a day that is not on record: nobody can tell whether in time" in said
    assert "- of 1 nobody can tell whether there was one: a blank beside yes and no says neither" in said
    assert [row.split(",")[6:8] for row in out.read_text().splitlines()] == [
        ["held", "interviewed"],
        ["", ""],
        ["no", ""],
        ["", ""],
        ["yes", "2025-03-06"],
    ]

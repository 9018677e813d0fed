"""Pages about triggers for a worker and for the manager of a team."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
import pytest

from attending import COUNTING, STAGE_1, policy
from test_attendance_commands import (  # noqa: F401 -- the fixtures
    DAY,
    FULL,
    _policies,
    absences,
    offering,
)
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.attendance.days.spells import Spell
from yosrules.attendance.measures.windows import Counted
from yosrules.cli.attendance import workforce as command
from yosrules.language import Maybe
from yosrules.language.expr import ALWAYS
from yosrules.policies import Count, Span, lasted, must, spells
from yosrules.records import Absence, Attendance
from yosrules.reports.drawing.picture import HALF, HELD, HIT, LEGEND, LOST, OFF, UNTOLD, WINDOW, WORKED
from yosrules.reports.trigger_lines import not_counted


def letters(run: Run, file: str, folder: Path, *more: str, by: str = "anytown") -> dict[str, str]:
    code, _, err = run("triggers", file, "--policy", by, *DAY, "--letters", str(folder), *more)
    assert code == 0, err
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_every_mark_of_a_picture_is_explained() -> None:
    told = f" {' '.join(LEGEND)} "
    assert all(f" {mark} " in told for mark in (LOST, HALF, OFF, UNTOLD, WORKED, WINDOW, HIT, HELD))


@pytest.mark.slow
def test_each_worker_with_a_stage_due_has_a_page_and_each_team_has_one(run: Run, absences: str, tmp_path: Path) -> None:
    workers = tmp_path / "workers.csv"
    workers.write_text("worker,team\nW1,East & West\nW2,\nW3,\n")
    made = letters(run, absences, tmp_path / "out", *FULL, "--with", str(workers), "--format", "text")
    assert list(made) == ["team-East-West.txt", "team-not-stated.txt", "worker-W1.txt", "worker-W3.txt"]
    page = " ".join(made["worker-W1.txt"].split())
    # Three spells in 12 months reach the informal meeting; its rule is cited.
    assert "- informal meeting: it must be held; since 6 May 2025." in page
    assert "- informal meeting must follow when spells in 12 months is at least 3 [Anytown attendance policy" in page
    assert "6 to 7 Jan 2025 1 7 Jan 2026" in page
    assert "6 May 2025 0.5 6 May 2026" in page
    assert "- Team: East & West." in page
    assert "- On the day of return (read as: first day)" in page
    assert "East & West: sickness absence, as of 1 October 2025" in made["team-East-West.txt"]
    rest = made["team-not-stated.txt"]
    assert "- Assumed: the work pattern mon-fri 7.4, for 2 of them." in rest
    assert ["W2", "2", "Oct", "2025", "informal", "meeting"] in [line.split() for line in rest.splitlines()]


def test_what_cannot_be_told_is_on_the_pages_with_what_would_settle_it(run: Run, absences: str, tmp_path: Path) -> None:
    made = letters(run, absences, tmp_path / "out", "--pattern", "mon-fri 7.4", "--format", "text")
    page = " ".join(made["worker-W1.txt"].split())
    assert "What cannot be told" in page
    assert "What would settle it: --with a file of stages, or --no-stages if nobody has been on one." in page
    assert "Cannot be told: what to find out first" in made["team-not-stated.txt"]


def test_each_reading_is_said_and_none_is_chosen(run: Run, absences: str, tmp_path: Path) -> None:
    made = letters(run, absences, tmp_path / "out", *FULL, by="two-ways")
    page = made["worker-W1.md"]
    assert "The text can be read in 2 ways; none is chosen." in page
    assert [line for line in page.splitlines() if line.startswith("## Read as")] == [
        "## Read as: at three",
        "## Read as: above three",
    ]
    assert "- Nothing is due." in page
    assert "| W1 | informal meeting, must | 6 May 2025 |" in made["team-not-stated.md"]
    assert "| at three |" in made["team-not-stated.md"]


def test_a_team_with_nothing_due_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "absences.csv"
    path.write_text("worker,start,end,returned,interviewed\nW2,2025-03-03,2025-03-04,2025-03-05,2025-03-05\n")
    (page,) = letters(run, str(path), tmp_path / "out", *FULL).values()
    assert "1 worker by" in page
    assert "Nothing is due, nobody is one absence away from a stage, and nothing is left open." in page


def test_where_nothing_is_assumed_nothing_is_said_of_it(run: Run, absences: str, tmp_path: Path) -> None:
    stages = tmp_path / "stages.csv"
    stages.write_text("worker,step,route,held\nW1,informal,short-term,2019-01-07\n")
    made = letters(run, absences, tmp_path / "out", "--with", str(stages))
    assert "Assumed" not in made["team-not-stated.md"]


def test_a_policy_that_counts_no_absences_has_no_part_about_which_count(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away(Attendance):
        long: Maybe[bool] = lasted("an absence of four weeks", Span(4, Count.WEEKS), where=ALWAYS)

    rulebook = offering(policy(must("long", STAGE_1, when=Away.long), about=Away))
    monkeypatch.setattr(command, "installed_rulebook", lambda: rulebook)
    path = tmp_path / "absences.csv"
    path.write_text("worker,start,end,interviewed\nW1,2025-08-04,,\n")
    page = letters(run, str(path), tmp_path / "out", *FULL)["worker-W1.md"]
    assert "What was hit, and by which rule" in page
    assert "Which absences count" not in page


@pytest.mark.slow
@pytest.mark.traced
def test_a_page_that_is_there_is_replaced_only_if_it_is_asked_for(run: Run, absences: str, tmp_path: Path) -> None:
    made = letters(run, absences, tmp_path / "out", *FULL)
    (tmp_path / "out" / "worker-W1.md").write_text("signed")
    code, _, err = run("triggers", absences, "--policy", "anytown", *DAY, *FULL, "--letters", str(tmp_path / "out"))
    assert (code, "is there already; --force replaces it" in err) == (2, True)
    assert (tmp_path / "out" / "worker-W1.md").read_text() == "signed"
    assert letters(run, absences, tmp_path / "out", *FULL, "--force") == made


def test_two_workers_whose_names_look_alike_have_a_page_each(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "absences.csv"
    rows = (f"{name},2025-0{month}-03,2025-0{month}-04" for name in ("a/b", "a:b") for month in (3, 6, 7))
    path.write_text("worker,start,end,interviewed\n" + "".join(f"{row},\n" for row in rows))
    made = letters(run, str(path), tmp_path / "out", *FULL)
    assert [name for name in made if name.startswith("worker")] == ["worker-a-b-2.md", "worker-a-b.md"]
    assert "a:b" in made["worker-a-b-2.md"]


def test_a_folder_that_cannot_be_made(run: Run, absences: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, err = run(
        "triggers", absences, "--policy", "anytown", *DAY, *FULL, "--letters", str(tmp_path / "file" / "out")
    )
    assert (code, "out: it cannot be written" in err) == (2, True)


@pytest.mark.parametrize(("form", "begins"), [("md", "# W1: sickness"), ("html", "<!doctype html>")])
def test_a_timeline_as_a_page(run: Run, absences: str, tmp_path: Path, form: str, begins: str) -> None:
    asked = ("timeline", absences, "W1", "--policy", "anytown", *DAY, *FULL, "--format", form)
    code, out, _ = run(*asked)
    assert (code, out.startswith(begins)) == (0, True)
    assert run(*asked, "--out", str(tmp_path / "page")).code == 0
    assert (tmp_path / "page").read_text(encoding="utf-8") == out
    assert run(*asked, "--out", str(tmp_path / "page")).code == 2


def counted(run: Run, tmp_path: Path, rows: str, *more: str) -> str:
    path = tmp_path / "absences.csv"
    path.write_text("worker,start,end,pregnancy_related,interviewed\n" + rows)
    code, out, err = run("timeline", str(path), "W1", "--policy", "anytown", *DAY, "--format", "md", *more)
    assert code == 0, err
    return out


def test_two_absences_that_may_be_one_are_listed_as_such(run: Run, tmp_path: Path) -> None:
    rows = "W1,2025-03-07,2025-03-07,no,\nW1,2025-03-10,2025-03-10,no,\n"
    assert "| 7 to 10 Mar 2025 | cannot tell whether it is one absence: no work pattern | - |" in counted(
        run, tmp_path, rows
    )


def test_what_does_not_count_says_why_and_what_may_not_says_what_is_missing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Narrow(Attendance):
        spells: Maybe[int] = spells("spells", attrs.evolve(COUNTING, where=~Absence.pregnancy_related))

    chosen = policy(must("one", STAGE_1, when=Narrow.spells >= 1), about=Narrow, stages=(STAGE_1,))
    monkeypatch.setattr(command, "installed_rulebook", lambda: offering(chosen))
    rows = "W1,2024-01-08,2024-01-08,no,\nW1,2025-02-03,2025-02-03,yes,\nW1,2025-04-07,2025-04-07,,\n"
    page = counted(run, tmp_path, rows, *FULL)
    assert "| 8 Jan 2024 | no: it is outside the window | - |" in page
    assert "| 3 Feb 2025 | no: it is related to pregnancy | - |" in page
    assert "| 7 Apr 2025 | cannot tell: not on record: whether it is related to pregnancy | - |" in page
    assert "On the day of return" not in page


def test_a_measure_that_counted_nothing_says_so(run: Run, tmp_path: Path) -> None:
    page = counted(run, tmp_path, "W1,2020-03-07,2020-03-07,no,\n", *FULL)
    assert "### Spells in 12 months: 0, 2 Oct 2024 to 1 Oct 2025" in page


def test_absences_that_do_not_count_for_one_reason_are_one_line() -> None:
    def one(start: date, end: date | None = None) -> Spell:
        return Spell((Absence(start=start, end=end),))

    out, used = "it is outside the window", "it was counted for a stage already"
    days = [date(2024, 1, 8), date(2024, 2, 5), date(2024, 3, 4)]
    spells = [(one(day, day), out) for day in days]
    said = [*not_counted(Counted(0, outside=lambda: (*spells, (one(date(2024, 4, 8)), used))))]
    assert said == [
        ("3 absences from 8 Jan 2024 to 4 Mar 2024", "each is outside the window"),
        ("from 8 Apr 2024", used),
    ]
    still_open = [*not_counted(Counted(0, outside=lambda: (spells[0], (one(date(2024, 4, 8)), out))))]
    assert still_open == [("2 absences from 8 Jan 2024", "each is outside the window")]

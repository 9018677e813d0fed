"""Taking information away never turns one settled answer into another, whichever command is asked.

A cell is blanked, a column or a whole file of a history is left out. Each answer then stays, becomes one that leaves
open what it was before, or the input is refused.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias
from unittest.mock import patch

import attrs
from hypothesis import given, strategies as st

from yosrules import __main__, load
from yosrules.cli import common
from yosrules.files.rows import CellValue
from yosrules.hooks.load import Rulebook
from yosrules.language.expr import Known
from yosrules.language.kinds import words
from yosrules.language.walks import leaves
from yosrules.records.absence import WEEKDAYS
from yosrules.samples.absences import rows_of_absences, sample_absences
from yosrules.samples.cases import case_rows, sample_cases

Table: TypeAlias = tuple[tuple[str, ...], ...]
"""A heading and rows, as text."""
Answers: TypeAlias = Mapping[tuple[str, ...], frozenset[str]]
"""For each thing that a command answers, what the answer leaves possible."""

POSSIBLE = {
    "must": {"must"},
    "may": {"may"},
    "no": {"no"},
    "at least may": {"may", "must"},
    "cannot tell": {"no", "may", "must"},
}
BLANK_SAYS_SOMETHING = {
    "absences": {"end", "first_session", "last_session", "hours", "returned", "interviewed"},
    "stages": {"route", "review_ends", "live_until", "closed"},
    "patterns": {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "week"},
}
"""Cells that state something when they are blank: still away, the whole day, not worked, as the policy says."""
UNLESS = {"disability_related", "pregnancy_related", "industrial_injury"}
"""Marks that policies ask with `unless`: an absence counts unless it is shown to be of the kind, so a blank counts."""
ASSUMED = {"review_ends", "live_until", "closed"}
"""Columns of stages without which the policy's own clocks are assumed to run; that is said."""


@attrs.frozen
class Question:
    """A command over some tables, the first of which is its main file, and how its answers are read."""

    command: tuple[str, ...]
    tables: Mapping[str, Table]
    answers: Callable[[str, Path], Answers]
    options: tuple[str, ...] = ()


# The commands that answer


@cache
def rulebook() -> Rulebook:
    """What is installed, loaded once: to load it takes longer than most of these commands."""
    return load()


def ran(arguments: Sequence[str]) -> tuple[int, str, str]:
    """The exit code of a command, what it printed, and what it said beside that."""
    printed, said = io.StringIO(), io.StringIO()
    known = patch.object(common, "load", lambda **_: rulebook())
    with known, patch.object(sys, "argv", ["yosrules", *arguments]), redirect_stdout(printed), redirect_stderr(said):
        try:
            __main__.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return code, printed.getvalue(), said.getvalue()


def asked(question: Question, tables: Mapping[str, Table]) -> Answers | None:
    """What a command answers of some tables; None if it refuses them."""
    with TemporaryDirectory() as folder:
        for name, rows in tables.items():
            with (Path(folder) / f"{name}.csv").open("w", newline="") as file:
                csv.writer(file).writerows(rows)
        main, *behind = [str(Path(folder) / f"{name}.csv") for name in tables]
        command, *reference = question.command
        more = [part for path in behind for part in ("--with", path)]
        code, printed, said = ran([command, main, *reference, *question.options, *more, *_out(command, folder)])
        assert code in {0, 1, 2}
        lacking = [column for column in ASSUMED if "stages" in tables and column not in tables["stages"][0]]
        assert code == 2 or all(f"{column} (" in said for column in lacking)
        return None if code == 2 else question.answers(printed, Path(folder))


def _out(command: str, folder: str) -> list[str]:
    return ["--out", f"{folder}/answers.csv"] if command in {"allocate", "triggers", "interviews"} else []


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / "answers.csv").open(newline="") as file:
        yield from csv.DictReader(file)


def of_forums(_: str, folder: Path) -> Answers:
    """The status of each forum for each case, from the file that `allocate` writes."""
    return {
        (row["reference"], column): frozenset(POSSIBLE[status])
        for row in _rows(folder)
        for column, status in row.items()
        if column.endswith(" status")
    }


def of_explanation(printed: str, _: Path) -> Answers:
    """The status of each forum, from the page that `explain` prints."""
    found = re.findall(rf"\((\w+)\): ({'|'.join(POSSIBLE)})\b", printed)
    assert found
    return {(forum,): frozenset(POSSIBLE[status]) for forum, status in found}


def of_triggers(_: str, folder: Path) -> Answers:
    """The status of each stage that is due, or perhaps due, for each worker and reading."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for row in _rows(folder):
        key = (row["worker"], row["reading"])
        found[key] = frozenset({"asked"})
        for stage in filter(None, row["cannot_tell"].split("; ")):
            found[*key, stage] = frozenset(POSSIBLE["cannot tell"])
        for stage, status in zip(row["stage_due"].split("; "), row["must_or_may"].split("; "), strict=True):
            if stage:
                found[*key, stage] = frozenset(POSSIBLE[status])
    return found


def of_interviews(_: str, folder: Path) -> Answers:
    """Whether each absence needs an interview, which is blank where it cannot be told, and when it was held."""
    return {
        (row["worker"], row["start"]): frozenset(
            f"{needed} {row['interviewed']}" for needed in ([row["needed"]] if row["needed"] else ["yes", "no"])
        )
        for row in _rows(folder)
    }


def of_ratings(printed: str, _: Path) -> Answers:
    """The rating of each standard; one without a rating leaves every rating possible."""
    every = frozenset(each.name for each in rulebook().frameworks["hmip-2018"].scale.bands)
    (sheet,) = json.loads(printed)
    return {(row["name"],): frozenset({row["rating"]}) if row["rating"] else every for row in sheet["standards"]}


# What they are asked


def table(columns: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> Table:
    """A table as a file has it, without the columns that no row fills."""
    texts = [["" if each is None else words(each) for each in row] for row in rows]
    filled = [at for at in range(len(columns)) if any(row[at] for row in texts)]
    return (tuple(columns[at] for at in filled), *(tuple(row[at] for at in filled) for row in texts))


DAY, CASES_DAY = date(2025, 10, 1), date(2019, 9, 9)
FULL_TIME = "mon-fri:7.4"


def caseload(seed: int) -> Table:
    """Three synthetic cases."""
    columns, rows = case_rows(sample_cases(3, seed, CASES_DAY))
    return table(columns, rows)


def absences(seed: int) -> Table:
    """The absences of three synthetic workers."""
    columns, rows = rows_of_absences(sample_absences(3, seed, DAY))
    return table(columns, rows)


def worker(number: int) -> str:
    """The reference of a synthetic worker."""
    return f"SYNTHETIC-{number:06d}"


STAGES: Table = (
    ("worker", "step", "held", "live_until", "closed", "review_ends"),
    (worker(1), "informal", "2024-02-01", "", "", "2024-08-01"),
    (worker(1), "stage 1", "2024-09-02", "2025-09-01", "", ""),
    (worker(3), "informal", "2025-01-10", "", "2025-06-30", ""),
)
PATTERNS: Table = (
    ("worker", "starts", *WEEKDAYS),
    *((worker(number), "2020-01-06", *["7.4"] * 4, "7.4" if number < 3 else "", "", "") for number in (1, 2, 3)),
)
WORKERS: Table = (
    ("worker", "started", "probation_ends", "shift_worker"),
    *((worker(number), "2019-03-04", "2019-09-03", "no") for number in (1, 2, 3)),
)
HELD: Table = (("reference", "forum", "day", "chair"), (worker(1), "RSM", "2019-08-20", "manager"))
CHECKED: Table = (("reference", "system", "day"), (worker(2), "PNC", "2019-08-20"))
AUDIT: Table = (
    ("standard", "score", "out_of", "percent", "rating"),
    ("2.1 Assessment", "73", "84", "87%", "Outstanding"),
    ("2.2 Planning", "68.5", "86", "80%", "Outstanding"),
    ("2.3 Implementation and delivery", "36.5", "44", "83%", "Outstanding"),
    ("2.4 Reviewing", "29.5", "39", "76%", "Good"),
)


@cache
def questions(seed: int) -> tuple[Question, ...]:
    """Every command that answers, over synthetic tables."""
    cases, away = caseload(seed), absences(seed)
    forums = {"cases": cases, "forums": HELD, "checks": CHECKED}
    on, then = ("--on", f"{DAY}"), ("--on", f"{CASES_DAY}")
    every = {"absences": away, "stages": STAGES, "patterns": PATTERNS, "workers": WORKERS}
    some = {"absences": away, "stages": STAGES}
    return (
        Question(("allocate",), forums, of_forums, then),
        Question(("explain", worker(2)), forums, of_explanation, then),
        *(
            Question(("triggers",), every, of_triggers, (*on, "--policy", f"{name}-attendance"))
            for name in ("west-lothian", "lincolnshire", "sheffield-university", "corby", "dwp")
        ),
        Question(
            ("triggers",), some, of_triggers, (*on, "--policy", "york-university-attendance", "--pattern", FULL_TIME)
        ),
        Question(("interviews",), every, of_interviews, (*on, "--policy", "lincolnshire-attendance")),
        Question(("rate",), {"audit": AUDIT}, of_ratings, ("--framework", "hmip-2018", "--json")),
    )


# What is taken away


def erasures(tables: Mapping[str, Table]) -> Iterator[tuple[str, int | None, int | None]]:
    """Every cell that states something and whose blank states nothing, every column, every file of a history."""
    for place, (name, (headings, *rows)) in enumerate(tables.items()):
        if place:
            yield name, None, None
        for column, heading in enumerate(headings):
            if heading in UNLESS:
                continue
            if heading not in ASSUMED:
                yield name, None, column
            if heading not in BLANK_SAYS_SOMETHING.get(name, ()):
                yield from ((name, row, column) for row, cells in enumerate(rows, 1) if cells[column])


def without(tables: Mapping[str, Table], name: str, row: int | None, column: int | None) -> Mapping[str, Table]:
    """The tables with something taken away."""
    if column is None:
        return {each: rows for each, rows in tables.items() if each != name}
    if row is None:
        cut = tuple((*cells[:column], *cells[column + 1 :]) for cells in tables[name])
        return {**tables, name: cut}
    cells = tables[name][row]
    blanked = (*cells[:column], "", *cells[column + 1 :])
    return {**tables, name: (*tables[name][:row], blanked, *tables[name][row + 1 :])}


@cache
def before(seed: int, place: int) -> Answers:
    """The answers while nothing is taken away."""
    question = questions(seed)[place]
    found = asked(question, question.tables)
    assert found
    return found


@cache
def asking_whether_known() -> frozenset[str]:
    """Forums of which a rule asks whether a fact is on record: that it is not is an answer there, and by design."""
    edition = rulebook().forum_policies["derby-high-risk-strategy"].on(CASES_DAY)
    return frozenset(
        rule.outcome.name for rule in edition.rules if any(isinstance(leaf, Known) for leaf in leaves(rule.when))
    )


def changed(seed: int, place: int, after: Answers | None) -> list[tuple[str, ...]]:
    """The answers to a question that became another when something was taken away; none where that was refused."""
    return [] if after is None else became_another(before(seed, place), after)


def became_another(was: Answers, after: Answers) -> list[tuple[str, ...]]:
    """The answers of which something was possible before and is so no longer, or that are asserted anew."""
    every, nothing = dict.fromkeys([*was, *after]), frozenset({"no"})
    return [
        key
        for key in every
        if not was.get(key, nothing) <= after.get(key, nothing)
        and not any(part.removesuffix(" status") in asking_whether_known() for part in key)
    ]


@given(st.data())
def test_taking_information_away_changes_no_answer_into_another(data: st.DataObject) -> None:
    seed = data.draw(st.integers(1, 4))
    place = data.draw(st.integers(0, len(questions(seed)) - 1))
    question = questions(seed)[place]
    what = data.draw(st.sampled_from([*erasures(question.tables)]))
    assert changed(seed, place, asked(question, without(question.tables, *what))) == []


def test_a_stage_column_that_is_not_there_is_an_assumption_that_is_said() -> None:
    question = questions(1)[2]
    for column, heading in enumerate(STAGES[0]):
        if heading in ASSUMED:
            assert asked(question, without(question.tables, "stages", None, column)) is not None


def test_a_reader_that_took_an_absent_end_as_still_away_would_be_caught() -> None:
    """Three days off in January; read as if `end` were there and blank, the worker would be away until today."""
    options = ("--on", f"{DAY}", "--policy", "sheffield-university-attendance", "--pattern", FULL_TIME, "--no-stages")
    short: Table = (("worker", "start", "end"), ("W1", "2025-01-06", "2025-01-08"))
    question = Question(("triggers",), {"absences": short}, of_triggers, options)
    assert asked(question, without(question.tables, "absences", None, 2)) is None
    was = asked(question, question.tables)
    broken = asked(question, without(question.tables, "absences", 1, 2))
    assert was is not None
    assert broken is not None
    assert became_another(was, broken) == [("W1", "", "alert to the manager")]

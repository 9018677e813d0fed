"""Synthetic tables, as files have them: caseloads, absences, audits and the histories behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import product
from random import Random
from typing import TypeAlias

import polars as pl

from yosrules.errors import InputError, RecordError
from yosrules.files.absences import WORKER_HISTORIES
from yosrules.files.cases import CASE_HISTORIES
from yosrules.files.writing.rows import CellValue
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, words
from yosrules.policies.domain import Framework, RatedBy
from yosrules.policies.rating import Score, plain
from yosrules.records.absence import Absence, FitNote, Leave, Step
from yosrules.records.case import Case, CheckDone, ForumHeld, Waiver
from yosrules.records.on_record import check_histories
from yosrules.samples.absences import rows_of_absences, sample_absences
from yosrules.samples.cases import case_rows, sample_cases

Table: TypeAlias = tuple[tuple[str, ...], ...]
"""A heading and rows, as text."""
Tables: TypeAlias = Mapping[str, Table]
"""Tables by name; the first is the main one, the others are histories."""

CASES_DAY, DAY = date(2019, 9, 9), date(2025, 10, 1)
KINDS: Mapping[str, type[Facts]] = {"cases": Case, "absences": Absence, **CASE_HISTORIES, **WORKER_HISTORIES}
FORUMS, SYSTEMS = ("IPC", "RSM", "CSP"), ("PNC", "Synergy")
_TEXTS: Mapping[type[Facts], Mapping[str, Sequence[str]]] = {
    ForumHeld: {"forum": FORUMS},
    CheckDone: {"system": SYSTEMS},
    Waiver: {"forum": FORUMS, "by": ("a manager",), "reason": ("managed elsewhere",)},
}
_MAY_BE_BLANK = ("chair", "live_until", "review_ends", "closed", "route", "ended")
_AHEAD = ("live_until", "review_ends", "closed", "ended", "end", "expires")


def table(columns: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> Table:
    """A table as a file has it, without the columns that no row fills."""
    texts = [["" if each is None else words(each) for each in row] for row in rows]
    filled = [at for at in range(len(columns)) if any(row[at] for row in texts)]
    return (tuple(columns[at] for at in filled), *(tuple(row[at] for at in filled) for row in texts))


# Drawn by a seed


@cache
def caseload(seed: int) -> Tables:
    """Two synthetic cases, and every history behind them."""
    random, cases = Random(seed), sample_cases(2, seed, CASES_DAY)
    whose = [each.reference for each in cases]
    main = {"cases": table(*case_rows(cases))}
    return main | {name: _history(random, kind, "reference", whose, CASES_DAY) for name, kind in CASE_HISTORIES.items()}


@cache
def workforce(seed: int, judged: tuple[str, ...] = ()) -> Tables:
    """The absences of two synthetic workers and every history behind them; `judged` are a manager's judgements."""
    random, found = Random(seed), sample_absences(2, seed, DAY)
    whose = [*dict.fromkeys(name for name, _ in found)]
    behind = {
        name: _history(random, WORKER_HISTORIES[name], "worker", whose, DAY) for name in ("stages", "leave", "fitnotes")
    }
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    weeks = [("7.4",) * 5 + ("", ""), ("7.4",) * 4 + ("",) * 3, ("8", "", "8", "4.5", "", "8", "0")]
    people = [[name, "2019-03-04", "2019-09-03", words(not place)] for place, name in enumerate(whose)]
    people = [[*each, *(words(random.random() < 0.5) for _ in judged)] for each in people]
    return {
        "absences": table(*rows_of_absences(found)),
        **behind,
        "patterns": (
            ("worker", "starts", *weekdays),
            *((name, "2020-01-06", *random.choice(weeks)) for name in whose),
        ),
        "workers": (("worker", "started", "probation_ends", "shift_worker", *judged), *map(tuple, people)),
    }


@cache
def audit(seed: int, framework: Framework) -> Table:
    """An audit sheet with a score for each standard, and the percentage and the rating that follow from it."""
    random, rows = Random(seed), []
    for each in framework.standards:
        out_of = Decimal(random.randint(20, 80))
        scored = Decimal(random.randint(0, 2 * int(out_of))) / 2
        follows = framework.scale.rate(Score(scored, out_of))
        percent = "" if follows.rounded is None else f"{plain(follows.rounded)}%"
        rows.append((str(each), words(scored), words(out_of), percent, follows.name))
    return (("standard", "score", "out_of", "percent", "rating"), *rows)


@cache
def items(seed: int, framework: Framework) -> Tables:
    """Audit items of two cases, where the framework rates by cases: every key question of every such standard."""
    random = Random(seed)
    rated = [each for each in framework.standards if each.rated_by is RatedBy.LOWEST_KEY_QUESTION]
    asked = [(each, question) for each in rated for question in each.key_questions]
    rows = [
        ("Anytown", case, str(standard), question.name, random.choice(("0", "1", "1", "1")), "1")
        for case, (standard, question) in product(("case 1", "case 2"), asked)
    ]
    return {"items": (("service", "case", "standard", "question", "score", "out_of"), *rows)} if rows else {}


@cache
def inspection(seed: int, framework: Framework) -> Table:
    """A published inspection with a rating for each standard."""
    random = Random(seed)
    rows = ((str(each), random.choice(framework.scale.names)) for each in framework.standards)
    return (("standard", "rating"), *rows)


def _history(random: Random, kind: type[Facts], key: str, whose: Sequence[str], day: date) -> Table:
    """One or two rows for most of those it may be about; at least one row."""
    columns = [*_TEXTS.get(kind, ()), *vocabulary(kind)]
    found = [
        [name, *(vars(row)[column] for column in columns)]
        for place, name in enumerate(whose)
        for row in _together(random, kind, day, 2 if place == 0 else random.randint(0, 2))
    ]
    return ((key, *columns), *(tuple("" if each is None else words(each) for each in row) for row in found))


def _together(random: Random, kind: type[Facts], day: date, count: int) -> list[Facts]:
    """Rows that can be on record together."""
    rows: list[Facts] = []
    while len(rows) < count:
        made = _row(random, kind, day)
        try:
            check_histories({kind: [*rows, *made]})
        except RecordError:
            continue
        rows += made
    return rows


def _row(random: Random, kind: type[Facts], day: date) -> list[Facts]:
    stated = {name: random.choice(written) for name, written in _TEXTS.get(kind, {}).items()}
    stated |= {name: _value(random, fact, day) for name, fact in vocabulary(kind).items()}
    if kind in (Leave, FitNote):
        stated["end"] = stated["start"] + timedelta(days=random.randint(0, 12))
    try:
        return [kind(**stated)]
    except RecordError:
        return []


def _value(random: Random, fact: Fact, day: date) -> CellValue:
    if fact.name in _MAY_BE_BLANK and random.random() < 0.5:
        return None
    if fact.kind is date:
        return day + timedelta(days=random.randint(-300, 100 if fact.name in _AHEAD else -1))
    if fact.kind is bool:
        return random.random() < 0.5
    if issubclass(fact.kind, Enum):
        members = [Step.NONE, Step.INFORMAL, Step.STAGE_1, Step.STAGE_2] if fact.kind is Step else [*fact.kind]
        return random.choice(members)
    return random.randint(fact.low or 0, min(fact.high or 40, 40))


def names_in(tables: Tables) -> list[str]:
    """Whom the main table is about, each once; nobody where it does not say."""
    (headings, *rows), *_ = tables.values()
    at = [place for place, heading in enumerate(headings) if heading in ("reference", "worker")]
    return [*dict.fromkeys(row[place] for row in rows for place in at)] or ["nobody"]


# As columns


def frame(name: str, rows: Table, about: type[Facts] | None = None) -> pl.DataFrame:
    """A table as a Polars frame, each fact of the type that it has."""
    facts = {**vocabulary(KINDS.get(name, Facts)), **(vocabulary(about) if about else {})}
    columns = [[row[at] or None for row in rows[1:]] for at in range(len(rows[0]))]
    try:
        return pl.DataFrame([_series(*each, facts.get(each[0])) for each in zip(rows[0], columns, strict=True)])
    except pl.exceptions.PolarsError:
        raise InputError(name, why="a column of this type cannot hold it") from None


def _series(heading: str, cells: Sequence[str | None], fact: Fact | None) -> pl.Series:
    text = pl.Series(heading, cells, pl.String)
    if heading in ("score", "out_of") and fact is None:
        return text.cast(pl.Decimal(12, 2))
    if fact is None or issubclass(fact.kind, Enum):
        return text
    if fact.kind is bool:
        return text.replace_strict({"yes": True, "no": False}, return_dtype=pl.Boolean)
    if fact.kind is date:
        return text.str.to_date()
    return text.cast(pl.Int64) if fact.kind is int else text.cast(pl.Decimal(12, fact.places or 0))

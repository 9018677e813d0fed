"""A record and its histories -> the record as of a day, with every measured fact worked out.

What cannot be told is left unknown: a history that was not given, or a row whose date or condition cannot be told. What
the record states already is kept. A measure may use another that stands above it. A row dated after the day asked about
counts only in a window that looks ahead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias, TypeVar, assert_never

from yosrules.deciding.decide import Verdict, find
from yosrules.errors import RecordError
from yosrules.language.expr import ALWAYS, Condition, all_of, any_of
from yosrules.language.facts import Facts, restated
from yosrules.language.kinds import Fact, Value, words
from yosrules.language.measure import How, Measure, measures
from yosrules.records.on_record import check_histories

R = TypeVar("R", bound=Facts)

Histories: TypeAlias = Mapping[type[Facts], Sequence[Facts]]
"""What lies behind a record, by kind of row. An absent kind was not asked for; an empty one is known to be none."""


def as_of(record: R, day: date, histories: Histories) -> R:
    """The record with its measured facts computed for this day.

    A record that states what its own dates contradict, and histories with rows that cannot be on record together, raise
    a `RecordError`. `decide` has no day to ask this for: give it what comes from here.
    """
    check_own(record, day)
    check_histories(histories)
    for name, ref in measures(type(record)).items():
        if vars(record)[name] is None and (told := measure(ref.by, record, day, histories)) is not None:
            record = restated(record, {name: told})
    return record


def check_own(record: Facts, day: date) -> None:
    """Raise a `RecordError` if a record states an age, or the like, that its own dates contradict on a day."""
    for name, ref in measures(type(record)).items():
        stated: Value | None = vars(record)[name]
        if stated is None or ref.by.rows is not None:
            continue
        if (told := measure(ref.by, record, day, {})) is not None and told != stated:
            raise RecordError(
                f"{type(record).__name__}: {name} {words(stated)}; allowed: {words(told)} {by_own_dates(ref.by, day)}"
            )


def by_own_dates(by: Measure, day: date | str) -> str:
    """From which day and which of a record's own dates a fact follows; `day` may be the name of a column."""
    return f"on {day}, by {' and '.join(each.label for each in by.reads)}"


def measure(by: Measure, record: Facts, day: date, histories: Histories) -> Value | None:
    """Compute one measure of one record on one day; None where unknown facts or histories leave it open."""
    rows = [record] if by.rows is None else histories.get(by.rows)
    if rows is None:
        return None
    within, settled = _within(by, record, day)
    asked = within if by.where == ALWAYS else all_of(by.where, within)
    # Of a record's own dates nothing is asked.
    told = [(Verdict.HOLDS if asked == ALWAYS else find(asked, row).verdict, row) for row in rows]
    counted = [row for verdict, row in told if verdict is Verdict.HOLDS]
    settled = settled and not any(verdict is Verdict.CANNOT_TELL for verdict, _ in told)
    # One row that counts settles "exists", whatever the untold rows are; they could still change any other measure.
    if by.how is How.EXISTS and counted:
        return True
    return _made(by, counted, day) if settled else None


def _within(by: Measure, record: Facts, day: date) -> tuple[Condition, bool]:
    """That a row lies where it has to, and whether the anchor of the window is known."""
    anchor = day if by.during is None or by.during.anchor is None else _date(record, by.during.anchor)
    return (any_of(), False) if anchor is None else (by.lies(anchor, day), True)


def _made(by: Measure, rows: list[Facts], day: date) -> Value | None:
    """Compute a measure from the rows that count; None where one of them lacks a value that the measure needs."""
    match by.how:
        case How.COUNT:
            return len(rows)
        case How.EXISTS:
            return bool(rows)
        case How.LONGEST:
            spans = [_days(by, row, day) for row in rows]
            return None if None in spans else max((span for span in spans if span is not None), default=0)
        case How.YEARS:
            return _years(by, rows[0], day)
        case How.PASSED:
            begins = _date(rows[0], by.of)
            return None if begins is None else begins < day
        case How.TOTAL | How.EARLIEST | How.LATEST | How.WORST:
            return _of_values(by, rows)
        case _:
            assert_never(by.how)


def _of_values(by: Measure, rows: list[Facts]) -> Value | None:
    fact = by.of
    values = [vars(row)[fact.name] for row in rows] if fact else []
    if fact is None or None in values:
        return None
    if by.how is How.TOTAL:
        whole = sum(fact.number(value) for value in values)
        return whole if fact.places is None else Decimal(whole).scaleb(-fact.places)
    pick = min if by.how is How.EARLIEST else max
    best: Value | None = pick(values, key=fact.number, default=None)
    return best


def _days(by: Measure, row: Facts, day: date) -> int | None:
    """Days from begin to end, both in, or to the day asked about if that comes first; 0 for what begins later."""
    begins, ends = _date(row, by.of), min(_date(row, by.until) or day, day)
    return None if begins is None else max(0, (ends - begins).days + 1)


def _years(by: Measure, row: Facts, day: date) -> int | None:
    begins, ends = _date(row, by.of), _date(row, by.until) if by.until else day
    if begins is None or ends is None:
        return None
    # Compared as (month, day): begun on 29 February, a year is complete on 1 March where there is no 29th.
    passed = ends.year - begins.year - ((ends.month, ends.day) < (begins.month, begins.day))
    # Before it begins, nothing has lasted for any number of years.
    return passed if passed >= 0 else None


def _date(record: Facts, fact: Fact | None) -> date | None:
    stated: date | None = vars(record)[fact.name] if fact else None
    return stated


def rows_behind(behind: Histories, kind: type[R]) -> Iterator[R]:
    """The rows of one kind of history; none where it was not given."""
    return (row for row in behind.get(kind, ()) if isinstance(row, kind))

"""Search for a small history from which `as_of` computes the given facts.

Public: `history`, `History`. The search adds one row for each measured fact, and for a count as many rows
as it needs. A result has been confirmed by `as_of`; finding none does not prove that none exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

import attrs
from dateutil.relativedelta import relativedelta

from yosrules.deciding.as_of import Histories, as_of, measure
from yosrules.errors import RecordError, UndecidedError
from yosrules.language.expr import Compare, Condition, Known, Op, all_of
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, Value
from yosrules.language.measure import How, Measure, Window, measures
from yosrules.language.walks import reads
from yosrules.proof.provers.enumeration import enumerated
from yosrules.proof.provers.kept import keeping
from yosrules.proof.provers.orders import USUAL_DAY
from yosrules.proof.provers.partition import example_record

_MOST_ROWS = 20
"""The search adds at most this many rows for one measure."""

_ORDER = (How.PASSED, How.YEARS, How.EARLIEST, How.LATEST, How.WORST, How.LONGEST, How.TOTAL, How.EXISTS, How.COUNT)
"""The order in which measures add rows. A count comes last: rows that others add may count too, and extra
rows can make up the rest."""

_ONE_DAY = timedelta(days=1)


@attrs.frozen
class History:
    """A record without its measured facts, and the rows and the day from which these are computed."""

    record: Facts
    day: date
    rows: Histories


def history(record: Facts, facts: Iterable[Fact]) -> History | None:
    """A history that yields these facts of the record, or None if the search finds none."""
    read = {fact.name: vars(record)[fact.name] for fact in facts}
    own = {name: ref.by for name, ref in measures(type(record)).items()}
    wanted = [name for name in sorted(own, key=lambda name: _ORDER.index(own[name].how)) if read.get(name) is not None]
    # as_of keeps what a record states: unless its measured facts are cleared, every history would seem to lead there.
    base = _with(record, dict.fromkeys(own))
    rows: dict[type[Facts], list[Facts]] = {}
    try:
        for name in wanted:
            base = _anchored(base, own[name], read) if own[name].rows is None else base
        for name in wanted:
            others = [own[each] for each in wanted if each != name and own[each].rows is own[name].rows]
            _add(rows, own[name], vars(record)[name], base, others)
        told = as_of(base, USUAL_DAY, rows)
    except (RecordError, UndecidedError, OverflowError, ValueError):  # no such value or day, too many to look at
        return None
    found = all(vars(told)[name] == value for name, value in read.items())
    return History(base, USUAL_DAY, rows) if found else None


def _with(record: Facts, change: Mapping[str, Value | None]) -> Facts:
    return type(record)(**{**vars(record), **change})


def _anchored(base: Facts, by: Measure, read: Mapping[str, Value | None]) -> Facts:
    """The record with the dates set that one measure needs; dates that the claim itself reads stay."""
    anchor = by.until or (by.during and by.during.anchor)
    if anchor and anchor.name not in read and vars(base)[anchor.name] is None:
        base = _with(base, {anchor.name: USUAL_DAY})
    fact = by.dated or by.of
    value = next(read[name] for name, ref in measures(type(base)).items() if ref.by is by)
    if fact is None or fact.name in read:
        return base
    return _with(base, {fact.name: _own_date(base, by, value)})


def _own_date(base: Facts, by: Measure, value: Value | None) -> date:
    match by.how:
        case How.PASSED:
            return USUAL_DAY - _ONE_DAY if value else USUAL_DAY
        case How.YEARS:
            return _anchor(base, by.until) - relativedelta(years=_whole(value))
        case _ if isinstance(by.during, Window):
            first, _ = by.during.days(_anchor(base, by.during.anchor))
            return first if value else first - _ONE_DAY
        case _:
            return USUAL_DAY if value else USUAL_DAY + _ONE_DAY


def _whole(value: Value | None) -> int:
    return value if isinstance(value, int) else 0


def _anchor(base: Facts, fact: Fact | None) -> date:
    stated: date | None = vars(base)[fact.name] if fact else None
    return stated or USUAL_DAY


def _add(
    rows: dict[type[Facts], list[Facts]], by: Measure, value: Value, base: Facts, others: Iterable[Measure]
) -> None:
    """Add rows that bring a measure to its value; other measures should not count them if that can be avoided."""
    if by.rows is None:
        return
    mine = rows.setdefault(by.rows, [])
    missing = _missing(by, value, measure(by, base, USUAL_DAY, rows))
    if not 0 < missing <= _MOST_ROWS:
        return
    asked = [_counts(base, by), *_of_value(by, value)]
    apart = [~_counts(base, other) for other in others]
    stated = [Known(fact) for fact in vocabulary(by.rows).values()]
    # Rows that no other measure counts cannot spoil what was already reached, and full rows leave nothing unknown.
    tries = (all_of(*asked, *more) for more in ([*apart, *stated], [*apart], stated, []))
    found = (enumerated(all_of(each, keeping(by.rows, reads(each)))) for each in tries)
    row = next((each for each in found if each is not None), None)
    if row is not None:
        mine += [example_record(by.rows, row)] * missing


def _missing(by: Measure, value: Value, now: Value | None) -> int:
    """How many more rows a measure needs."""
    if by.how is How.COUNT:
        return _whole(value) - _whole(now)
    nothing = by.how in (How.EXISTS, How.LONGEST, How.TOTAL) and not value
    return int(now != value and not nothing)


def _counts(base: Facts, by: Measure) -> Condition:
    """The condition under which a measure counts a row: its own, and that the row lies where it has to."""
    anchor = by.during.anchor if by.during else None
    return all_of(by.where, by.lies(_anchor(base, anchor), USUAL_DAY))


def _of_value(by: Measure, value: Value) -> Iterator[Condition]:
    """That a row alone has the value that the measure should have."""
    if by.how is How.LONGEST and by.of and by.until:
        yield all_of(
            Compare(by.of, Op.EQ, USUAL_DAY - (_whole(value) - 1) * _ONE_DAY), Compare(by.until, Op.EQ, USUAL_DAY)
        )
    elif by.of:
        yield Compare(by.of, Op.EQ, value)

"""Many records -> the figures of an indicator: the same as `figures` of each record put to it by `of_one`.

    found = figures_of_frame(indicator, frame, Every.QUARTER, on=date(2026, 3, 31), by="team")

The frame has the facts as known on that day. Where the indicator reads facts that are worked out from histories or from
a record's own dates, give it the histories, or none as `{}`; or put the frame through `as_of_frame` first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw

from yosrules.bulk.as_of import as_of_frame
from yosrules.bulk.decide import decide_frame
from yosrules.bulk.frames.engine import (
    WHOLE,
    LazyTable,
    beside,
    first_of,
    joined,
    kept,
    one_where,
    refusing,
    whole,
    worked,
)
from yosrules.bulk.measuring import own_facts
from yosrules.bulk.on_record import impossible_rows
from yosrules.deciding.decide import Status, Verdict
from yosrules.errors import RecordError
from yosrules.language.facts import Facts
from yosrules.language.measure import measures
from yosrules.policies.calendar import Nation
from yosrules.policies.indicators.elapsed import Elapsed, MonthBegan
from yosrules.policies.indicators.indicator import Cohort, Indicator, Membership
from yosrules.policies.policy import Edition
from yosrules.quality.figures import EVERYBODY, NO_GROUP, Series, from_months
from yosrules.quality.indicators import NoPeriod
from yosrules.quality.outturns import Outturn, Outturns, outturn
from yosrules.quality.periods import Every, month_ends

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame, IntoLazyFrame

_VERDICTS = (Verdict.FAILS, Verdict.CANNOT_TELL, Verdict.HOLDS)
"""The verdicts by the number that stands for each in a column."""

_GROUP, _DAY, _MONTH, _REASON = "the group", "the day", "the month", "the reason"
_ROWS, _BAD = "the rows", "the refused"
_STANDS = {membership: f"whether {membership.value}" for membership in Membership}
"""The columns of how a record stands to the cohorts of each membership."""


@refusing()
def figures_of_frame(
    indicator: Indicator,
    frame: IntoFrame,
    every: Every,
    on: date,
    *,
    by: str | None = None,
    unknown: Collection[str] = (),
    histories: Mapping[type[Facts], IntoFrame] | None = None,
    since: date | None = None,
) -> Series:
    """The figures of all records of a frame, and of each group that the column `by` names, in one reading.

    `unknown` are facts that no column states. An indicator that asks every record at the end of each month asks from
    the month of `since` on, or on `on` only if that is left out. A frame with a record that is not allowed is refused.
    """
    behind = None if histories is None else {kind: _behind(kind, each) for kind, each in histories.items()}
    found: defaultdict[tuple[str, int], Counter[tuple[Outturn, str]]] = defaultdict(Counter)
    apart: Counter[tuple[str, NoPeriod]] = Counter()
    for day in [on] if indicator.dated or since is None else month_ends(since, on):
        told = _worked_out(worked(frame), indicator, day)
        known = told if behind is None else _measured(told, indicator, day, behind, unknown)
        table = _placed(known, indicator, day, by)
        for edition, *span in _spans(indicator, day):
            for group, month, becomes, rows in _of_edition(table, indicator, edition, span, day, unknown):
                for name in dict.fromkeys((EVERYBODY, group)):
                    found[name, month][becomes] += rows
        apart += _apart(table, indicator, day)
    months = {at: Outturns.counted(each) for at, each in found.items()}
    return from_months(indicator, months, apart, every, on)


def _behind(kind: type[Facts], frame: IntoFrame) -> IntoLazyFrame:
    """A history as a lazy table; one with a row that cannot be on record is refused."""
    if wrong := impossible_rows(kind, frame):
        raise RecordError(f"{kind.__name__}: rows that cannot be on record: {'; '.join(wrong)}")
    return worked(frame).to_native()


def _measured(
    table: LazyTable,
    indicator: Indicator,
    day: date,
    behind: Mapping[type[Facts], IntoLazyFrame],
    unknown: Collection[str],
) -> LazyTable:
    """The records with the facts that the indicator reads and that follow from histories or from their own dates."""
    about, there = indicator.about, {*table.collect_schema().names(), *unknown}
    read = {fact.name for edition in indicator.editions for fact in edition.reads()}
    wanted = [
        name
        for name, ref in measures(about).items()
        if name in read and (name not in there or {fact.name for fact in own_facts(ref.by)} <= there)
    ]
    if not wanted:
        return table
    made = as_of_frame(about, table.to_native(), day, behind, only=wanted, unknown=unknown)
    return cast("LazyTable", nw.from_native(made))


def _placed(table: LazyTable, indicator: Indicator, on: date, by: str | None) -> LazyTable:
    """The records with their group, their day and the number of its month."""
    names = table.collect_schema()
    if indicator.dated is not None:
        _check_dates(table, indicator.dated.name)
    day = nw.lit(on) if indicator.dated is None else nw.col(indicator.dated.name)
    if by is not None and by not in names:
        raise RecordError(f"the frame has no column {by!r}; it has {', '.join(names)}")
    named = nw.lit(EVERYBODY) if by is None else nw.col(by).cast(nw.String)
    group = named if by is None else first_of([(named.is_null() | (named == ""), nw.lit(NO_GROUP))], named)
    placed = table.with_columns(group.alias(_GROUP), day.alias(_DAY))
    return placed.with_columns(_month_of(nw.col(_DAY)).alias(_MONTH))


def _month_of(day: nw.Expr) -> nw.Expr:
    """The number of its month, as `month_number` has it."""
    return day.dt.year().cast(WHOLE) * 12 + day.dt.month().cast(WHOLE) - 1


def _check_dates(table: LazyTable, *columns: str) -> None:
    names = table.collect_schema()
    for day in columns:
        if day not in names or names[day] != nw.Date:
            raise RecordError(f"the frame has no column {day} of dates, which the indicator goes by")


def _worked_out(table: LazyTable, indicator: Indicator, on: date) -> LazyTable:
    """The records with the facts that follow from their own dates and the day of the report."""
    for each in indicator.worked_out:
        if each.fact.name in table.collect_schema():
            raise RecordError(f"the frame has a column {each.fact.name}, which is worked out: {each}; leave it out")
        if isinstance(each, MonthBegan):
            table = table.with_columns(nw.lit(on.replace(day=1)).alias(each.fact.name))
        else:
            table = _with_elapsed(table, each, indicator.nation, on)
    return table


def _with_elapsed(table: LazyTable, by: Elapsed, nation: Nation, on: date) -> LazyTable:
    """Each pair of two dates is worked out once, by the meaning itself, and joined to all that have it."""
    names = [each.name for each in (by.since, by.until) if each]
    _check_dates(table, *names)
    pairs = kept(table.select(*names).unique()).collect().to_arrow().to_pylist()
    whole_pairs = [pair for pair in pairs if None not in pair.values()]
    told = [(pair, by.between(pair[names[0]], pair.get(names[1]) if by.until else on, nation)) for pair in whole_pairs]
    found = [(pair, units) for pair, units in told if units is not None]
    if not found:
        return table.with_columns(whole(None).alias(by.fact.name))
    columns = {name: [pair[name] for pair, _ in found] for name in names}
    return joined(table, beside(table, {**columns, by.fact.name: [units for _, units in found]}), names)


def _spans(indicator: Indicator, on: date) -> Iterator[tuple[Edition[Cohort], date, date]]:
    """Every edition that had begun by the day of the report, with its first and its last day until then."""
    later = (*indicator.editions[1:], None)
    for edition, following in zip(indicator.editions, later, strict=True):
        ends = [on, *([edition.ends] if edition.ends else [])]
        ends += [following.starts - timedelta(days=1)] if following else []
        if edition.starts <= on:
            yield edition, edition.starts, min(ends)


def _of_edition(
    table: LazyTable,
    indicator: Indicator,
    edition: Edition[Cohort],
    span: Sequence[date],
    on: date,
    unknown: Collection[str],
) -> Iterator[tuple[str, int, tuple[Outturn, str], int]]:
    """The group, the month, the outturn with its reason, and how many records there are of it."""
    mine = table.filter((nw.col(_DAY) >= span[0]) & (nw.col(_DAY) <= span[1]))
    stay = [_GROUP, _MONTH]
    # Without a kept column of its facts: a record's day is read above, and the outcomes are all that is wanted.
    native = decide_frame(edition, mine.to_native(), keep=stay, unknown=unknown, about=indicator.about, meant=on)
    decided = cast("LazyTable", nw.from_native(native))
    by_name = {each.name: each for each in edition.resolved.outcomes}
    stands = {
        column: _stands([name for name, each in by_name.items() if each.membership is membership])
        for membership, column in _STANDS.items()
    }
    reasons = [name for name, each in by_name.items() if each.membership is Membership.EXCEPTED]
    reason = first_of(((nw.col(name) == Status.MUST.value, whole(at)) for at, name in enumerate(reasons)), whole(-1))
    # An outcome of a record that is refused is null, and so are then all of its record.
    refused = one_where(nw.col(next(iter(by_name))).is_null())
    coded = decided.with_columns(**stands, **{_REASON: reason, _BAD: refused})
    keys = [*stay, *stands, _REASON]
    counted = coded.group_by(keys).agg(nw.len().alias(_ROWS), nw.col(_BAD).sum())
    rows = cast("list[Mapping[str, object]]", counted.collect().to_arrow().to_pylist())
    if bad := sum(cast("int", row[_BAD]) for row in rows):
        raise RecordError(f"refused: {bad:,} of the records, as not allowed; `refusals` says by which of their facts")
    for row in rows:
        becomes = outturn(*(_VERDICTS[cast("int", row[name])] for name in stands))
        why = reasons[cast("int", row[_REASON])] if becomes is Outturn.EXCEPTED else ""
        yield cast("str", row[_GROUP]), cast("int", row[_MONTH]), (becomes, why), cast("int", row[_ROWS])


def _stands(outcomes: list[str]) -> nw.Expr:
    """Whether a record is in any of these cohorts, by the place of the verdict."""
    held = ((nw.col(name) == Status.MUST.value, whole(2)) for name in outcomes)
    untold = ((nw.col(name) == Status.CANNOT_TELL.value, whole(1)) for name in outcomes)
    return first_of([*held, *untold], whole(0))


def _apart(table: LazyTable, indicator: Indicator, on: date) -> Counter[tuple[str, NoPeriod]]:
    """How many records of each group are in no period, and why."""
    day, spans = nw.col(_DAY), [*_spans(indicator, on)]
    in_force = ((day >= begins) & (day <= ends) for _, begins, ends in spans)
    why = [*NoPeriod]
    placed = [
        (day.is_null(), whole(why.index(NoPeriod.UNDATED))),
        (day > on, whole(why.index(NoPeriod.TO_COME))),
        *((each, whole(-1)) for each in in_force),
    ]
    coded = table.with_columns(first_of(placed, whole(why.index(NoPeriod.NO_EDITION))).alias(_REASON))
    counted = coded.group_by(_GROUP, _REASON).agg(nw.len().alias(_ROWS)).collect().to_arrow().to_pylist()
    found: Counter[tuple[str, NoPeriod]] = Counter()
    for row in cast("list[Mapping[str, object]]", counted):
        group, at, rows = cast("str", row[_GROUP]), cast("int", row[_REASON]), cast("int", row[_ROWS])
        for name in dict.fromkeys((EVERYBODY, group)) if at >= 0 else ():
            found[name, why[at]] += rows
    return found

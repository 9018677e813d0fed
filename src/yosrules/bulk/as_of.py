"""Many records and their histories -> measured facts as columns: the same as `as_of`, for every row at once.

A history is a frame of the same library with a row for each thing that happened, and the key of the record it belongs
to. One that is given says that there is nothing more; one that is not given is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.engine import Frame, N, check_whose, opened, refusing, returned, workable
from yosrules.bulk.frames.fact_columns import FactColumns
from yosrules.bulk.history_rows import Batch
from yosrules.bulk.measuring import Work, own_facts
from yosrules.bulk.on_record import impossible_rows
from yosrules.bulk.own_dates import with_own
from yosrules.errors import RecordError
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.measure import Measure, measures


@refusing()
def as_of_frame(
    about: type[Facts],
    frame: N,
    day: date | str,
    histories: Mapping[type[Facts], N],
    *,
    key: str = "reference",
    only: Collection[str] | None = None,
    unknown: Collection[str] = (),
) -> N:
    """The frame with its measured facts worked out for a day, or for the day that a column states.

    A history with a row that cannot be on record is refused, if it is eager. The rows of a lazy one are not known
    before its query runs: such a row leaves unknown what it might tell, and `impossible_rows` names it. What a row
    states already is kept, unless its own dates contradict it. `only` are the measured facts that are wanted (all, if
    left out), `unknown` facts of the record that no column states. An eager frame keeps its order; a lazy one has none.
    """
    whole = opened(frame)
    behind = {rows: workable(opened(each)) for rows, each in histories.items()}
    _check_key(key, {about: whole, **behind} if behind else {})
    _check_rows(key, behind)
    wanted = _wanted(about, measures(about) if only is None else only)
    work = Work.on(workable(whole), day, behind, key, unknown)
    _check_own(about, whole, day)
    for fact, by in wanted:
        work.add(fact, by)
    return returned(frame, whole, work.finished(), {fact.name: fact.name for fact, _ in wanted})


def _check_key(key: str, tables: Mapping[type[Facts], Frame]) -> None:
    """Refuse tables that do not say whose their rows are; of a lazy one only whether it has the column is known."""
    if nameless := [kind.__name__ for kind, table in tables.items() if key not in table.collect_schema()]:
        raise RecordError(f"there is no column {key!r} in the rows of {', '.join(nameless)}: it says whose a row is")
    check_whose(tables, key)


def _check_rows(key: str, histories: Mapping[type[Facts], Frame]) -> None:
    """Refuse rows that cannot be on record; those of a lazy history cannot be told without running its query."""
    wrong = [
        f"{kind.__name__}, {said}"
        for kind, table in histories.items()
        if isinstance(table, nw.DataFrame)
        for said in impossible_rows(kind, table.to_native(), key)
    ]
    if wrong:
        raise RecordError("\n  ".join(["rows that cannot be on record; the first row is row 0", *wrong]))


def _check_own(about: type[Facts], whole: Frame, day: date | str) -> None:
    """Refuse rows that state what their own dates contradict; in a lazy frame `decide_frame` has no answer for them."""
    table, never = with_own(about, whole, day) if isinstance(whole, nw.DataFrame) else (whole, [])
    columns = FactColumns(table, [fact for each in never for fact in each.facts])
    columns.refuse(never)
    columns.put({})


def _wanted(about: type[Facts], only: Collection[str]) -> Batch:
    """The measures that are wanted and those that they use, in the order in which they are declared."""
    wanted, found = set(only), list[tuple[Fact, Measure]]()
    for name, ref in reversed(measures(about).items()):
        if name in wanted:
            found.append((ref.fact, ref.by))
            wanted |= {fact.name for fact in own_facts(ref.by)}
    return found[::-1]

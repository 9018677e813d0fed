"""Facts that follow from a record's own dates, as columns: a row that states another value is refused.

The same as `check_own` says of one record.
"""

from __future__ import annotations

from datetime import date

import attrs

from yosrules.bulk.frames.columns import unused
from yosrules.bulk.frames.engine import Frame, workable
from yosrules.bulk.measuring import Work, own_facts
from yosrules.deciding.as_of import by_own_dates
from yosrules.language.expr import Compare, Op
from yosrules.language.facts import Facts
from yosrules.language.measure import measures
from yosrules.language.never import Never


def with_own(about: type[Facts] | None, table: Frame, day: date | str | None) -> tuple[Frame, list[Never]]:
    """The table with what follows from its own dates on a day, or on that of a column, and what it cannot state beside.

    A fact is asked only if the table has a column for it and for each of the dates.
    """
    names = table.collect_schema().names()
    asked = [
        ref
        for name, ref in ({} if about is None or day is None else measures(about)).items()
        if ref.by.rows is None and name in names and all(fact.name in names for fact in own_facts(ref.by))
    ]
    if not asked or day is None:
        return table, []
    prefix, never = unused(names), list[Never]()
    work = Work.on(workable(table), day, {}, "", ())
    for ref in asked:
        told = attrs.evolve(ref.fact, name=f"{prefix}told_{ref.fact.name}", low=None, high=None)
        work.add(told, ref.by)
        never.append(Never(Compare(ref.fact, Op.NE, told), f"what follows {by_own_dates(ref.by, day)}"))
    return work.finished(), never

"""Chosen rows of a frame -> records, each decided again on its own, so that every finding can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, TypeVar, cast

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.frames.engine import opened
from yosrules.deciding.as_of import check_own
from yosrules.deciding.decide import Decision, decide
from yosrules.errors import RecordError
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, Value, words
from yosrules.policies.policy import Outcome, Policy

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame

T = TypeVar("T", bound=Outcome)
R = TypeVar("R", bound=Facts)


def records_of(about: type[R], rows: IntoFrame) -> list[R]:
    """The rows of a frame as records; a lazy frame is collected, so filter it first.

    A fact without a column is unknown, and text without one is "-".
    """
    return [_record(about, row) for row in _rows(rows)]


def decide_rows(policy: Policy[T], rows: IntoFrame, day: date | str) -> list[Decision[T]]:
    """Chosen rows decided one by one, with findings, on a day or each on that of a column."""
    return [
        _decided(policy, _record(policy.about, row), day if isinstance(day, date) else _day(row[day]))
        for row in _rows(rows)
    ]


def _decided(policy: Policy[T], record: Facts, day: date) -> Decision[T]:
    check_own(record, day)
    return decide(policy.on(day), record)


def _rows(frame: IntoFrame) -> list[dict[str, object]]:
    table = opened(frame)
    whole = table.collect() if isinstance(table, nw.LazyFrame) else table
    return cast(
        "list[dict[str, object]]", whole.to_arrow().to_pylist()
    )  # pyarrow has one kind of null; pandas has four


def _record(about: type[R], row: Mapping[str, object]) -> R:
    facts = vocabulary(about)
    text = [name for name in attrs.fields_dict(cast("type[attrs.AttrsInstance]", about)) if name not in facts]
    stated = {name: _value(fact, row.get(name)) for name, fact in facts.items()}
    return about(**stated, **{name: str(row.get(name, "-")) for name in text})


def _value(fact: Fact, cell: object) -> Value | None:
    """The value of a fact that a cell states, read as `decide_frame` reads it."""
    if cell is None:
        return None
    if issubclass(fact.kind, Enum):
        for member in fact.members:
            if cell == words(member) or (fact.ordered and cell == member):
                return member
        raise RecordError(f"{fact.name}: wrote {cell!r}; allowed: {fact.allowed}")
    if fact.kind is Decimal:
        return Decimal(str(cell))
    return _day(cell) if isinstance(cell, datetime) else cast("Value", cell)


def _day(cell: object) -> date:
    return cell.date() if isinstance(cell, datetime) else cast("date", cell)

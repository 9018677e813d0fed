"""Conditions as expressions over the columns of a frame: what holds, what fails, and null where it cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from itertools import groupby
from typing import assert_never, cast

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.frames.columns import FactColumn, Verdicts, either, every, inverted
from yosrules.bulk.frames.stages import Stages
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.holds import COMPARE
from yosrules.language.kinds import Fact, Value, words

_MANY = 16
"""From this many labels on, one test for membership is faster than a comparison with each."""

_COMPARE_COLUMNS: dict[Op, Callable[[nw.Expr, object], nw.Expr]] = {
    Op.LT: lambda one, other: one < other,
    Op.LE: lambda one, other: one <= other,
    Op.EQ: lambda one, other: one == other,
    Op.NE: lambda one, other: one != other,
    Op.GE: lambda one, other: one >= other,
    Op.GT: lambda one, other: one > other,
}


@attrs.frozen
class Levels:
    """Comparisons of columns with labels of a scale or a list."""

    stages: Stages

    def among(self, column: FactColumn, wanted: Collection[Value]) -> Verdicts:
        """Whether a column has one of these labels; null where it is unknown."""
        labels = column.labels or ()
        these = [words(each) for each in labels if each in wanted]
        others = [words(each) for each in labels if each not in wanted]
        if not these or not others:
            # Not one bool for all rows, although every label, or none, is wanted: a null is still unknown.
            dialect = self.stages.dialect
            known = dialect.when(~column.value.is_null())
            return self.stages.then(known.then(dialect.lit(bool(these))), column.fact.name, None, bool(these))
        if column.codes:
            return either(self._within(column, *run) for run in _runs(column.codes[text] for text in these))
        # The negation of the other labels says the same, because a row with any other text is refused.
        if self._cost(column, others) < self._cost(column, these):
            return inverted(self._one_of(column, others))
        return self._one_of(column, these)

    def fits(self, column: FactColumn) -> Verdicts:
        """Whether a row states what is allowed of a fact; never null."""
        loose = column.labels is not None and not column.settled
        labels = [words(each) for each in column.labels or ()]
        proper = every((self._one_of(column, labels), self._short(column))) if loose else column.proper
        if not column.nulls:
            return proper
        # `proper` is null where the value is. Null and false are false, null or true are true: neither result is null.
        known = ~column.value.is_null()
        return every((proper, known)) if column.fact.given else either((proper, ~known))

    def _within(self, column: FactColumn, first: int, last: int) -> Verdicts:
        """Whether the place of an enumerated label lies from one to another, both in."""
        return every((self._from(column, first), inverted(self._from(column, last + 1))))

    def _from(self, column: FactColumn, place: int) -> Verdicts:
        inside = 0 < place < len(column.codes)
        return self.stages.then(column.code >= place, column.fact.name, Op.GE, place) if inside else place == 0

    def _cost(self, column: FactColumn, labels: list[str]) -> tuple[int, int]:
        """Cost of a disjunction: new comparisons, then all comparisons."""
        return sum(not self.stages.has(column.fact.name, label) for label in labels), len(labels)

    def _one_of(self, column: FactColumn, labels: list[str]) -> Verdicts:
        name = column.fact.name
        if len(column.fact.members) > _MANY:
            return self.stages.then(column.value.is_in(labels), name, *labels)
        self._short(column)
        return either([self.stages.then(column.value == label, name, label) for label in labels])

    def _short(self, column: FactColumn) -> Verdicts:
        """Whether a text is no longer than the longest label, worked out before the comparisons.

        Polars takes longer to fetch text for a comparison than for its length; with it all takes 4 in 100 less.
        """
        if column.length is None:
            return True
        longest = max(len(words(each).encode()) for each in column.labels or ())
        return self.stages.then(column.length <= longest, column.fact.name, Op.LE, longest)


@attrs.frozen
class Conditions:
    """A compiler of conditions over the columns of one table."""

    columns: Mapping[str, FactColumn]
    stages: Stages
    levels: Levels

    @property
    def unknown(self) -> nw.Expr:
        """The verdict "cannot tell" for every row."""
        return self.stages.dialect.lit(None, dtype=self.stages.dialect.Boolean)

    def verdicts(self, condition: Condition) -> Verdicts:
        """The verdict of a condition on every row."""
        match condition:
            case Compare(fact, op, right):
                return self._compare(fact, op, right)
            case Known(fact, wanted):
                return self._known(fact, wanted)
            case AllOf(parts):
                return every([self.verdicts(part) for part in parts])
            case AnyOf(parts):
                return either(self._alternatives(parts))
            case _:
                assert_never(condition)

    def _alternatives(self, parts: Iterable[Condition]) -> Iterator[Verdicts]:
        """The parts of an "or"; equalities of one fact with several labels are compiled as one."""
        labels: dict[Fact, list[Value]] = {}
        for part in parts:
            if isinstance(part, Compare) and part.op is Op.EQ and self._is_label(part):
                labels.setdefault(part.fact, []).append(cast("Value", part.right))
            else:
                yield self.verdicts(part)
        for fact, wanted in labels.items():
            yield self.levels.among(self.columns[fact.name], wanted)

    def _is_label(self, part: Compare) -> bool:
        """Whether a column of text is compared with a label."""
        return self.columns[part.fact.name].labels is not None and not isinstance(part.right, Fact)

    def _compare(self, fact: Fact, op: Op, right: Value | Fact) -> Verdicts:
        column = self.columns[fact.name]
        other = self.columns[right.name] if isinstance(right, Fact) else None
        if column.absent or (other is not None and other.absent):
            return self.unknown
        if other is not None:
            holds = _COMPARE_COLUMNS[op](column.number, other.number)
            return self.stages.then(holds, fact.name, op, other.fact)
        value = cast("Value", right)
        if column.labels is not None:
            return self.levels.among(column, [each for each in column.labels if COMPARE[op](each, value)])
        if fact.kind is bool:
            return column.value if (op is Op.EQ) is bool(value) else ~column.value
        plain = int(value) if isinstance(value, IntEnum) else value
        return self.stages.then(_COMPARE_COLUMNS[op](column.value, plain), fact.name, op, plain)

    def _known(self, fact: Fact, wanted: bool) -> Verdicts:  # noqa: FBT001 -- as the node has it
        column = self.columns[fact.name]
        if column.absent or not column.uncertain:
            return wanted is not column.absent
        null = column.value.is_null()
        return self.stages.then(~null if wanted else null, fact.name, wanted)


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Consecutive numbers as the first and the last of each run."""
    apart = groupby(enumerate(sorted(numbers)), lambda each: each[1] - each[0])
    runs = [[number for _, number in run] for _, run in apart]
    return [(run[0], run[-1]) for run in runs]

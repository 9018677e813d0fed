"""The rules of an attendance policy by one reading, each with the column of its verdicts and while it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import narwhals.stable.v2 as nw

from yosrules.attendance.triggers.rulings import Rulings
from yosrules.bulk.attendance.days.absences import OPEN, as_column
from yosrules.bulk.attendance.tables.columns import DAY
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.frames.calendar import numbered
from yosrules.language.expr import Condition
from yosrules.policies.policy import Edition, Rule
from yosrules.policies.stages import Rung


@attrs.frozen
class RuleColumn:
    """A rule of an edition and the column of its verdicts; its edition is in force from `begins` to before `ends`."""

    rule: Rule[Rung]
    begins: int
    ends: int
    column: str
    long_term: bool
    line: Condition | None
    """What a hit must still meet to stand; None where there is nothing that it could fall below."""

    @property
    def holds(self) -> nw.Expr:
        """Whether it is known to hold."""
        return nw.col(self.column).fill_null(False)

    @property
    def untold(self) -> nw.Expr:
        """Whether its verdict is unknown."""
        return nw.col(self.column).is_null()

    def today(self, still: bool | None) -> nw.Expr:  # noqa: FBT001
        """Whether it still holds on the last day, holds no more, or that is unknown; what is momentary holds on."""
        verdict = nw.lit(True) if self.line is None else nw.col(DayRow.today(self.column))
        return verdict.is_null() if still is None else as_column(verdict if still else ~verdict).fill_null(False)

    @property
    def in_force(self) -> nw.Expr:
        """Whether its edition is in force on a day."""
        return (nw.col(DAY) >= self.begins) & (nw.col(DAY) < self.ends)

    @property
    def looked_at(self) -> nw.Expr:
        """Whether it can be hit on a day."""
        return self.in_force & nw.col(DayRow.assessed if self.long_term else DayRow.usual)


def rule_columns(rulings: Rulings, name: str) -> list[RuleColumn]:
    """The rules of every edition by one reading."""
    how, periods = rulings.conventions(name), _periods(rulings.policy.editions)
    return [
        RuleColumn(
            rule,
            begins,
            ends,
            DayRow.rule(place, n),
            long_term=rulings.text(rule).long_term,
            line=None if rulings.text(rule).momentary(how) else rulings.text(rule).line,
        )
        for place, (begins, ends) in enumerate(periods)
        for n, rule in enumerate(rulings.read(place, name)[0].rules)
    ]


def _periods(editions: Sequence[Edition[Rung]]) -> Iterator[tuple[int, int]]:
    """The first day of each edition and the day after its last: its own end, or the start of the next."""
    starts = [numbered(edition.starts) for edition in editions]
    for edition, begins, following in zip(editions, starts, [*starts[1:], OPEN], strict=True):
        yield begins, following if edition.ends is None else numbered(edition.ends) + 1

"""What a measured fact is: how it is made from a history, and what it cannot be beside other facts of its record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import ALWAYS, AllOf, Compare, Condition, Known, Op, Ref, all_of
from yosrules.language.facts import Facts, K, Maybe, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.never import Never, never
from yosrules.language.walks import reads
from yosrules.language.window import Lies, Open, Window, check_dates


class How(StrEnum):
    """What is made of the rows of a history."""

    COUNT = "the number of"
    EXISTS = "whether there is"
    TOTAL = "the total of"
    EARLIEST = "the earliest of"
    LATEST = "the latest of"
    LONGEST = "the most days of"
    WORST = "the worst of"
    YEARS = "whole years"
    PASSED = "whether it is past"


_DATES = (How.EARLIEST, How.LATEST, How.LONGEST, How.YEARS, How.PASSED)
"""Measures of dates."""


def _states(rows: type[Facts], fact: Fact) -> bool:
    return vocabulary(rows).get(fact.name) == fact


@attrs.frozen
class Measure:
    """How a fact is made from a history. With no `rows` the record itself is the only row."""

    how: How
    rows: type[Facts] | None = None
    where: Condition = ALWAYS
    dated: Fact | None = None
    during: Lies | None = None
    of: Fact | None = None
    until: Fact | None = None

    def __attrs_post_init__(self) -> None:
        check_dates(
            f"a measure of {self.how.value} rows", self.dated, self.until, self.of if self.how in _DATES else None
        )
        if self.of is not None and self.how is How.WORST and not self.of.ordered:
            raise LanguageError(f"the worst of {self.of.label or self.of.name} cannot be told: it is in no order")
        if self.of is not None and self.how is How.TOTAL and self.of.kind not in (int, Decimal):
            raise LanguageError(f"a total adds numbers; {self.of.label or self.of.name} is {self.of.allowed}")
        if self.rows is not None and (strange := [fact.name for fact in self.reads if not _states(self.rows, fact)]):
            raise LanguageError(
                f"a measure asks for {', '.join(strange)}, which a row of {self.rows.__name__} does not state"
            )
        if self.during is not None and self.dated is None:
            raise LanguageError("a window needs the date that places a row in it")
        if isinstance(self.during, Open) and self.dated != self.during.begins:
            raise LanguageError("whether a row is open is asked of its own beginning; leave dated=… out")

    @property
    def reads(self) -> tuple[Fact, ...]:
        """Every fact of a row that it reads, each once."""
        ends = self.during.ends if isinstance(self.during, Open) else None
        read = (*reads(self.where), self.dated, self.of, self.until, ends)
        return tuple(dict.fromkeys(fact for fact in read if fact is not None))

    def lies(self, anchor: date, day: date) -> Condition:
        """The condition that a row lies where it has to, as of a day; `anchor` is where the window is counted from."""
        if isinstance(self.during, Open):
            return self.during.on(day)
        if self.dated is None:
            return ALWAYS
        if self.during is None:
            return Compare(self.dated, Op.LE, day)
        first, final = self.during.days(anchor)
        final = final if self.any_day else min(final, day)
        return all_of(Compare(self.dated, Op.GE, first), Compare(self.dated, Op.LE, final))

    @property
    def any_day(self) -> bool:
        """Whether what is dated after the day asked about may count: in a window that looks ahead, or of the record."""
        return isinstance(self.during, Window) and (self.during.ahead or self.rows is None)

    def within(self, other: Measure) -> bool:
        """Whether every row that counts for it surely counts for another measure."""
        if self.rows is not other.rows or not _parts(other.where) <= _parts(self.where):
            return False
        if self.dated != other.dated:
            return False
        if other.during is None:
            return self.rows is not None and not self.any_day
        if isinstance(self.during, Window) and isinstance(other.during, Window):
            return self.during.within(other.during)
        return self.during == other.during

    def implies(self, other: Measure) -> bool:
        """Whether, of the record's own dates, the other is yes wherever this is yes."""
        if other.how is not How.EXISTS:
            return False
        return self.within(other) or (other.during is None and other.dated == self._come)

    @property
    def _come(self) -> Fact | None:
        """The date of which a yes shows that it has come, the day asked about in."""
        window = self.during
        if isinstance(window, Window) and not (window.back and window.anchor is None):
            return None
        return self.of if self.how is How.PASSED else self.dated

    def excludes(self, other: Measure) -> bool:
        """Whether, of the record's own dates, the other is no wherever this is yes: what is to come is not past."""
        if other.how is not How.PASSED or self.how is not How.EXISTS:
            return False
        if isinstance(self.during, Window):
            return not self.during.back and self.during.anchor is None and self.dated == other.of
        return isinstance(self.during, Open) and self.during.ends == other.of


_GROWING = (How.COUNT, How.TOTAL, How.LATEST, How.LONGEST, How.WORST)
"""Measures that are never lower where more rows count."""


def _parts(where: Condition) -> set[Condition]:
    return set(where.parts) if isinstance(where, AllOf) else {where}


class Measured(Maybe[K]):
    """A fact that is worked out from a history."""

    __slots__ = ("by",)

    def __init__(self, fact: Fact, by: Measure) -> None:
        super().__init__(fact)
        self.by: Measure = by

    def against(self, other: Ref[bool]) -> Iterator[Never]:
        """What this measure, and another fact of its record, cannot be together."""
        if self.by.rows is None:
            yield from self._against_own(other)
        elif isinstance(other, Measured) and self.by.within(other.by):
            yield from self._against_rows(other)

    def _against_own(self, other: Ref[bool]) -> Iterator[Never]:
        """What follows from the record's own dates, and cannot be beside one of them or what else follows from it."""
        by, one, every = self.by, self.fact, other.fact
        if by.how is How.YEARS and by.of is not None and by.until is not None and every == by.of:
            early = Compare(by.until, Op.LT, by.of)
            yield never(all_of(early, Compare(one, Op.GE, 0)), f"{one.label} is below 0 before {by.of.label}")
            yield never(all_of(~early, Compare(one, Op.LT, 0)), f"{one.label} is not below 0 from {by.of.label} on")
        if not isinstance(other, Measured) or other.by.rows is not None:
            return
        if by.how is other.by.how is How.YEARS and by.of == other.by.of and by.until and other.by.until:
            earlier = Compare(by.until, Op.LE, other.by.until)
            yield never(all_of(earlier, Compare(one, Op.GT, every)), f"{one.label} is not more than {every.label}")
        for other_is, cannot in ((False, by.implies(other.by)), (True, by.excludes(other.by))):
            if cannot:
                both = all_of(Compare(one, Op.EQ, True), Compare(every, Op.EQ, other_is))
                so = "" if other_is is False else "it is not the case that "
                yield never(both, f"{one.label}, so that {so}{every.label}")

    def _against_rows(self, other: Measured[bool]) -> Iterator[Never]:
        """What one of at least the rows that are counted here cannot be beside it."""
        one, every = self.fact, other.fact
        if (shown := self.shows_a_row()) is not None and (none := other.shows_no_row()) is not None:
            yield never(all_of(shown, none), f"what {one.label} is about is among what {every.label} is about")
        if (self.by.of, self.by.until) != (other.by.of, other.by.until):
            return
        if self.by.how is other.by.how and self.by.how in _GROWING and self._adds_up():
            yield never(Compare(one, Op.GT, every), f"{one.label} is not more than {every.label}")
        if (self.by.how, other.by.how) in ((How.EARLIEST, How.EARLIEST), (How.LATEST, How.EARLIEST)):
            yield never(Compare(one, Op.LT, every), f"{one.label} is not before {every.label}")
        if (self.by.how, other.by.how) == (How.EARLIEST, How.LATEST):
            yield never(Compare(one, Op.GT, every), f"{one.label} is not after {every.label}")

    def _adds_up(self) -> bool:
        """Whether no row lowers it: a total does so where its numbers may be below 0."""
        low = 0 if self.by.how is not How.TOTAL or self.by.of is None else self.by.of.reach[0]
        return low is not None and low >= 0

    def shows_a_row(self) -> Condition | None:
        """The condition that holds only where some row counts, if it can be told from the value."""
        match self.by.how:
            case How.EXISTS:
                return Compare(self.fact, Op.EQ, True)
            case How.COUNT | How.LONGEST:
                return Compare(self.fact, Op.GE, 1)
            case How.EARLIEST | How.LATEST | How.WORST:
                return Known(self.fact)
            case _:
                return None

    def shows_no_row(self) -> Condition | None:
        """The condition that holds only where no row counts, if it can be told from the value."""
        match self.by.how:
            case How.EXISTS:
                return Compare(self.fact, Op.EQ, False)
            case How.COUNT:
                return Compare(self.fact, Op.EQ, 0)
            case _:
                return None


_MEASURES: dict[type[Facts], dict[str, Measured[bool]]] = {}
"""The measured facts of each kind of record that was asked about."""


def measures(record: type[Facts]) -> dict[str, Measured[bool]]:
    """The measured facts of a kind of record, by name."""
    if record not in _MEASURES:
        classes = reversed(record.__mro__)
        found = {name: ref for each in classes for name, ref in vars(each).items() if isinstance(ref, Measured)}
        _MEASURES[record] = found
    return _MEASURES[record]

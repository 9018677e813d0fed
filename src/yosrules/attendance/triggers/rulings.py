"""The rules of an attendance policy by edition and reading; a decision about the same facts is made once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Mapping
from datetime import date
from enum import Enum, auto
from typing import assert_never

from yosrules.deciding.decide import Decision, decide
from yosrules.language.expr import ALWAYS, AllOf, AnyOf, Compare, Condition, Op
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import reads
from yosrules.policies.attendance import Assessed, AttendancePolicy, Conventions
from yosrules.policies.lost_time.counting import DayCount
from yosrules.policies.lost_time.measures import (
    Continuous,
    Expired,
    Lasted,
    LostTime,
    ShareOfTime,
    SinceHeld,
    Tally,
    during_of,
    lost,
)
from yosrules.policies.lost_time.scaling import Allowance
from yosrules.policies.lost_time.windows import anchors
from yosrules.policies.policy import Edition, Rule
from yosrules.policies.stages import Rung
from yosrules.records.absence import FROM_ABSENCES, FROM_STAGES, REVIEW_DATES, Attendance


class Rulings:
    """The rules of a policy, shared by every worker. An edition is named by its place among those of the policy."""

    def __init__(self, policy: AttendancePolicy) -> None:
        self.policy = policy
        self._measures = {ref.fact: ref.by for ref in lost(policy.about).values()}
        self._readings = [policy.readings(edition) for edition in policy.editions]
        self._starts = [edition.starts for edition in policy.editions]
        self._decided: dict[tuple[int, str, tuple[Value | None, ...]], Decision[Rung]] = {}
        self._asked: dict[tuple[int, str], tuple[str, ...]] = {}
        self._counts = {fact for fact, by in self._measures.items() if _asks(by) is not _Asks.WHAT_WAS_DUE}
        self._lines: dict[Rule[Rung], Condition] = {}
        self._ways: dict[str, dict[Conventions, set[str]]] = {}
        rules = [rule for edition in policy.editions for rule in edition.rules]
        self.any_long_term = any(map(self.long_term, rules))
        self.outcomes = {rule.outcome for rule in rules}
        in_review = (ref.fact.name for ref in lost(policy.about).values() if _in_review(ref.by))
        self.of_stages = frozenset({*FROM_STAGES, *in_review})
        tallies = [by for by in self._measures.values() if isinstance(by, Tally)]
        self.to_return = any(by.counting.days is DayCount.TO_RETURN for by in tallies)

    @property
    def readings(self) -> tuple[str, ...]:
        """The names of the policy's readings; one, named "", where it can be read one way only."""
        names = dict.fromkeys(name for ways in self._readings for name in ways)
        return tuple(name for name in names if name or len(names) == 1)

    def place(self, day: date) -> int | None:
        """The edition in force on a day; None before the first, and after the end of one that has an end."""
        place = bisect_right(self._starts, day) - 1
        return None if place < 0 or not self.policy.editions[place].in_force(day) else place

    def read(self, place: int, name: str) -> tuple[Edition[Rung], Conventions]:
        """An edition and its conventions by one reading; an edition with one reading is the same by each."""
        ways = self._readings[place]
        return ways.get(name) or ways[""]

    def conventions(self, name: str) -> Conventions:
        """How one reading of the policy reads a history."""
        return self.read(len(self.policy.editions) - 1, name)[1]

    def ways(self, name: str) -> dict[Conventions, set[str]]:
        """How the rules are read by one reading, and which of them so; its own conventions first."""
        if name not in self._ways:
            own = self.conventions(name)
            found: dict[Conventions, set[str]] = {own: set()}
            for edition in self.policy.editions:
                for rule in edition.rules:
                    found.setdefault(self.policy.how(rule.id, own), set()).add(rule.id)
            self._ways[name] = found
        return self._ways[name]

    def line(self, rule: Rule[Rung]) -> Condition:
        """What a record must still meet for a hit of a rule to stand: all that the rule asks but upper bounds.

        A record that has gone beyond the band of a rule has not come below its line.
        """
        if rule not in self._lines:
            self._lines[rule] = _without_upper_bounds(rule.when, self._counts)
        return self._lines[rule]

    def asked(self, place: int, name: str) -> tuple[str, ...]:
        """The names of the facts that an edition asks about by one reading."""
        if (place, name) not in self._asked:
            self._asked[place, name] = tuple(self.read(place, name)[0].facts())
        return self._asked[place, name]

    def measures(self, rule: Rule[Rung]) -> list[Fact]:
        """The measures that a rule reads."""
        return [fact for fact in dict.fromkeys(reads(rule.when)) if fact in self._measures]

    def lasting(self, rule: Rule[Rung]) -> bool:
        """Whether a rule reads nothing that absences change, so that no absence can take it over a line."""
        return not any(fact in self._measures or fact.name in FROM_ABSENCES for fact in reads(rule.when))

    def long_term(self, rule: Rule[Rung]) -> bool:
        """Whether a rule looks at how long an absence has lasted; such a rule is assessed on every day of absence."""
        return any(_asks(self._measures[fact]) in (_Asks.HOW_LONG, _Asks.SINCE_WHEN) for fact in self.measures(rule))

    def momentary(self, rule: Rule[Rung], conventions: Conventions) -> bool:
        """Whether what a rule asks happens on a day and is over: it has no line that a record can fall below again.

        So it is where it asks about the absence of the day and reads no measure, or how long an absence had lasted on
        the day of return.
        """
        by = [self._measures[fact] for fact in self.measures(rule)]
        if conventions.assessed is Assessed.ON_RETURN and any(_asks(each) is _Asks.HOW_LONG for each in by):
            return True
        return not by and any(fact.name in FROM_ABSENCES for fact in reads(rule.when))

    def decide(self, place: int, name: str, facts: Mapping[str, Value | None]) -> Decision[Rung]:
        """The decision of an edition about some facts."""
        # The values are enough as a key, because `asked` names the facts of an edition in one order.
        key = (place, name, tuple(facts.values()))
        if key not in self._decided:
            self._decided[key] = decide(self.read(place, name)[0], self.record(facts))
        return self._decided[key]

    def record(self, facts: Mapping[str, Value | None]) -> Attendance:
        """A record with some facts; the others are unknown."""
        return _made(self.policy.about, facts)


class _Asks(Enum):
    """What a measure asks about an absence record."""

    HOW_MUCH = auto()
    HOW_LONG = auto()
    SINCE_WHEN = auto()
    WHAT_WAS_DUE = auto()


def _asks(by: LostTime) -> _Asks:
    match by:
        case Tally() | Expired():
            return _Asks.HOW_MUCH
        case Continuous() | Lasted():
            return _Asks.HOW_LONG
        case SinceHeld():
            return _Asks.SINCE_WHEN
        case Allowance() | ShareOfTime():
            return _Asks.WHAT_WAS_DUE
        case _:
            assert_never(by)


def _without_upper_bounds(condition: Condition, counts: Container[object]) -> Condition:
    """A condition that holds too where what is counted is more than it asks."""
    match condition:
        case AllOf(parts):
            return AllOf(tuple(_without_upper_bounds(part, counts) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_without_upper_bounds(part, counts) for part in parts))
        case Compare(fact, op, bool(right)) if fact in counts:
            return condition if (op is Op.EQ) is right else ALWAYS
        case Compare(fact, Op.EQ, right) if fact in counts:
            return Compare(fact, Op.GE, right)
        case Compare(fact, Op.LT | Op.LE, _) if fact in counts:
            return ALWAYS
        case Compare(fact, Op.GT | Op.GE, right) if fact not in counts and right in counts:
            return ALWAYS
        case _:
            return condition


def _in_review(by: LostTime) -> bool:
    """Whether a measure looks at a review, so that it says nothing of a review that has ended."""
    return any(fact.name in REVIEW_DATES for fact in anchors(during_of(by)))


# A constructor is typed for its own facts by name; here the names come from the policy.
def _made(make: Callable[..., Attendance], facts: Mapping[str, Value | None]) -> Attendance:
    return make(**facts)

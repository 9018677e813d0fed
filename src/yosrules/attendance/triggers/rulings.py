"""The rules of an attendance policy by edition and reading; a decision about the same facts is made once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Container, Mapping
from datetime import date
from enum import Enum, auto
from functools import partial
from typing import assert_never

import attrs

from yosrules.deciding.decide import Decision, Finding, Ruled, Verdict, decide, find
from yosrules.language.expr import ALWAYS, AllOf, AnyOf, Compare, Condition, Op
from yosrules.language.kinds import Value
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import Assessed, Conventions
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


@attrs.frozen
class Told:
    """What an edition says of some facts: the decision, and the rules that hold and those untold, each with its text.

    A rule that holds comes with its place.
    """

    decision: Decision[Rung]
    hold: tuple[tuple[int, Ruled[Rung], Text], ...]
    untold: tuple[tuple[Ruled[Rung], Text], ...]


@attrs.frozen
class Text:
    """What follows from the text of a rule: the measures that it reads, its line, and what is asked to find that.

    `line` is what a record must still meet for a hit to stand: all that the rule asks but upper bounds, since a record
    that has gone beyond the band of a rule has not come below its line. `of_stages` are those of its facts that stages
    change; `of_absences` is whether it asks about the absence itself.
    """

    rule: Rule[Rung]
    measures: tuple[str, ...]
    line: Condition
    asked: tuple[str, ...]
    of_stages: tuple[str, ...]
    of_absences: bool
    long_term: bool
    how_long: bool

    @property
    def lasting(self) -> bool:
        """Whether it reads nothing that absences change, so that no absence can take it over a line."""
        return not (self.measures or self.of_absences)

    def momentary(self, conventions: Conventions) -> bool:
        """Whether what it asks happens on a day and is over: it has no line that a record can fall below again.

        So it is where it asks about the absence of the day and reads no measure, or how long an absence had lasted on
        the day of return.
        """
        if conventions.assessed is Assessed.ON_RETURN and self.how_long:
            return True
        return not self.measures and self.of_absences


class _Said(dict[tuple[Value | None, ...], Told]):
    """What an edition says of some facts; it is asked once about the same ones."""

    def __init__(self, ask: Callable[[tuple[Value | None, ...]], Told]) -> None:
        self._ask = ask

    def __missing__(self, values: tuple[Value | None, ...]) -> Told:
        found = self[values] = self._ask(values)
        return found


class Rulings:
    """The rules of a policy, shared by every worker. An edition is named by its place among those of the policy."""

    def __init__(self, policy: AttendancePolicy) -> None:
        self.policy = policy
        self._measures = {ref.fact: ref.by for ref in lost(policy.about).values()}
        self._readings = [policy.readings(edition) for edition in policy.editions]
        self._starts = [edition.starts for edition in policy.editions]
        self._said: dict[tuple[int, str], _Said] = {}
        self._found: dict[tuple[int, tuple[Value | None, ...]], Finding] = {}
        self._asked: dict[tuple[int, str], tuple[str, ...]] = {}
        self._counts = {fact for fact, by in self._measures.items() if _asks(by) is not _Asks.WHAT_WAS_DUE}
        # By identity: to hash a rule is to walk over all that it says. Each is kept by its text, so that none is gone.
        self._texts: dict[int, Text] = {}
        self._ways: dict[str, dict[Conventions, set[str]]] = {}
        rules = [rule for edition in policy.editions for rule in edition.rules]
        self.outcomes = {rule.outcome for rule in rules}
        in_review = (ref.fact.name for ref in lost(policy.about).values() if _in_review(ref.by))
        self.of_stages = frozenset({*FROM_STAGES, *in_review})
        self.any_long_term = any(self.text(rule).long_term for rule in rules)
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

    def text(self, rule: Rule[Rung]) -> Text:
        """What follows from the text of a rule."""
        if id(rule) not in self._texts:
            self._texts[id(rule)] = self._text(rule)
        return self._texts[id(rule)]

    def _text(self, rule: Rule[Rung]) -> Text:
        facts = dict.fromkeys(reads(rule.when))
        measures = tuple(fact for fact in facts if fact in self._measures)
        asks = {_asks(self._measures[fact]) for fact in measures}
        line = _without_upper_bounds(rule.when, self._counts)
        asked = tuple(dict.fromkeys(fact.name for fact in reads(line)))
        return Text(
            rule,
            tuple(fact.name for fact in measures),
            line,
            asked,
            of_stages=tuple(name for name in asked if name in self.of_stages),
            of_absences=any(fact.name in FROM_ABSENCES for fact in facts),
            long_term=not asks.isdisjoint({_Asks.HOW_LONG, _Asks.SINCE_WHEN}),
            how_long=_Asks.HOW_LONG in asks,
        )

    def asked(self, place: int, name: str) -> tuple[str, ...]:
        """The names of the facts that an edition asks about by one reading."""
        if (place, name) not in self._asked:
            self._asked[place, name] = tuple(self.read(place, name)[0].facts())
        return self._asked[place, name]

    def said(self, place: int, name: str) -> Mapping[tuple[Value | None, ...], Told]:
        """What an edition says by one reading of any facts that it asks about, in their order."""
        if (place, name) not in self._said:
            self._said[place, name] = _Said(partial(self._told, place, name))
        return self._said[place, name]

    def _told(self, place: int, name: str, values: tuple[Value | None, ...]) -> Told:
        record = self.record(dict(zip(self.asked(place, name), values, strict=True)))
        decision = decide(self.read(place, name)[0], record)
        texts = [(n, ruled, self.text(ruled.rule)) for n, ruled in enumerate(decision.rules)]
        return Told(
            decision,
            tuple(each for each in texts if each[1].finding.verdict is Verdict.HOLDS),
            tuple((ruled, text) for _, ruled, text in texts if ruled.finding.verdict is Verdict.CANNOT_TELL),
        )

    def found(self, text: Text, facts: Mapping[str, Value | None]) -> Finding:
        """What is found of the line of a rule by the facts that it asks about."""
        key = id(text.rule), tuple(facts.values())
        if key not in self._found:
            self._found[key] = find(text.line, self.record(facts))
        return self._found[key]

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

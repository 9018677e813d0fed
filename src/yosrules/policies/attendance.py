"""Attendance policies: triggers that lead to the stages of a ladder, and how a history is read for them."""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

import attrs

from yosrules.errors import PolicyError
from yosrules.language.expr import Condition
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, Value
from yosrules.language.measure import measures
from yosrules.language.plain.values import ADDED
from yosrules.language.walks import comparisons, reads
from yosrules.policies.calendar import Nation, Span
from yosrules.policies.conventions import Conventions, Fires, OfRule
from yosrules.policies.lost_time.counting import Counting, DayCount
from yosrules.policies.lost_time.measures import SinceHeld, during_of, lost, where_of
from yosrules.policies.lost_time.scaling import ALLOWED_PLACES, Allowance, Rounded
from yosrules.policies.lost_time.windows import During, anchors
from yosrules.policies.policy import Edition, Policy, Rule
from yosrules.policies.stages import Rung, optional_condition
from yosrules.records.absence import Absence, Attendance, Route, Step

V = TypeVar("V")


def _kept(given: Mapping[str, V]) -> MappingProxyType[str, V]:
    return MappingProxyType(dict(given))


def _as_given(kept: Mapping[str, object]) -> tuple[Callable[..., MappingProxyType[str, object]], tuple[object]]:
    return _kept, (dict(kept),)


copyreg.pickle(MappingProxyType, _as_given)  # Python pickles and copies no read-only mapping by itself


# A converter is typed for what it converts: mypy cannot solve a type variable in one.
def _kept_deadlines(given: Mapping[str, InterviewBy]) -> Mapping[str, InterviewBy]:
    return _kept(given)


def _kept_of_rules(given: Mapping[str, OfRule]) -> Mapping[str, OfRule]:
    return _kept(given)


_NO_DAYS: Mapping[str, tuple[date, ...]] = _kept({})


def _kept_days(given: Mapping[str, Iterable[date]]) -> Mapping[str, tuple[date, ...]]:
    return _kept({name: tuple(sorted({*days})) for name, days in given.items()})


def _kept_readings(given: Mapping[str, Conventions]) -> Mapping[str, Conventions]:
    return _kept(given)


class Grade(StrEnum):
    """How sure the source of a policy is."""

    OFFICIAL = "the organisation's own page or text"
    ABOUT_IT = "a union, committee or tribunal about it"
    COPY = "a third party's copy"
    LOCAL = "the service's own settings"


@attrs.frozen(kw_only=True)
class InterviewBy:
    """The last day for a return-to-work interview: a span after the day of return, or that day itself.

    With `own_days` the working days of the span are those of the worker's own pattern.
    """

    after: Span | None = None
    own_days: bool = False


@attrs.frozen(kw_only=True)
class Interviews:
    """Which absences need a return-to-work interview, and the last day for it by each reading of the text.

    An absence of more than `more_than` days needs one, counted by `counting`; with 0 every absence does. With `when`
    only those on whose day of return that holds of the worker. `form` is how it may be held, in words.
    """

    more_than: int
    counting: DayCount
    by: Mapping[str, InterviewBy] = attrs.field(converter=_kept_deadlines)
    when: Condition | None = attrs.field(default=None, converter=optional_condition, metadata=ADDED)
    form: str = attrs.field(default="", metadata=ADDED)


@attrs.frozen(kw_only=True)
class AttendancePolicy(Policy[Rung]):
    """A policy whose outcomes are the stages of a ladder, and how a history is read.

    `read_as` are further ways to read the conventions, by the name of the reading; `of_rules` are the conventions that
    single rules have for themselves, by the id of the rule. `evidence` is how patterns are looked for, which is never a
    verdict; `own_days` are days of the service by what they are called, such as a payday, beside which it looks for
    absences. `interviewed` says of which absences a gate asks for an interview: those that count in its window; of
    every absence without it. With `open_cases_stay` whoever was on a stage stays under the edition that was in force
    when it began. `judgement` is what the policy leaves to a manager, `not_stated` what its source does. `absences` is
    the kind of its rows, where they have reasons or marks of the service's own.
    """

    name: str = attrs.field(kw_only=False)
    title: str
    about: type[Attendance]
    stages: tuple[Rung, ...]
    editions: tuple[Edition[Rung], ...]
    conventions: Conventions
    grade: Grade
    read_as: Mapping[str, Conventions] = attrs.field(factory=dict, converter=_kept_readings)
    of_rules: Mapping[str, OfRule] = attrs.field(factory=dict, converter=_kept_of_rules)
    nation: Nation = Nation.ENGLAND
    interviews: Interviews | None = None
    evidence: Counting | None = None
    interviewed: Counting | None = None
    open_cases_stay: bool = False
    judgement: tuple[str, ...] = ()
    not_stated: tuple[str, ...] = ()
    absences: type[Absence] = attrs.field(default=Absence, metadata=ADDED)
    own_days: Mapping[str, tuple[date, ...]] = attrs.field(default=_NO_DAYS, converter=_kept_days, metadata=ADDED)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        for wrong in self._wrong():
            raise PolicyError(f"{self.name}: {wrong}")

    def _wrong(self) -> Iterator[str]:
        yield from self._wrong_stages()
        yield from self._wrong_rules()
        for name in measures(self.about):
            yield f"{name} measures something else than absences, which nothing works out here; state it"
        named = {name for each in self.editions for name in each.readings()} - {""}
        if named and self.read_as:
            yield f"its rules are read as {' or '.join(sorted(named))}, its conventions in another way; name one set"
        if self.interviewed is not None and self.interviewed.length is not None:
            yield f"its gate asks for interviews after absences {self.interviewed.length}; a gate asks of any length"
        when = None if self.interviews is None else self.interviews.when
        if when is not None and (strange := _foreign(when, self.about)):
            yield f"its interviews ask for {', '.join(strange)}, not facts of a {self.about.__name__}"
        for name, during in self._durings():
            if strange := [fact.name for fact in anchors(during) if vocabulary(self.about).get(fact.name) != fact]:
                yield f"{name} counts from {', '.join(strange)}, not facts of a {self.about.__name__}"
        for name, where in self._wheres():
            if strange := _foreign(where, self.absences):
                yield f"{name} counts by {', '.join(strange)}, not facts of an {self.absences.__name__}"
            if any(Absence.set_aside.fact in (leaf.fact, leaf.right) for leaf in comparisons(where)):
                yield f"{name} asks on which day an absence was set aside; allowed: known(Absence.set_aside)"

    def _wrong_stages(self) -> Iterator[str]:
        for what in (
            [f"called {stage.name}" for stage in self.stages],
            [f"at {stage.step.name} of the {stage.route} route" for stage in self.stages],
        ):
            yield from (f"two stages are {each}" for each in dict.fromkeys(what) if what.count(each) > 1)
        for stage in self.stages:
            if stage.gate is not None and (strange := _foreign(stage.gate, self.about)):
                yield f"the gate of {stage.name} asks for {', '.join(strange)}, not facts of a {self.about.__name__}"

    def _wrong_rules(self) -> Iterator[str]:
        for edition in self.editions:
            if strange := [stage.name for stage in edition.outcomes if stage not in self.stages]:
                yield f"{edition} leads to {', '.join(strange)}, not among its stages"
            for rule in edition.rules:
                yield from (f"rule {rule.id}: {why}" for why in (*self._inexact(rule.when), *self._again(rule)))
        if idle := self.of_rules.keys() - {rule.id for edition in self.editions for rule in edition.rules}:
            yield f"conventions of {', '.join(sorted(idle))}, not among its rules"

    def _inexact(self, when: Condition) -> Iterator[str]:
        """Comparisons of a number that is not rounded with one of as many decimal places, which would not be exact."""
        exact = {ref.fact for ref in lost(self.about).values() if _unrounded(ref.by)}
        for part in comparisons(when):
            for one, other in ((part.fact, part.right), (part.right, part.fact)):
                if one in exact and _places(other) >= ALLOWED_PLACES:
                    yield f"{part.fact.name} {part.op} an amount of too many decimal places to be exact; round one"

    def _again(self, rule: Rule[Rung]) -> Iterator[str]:
        """A rule that is met anew as time goes by, but would be hit only once in an absence: silently not again."""
        own = self.of_rules.get(rule.id)
        ways = (self.conventions, *self.read_as.values())
        if (own and own.fires) or all(how.fires is not Fires.ON_EACH_ABSENCE for how in ways):
            return
        measured = {ref.fact: ref.by for ref in lost(self.about).values()}
        since = [by for fact in reads(rule.when) if isinstance(by := measured.get(fact), SinceHeld)]
        if any((by.step, by.route) == (rule.outcome.step, rule.outcome.route) for by in since):
            yield (
                f"time alone meets it again after {rule.outcome.name}, also in one absence; say how often it fires, by "
                f"of_rules={{{rule.id!r}: OfRule(fires=…)}}"
            )

    def _durings(self) -> Iterator[tuple[str, During | None]]:
        yield from ((name, during_of(ref.by)) for name, ref in lost(self.about).items())
        yield "the evidence", self.evidence.during if self.evidence else None
        yield "the gate of interviews", self.interviewed.during if self.interviewed else None

    def _wheres(self) -> Iterator[tuple[str, Condition]]:
        for name, ref in lost(self.about).items():
            if (where := where_of(ref.by)) is not None:
                yield name, where
        if self.evidence:
            yield "the evidence", self.evidence.where
        if self.interviewed:
            yield "the gate of interviews", self.interviewed.where

    def how(self, rule: str, conventions: Conventions) -> Conventions:
        """The conventions by which a rule is read, by its id, where the others are read by some."""
        own = self.of_rules.get(rule)
        return conventions if own is None else own.of(conventions)

    def rising(self, fact: Fact) -> bool:
        """A stage gives way to the next on purpose, so steps need not rise; other facts are as in any policy."""
        return fact.kind is not Step and super().rising(fact)

    def stage(self, step: Step, route: Route) -> Rung | None:
        """The stage at a step of a route, if the ladder has it."""
        return next((each for each in self.stages if (each.step, each.route) == (step, route)), None)

    def below(self, stage: Rung) -> Step:
        """The step before a stage on its ladder."""
        lower = [each.step for each in self.stages if each.route is stage.route and each.step < stage.step]
        return max(lower, default=Step.NONE)

    def readings(self, edition: Edition[Rung]) -> dict[str, tuple[Edition[Rung], Conventions]]:
        """The rules and conventions of an edition by each reading; one, named "", where there is one way only."""
        if self.read_as:
            return {name: (edition, conventions) for name, conventions in self.read_as.items()}
        return {name: (read, self.conventions) for name, read in edition.readings().items()}


def _unrounded(by: object) -> bool:
    return isinstance(by, Allowance) and by.rounding is Rounded.EXACT


def _places(of: Value | Fact) -> int:
    if isinstance(of, Fact):
        return of.places or 0
    return -int(of.as_tuple().exponent) if isinstance(of, Decimal) else 0


def _foreign(condition: Condition, about: type[Facts]) -> list[str]:
    own = vocabulary(about)
    return [fact.name for fact in dict.fromkeys(reads(condition)) if own.get(fact.name) != fact]

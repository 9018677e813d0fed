"""Two editions -> for whom they differ: each outcome the same, wider, narrower or crosswise, with a record each way.

Public: `diff`, `Diff`, `Moved`, `Way`, `RuleChange`, `touched`, `Touched`.

An outcome stands higher by what surely follows, then by what may: no, cannot tell, may, at least may, must. It is wider
where some record stands higher in the new edition and none lower. Both provers answer, as for any claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

import attrs
from dateutil.relativedelta import relativedelta

from yosrules.deciding.as_of import check_own, measure
from yosrules.deciding.decide import decide
from yosrules.english.describe import english, instead
from yosrules.errors import RecordError
from yosrules.language.expr import ALWAYS, AllOf, AnyOf, Compare, Condition, all_of, any_of
from yosrules.language.facts import Facts
from yosrules.language.kinds import Value
from yosrules.language.measure import How, Measure, measures
from yosrules.language.walks import reads
from yosrules.policies.calendar import ONE
from yosrules.policies.policy import Edition, Modality, Outcome, Rule, Status
from yosrules.proof.attributes import AttributeChange, attribute_changes
from yosrules.proof.claims import Claim, Confirms, Kind, outcome_names, when_status
from yosrules.proof.prove import Answer, NotAnalysed, Proved, Prover, Refuted, Seek, prove
from yosrules.proof.provers.kept import fully_told
from yosrules.proof.provers.orders import USUAL_DAY

T = TypeVar("T", bound=Outcome)
U = TypeVar("U", bound=Outcome)

_RISING = (Status.NO, Status.CANNOT_TELL, Status.MAY, Status.AT_LEAST_MAY, Status.MUST)
"""A must that becomes a may moves no record up: "at least may", and not "cannot tell", is what an untold must beside a
may falls from.
"""


class Way(StrEnum):
    """How an outcome of the new edition stands to that of the old."""

    SAME = "the same"
    WIDER = "wider"
    NARROWER = "narrower"
    CROSSWISE = "crosswise"
    UNTOLD = "cannot be told"


@attrs.frozen
class Moved:
    """One outcome, by name, and the emptiest records for which it stands higher, and lower, in the new edition."""

    outcome: str
    way: Way
    higher: Facts | None = None
    lower: Facts | None = None
    why: str = ""
    rises: tuple[Status, Status] | None = None
    """How it stands for the record that stands higher, in the old edition and in the new; `falls` of the lower."""
    falls: tuple[Status, Status] | None = None
    only_untold: bool = False
    """Whether it differs only where a row of a history cannot be told, so that one measure is known and another not."""


@attrs.frozen
class RuleChange:
    """A rule that was added, retired or changed, and in what; its meaning is told by the outcomes."""

    rule: str
    what: str
    details: tuple[str, ...] = ()


@attrs.frozen
class Diff:
    """What changes in meaning, an entry for every outcome, and in writing: rules, and what is stated beside them."""

    outcomes: tuple[Moved, ...]
    rules: tuple[RuleChange, ...]
    attributes: tuple[AttributeChange, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every possible record is decided the same."""
        return all(each.way is Way.SAME for each in self.outcomes)


def diff(old: Edition[T], new: Edition[U], about: type[Facts], provers: Mapping[Prover, Seek] | None = None) -> Diff:
    """Compare two resolved editions about one kind of record, outcomes by their names."""
    names = dict.fromkeys([*outcome_names(old), *outcome_names(new)])
    pairs = ((name, leading_to(old, name), leading_to(new, name)) for name in names)
    # What leads to an outcome is all that it hangs on: of the rest nothing has to be proved.
    moved = (
        Moved(name, Way.SAME) if before.rules == after.rules else _moved(before, after, about, name, provers)
        for name, before, after in pairs
    )
    rules = _rule_changes(old.resolved.rules, new.resolved.rules)
    return Diff(tuple(moved), tuple(rules), tuple(attribute_changes(old, new)))


def leading_to(edition: Edition[T], *names: str) -> Edition[T]:
    """The edition with only the rules that lead to outcomes of these names: it decides these as the whole does."""
    rules = tuple(rule for rule in edition.resolved.rules if rule.outcome.name in names)
    return attrs.evolve(edition.resolved, rules=rules, guarantees=())


def _moved(
    old: Edition[T], new: Edition[U], about: type[Facts], name: str, provers: Mapping[Prover, Seek] | None
) -> Moved:
    day = max(old.starts, new.starts)
    higher, lower = (
        _dated(prove(_never(old, new, about, name, up=up), provers), USUAL_DAY if day == date.min else day)
        for up in (True, False)
    )
    up_from_to, down_from_to = (_from_to(old, new, name, _shown(each)) for each in (higher, lower))
    told = Moved(name, Way.SAME, _shown(higher), _shown(lower), rises=up_from_to, falls=down_from_to)
    if untold := [each.why for each in (higher, lower) if isinstance(each, NotAnalysed)]:
        return attrs.evolve(told, way=Way.UNTOLD, why=untold[0])
    ways = {(False, False): Way.SAME, (True, False): Way.WIDER, (False, True): Way.NARROWER}
    up, down = isinstance(higher, Refuted), isinstance(lower, Refuted)
    only = (up or down) and _same_if_told(old, new, about, name, provers)
    return attrs.evolve(told, way=ways.get((up, down), Way.CROSSWISE), only_untold=only)


def _dated(answer: Answer, day: date) -> Answer:
    """The answer, with a record that its own dates do not contradict on a day, if one shows the same."""
    if not isinstance(answer, Refuted) or answer.record is None:
        return answer
    for change in ({}, *_by_own_dates(answer.record, day)):
        # Dates that are moved may lie where no date on record can.
        with suppress(RecordError):
            record = type(answer.record)(**{**vars(answer.record), **change})
            check_own(record, day)
            if answer.claim.replay(record, record):
                return attrs.evolve(answer, record=record)
    return answer


def _by_own_dates(record: Facts, day: date) -> Iterator[dict[str, Value]]:
    """What follows from the dates of a record on a day, and dates from which what it states follows."""
    own = {name: ref.by for name, ref in measures(type(record)).items() if ref.by.rows is None}
    stated = {name: by for name, by in own.items() if vars(record)[name] is not None}
    told = {name: measure(by, record, day, {}) for name, by in stated.items()}
    yield {name: value for name, value in told.items() if value is not None}
    # A number of years beyond the calendar follows from no date.
    with suppress(ValueError, OverflowError):
        yield {by.of.name: _begun(by, vars(record)[name], day) for name, by in stated.items() if by.of and not by.until}


def _begun(by: Measure, stated: int, day: date) -> date:
    """The last date from which so many whole years have passed by a day, or that is past or not."""
    return day - relativedelta(years=stated) if by.how is How.YEARS else day - int(stated) * ONE


def _from_to(old: Edition[T], new: Edition[U], name: str, record: Facts | None) -> tuple[Status, Status] | None:
    if record is None:
        return None
    return _statuses(old, record).get(name, Status.NO), _statuses(new, record).get(name, Status.NO)


def _same_if_told(
    old: Edition[T], new: Edition[U], about: type[Facts], name: str, provers: Mapping[Prover, Seek] | None
) -> bool:
    """Whether the outcome is the same wherever every row of a history can be told."""
    if fully_told(about, (*old.reads(), *new.reads())) == ALWAYS:
        return False
    ways = (_never(old, new, about, name, up=up, told=True) for up in (True, False))
    return all(isinstance(prove(each, provers), Proved) for each in ways)


def _shown(answer: Answer) -> Facts | None:
    return answer.record if isinstance(answer, Refuted) else None


def _never(old: Edition[T], new: Edition[U], about: type[Facts], name: str, *, up: bool, told: bool = False) -> Claim:
    """The claim that no record stands higher, or lower, in the new edition; `told` where every row can be told."""
    stood, stands = _standings(old, name), _standings(new, name)
    steps = [(low, high) if up else (high, low) for low, high in combinations(_RISING, 2)]
    sought = any_of(*(all_of(stood[a], stands[b]) for a, b in steps if a in stood and b in stands))
    sought = all_of(sought, fully_told(about, reads(sought))) if told else sought
    way = "higher" if up else "lower"
    says = f"{name} never stands {way} in {new} than in {old}."
    return Claim(
        Kind.MOVED, f"{name} never {way}", says, about, sought, wanted=False, replay=_moves(old, new, name, up=up)
    )


def _standings(edition: Edition[T], name: str) -> dict[Status, Condition]:
    """When an outcome stands in each way in which it can: without a rule that says may, no may follows from it."""
    may = any(rule.modality is Modality.MAY for rule in edition.rules if rule.outcome.name == name)
    can = _RISING if may else (Status.NO, Status.CANNOT_TELL, Status.MUST)
    return {status: when_status(edition, name, status) for status in can}


def _moves(old: Edition[T], new: Edition[U], name: str, *, up: bool) -> Confirms:
    def shows(record: Facts, _: Facts) -> bool:
        before = _RISING.index(_statuses(old, record).get(name, Status.NO))
        after = _RISING.index(_statuses(new, record).get(name, Status.NO))
        return before < after if up else before > after

    return shows


def _statuses(edition: Edition[T], record: Facts) -> dict[str, Status]:
    return {each.outcome.name: each.status for each in decide(edition, record).outcomes}


@attrs.frozen
class Touched:
    """One record of a caseload for which an outcome stands otherwise in the new edition."""

    record: Facts
    outcome: str
    before: Status
    after: Status


def touched(old: Edition[T], new: Edition[U], records: Iterable[Facts]) -> Iterator[Touched]:
    """The records of a caseload that the change touches, once for each outcome."""
    names = dict.fromkeys([*outcome_names(old), *outcome_names(new)])
    for record in records:
        before, after = _statuses(old, record), _statuses(new, record)
        for name in names:
            # An edition without the outcome never leads to it, so adding or retiring one counts as a change of status.
            was, now = before.get(name, Status.NO), after.get(name, Status.NO)
            if was is not now:
                yield Touched(record, name, was, now)


def _rule_changes(old: Iterable[Rule[T]], new: Iterable[Rule[U]]) -> Iterator[RuleChange]:
    before, after = {rule.id: rule for rule in old}, {rule.id: rule for rule in new}
    for name, rule in before.items():
        if name not in after:
            yield RuleChange(name, "retired")
        elif details := tuple(_details(rule, after[name])):
            yield RuleChange(name, "changed", details)
    yield from (RuleChange(name, "added") for name in after if name not in before)


def _details(old: Rule[T], new: Rule[U]) -> Iterator[str]:
    if old.outcome.name != new.outcome.name:
        yield f"leads to {new.outcome.name}, not {old.outcome.name}"
    if old.word != new.word:
        yield f"{new.word}, not {old.word}"
    if old.when != new.when:
        moved = _thresholds(old.when, new.when)
        yield from moved or (f"when {english(new.when)}, not when {english(old.when)}",)
    if old.cites != new.cites:
        yield f"on the word of {new.cites or 'nobody'}, not {old.cites or 'nobody'}"


def _thresholds(old: Condition, new: Condition) -> tuple[str, ...] | None:
    """The thresholds that moved, where nothing else did."""
    match old, new:
        case (Compare(fact, op, right), Compare(other, same, other_right)) if (fact, op) == (other, same):
            return () if right == other_right else (instead(new, old),)
        case (AllOf(parts), AllOf(others)) | (AnyOf(parts), AnyOf(others)) if len(parts) == len(others):
            found = [_thresholds(part, other) for part, other in zip(parts, others, strict=True)]
            return None if None in found else tuple(each for some in found for each in some or ())
        case _:
            return () if old == new else None

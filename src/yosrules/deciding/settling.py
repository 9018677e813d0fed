"""What would have to be known to settle an outcome, whatever each of it turns out to be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import TypeAlias, TypeVar, assert_never

from yosrules.deciding.decide import Verdict, holds
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.policy import Edition, Modality, Outcome, Rule

T = TypeVar("T", bound=Outcome)

_Verdicts: TypeAlias = frozenset[Verdict]
_Pick: TypeAlias = Callable[..., Verdict]

_FAILS, _UNTOLD, _HOLDS = (frozenset({verdict}) for verdict in (Verdict.FAILS, Verdict.CANNOT_TELL, Verdict.HOLDS))
_FROM_BELOW = (Verdict.FAILS, Verdict.CANNOT_TELL, Verdict.HOLDS)


def to_settle(edition: Edition[T], record: Facts, outcome: T) -> tuple[Fact, ...]:
    """Every fact that is not on record and whose value the status could hang on; empty where the status is settled.

    Once all of them are on record the status is told, whatever they turn out to be. So it names also what is asked only
    if another fact turns out one way: the facts of a may-rule, while a must-rule cannot be told.
    """
    mine = [rule for rule in edition.rules if rule.outcome == outcome]
    learned: dict[Fact, None] = {}
    while more := [fact for rule in _open(mine, record, learned) for fact in _lacking(rule.when, record, learned)]:
        learned |= dict.fromkeys(more)
    return tuple(learned)


def _open(mine: Iterable[Rule[T]], record: Facts, learned: Collection[Fact]) -> Iterator[Rule[T]]:
    """The rules that may not be told even when these facts are known, and that would leave the status open."""
    for modality in (Modality.MUST, Modality.MAY):
        could = [(rule, _could(rule.when, record, learned)) for rule in mine if rule.modality is modality]
        if any(verdicts == _HOLDS for _, verdicts in could):
            return
        yield from (rule for rule, verdicts in could if Verdict.CANNOT_TELL in verdicts)


def _could(condition: Condition, record: Facts, learned: Collection[Fact]) -> _Verdicts:
    """The verdicts that a condition could have once these facts are known, each part taken by itself."""
    match condition:
        case Compare(fact, _, right):
            read = [each for each in (fact, right) if isinstance(each, Fact)]
            if any(each not in learned and vars(record)[each.name] is None for each in read):
                return _UNTOLD
            if any(each in learned for each in read):
                return _FAILS | _HOLDS
            return _HOLDS if holds(condition, record) else _FAILS
        case Known(fact, wanted):
            return _HOLDS if (fact in learned or vars(record)[fact.name] is not None) is wanted else _FAILS
        case AllOf(parts):
            return _folded(min, _HOLDS, (_could(part, record, learned) for part in parts), _FAILS)
        case AnyOf(parts):
            return _folded(max, _FAILS, (_could(part, record, learned) for part in parts), _HOLDS)
        case _:
            assert_never(condition)


def _folded(pick: _Pick, found: _Verdicts, parts: Iterable[_Verdicts], settled: _Verdicts) -> _Verdicts:
    for part in parts:
        found = _joined(pick, found, part)
        if found == settled:  # whatever the other parts could be
            break
    return found


@cache
def _joined(pick: _Pick, found: _Verdicts, part: _Verdicts) -> _Verdicts:
    return frozenset(pick(one, other, key=_FROM_BELOW.index) for one in found for other in part)


def _lacking(condition: Condition, record: Facts, learned: Collection[Fact]) -> Iterator[Fact]:
    """The facts for want of which a condition may not be told."""
    if Verdict.CANNOT_TELL not in _could(condition, record, learned):
        return
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from _lacking(part, record, learned)
    else:
        yield from (fact for fact in reads(condition) if fact not in learned and vars(record)[fact.name] is None)

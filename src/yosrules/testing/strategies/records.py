"""Any record, any history, any edition: Hypothesis strategies that lean on the thresholds.

For each fact a region between thresholds is drawn and then a value in it; half the values are on or next to a threshold
of the conditions given. No draw is discarded. `st.from_type(Case)` works for every kind of record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from inspect import signature
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import attrs
from hypothesis import strategies as st

from yosrules.deciding.as_of import Histories
from yosrules.language.expr import Compare, Condition, ConditionLike, Known, Op, all_of, any_of, at_least, unless
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.holds import Said
from yosrules.language.kinds import Fact, Value
from yosrules.language.measure import Measure, measures
from yosrules.language.walks import comparisons
from yosrules.policies.policy import Edition, Modality, Outcome, Policy, Rule
from yosrules.testing.strategies.possible import possible, together

R = TypeVar("R", bound=Facts)
T = TypeVar("T", bound=Outcome)

Leaning: TypeAlias = ConditionLike | Edition[T] | Policy[T]
"""The source of the thresholds: a condition, or all conditions of an edition or a policy."""

_EMPTY: Mapping[str, st.SearchStrategy[Said]] = MappingProxyType({})

_REACH: Mapping[type[object], tuple[int, int]] = {
    int: (-100, 1000),
    Decimal: (-10_000, 100_000),
    date: (date(2000, 1, 1).toordinal(), date(2039, 12, 31).toordinal()),
}
"""The range in which a fact without bounds is drawn, in its smallest steps; a threshold outside widens it."""
_MOST_ROWS = 4
"""How many rows of a kind a drawn history has at most."""


def records(
    about: type[R], *leaning: Leaning[T], unknown: bool = True, stated: Mapping[str, st.SearchStrategy[Said]] = _EMPTY
) -> st.SearchStrategy[R]:
    """Records of one kind; half of what they state is on or next to a threshold of `leaning`.

    Facts that may be unknown sometimes are, unless `unknown` is false. `stated` draws a fact or a text in another way.
    """
    compared = [*_compared(leaning)]
    lines = {name: _line(fact, compared) for name, fact in vocabulary(about).items() if name not in stated}
    pairs = [
        (each.fact.name, each.right.name)
        for each in compared
        if isinstance(each.right, Fact) and {each.fact.name, each.right.name} <= lines.keys()
    ]
    places = st.fixed_dictionaries(
        {
            name: st.none() | line.places() if unknown and not line.fact.given else line.places()
            for name, line in lines.items()
        }
    )
    others = st.fixed_dictionaries({**_texts(about), **stated})

    @st.composite
    def drawn(draw: st.DrawFn) -> R:
        known = {name: lines[name].value(place) for name, place in draw(places).items() if place is not None}
        # Drawn independently, two compared facts would seldom be equal or a step apart.
        for one, other in pairs:
            if one in known and other in known and draw(st.booleans()):
                known[one] = lines[one].beside(known[other], draw(st.integers(-1, 1)))
        return _made(about, {**known, **draw(others)}, stated)

    return drawn()


def values(fact: Fact, *leaning: Leaning[T]) -> st.SearchStrategy[Value]:
    """What a record may state of one fact, if it is known."""
    line = _line(fact, [*_compared(leaning)])
    return line.places().map(line.value)


def rows(kind: type[R], *leaning: Leaning[T], most: int = _MOST_ROWS) -> st.SearchStrategy[list[R]]:
    """Rows of one kind; half are moved in time, so that a date is on or next to one of the row before."""
    one = records(kind, *leaning)

    @st.composite
    def drawn(draw: st.DrawFn) -> list[R]:
        found = draw(st.lists(one, max_size=most))
        for place in range(1, len(found)):
            if draw(st.booleans()):
                found[place] = _following(found[place], found[place - 1], draw)
        return together(kind, found)

    return drawn()


def histories(record: Facts, day: date, *more: type[Facts], most: int = _MOST_ROWS) -> st.SearchStrategy[Histories]:
    """Rows of any kind that the record's measures count, and of `more` kinds, as they might lie behind it.

    Half of what the rows state is on or next to what the measures ask, and to the ends of their windows as of a day.
    """
    own = measures(type(record)).values()
    kinds = dict.fromkeys([*more, *(ref.by.rows for ref in own if ref.by.rows)])
    asked = [condition for ref in own for condition in _asks(ref.by, record, day)]
    return st.fixed_dictionaries({}, optional={kind: rows(kind, *asked, most=most) for kind in kinds})


def conditions(about: type[Facts], *leaning: Leaning[T]) -> st.SearchStrategy[Condition]:
    """Any condition about a kind of record, up to six comparisons; values lean as those of `records` do."""
    return st.recursive(_leaves(about, [*_compared(leaning)]), _joined, max_leaves=6)


def editions(
    about: type[Facts], outcomes: Sequence[T], *leaning: Leaning[T], starts: date = date(2019, 4, 1)
) -> st.SearchStrategy[Edition[T]]:
    """Any edition of up to five rules about a kind of record, leading to some of these outcomes."""
    made = st.tuples(st.sampled_from(outcomes), st.sampled_from(Modality), conditions(about, *leaning))
    rules = st.lists(made, max_size=5)
    return rules.map(lambda each: Edition(starts, tuple(Rule(f"rule-{at}", *parts) for at, parts in enumerate(each))))


@attrs.frozen
class _Line:
    """The values of a fact as places on a line from `low` to `high`, and the thresholds on it."""

    fact: Fact
    low: int
    high: int
    at: tuple[int, ...]

    def value(self, place: int) -> Value:
        return self.fact.members[place] if self.fact.members else self.fact.value(place)

    def beside(self, value: Value, step: int) -> Value:
        """This fact's value that is so many steps from another's, or the nearest that is allowed."""
        return self.value(self._clip(_place(self.fact, value) + step))

    def places(self) -> st.SearchStrategy[int]:
        """Half the places are on or next to a threshold, the others anywhere in a region between two."""
        starts = sorted(
            {self.low, *(place for at in self.at for place in (at, at + 1) if self.low < place <= self.high)}
        )
        regions = [*zip(starts, [*(start - 1 for start in starts[1:]), self.high], strict=True)]
        # A region first: a narrow one between two thresholds would hardly ever be hit by a draw from the whole line.
        anywhere = st.sampled_from(regions).flatmap(lambda region: st.integers(*region))
        near = sorted({self._clip(at + step) for at in self.at for step in (-1, 0, 1)})
        return st.sampled_from(near) | anywhere if near else anywhere

    def _clip(self, place: int) -> int:
        return min(max(place, self.low), self.high)


def _place(fact: Fact, value: Value) -> int:
    return fact.members.index(value) if fact.members else fact.number(value)


def _line(fact: Fact, compared: Iterable[Compare]) -> _Line:
    at = {_place(fact, each.right) for each in compared if each.fact == fact and not isinstance(each.right, Fact)}
    if fact.members:
        return _Line(fact, 0, len(fact.members) - 1, tuple(sorted(at)))
    least, most = _REACH[fact.kind]
    bounds = [None if bound is None else fact.number(bound) for bound in (fact.low, fact.high)]
    floor, ceiling = fact.reach if fact.kind is date else bounds
    if fact.kind is date:
        # A date's bounds may be centuries apart: a draw from all of them would hardly ever meet another date.
        bounds = [
            bounds[0] if (bounds[0] or least) > least else None,
            bounds[1] if (bounds[1] or most) < most else None,
        ]
    at |= {bound for bound in bounds if bound is not None}
    low = min([least, *(place - 1 for place in at)]) if bounds[0] is None else bounds[0]
    high = max([most, *(place + 1 for place in at)]) if bounds[1] is None else bounds[1]
    low, high = max(low, low if floor is None else floor), min(high, high if ceiling is None else ceiling)
    return _Line(fact, low, high, tuple(sorted(at)))


def _texts(about: type[Facts]) -> dict[str, st.SearchStrategy[str]]:
    """Strategies for the texts that a record carries beside its facts."""
    facts = vocabulary(about)
    said = {name: each.default for name, each in signature(about).parameters.items() if name not in facts}
    return {
        name: st.just(usual) | st.text(max_size=6) if isinstance(usual, str) else st.text(max_size=6)
        for name, usual in said.items()
    }


def _compared(leaning: Iterable[Leaning[T]]) -> Iterator[Compare]:
    """Every comparison in the sources of thresholds."""
    for each in leaning:
        match each:
            case Policy():
                yield from _compared(each.editions)
            case Edition():
                yield from _compared([*(rule.when for rule in each.rules), *(kept.when for kept in each.guarantees)])
            case _:
                yield from comparisons(all_of(each))


def _following(row: R, before: Facts, draw: st.DrawFn) -> R:
    """The row moved in time, so that one of its dates is within a day of one of the row before."""
    own, earlier = _dates(row), [*_dates(before).values()]
    if not own or not earlier:
        return row
    step = draw(st.sampled_from(earlier)) - draw(st.sampled_from([*own.values()])) + draw(st.integers(-1, 1))
    facts = vocabulary(type(row))
    moved = {name: _within(facts[name], number + step) for name, number in own.items()}
    return _made(type(row), vars(row) | moved)


def _made(about: type[R], said: Mapping[str, Said], first: Iterable[str] = ()) -> R:
    """A record of what is stated, mended where it cannot be."""
    make: Callable[..., R] = about
    return make(**possible(about, said, first))


def _within(fact: Fact, number: int) -> Value:
    low, high = (end or number for end in fact.reach)
    return fact.value(min(max(number, low), high))


def _dates(row: Facts) -> dict[str, int]:
    """The dates that a row states, as numbers."""
    dated = {name: fact for name, fact in vocabulary(type(row)).items() if fact.kind is date}
    return {name: fact.number(vars(row)[name]) for name, fact in dated.items() if vars(row)[name] is not None}


def _asks(by: Measure, record: Facts, day: date) -> Iterator[Condition]:
    """The conditions that a measure puts on a row: its own, and where the row has to lie if the anchor is known."""
    yield by.where
    anchor: date | None = vars(record)[by.during.anchor.name] if by.during and by.during.anchor else day
    if anchor is not None:
        yield by.lies(anchor, day)


def _leaves(about: type[Facts], compared: Sequence[Compare]) -> st.SearchStrategy[Condition]:
    facts = tuple(vocabulary(about).values())
    lines = {fact: _line(fact, compared) for fact in facts}

    def against(fact: Fact) -> st.SearchStrategy[Condition]:
        ops = st.sampled_from(list(Op) if fact.ordered else [Op.EQ, Op.NE])
        alike = st.sampled_from([other for other in facts if other.kind is fact.kind])
        right = lines[fact].places().map(lines[fact].value) | alike
        return st.tuples(ops, right).map(lambda drawn: Compare(fact, *drawn))

    # Made once: Hypothesis looks at a new strategy for longer than it draws from it.
    compared_with = {fact: against(fact) for fact in facts}
    compare = st.sampled_from(facts).flatmap(compared_with.__getitem__)
    return compare | st.tuples(st.sampled_from(facts), st.booleans()).map(lambda drawn: Known(*drawn))


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    some = st.lists(parts, max_size=3)
    counted = st.lists(parts, min_size=1, max_size=4).flatmap(
        lambda asked: st.integers(0, len(asked)).map(lambda count: at_least(count, *asked))
    )
    return (
        some.map(lambda asked: all_of(*asked))
        | some.map(lambda asked: any_of(*asked))
        | counted
        | parts.map(lambda condition: ~condition)
        | parts.map(unless)
    )

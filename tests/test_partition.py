"""The regions that conditions cut, against every record of a small kind, and at the edges of the unbounded kinds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given

from strategies import Child, Level, Stage, Wide
from yosrules import Facts, Given, Maybe, all_of, any_of, fact, given as stated, holds, is_in, known, vocabulary
from yosrules.errors import UndecidedError
from yosrules.language.expr import Condition
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import leaves
from yosrules.proof.provers import enumeration
from yosrules.proof.provers.enumeration import Regions, enumerated
from yosrules.proof.provers.partition import example_record, holds_of, leaf_holds, partition
from yosrules.testing.strategies import records as generate


class Small(Facts):
    """Few enough values to look at every record."""

    one: Maybe[int] = fact(int, low=0, high=3)
    other: Given[int] = stated(int, low=1, high=2)
    whole: Maybe[Decimal] = fact(Decimal, places=0, low=Decimal(0), high=Decimal(1))
    tenth: Maybe[Decimal] = fact(Decimal, places=1, low=Decimal("-0.2"), high=Decimal("1.1"))
    day: Maybe[date] = fact(date, low=date(2020, 1, 1), high=date(2020, 1, 3))
    then: Maybe[date] = fact(date, low=date(2020, 1, 2), high=date(2020, 1, 4))
    level: Maybe[Level] = fact(Level)


def every(facts: set[Fact]) -> Iterator[dict[Fact, Value | None]]:
    options = [[*(() if fact.given else (None,)), *every_value(fact)] for fact in facts]
    return (dict(zip(facts, chosen, strict=True)) for chosen in product(*options))


def every_value(fact: Fact) -> list[Value]:
    low, high = fact.reach
    return [*fact.members] or [fact.value(number) for number in range(low or 0, (high or 0) + 1)]


def outcomes(condition: Condition, records: Iterator[dict[Fact, Value | None]]) -> list[tuple[bool, ...]]:
    asked = [*dict.fromkeys([*leaves(condition), *leaves(~condition)])]
    return [tuple(leaf_holds(leaf, record) for leaf in asked) for record in records]


@given(generate.conditions(Small))
def test_every_way_that_comparisons_can_come_out_is_one_region(condition: Condition) -> None:
    cut = partition([condition])
    mine = outcomes(condition, cut.regions())
    assert len(set(mine)) == len(mine) == cut.size
    columns = [every(set(column.facts)) for column in cut.columns]
    assert set(mine) == set(outcomes(condition, ({**a} for a in _joined(columns))))


def _joined(columns: list[Iterator[dict[Fact, Value | None]]]) -> Iterator[dict[Fact, Value | None]]:
    """Every combination of one record for each column, told apart by the column's own comparisons first."""
    return ({fact: value for part in parts for fact, value in part.items()} for parts in product(*columns))


@pytest.mark.slow
@given(generate.conditions(Wide))
def test_what_enumeration_finds_is_a_record_on_which_it_holds(condition: Condition) -> None:
    found = enumerated(condition)
    assert found is None or holds(condition, example_record(Wide, found))


@given(generate.conditions(Wide), generate.records(Wide))
def test_where_a_condition_holds_on_a_record_enumeration_finds_one(condition: Condition, record: Wide) -> None:
    assert not holds(condition, record) or enumerated(condition) is not None


@given(generate.conditions(Child), generate.records(Child))
def test_an_assignment_shows_what_decide_finds_on_the_record(condition: Condition, record: Child) -> None:
    facts = {fact: vars(record)[fact.name] for fact in vocabulary(Child).values()}
    assert holds_of(condition, facts) is holds(condition, record)


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        (Wide.number > 5, [None, 5, 6]),
        (is_in(Wide.number, 5, 7), [None, 4, 5, 7]),
        (all_of(Wide.number > 5, Wide.number < 9), [None, 5, 6, 9]),
        (all_of(Wide.number > 5, Wide.number < 7), [None, 5, 6, 7]),
        (Wide.sure >= 1, [0, 1]),
        (Wide.tenth > Decimal("0.5"), [None, Decimal("0.5"), Decimal("0.6")]),
        (Wide.day >= date(2019, 4, 1), [None, date(2019, 3, 31), date(2019, 4, 1)]),
        (Wide.day > date.min, [None, date(1, 1, 2), date.min]),
        (Wide.day <= date.max, [None, date.max]),
        (known(Wide.number), [None, 0]),
        (known(Wide.day), [None, date(2020, 1, 1)]),
        (Child.rosh >= Level.HIGH, [None, Level.LOW, Level.HIGH]),
        (Child.stage == Stage.POST_COURT, [None, Stage.PREVENTION, Stage.POST_COURT]),
        (Child.reoffending > Level.LOW, [Level.LOW, Level.MEDIUM]),
        (Child.age >= 18, [None, 11]),
        (Child.age >= 17, [None, 16, 17]),
        (Child.share < Decimal(1), [None, Decimal("0.99"), Decimal(1)]),
    ],
)
def test_the_cells_of_one_fact(condition: Condition, values: list[Value | None]) -> None:
    (column,) = partition([condition]).columns
    assert len(column.cells) == len(values)
    assert set(column.cells) == {(value,) for value in values}


def test_two_dates_have_room_for_each_order_on_both_sides_of_a_day() -> None:
    turn = date(2019, 4, 1)
    before = all_of(Wide.day < Wide.then, Wide.then < Wide.last, Wide.last < turn)
    after = all_of(Wide.day > Wide.then, Wide.then > Wide.last, Wide.last > turn)
    assert enumerated(before) == {
        Wide.day.fact: date(2019, 3, 29),
        Wide.then.fact: date(2019, 3, 30),
        Wide.last.fact: date(2019, 3, 31),
    }
    assert enumerated(after) == {
        Wide.day.fact: date(2019, 4, 4),
        Wide.then.fact: date(2019, 4, 3),
        Wide.last.fact: date(2019, 4, 2),
    }


def test_between_two_days_in_a_row_there_is_no_other() -> None:
    between = all_of(Wide.day > date(2019, 4, 1), Wide.day < date(2019, 4, 3), Wide.then < Wide.day)
    assert enumerated(between) is not None
    assert enumerated(all_of(between, Wide.then > date(2019, 4, 1))) is None


def test_nothing_lies_before_the_first_day_of_the_calendar() -> None:
    assert enumerated(all_of(Wide.day < Wide.then, Wide.then <= date.min)) is None
    assert enumerated(all_of(Wide.day > date.max)) is None


def test_decimals_of_other_places_are_compared_exactly() -> None:
    found = enumerated(all_of(Wide.tenth > Wide.whole, Wide.whole > Decimal(0), Wide.tenth < Decimal(2)))
    assert found == {Wide.tenth.fact: Decimal("1.1"), Wide.whole.fact: Decimal(1)}
    assert enumerated(all_of(Wide.tenth == Wide.whole, Wide.whole > Decimal(0), Wide.tenth < Decimal(2))) is not None
    assert enumerated(all_of(Wide.tenth == Wide.whole, Wide.whole > Decimal(0), Wide.tenth < Decimal(1))) is None


def test_the_emptiest_record_is_found_first() -> None:
    found = enumerated((Child.rosh >= Level.HIGH) | ((Child.safety == Level.LOW) & (Child.age > 12)))
    assert found == {Child.rosh.fact: Level.HIGH, Child.safety.fact: None, Child.age.fact: None}
    last = enumerated(((Child.rosh >= Level.HIGH) & (Child.safety == Level.LOW)) | (Child.age > 12))
    assert last == {Child.rosh.fact: None, Child.safety.fact: None, Child.age.fact: 13}


def test_one_fact_is_emptier_than_two_that_are_compared() -> None:
    found = enumerated((Child.age >= 14) | (Child.rosh > Child.safety))
    assert found == {Child.age.fact: 14, Child.rosh.fact: None, Child.safety.fact: None}


def test_a_record_is_filled_up_with_nothing_and_with_what_must_be_given() -> None:
    assert example_record(Child, {Child.rosh.fact: Level.LOW}) == Child(
        reference="example", rosh=Level.LOW, reoffending=Level.LOW
    )


@given(generate.conditions(Small))
def test_the_region_found_is_the_first_of_those_that_state_the_fewest_facts(condition: Condition) -> None:
    cut = partition([condition])
    every = product(*(range(len(column.cells)) for column in reversed(cut.columns)))
    mine = [cells[::-1] for cells in every if holds_of(condition, cut.of(cells[::-1]))]
    stated = [
        sum(column.weight(column.cells[at]) for column, at in zip(cut.columns, cells, strict=True)) for cells in mine
    ]
    first = cut.of(mine[stated.index(min(stated))]) if mine else None
    assert enumerated(condition) == first


@given(generate.conditions(Small), generate.conditions(Small))
def test_sets_of_regions_are_joined_region_by_region(one: Condition, other: Condition) -> None:
    cut = partition([one, other])
    regions = Regions(cut)
    a, b = regions.where(one), regions.where(other)
    for cells in product(*(range(len(column.cells)) for column in cut.columns)):
        here = regions.box([{at} for at in cells])
        in_a, in_b = (holds_of(each, cut.of(cells)) for each in (one, other))
        assert bool(regions.both(here, a)) is in_a
        assert bool(regions.both(here, regions.both(a, b))) is (in_a and in_b)
        assert bool(regions.both(here, regions.without(a, b))) is (in_a and not in_b)
        assert regions.first(here) == list(cells)


def test_more_regions_than_can_be_listed_are_looked_at_all_the_same() -> None:
    many = type("Many", (Facts,), {f"fact_{place}": fact(bool) for place in range(40)})
    asked = all_of(*(getattr(many, name) for name in vocabulary(many)))
    assert enumerated(asked) == dict.fromkeys(vocabulary(many).values(), True)
    assert enumerated(all_of(asked, ~many.fact_0)) is None
    with pytest.raises(UndecidedError, match=r"there are 12,157,665,459,056,928,801 regions; at most 1,048,576 are"):
        partition([asked]).regions()


def test_regions_with_too_little_in_common_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = type("Many", (Facts,), {f"fact_{place}": fact(bool) for place in range(16)})
    refs = [getattr(many, name) for name in vocabulary(many)]
    # Every first half of the answers leaves another question about the second half.
    asked = all_of(any_of(*refs), any_of(*(one & other for one, other in zip(refs[:8], refs[8:], strict=True))))
    assert enumerated(asked) == {ref.fact: True if ref.fact.name in ("fact_0", "fact_8") else None for ref in refs}
    monkeypatch.setattr(enumeration, "MOST_STEPS", 500)
    with pytest.raises(UndecidedError, match=r"there are 43,046,721 regions, with too little in common to enumerate"):
        enumerated(asked)


@pytest.mark.parametrize("kind", [int, Stage])
def test_too_many_ways_to_compare_facts_with_each_other_are_refused(kind: type[int]) -> None:
    many = type("Many", (Facts,), {f"fact_{place}": fact(kind) for place in range(9)})
    names = [*vocabulary(many)]
    asked = all_of(*(getattr(many, one) == getattr(many, names[0]) for one in names))
    with pytest.raises(UndecidedError, match="9 facts are compared with each other, in too many ways to enumerate"):
        enumerated(asked)

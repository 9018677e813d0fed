"""Nothing hidden can be worked out: the suppressor, the referee that does not trust it, and two leaks that happened."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import ClassVar

import attrs
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import drawn_tables
from yosrules.disclosure.figures import CountOf, Derived, Index, OtherFigure, Ratio
from yosrules.disclosure.referee import Published, referee, release
from yosrules.disclosure.suppress import Floor, Protected, suppress
from yosrules.disclosure.tables import Dimension, Run
from yosrules.errors import ProofError, RecordError

# By their names the wing gives the functions of these modules, and not the modules.
KNOWN, SUPPRESS = (import_module(f"yosrules.disclosure.{name}") for name in ("known", "suppress"))
FLOOR = Floor(1, 5, "1 to 5 hidden, 0 shown")
SEX = Dimension("sex", ("girls", "boys"))
GROUP = Dimension("group", ("Asian", "Black", "White"))
FORCE = Dimension("force", ("Barset", "Mercia", "Wessex"))


def cell(of: str = "arrests", **at: str) -> CountOf:
    return CountOf(of, at)


def table(numbers: str) -> dict[CountOf, int]:
    """Girls and boys by group, a line a sex."""
    return {
        cell(sex=sex, group=group): int(number)
        for (sex, line) in zip(SEX.parts[""], numbers.split(";"), strict=True)
        for group, number in zip(GROUP.parts[""], line.split(), strict=True)
    }


class TestSuppressing:
    def test_a_small_count_takes_others_with_it_in_its_row_and_in_its_column(self) -> None:
        kept = suppress(Run((SEX, GROUP), table("3 20 40; 30 20 50")), FLOOR)
        assert kept.small == {cell(sex="girls", group="Asian")}
        hidden = {str(each): kept.counts[each] for each in kept.hidden}
        assert hidden == {"arrests, Asian, girls": 3, "arrests, Asian, boys": 30, "arrests, Black, girls": 20} | {
            "arrests, Black, boys": 20
        }
        assert kept.count(cell()) == 163

    def test_a_total_is_hidden_where_nothing_else_would_do(self) -> None:
        kept = suppress(Run((SEX,), {cell(sex="girls"): 3, cell(sex="boys"): 0}), FLOOR)
        assert kept.hidden == {cell(sex="girls"), cell()}
        assert kept.count(cell(sex="boys")) == 0

    def test_tables_of_one_run_are_linked_by_the_counts_that_they_share(self) -> None:
        counts = {cell(sex=sex): 65 for sex in ("girls", "boys")} | {cell(group=g): n for g, n in GROUPS.items()}
        kept = suppress(Run((SEX, GROUP), counts), FLOOR)
        assert kept.hidden == {cell(group="Asian"), cell(group="Black")}
        by_force = {cell(force="Barset", group="Black"): 30, cell(force="Mercia", group="Black"): 7}
        linked = suppress(Run((SEX, GROUP, FORCE), counts | by_force | {cell(force="Wessex", group="Black"): 0}), FLOOR)
        assert linked.hidden == kept.hidden | {cell(force="Mercia", group="Black")}

    def test_what_is_worked_out_from_a_hidden_count_is_hidden_too(self) -> None:
        share, of_few = Ratio("share", cell(sex="girls"), cell()), Ratio("rate", cell(sex="boys"), cell(sex="boys"))
        counts = {cell(sex="girls"): 60, cell(sex="boys"): 90}
        kept = suppress(Run((SEX,), counts, (share, of_few)), FLOOR)
        assert kept.shows(share)
        assert not kept.shows(of_few)
        assert not kept.shows(Index("index", share, of_few))
        assert kept.shows(OtherFigure("change", (cell(),)))
        assert not suppress(Run((SEX,), counts | {cell(sex="girls"): 2}, (share,)), FLOOR).shows(share)

    def test_counts_that_nothing_links_hide_no_other(self) -> None:
        kept = release(Run((), {cell(sex="girls"): 3, cell(sex="boys"): 9}), FLOOR)
        assert kept.hidden == {cell(sex="girls")}

    def test_a_population_is_never_hidden(self) -> None:
        counts = {cell("people", sex="girls"): 3, cell(sex="girls"): 3}
        kept = suppress(Run((SEX,), counts, public=frozenset({"people"})), FLOOR)
        assert kept.hidden == {cell(sex="girls")}

    def test_a_count_that_is_not_there_is_not_hidden_but_refused(self) -> None:
        with pytest.raises(RecordError, match="arrests, girls is not in the tables of this run"):
            suppress(Run((SEX,), {}), FLOOR).count(cell(sex="girls"))

    @pytest.mark.parametrize("numbers", [(2, 5), (1, 0), (1, 5, 100, 0)])
    def test_a_floor_hides_small_counts(self, numbers: tuple[int, ...]) -> None:
        low, high, *more = numbers
        with pytest.raises(RecordError, match="a floor hides counts from 0 or 1 upwards"):
            Floor(low, high, "somebody", *more)

    def test_a_floor_says_what_it_hides(self) -> None:
        assert str(FLOOR) == "counts of 1 to 5 are hidden, 0 is shown (1 to 5 hidden, 0 shown)"
        assert str(Floor(0, 4, "the council")) == "counts of 0 to 4 are hidden, 0 is hidden too (the council)"
        assert (FLOOR.width, FLOOR.fewest) == (4, 100)

    @pytest.mark.parametrize("found", [None, 0.4])
    def test_what_a_solver_finds_counts_only_if_it_is_right_in_whole_numbers(
        self, monkeypatch: pytest.MonkeyPatch, found: float | None
    ) -> None:
        def solve(price: list[int], **_: object) -> SimpleNamespace:
            x = None if found is None else np.full(len(price), found)
            return SimpleNamespace(x=x, fun=0)

        monkeypatch.setattr(SUPPRESS, "milp", solve)
        with pytest.raises(ProofError, match="arrests, girls: no other table was found"):
            suppress(Run((SEX,), {cell(sex="girls"): 3, cell(sex="boys"): 9}), FLOOR)


GROUPS = {"Asian": 3, "Black": 37, "White": 90}


def held(files: dict[str, dict[CountOf, int | None]], figures: dict[Derived, str] | None = None) -> Published:
    values = {each: Decimal(value) for each, value in (figures or {}).items()}
    return Published((SEX, GROUP, FORCE), files, {**values, OtherFigure("hidden", (cell(),)): None}, 1)


class TestLeaksThatHappened:
    """Two breaches of a published youth justice site, with invented numbers."""

    people: ClassVar = {
        cell("people", group=group): number for group, number in zip(GROUP.parts[""], (4100, 2300, 52000), strict=True)
    }

    def test_a_hidden_count_is_its_rate_times_the_published_population(self) -> None:
        counts = {cell(group="Asian"): None, cell(group="Black"): None, cell(group="White"): 150, cell(): 162}
        rates = {Ratio(f"rate, {g}", cell(group=g), cell("people", group=g), 1000, 2): r for g, r in RATES.items()}
        told = referee(held({"arrests": counts, "census": {**self.people}}, rates), FLOOR.width)
        assert [str(each) for each in told.given_away] == [
            "arrests, Asian: it follows from what is printed (3)",
            "arrests, Black: it follows from what is printed (9)",
        ]
        assert not told.safe

    def test_a_rounded_rate_of_many_leaves_a_range(self) -> None:
        rate = Ratio("rate", cell(group="Asian"), cell("people", group="Asian"), 1000, 0)
        told = referee(
            held({"arrests": {cell(group="Asian"): None}, "census": {**self.people}}, {rate: "1"}), FLOOR.width
        )
        assert [str(each) for each in told.given_away] == ["arrests, Asian: it follows from what is printed (3 to 6)"]

    def test_a_count_hidden_in_one_file_is_printed_in_another(self) -> None:
        yearly = {cell(force=force): None for force in ("Barset", "Mercia")} | {cell(force="Wessex"): 80, cell(): 91}
        trend = {cell(force="Barset"): 4, cell(force="Wessex"): 80}
        told = referee(held({"yearly.csv": {**yearly}, "trend.csv": {**trend}}), FLOOR.width)
        assert [str(each) for each in told.given_away] == [
            "arrests, Barset: it is printed in trend.csv (4)",
            "arrests, Mercia: it follows from what is printed (7)",
        ]

    def test_put_into_one_run_neither_is_printed(self) -> None:
        rates = tuple(Ratio(f"rate, {g}", cell(group=g), cell("people", group=g), 1000, 2) for g in RATES)
        counts = {cell(group="Asian"): 3, cell(group="Black"): 9, cell(group="White"): 150}
        kept = release(Run((SEX, GROUP), counts | self.people, rates, frozenset({"people"})), FLOOR)
        assert kept.hidden == {cell(group="Asian"), cell(group="Black")}
        assert [kept.shows(rate) for rate in rates] == [False, False]


RATES = {"Asian": "0.73", "Black": "3.91"}


class TestWhatAReaderKnows:
    def test_a_share_binds_two_counts_that_are_both_hidden(self) -> None:
        half = Ratio("share", cell(sex="girls"), cell())
        counts = {cell(sex="girls"): None, cell(): None, cell(sex="boys"): 7}
        assert [*map(str, referee(held({"a": counts}, {half: "30"}), 4).given_away)] == [
            "arrests, girls: it follows from what is printed (3)",
            "arrests: it follows from what is printed (10)",
        ]

    @pytest.mark.parametrize("turned", [False, True])
    def test_an_index_binds_what_is_hidden_in_one_of_its_rates(self, turned: bool) -> None:
        rates = [Ratio(g, cell(group=g), cell("people", group=g)) for g in ("Asian", "White")]
        index = Index("index", *(rates[::-1] if turned else rates))
        counts = {cell(group="Asian"): None, cell(group="White"): 50}
        census = {cell("people", group="Asian"): 100, cell("people", group="White"): 1000}
        told = referee(held({"a": counts, "b": {**census}}, {index: "1.25" if turned else "0.80"}), 4)
        assert [*map(str, told.given_away)] == ["arrests, Asian: it follows from what is printed (4)"]

    def test_an_index_of_two_hidden_counts_by_known_populations_binds_them(self) -> None:
        index = Index("index", *(Ratio(g, cell(group=g), cell("people", group=g)) for g in ("Asian", "White")))
        counts = {cell(group="Asian"): None, cell(group="White"): None}
        census = {cell("people", group="Asian"): 100, cell("people", group="White"): 1000}
        assert not referee(held({"a": counts, "b": {**census}}, {index: "0.80"}), 4).given_away

    def test_a_count_that_can_be_far_away_only_by_more_than_is_asked_is_safe(self) -> None:
        half = Ratio("share", cell(sex="boys", group="Black"), cell(sex="boys", group="Asian"), 100, 1)
        leaves = {cell(sex=sex, group=group): None for sex, group in product(SEX.parts[""], PAIR.parts[""])}
        counts = {**leaves, cell(sex="girls", group="Asian"): 2, cell(): 12}
        # Three more of one boy and two are three fewer of a girl: she is 1, 4 or 7, and never 5.
        found = referee(Published((SEX, PAIR), {"a": counts}, {half: Decimal("50.0")}, 1), 4)
        girl, boy = cell(sex="girls", group="Black"), cell(sex="boys", group="Black")
        assert [table[girl] for table in found.safe[girl]] == [1, 7]
        assert [(each.of, each.low, each.high) for each in found.given_away] == [(boy, 1, 3)]

    def test_a_share_just_between_two_printed_ones_is_printed_as_the_greater(self) -> None:
        share = Ratio("share", cell(sex="girls"), cell())
        counts = {cell(sex="girls"): None, cell(sex="boys"): None, cell(): 8}
        assert [*map(str, referee(held({"a": counts}, {share: "13"}), 1).given_away)] == [
            "arrests, girls: it follows from what is printed (1)",
            "arrests, boys: it follows from what is printed (7)",
        ]
        told = referee(held({"a": counts}, {share: "12"}), 1).given_away
        assert [each.why for each in told] == ["no table was found that fits what is printed"] * 2

    def test_a_figure_that_cannot_be_undone_is_taken_to_tell_what_it_is_worked_out_from(self) -> None:
        index = Index("index", *(Ratio(g, cell(group=g), cell(sex="boys", group=g)) for g in ("Asian", "White")))
        counts = {cell(group="Asian"): None, cell(group="White"): None, cell(): 60}
        told = referee(held({"a": counts}, {index: "0.80", OtherFigure("interval", (cell(group="Asian"),)): "1"}), 4)
        assert [*map(str, told.given_away)] == [
            "arrests, Asian: index tells it (1 to …)",
            "arrests, White: index tells it (1 to …)",
        ]

    def test_two_hidden_counts_that_add_up_to_two_are_one_each(self) -> None:
        counts = {cell(sex="girls"): None, cell(sex="boys"): None, cell(): 2}
        assert [each.low for each in referee(held({"a": counts}), 4).given_away] == [1, 1]

    def test_what_is_printed_twice_and_differs_is_refused(self) -> None:
        with pytest.raises(RecordError, match="arrests is printed as 3, and as 4 in b"):
            referee(held({"a": {cell(): 3}, "b": {cell(): 4}}), 4)

    def test_where_no_table_fits_nothing_is_safe(self) -> None:
        counts = {cell(sex="girls"): None, cell(sex="boys"): 5, cell(): 3}
        assert [*map(str, referee(held({"a": counts}), 4).given_away)] == [
            "arrests, girls: no table was found that fits what is printed (1 to …)"
        ]

    def test_a_table_that_does_not_fit_in_whole_numbers_proves_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(KNOWN, "milp", lambda wanted, **_: SimpleNamespace(x=wanted * 0 + 7))
        counts = {cell(sex="girls"): None, cell(sex="boys"): None, cell(): 30}
        assert len(referee(held({"a": counts}), 4).given_away) == 2

    def test_what_is_not_linked_to_anything_is_safe(self) -> None:
        assert not referee(held({"a": {cell(): None}}), 4).given_away

    def test_a_run_in_which_something_hidden_is_told_is_not_released(self) -> None:
        def weak(run: Run, floor: Floor) -> Protected:
            return suppress(run, floor, complementary=False)

        with pytest.raises(ProofError, match="a count was hidden that is still told: arrests, girls: it follows"):
            release(Run((SEX,), {cell(sex="girls"): 3, cell(sex="boys"): 9}), FLOOR, weak)

    def test_a_pattern_that_another_program_chose_is_judged_like_any(self) -> None:
        chosen = [cell(sex=sex, group=group) for sex in SEX.parts[""] for group in ("Asian", "Black")]

        def tau_argus(run: Run, floor: Floor) -> Protected:
            """The optimal pattern of pytauargus 0.6.0 for this table, by OPT(1)."""
            return attrs.evolve(suppress(run, floor), hidden=frozenset(chosen))

        run = Run((SEX, GROUP), table("3 20 40; 30 20 50"))
        assert release(run, FLOOR, tau_argus).hidden == release(run, FLOOR).hidden == {*chosen}


def every_table(shown: dict[CountOf, int | None], most: int) -> Iterator[dict[CountOf, int]]:
    """Every table of girls and boys by group that fits what is shown, found by trying all of them."""
    leaves = [cell(sex=sex, group=group) for sex, group in product(SEX.parts[""], PAIR.parts[""])]
    for numbers in product(range(most + 1), repeat=len(leaves) - 1):
        if (last := most - sum(numbers)) < 0:
            continue
        told, _ = Run((SEX, PAIR), dict(zip(leaves, (*numbers, last), strict=True))).settled()
        if all(told[each] == count if count is not None else told[each] >= 1 for each, count in shown.items()):
            yield told


PAIR = Dimension("group", ("Asian", "Black"))


@pytest.mark.slow
@settings(max_examples=10)
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.integers(1, 4), st.randoms(use_true_random=False))
def test_what_the_referee_holds_safe_is_so_when_every_table_is_tried(
    numbers: list[int], width: int, draw: Random
) -> None:
    leaves = [cell(sex=sex, group=group) for sex, group in product(SEX.parts[""], PAIR.parts[""])]
    told, _ = Run((SEX, PAIR), dict(zip(leaves, numbers, strict=True))).settled()
    shown = {each: None if count and draw.random() < 0.6 else count for each, count in told.items()}
    shown |= {cell(): told[cell()]}
    share = Ratio("share", *draw.sample([*told], 2), 100, draw.randint(0, 1))
    value = drawn_tables.printed(share, told)
    found = referee(Published((SEX, PAIR), {"a": shown}, {share: value}, 1), width)
    possible = [each for each in every_table(shown, told[cell()]) if drawn_tables.printed(share, each) == value]
    ranges = {each: [table[each] for table in possible] for each, count in shown.items() if count is None}
    assert found.safe.keys() == {each for each, values in ranges.items() if max(values) - min(values) >= width}
    assert {each.of: (each.low, each.high) for each in found.given_away} == {
        each: (min(values), max(values)) for each, values in ranges.items() if max(values) - min(values) < width
    }


@pytest.mark.slow
@settings(max_examples=24)
@given(st.integers(0, 10**9))
def test_nothing_hidden_can_be_recovered_from_linked_tables_and_their_figures(seed: int) -> None:
    protected, found = drawn_tables.judged(seed, 2)
    assert found.given_away == ()
    assert found.safe.keys() == protected.hidden


@pytest.mark.parametrize("seed", [1, 2, 13])
def test_nothing_can_be_recovered_from_families_drawn_once(seed: int) -> None:
    protected, found = drawn_tables.judged(seed, 2)
    assert found.given_away == ()
    assert found.safe.keys() == protected.hidden


@pytest.mark.slow
def test_a_suppressor_that_hides_small_counts_only_is_caught_and_so_are_figures_of_hidden_counts() -> None:
    assert all(drawn_tables.judged(seed, complementary=False)[1].given_away for seed in (3, 5))
    assert drawn_tables.judged(3, careless=True)[1].given_away

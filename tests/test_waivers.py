"""How long a waiver may last: the forum's own longest time cuts it short, and it is said that it did."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given, strategies as st

from yosrules import Edition, PolicyError, must
from yosrules.deciding import allocate
from yosrules.deciding.hashes import edition_hash
from yosrules.english import explain
from yosrules.policies import Count, Forum, ForumPolicy, Nation, Span, within
from yosrules.proof import diff
from yosrules.records import Case, Chair, CheckDone, ForumHeld, Waiver
from yosrules.reports.caseload import caseload_rows
from yosrules.reports.forum_pages import forum_in_words

REFERRED = date(2024, 6, 3)
PANEL = Forum(
    "RMP",
    "Risk Panel",
    Chair.MANAGER,
    deadlines=(within(7, Count.DAYS, of=Case.referred),),
    may_waive=Chair.MANAGER,
    longest_waiver=Span(30, Count.DAYS),
)
CHILD = Case(reference="A1", referred=REFERRED, knife=True)
LONG = Waiver(
    forum="RMP", by="L Ash", reason="in hospital", grade=Chair.MANAGER, day=date(2024, 6, 5), expires=date(2024, 12, 31)
)


def policy(panel: Forum = PANEL) -> ForumPolicy:
    rules = (must("knife", panel, when=Case.knife),)
    return ForumPolicy("waiving", about=Case, forums=(panel,), editions=(Edition(date(2024, 1, 1), rules),))


def standing(day: date, *waivers: Waiver, panel: Forum = PANEL) -> str:
    found = allocate(policy(panel), CHILD, day, {ForumHeld: [], CheckDone: [], Waiver: waivers}).placements[0]
    return str(found.due.duties[0].standing)


def said(day: date, *waivers: Waiver) -> str:
    return explain(allocate(policy(), CHILD, day, {ForumHeld: [], CheckDone: [], Waiver: waivers}))


def test_it_answers_until_the_last_day_of_the_longest_time_and_no_longer() -> None:
    assert standing(date(2024, 7, 5), LONG) == "waived"
    assert standing(date(2024, 7, 6), LONG) == "overdue"
    assert standing(date(2024, 7, 6), LONG, panel=attrs.evolve(PANEL, longest_waiver=None)) == "waived"


def test_one_that_states_a_shorter_time_ends_when_it_says() -> None:
    short = attrs.evolve(LONG, expires=date(2024, 6, 20))
    assert (standing(date(2024, 6, 20), short), standing(date(2024, 6, 21), short)) == ("waived", "overdue")


def test_a_new_one_may_follow_and_of_several_the_one_that_lasts_longest_counts() -> None:
    again = attrs.evolve(LONG, day=date(2024, 7, 6), expires=date(2024, 7, 20))
    assert standing(date(2024, 7, 6), LONG, again) == "waived"
    # By what they state the first would last longer; by what the forum allows the second does.
    later = attrs.evolve(LONG, by="T Elm", day=date(2024, 6, 10), expires=date(2024, 8, 1))
    assert "Waived by T Elm on 10 June 2024 until 10 July 2024" in said(date(2024, 6, 12), LONG, later)


def test_what_it_comes_to_is_said_in_force_and_after() -> None:
    assert "Waived by L Ash on 5 June 2024 until 5 July 2024: in hospital." in said(date(2024, 7, 5), LONG)
    after = "The waiver by L Ash, a manager, of 5 June 2024 does not count: one lasts 30 days at most."
    assert after in said(date(2024, 7, 6), LONG)
    low = attrs.evolve(LONG, grade=Chair.PRACTITIONER)
    assert "does not count: a manager or above may waive it." in said(date(2024, 7, 6), low)


def test_rows_for_a_file_have_the_last_day_that_counts() -> None:
    found = allocate(policy(), CHILD, date(2024, 7, 1), {ForumHeld: [], CheckDone: [], Waiver: [LONG]})
    columns, (cells,) = caseload_rows([found])
    assert dict(zip(columns, cells, strict=True))["RMP waiver"] == "L Ash, 2024-06-05 to 2024-07-05: in hospital"


def test_the_page_the_hash_and_the_difference_have_it() -> None:
    without = attrs.evolve(PANEL, longest_waiver=None)
    assert forum_in_words(PANEL).endswith("a manager or above may waive it, for 30 days at most")
    assert forum_in_words(without).endswith("a manager or above may waive it")
    old, new = policy(without).editions[0], policy().editions[0]
    assert edition_hash(old) != edition_hash(new)
    assert [str(each) for each in diff(old, new, Case).attributes] == [
        "RMP, longest waiver: not stated before, 30 days after"
    ]


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"may_waive": None}, "only where somebody may waive it"), ({"longest_waiver": Span(0, Count.DAYS)}, "no time")],
)
def test_a_longest_time_that_cannot_be_is_refused(changed: dict[str, Span | None], why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        attrs.evolve(PANEL, **changed)  # type: ignore[arg-type]


spans = st.builds(Span, st.integers(1, 40), st.sampled_from(Count))
days = st.dates(date(2024, 6, 5), date(2024, 12, 31))


@given(days, days, spans)
def test_a_waiver_that_is_cut_short_counts_as_one_that_states_the_earlier_day(
    day: date, ends: date, most: Span
) -> None:
    stated = attrs.evolve(LONG, expires=ends)
    cut = attrs.evolve(LONG, expires=min(ends, most.after(LONG.day, Nation.ENGLAND)))
    free = attrs.evolve(PANEL, longest_waiver=None)
    assert standing(day, stated, panel=attrs.evolve(PANEL, longest_waiver=most)) == standing(day, cut, panel=free)

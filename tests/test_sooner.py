"""What brings a review forward: a change of level, an event; and what is said where that cannot be told."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from yosrules import Edition, Facts, Maybe, PolicyError, fact, must
from yosrules.deciding import allocate
from yosrules.deciding.hashes import edition_hash
from yosrules.deciding.placing import Placement
from yosrules.english import explain
from yosrules.language import latest
from yosrules.policies import Count, Forum, ForumPolicy, Review, Sooner, Span, ahead, not_sooner, within
from yosrules.proof import diff
from yosrules.records import Chair, CheckDone, ForumHeld, RiskLevel, Waiver
from yosrules.reports.agenda import agendas
from yosrules.reports.forum_pages import forum_in_words

HEARD = date(2024, 6, 6)
RISEN, ARRESTED = "10 days of the day of assessment", "30 days of the newest arrest"


class Arrest(Facts):
    day: Maybe[date] = fact(date, "the day of the arrest")


class Child(Facts):
    reference: str
    knife: Maybe[bool] = fact(bool, "a knife was carried")
    harm: Maybe[RiskLevel] = fact(RiskLevel, "the harm")
    harm_last: Maybe[RiskLevel] = fact(RiskLevel, "the harm last time")
    assessed: Maybe[date] = fact(date, "the day of assessment")
    arrested: Maybe[date] = latest(Arrest, Arrest.day, "the newest arrest")
    away: Maybe[bool] = fact(bool, "the child was arrested since the last panel")


PANEL = Forum(
    "RMP",
    "Risk Panel",
    Chair.MANAGER,
    review=Review(
        Span(12, Count.WEEKS),
        sooner=(
            Sooner(Child.harm > Child.harm_last, within(10, Count.DAYS, of=Child.assessed)),
            Sooner(Child.away, within(30, Count.DAYS, of=Child.arrested)),
        ),
    ),
    may_waive=Chair.MANAGER,
)
USUAL = date(2024, 8, 29)
SAME: dict[str, Any] = {"harm": RiskLevel.LOW, "harm_last": RiskLevel.LOW, "away": False}
HIGHER = {**SAME, "harm": RiskLevel.HIGH}


def policy(panel: Forum = PANEL) -> ForumPolicy:
    edition = Edition(date(2024, 1, 1), (must("knife", panel, when=Child.knife),))
    return ForumPolicy("sooner", about=Child, forums=(panel,), editions=(edition,))


def asked(day: date, *arrests: date, waivers: tuple[Waiver, ...] = (), **stated: Any) -> Placement:
    child = Child(reference="A1", knife=True, **stated)
    behind = {
        ForumHeld: [ForumHeld(forum="RMP", day=HEARD, chair=Chair.MANAGER)],
        CheckDone: [],
        Waiver: waivers,
        Arrest: [Arrest(day=each) for each in arrests],
    }
    return allocate(policy(), child, day, behind).placements[0]


def review(day: date, *arrests: date, **stated: Any) -> tuple[date | None, str]:
    found = asked(day, *arrests, **stated).review
    assert found
    return found.due, str(found)


@pytest.mark.parametrize(
    ("stated", "due", "stands"),
    [
        (SAME, USUAL, "due"),
        ({**HIGHER, "assessed": date(2024, 6, 20)}, date(2024, 6, 30), "overdue"),
        # What is no later than the hearing was heard on it; what comes to the usual day or later is no sooner.
        ({**HIGHER, "assessed": HEARD}, USUAL, "due"),
        ({**HIGHER, "assessed": date(2024, 8, 19)}, USUAL, "due"),
        ({**HIGHER, "assessed": date(2024, 8, 18)}, date(2024, 8, 28), "due"),
        # Not known is not no: it may be due sooner, and is due by the usual day at the latest.
        (HIGHER, USUAL, "cannot tell"),
        ({**SAME, "harm_last": None}, USUAL, "cannot tell"),
        ({**SAME, "harm_last": None, "assessed": HEARD}, USUAL, "due"),
        ({**SAME, "harm_last": None, "assessed": date(2024, 8, 19)}, USUAL, "due"),
        ({**SAME, "away": None}, USUAL, "cannot tell"),
    ],
)
def test_a_change_of_level_brings_it_forward(stated: dict[str, Any], due: date, stands: str) -> None:
    assert review(date(2024, 8, 1), **stated) == (due, stands)


def test_the_first_of_several_counts_and_a_later_one_that_is_not_known_changes_nothing() -> None:
    arrested = {**HIGHER, "away": True, "assessed": date(2024, 6, 20)}
    assert review(date(2024, 6, 28), date(2024, 6, 7), **arrested) == (date(2024, 6, 30), "due")
    assert review(date(2024, 6, 28), date(2024, 6, 7), **{**arrested, "assessed": None}) == (
        date(2024, 7, 7),
        "cannot tell",
    )
    later = {**arrested, "harm_last": None, "assessed": date(2024, 7, 1)}
    assert review(date(2024, 6, 28), date(2024, 6, 7), **later) == (date(2024, 7, 7), "due")


def test_what_is_past_its_usual_day_is_overdue_whatever_else_is_not_known() -> None:
    assert review(date(2024, 8, 30), **{**SAME, "away": None}) == (USUAL, "overdue")


def test_a_waiver_answers_it_all_the_same() -> None:
    waiver = Waiver(
        forum="RMP", by="L Ash", reason="ill", grade=Chair.MANAGER, day=date(2024, 6, 21), expires=date(2024, 12, 1)
    )
    found = asked(date(2024, 8, 1), waivers=(waiver,), **{**SAME, "away": None}).review
    assert str(found) == "waived"


def test_explain_says_what_brought_it_forward_or_what_would_tell() -> None:
    def said(**stated: Any) -> str:
        child = Child(reference="A1", knife=True, **stated)
        held = [ForumHeld(forum="RMP", day=HEARD, chair=Chair.MANAGER)]
        behind = {ForumHeld: held, CheckDone: [], Waiver: [], Arrest: []}
        return explain(allocate(policy(), child, date(2024, 8, 1), behind))

    assert (
        "The review is overdue: due by 30 June 2024, brought forward to be held within 10 days of the day of "
        "assessment, since the harm is higher than the harm last time."
    ) in said(**HIGHER, assessed=date(2024, 6, 20))
    assert (
        "The review is due by 29 August 2024 at the latest, every 12 weeks, counted from the hearing on 6 June 2024; "
        "whether sooner cannot be told: the day of assessment is not on record."
    ) in said(**HIGHER)


def test_plain_data_and_the_agenda_have_it() -> None:
    duty = asked(date(2024, 8, 1), **{**HIGHER, "assessed": date(2024, 6, 20)}).review
    untold = asked(date(2024, 8, 1), **HIGHER).review
    assert duty
    assert untold
    assert (duty.as_dict()["within"], duty.as_dict()["to_settle"]) == (f"within {RISEN}", [])
    assert untold.as_dict()["to_settle"] == ["assessed"]
    child = Child(reference="A1", knife=True, **HIGHER)
    held = {ForumHeld: [ForumHeld(forum="RMP", day=HEARD, chair=Chair.MANAGER)], CheckDone: [], Waiver: []}
    (agenda,) = agendas({"": [allocate(policy(), child, date(2024, 8, 1), held)]})
    assert any("day of assessment" in each for each in agenda.items[0].find_out)


def test_the_page_the_hash_and_the_difference_have_it() -> None:
    plain = attrs.evolve(PANEL, review=Review(Span(12, Count.WEEKS)))
    said = (
        f"every 12 weeks, or sooner: within {RISEN} where the harm is higher than the harm last time, or within "
        f"{ARRESTED} where the child was arrested since the last panel"
    )
    assert f"reviewed {said}" in forum_in_words(PANEL)
    old, new = policy(plain).editions[0], policy().editions[0]
    assert edition_hash(old) != edition_hash(new)
    assert [str(each) for each in diff(old, new, Child).attributes] == [
        f"RMP, review: every 12 weeks before, {said} after"
    ]


def test_a_forum_asks_for_the_facts_of_its_own_kind_of_record() -> None:
    class Other(Facts):
        reference: str
        knife: Maybe[bool] = fact(bool, "a knife was carried")

    edition = Edition(date(2024, 1, 1), (must("knife", PANEL, when=Other.knife),))
    with pytest.raises(PolicyError, match="RMP asks for harm, harm_last, assessed, away, arrested"):
        ForumPolicy("other", about=Other, forums=(PANEL,), editions=(edition,))


@pytest.mark.parametrize(
    "clock",
    [
        not_sooner(3, Count.DAYS, of=Child.assessed),
        ahead(3, Count.DAYS, of=Child.assessed, since=Child.arrested),
        within(9, Count.DAYS, of=Child.assessed, earliest=Span(2, Count.DAYS)),
    ],
    ids=str,
)
def test_it_is_brought_forward_to_so_long_after_a_date(clock: Any) -> None:
    with pytest.raises(PolicyError, match="a review is brought forward to so long after a date, not "):
        Sooner(Child.away, clock)


levels = st.none() | st.sampled_from(RiskLevel)
days = st.none() | st.dates(date(2024, 6, 1), date(2024, 9, 30))
children = st.fixed_dictionaries(
    {"harm": levels, "harm_last": levels, "assessed": days, "away": st.none() | st.booleans()}
)


@given(children, st.dates(date(2024, 6, 6), date(2024, 9, 30)), st.sets(st.sampled_from(["harm", "assessed", "away"])))
def test_taking_a_fact_away_makes_it_unknown_and_never_another_answer(
    stated: dict[str, Any], day: date, gone: set[str]
) -> None:
    due, stands = review(day, date(2024, 6, 20), **stated)
    later, left = review(day, date(2024, 6, 20), **{**stated, **dict.fromkeys(gone)})
    assert left in (stands, "cannot tell")
    assert due is not None
    assert later is not None
    assert due <= later <= USUAL

"""Checks with a purpose and a result, made again before allocation; and what a forum ends with."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from yosrules import Edition, must
from yosrules.deciding import Placement, allocate, edition_hash
from yosrules.deciding.idle import idle_rows
from yosrules.english import explain
from yosrules.language.facts import Facts
from yosrules.policies import Before, Check, Count, Ending, Forum, ForumPolicy, within
from yosrules.proof import diff
from yosrules.records import Case, Chair, CheckDone, ForumHeld
from yosrules.reports.drawing.page import Points
from yosrules.reports.forum_pages import forum_in_words, referral_page

DAY = date(2025, 3, 3)
PANEL = Forum(
    "PANEL",
    "Panel",
    Chair.MANAGER,
    deadlines=(within(10, Count.DAYS, of=Case.referred),),
    checks=(Check("PNC", Before.PANEL, purpose="earlier outcomes"), Check("PNC", Before.ALLOCATION, again=True)),
    ends_with=(Ending("no further action"), Ending("sessions", carries="6 hours of work")),
)


def policy(forum: Forum = PANEL) -> ForumPolicy:
    edition = Edition(date(2025, 1, 1), (must("looked-after", forum, when=Case.looked_after),))
    return ForumPolicy("local", about=Case, forums=(forum,), editions=(edition,))


CASE = Case(reference="A1", looked_after=True, referred=date(2025, 2, 17))


def placed(*rows: Facts, given: tuple[type[Facts], ...] = (ForumHeld, CheckDone)) -> Placement:
    behind = {kind: [row for row in rows if isinstance(row, kind)] for kind in given}
    return allocate(policy(), CASE, DAY, behind).placements[0]


def checked(day: int, result: str = "") -> CheckDone:
    return CheckDone(system="PNC", day=date(2025, 2, day), result=result)


HELD = ForumHeld(forum="PANEL", day=date(2025, 2, 20), decided="sessions")


@pytest.mark.parametrize(
    ("rows", "made"),
    [
        ((checked(18),), [True, False]),
        ((checked(18), HELD), [True, False]),
        ((checked(18), HELD, checked(20)), [True, True]),
        ((HELD, checked(21)), [True, True]),
        ((HELD,), [False, False]),
    ],
)
def test_a_check_that_is_made_again_counts_from_the_last_hearing_on(rows: tuple[Facts, ...], made: list[bool]) -> None:
    assert [each.made for each in placed(*rows).checks] == made


def test_without_a_history_of_forums_nobody_can_tell_whether_it_was_made_again() -> None:
    assert [each.made for each in placed(checked(21), given=(CheckDone,)).checks] == [True, None]


def test_the_result_of_the_last_check_is_told() -> None:
    found = allocate(policy(), CASE, DAY, {ForumHeld: [HELD], CheckDone: [checked(18, "one caution"), checked(19, "")]})
    assert "Checked" not in explain(found)
    found = allocate(policy(), CASE, DAY, {ForumHeld: [HELD], CheckDone: [checked(18, "one caution")]})
    assert "Checked: PNC, before the panel (earlier outcomes), on 18 February 2025: one caution." in explain(found)
    page = referral_page(found, "PANEL", {})
    lines = [line for each in page if isinstance(each, Points) for line in each.lines]
    assert "PNC, before the panel (earlier outcomes): done on 18 February 2025: one caution" in lines
    assert {"[  ] no further action", "[  ] sessions (6 hours of work)"} <= {*lines}


def test_what_was_decided_is_told_with_what_it_carries() -> None:
    found = allocate(policy(), CASE, DAY, {ForumHeld: [HELD]})
    assert "Last held 20 February 2025, when it decided: sessions (6 hours of work)." in explain(found)
    other = attrs.evolve(HELD, decided="something else")
    assert "when it decided: something else." in explain(allocate(policy(), CASE, DAY, {ForumHeld: [other]}))
    plain = attrs.evolve(HELD, decided="")
    assert "Last held 20 February 2025." in explain(allocate(policy(), CASE, DAY, {ForumHeld: [plain]}))
    assert found.placements[0].as_dict()["decided"] == "sessions"


def test_a_decision_that_the_forum_does_not_end_with_is_named() -> None:
    rows = [HELD, attrs.evolve(HELD, decided="session"), attrs.evolve(HELD, decided="")]
    assert list(idle_rows(policy(), {"A1": {ForumHeld: rows}})) == [
        "forums: 'session' in a row of 'A1' is none of the decisions of PANEL; did you mean sessions?"
    ]
    open_ = policy(attrs.evolve(PANEL, ends_with=()))
    assert not list(idle_rows(open_, {"A1": {ForumHeld: rows}}))


def test_the_page_the_diff_and_the_hash_have_them() -> None:
    said = forum_in_words(PANEL)
    assert "first to be checked: PNC, before the panel (earlier outcomes), PNC again, before allocation" in said
    assert "it ends with no further action or sessions (6 hours of work)" in said
    old = policy().editions[0]
    new = policy(attrs.evolve(PANEL, ends_with=(Ending("no further action"),))).editions[0]
    assert [str(each) for each in diff(old, new, Case).attributes] == [
        "PANEL, ends with: no further action, sessions (6 hours of work) before, no further action after"
    ]
    assert edition_hash(old) != edition_hash(new)

"""Who chairs a forum, who as a deputy, and who attends: printed, by the child, in the hash and in the diff."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from yosrules import Edition, PolicyError, must
from yosrules.deciding import Placement, allocate, edition_hash
from yosrules.deciding.hashes import as_plain
from yosrules.english import explain
from yosrules.policies import Attendee, Count, Forum, ForumPolicy, within
from yosrules.proof import diff
from yosrules.records import Case, Chair, ForumHeld, RiskLevel
from yosrules.reports.drawing.page import Points
from yosrules.reports.forum_pages import policy_page, referral_page

DAY = date(2025, 3, 3)
NURSE = Attendee("the nurse", when=Case.age < 14)
PANEL = Forum(
    "PANEL",
    "Panel",
    Chair.HEAD_OF_SERVICE,
    members=("the case manager", NURSE),
    may_attend=("the parent", Attendee("the school", when=~Case.looked_after)),
    must_not_attend=(Attendee("the school", when=Case.exploitation_concern),),
    deputy=Chair.MANAGER,
    deadlines=(within(10, Count.DAYS, of=Case.referred),),
)
PARTNERS = Forum("PARTNERS", "Partnership meeting", None)


def policy(*forums: Forum) -> ForumPolicy:
    rules = tuple(must(f"high-{each.name}", each, when=Case.rosh >= RiskLevel.HIGH) for each in forums)
    return ForumPolicy("local", about=Case, forums=forums, editions=(Edition(date(2025, 1, 1), rules),))


def case(**more: bool | date | RiskLevel) -> Case:
    return Case(**{"reference": "A1", "rosh": RiskLevel.HIGH} | more)  # type: ignore[arg-type]


def placed(child: Case) -> Placement:
    return allocate(policy(PANEL), child, DAY, {}).placements[0]


def said(child: Case) -> list[str]:
    return [line.strip() for line in explain(allocate(policy(PANEL), child, DAY)).splitlines()]


def test_who_attends_is_said_by_the_child() -> None:
    young = said(case(born=date(2012, 1, 1), looked_after=False, exploitation_concern=False))
    assert "Attended by the case manager, the nurse (age is 13)." in young
    assert "May be attended by the parent, the school (the child is not looked after)." in young
    older = said(case(born=date(2010, 1, 1), looked_after=True, exploitation_concern=False))
    assert "Attended by the case manager." in older
    assert "May be attended by the parent." in older


def test_who_must_not_attend_is_no_longer_among_those_who_may() -> None:
    concern = said(case(looked_after=False, exploitation_concern=True))
    assert "May be attended by the parent." in concern
    assert "Must not be attended by the school (there is a concern of exploitation)." in concern


def test_what_is_not_on_record_is_said() -> None:
    nobody = said(case())
    assert "Whether the nurse attends cannot be told: age is not on record." in nobody
    assert [each.as_dict()["verdict"] for each in placed(case()).attendance] == [
        "cannot tell",
        "holds",
        "cannot tell",
        "holds",
        "cannot tell",
    ]


def test_nobody_attends_what_is_not_held() -> None:
    assert placed(case(rosh=RiskLevel.LOW)).attendance == ()


def shown(made: ForumPolicy) -> tuple[str, ...]:
    """The forums of a policy as its page has them."""
    return next(each.lines for each in policy_page(made, made.editions[0]) if isinstance(each, Points))


def test_one_page_has_the_chair_the_deputy_and_everybody_else() -> None:
    assert [each.split("; ") for each in shown(policy(PANEL, PARTNERS))] == [
        [
            "Panel (PANEL)",
            "chaired by a head of service or above, or as a deputy by a manager or above",
            "attended by the case manager, the nurse when age is less than 14",
            "may be attended by the parent, the school when the child is not looked after",
            "must not be attended by the school when there is a concern of exploitation",
            "the meeting is due within 10 days of the date of referral",
        ],
        ["Partnership meeting (PARTNERS)", "who chairs it is not stated"],
    ]


def test_a_referral_says_who_attends_for_this_child() -> None:
    page = referral_page(allocate(policy(PANEL), case(born=date(2012, 1, 1)), DAY), "PANEL", {})
    attends = next(each for each in page if isinstance(each, Points) and each.lines[0].startswith("Chaired"))
    assert "Attended by the case manager, the nurse (age is 13)." in attends.lines
    page = referral_page(allocate(policy(PANEL), case(rosh=RiskLevel.LOW), DAY), "PANEL", {})
    attends = next(each for each in page if isinstance(each, Points) and each.lines[0].startswith("Chaired"))
    assert "Attended by the case manager, the nurse when age is less than 14." in attends.lines


@pytest.mark.parametrize(
    ("forum", "chair", "counts"),
    [
        (PANEL, Chair.MANAGER, True),
        (PANEL, Chair.SENIOR_PRACTITIONER, False),
        (attrs.evolve(PANEL, deputy=None), Chair.MANAGER, False),
        (attrs.evolve(PANEL, chair=None, deputy=None), Chair.PRACTITIONER, True),
    ],
)
def test_a_hearing_counts_if_its_chair_or_a_deputy_held_it(forum: Forum, chair: Chair, *, counts: bool) -> None:
    held = {ForumHeld: [ForumHeld(forum=forum.name, day=date(2025, 2, 20), chair=chair)]}
    placement = allocate(policy(forum), case(referred=date(2025, 2, 17)), DAY, held).placements[0]
    assert bool(placement.last_held) is counts


@pytest.mark.parametrize("chair", [None, Chair.MANAGER])
def test_a_deputy_is_of_a_lower_grade_than_a_chair(chair: Chair | None) -> None:
    with pytest.raises(PolicyError, match="a deputy is of a lower grade than a chair that is stated"):
        Forum("X", "Panel", chair, deputy=Chair.MANAGER)


def test_an_attendee_is_by_facts_of_the_record() -> None:
    class Other(Case):
        pass

    from yosrules import Maybe, fact

    class Own(Case):
        nurse: Maybe[bool] = fact(bool, "a nurse is involved")

    forum = attrs.evolve(PANEL, members=(Attendee("the nurse", when=Own.nurse),))
    with pytest.raises(PolicyError, match="PANEL asks for nurse, not facts of a Case"):
        policy(forum)


def test_a_change_is_in_the_diff_and_in_the_hash() -> None:
    old = policy(PANEL).editions[0]
    later = attrs.evolve(PANEL, members=("the case manager",), deputy=None, must_not_attend=("the school",))
    new = policy(later).editions[0]
    assert [str(each) for each in diff(old, new, Case).attributes] == [
        "PANEL, members: the case manager, the nurse when age is less than 14 before, the case manager after",
        "PANEL, must not attend: the school when there is a concern of exploitation before, the school after",
        "PANEL, deputy: Manager before, not stated after",
    ]
    assert edition_hash(old) != edition_hash(new)


def test_what_is_added_to_forums_changes_no_hash_where_it_is_not_stated() -> None:
    plain = as_plain(attrs.evolve(PANEL, deputy=None, must_not_attend=()))
    assert not {"deputy", "must_not_attend", "meets"} & {*plain}  # type: ignore[misc]
    assert {"deputy", "must_not_attend"} <= {*as_plain(PANEL)}  # type: ignore[misc]


def test_a_level_is_no_meeting() -> None:
    tier = Forum("A", "Tier A", None, meets=False)
    assert shown(policy(tier)) == ("Tier A (A)",)

"""What an edition holds beside its rules: its forums, its end, when its source was checked; in hash, diff and words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import attrs
import polars as pl
import pytest

from attending import CONVENTIONS, COUNTING, FULL_TIME, INFORMAL, one_day, policy as attendance
from frames import native, rows
from strategies import Child, Level
from test_describe import explained_twice
from workforce import KINDS, Workforce, agreed
from yosrules import Band, Edition, Example, Maybe, Policy, PolicyError, RecordError, Status, covers, decide, may, must
from yosrules.bulk.decide import decide_frame, outcomes_of
from yosrules.deciding import edition_hash
from yosrules.deciding.allocate import allocate
from yosrules.english.standing import out_of_date, standing_in_words
from yosrules.language import all_of
from yosrules.language.measure import Unit, count, last
from yosrules.policies import Before, Check, Count, Forum, ForumPolicy, Review, Sitting, Span, cite, within
from yosrules.policies.conventions import Fires
from yosrules.policies.lost_time.counting import HalfDay, Straddling
from yosrules.policies.lost_time.measures import spells
from yosrules.proof import diff
from yosrules.proof.mutate import examples_of
from yosrules.records import Case, Chair, RiskLevel
from yosrules.records.absence import Absence, Attendance
from yosrules.records.case import Offence
from yosrules.reports.attendance_page import attendance_page
from yosrules.reports.drawing.page import as_text

PANEL = Band("panel", 0)
HIGH = must("high", PANEL, when=Child.rosh >= Level.HIGH)
OLD, NEW = date(2019, 4, 1), date(2021, 4, 1)


# The end, and a start that is not stated


def test_after_the_end_of_an_edition_there_is_none() -> None:
    ended = Edition(OLD, (HIGH,), ends=date(2020, 3, 31))
    policy = Policy("strategy", Child, (ended, Edition(NEW, (HIGH,))))
    assert policy.on(date(2020, 3, 31)) is ended
    with pytest.raises(PolicyError, match="no edition for 2020-04-01: the edition of 2019-04-01 ended on 2020-03-31"):
        policy.on(date(2020, 4, 1))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: Edition(OLD, (HIGH,), ends=date(2019, 3, 31)), "ends on 2019-03-31, before it starts"),
        (lambda: Edition(OLD, (HIGH,), ends="soon"), "an edition ends on a date, not on 'soon'"),
        (lambda: Edition(OLD, (HIGH,), checked=2020), "an edition is checked on a date, not on 2020"),
        (
            lambda: Policy("strategy", Child, (Edition(OLD, (HIGH,), ends=NEW), Edition(NEW, (HIGH,)))),
            "the edition of 2019-04-01 ends on 2021-04-01, when the edition of 2021-04-01 has started",
        ),
    ],
)
def test_what_an_edition_cannot_be(make: Any, why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        make()


def test_a_day_that_stands_in_for_the_start_is_never_said_to_be_it() -> None:
    said = Edition(OLD, (HIGH,), start_stated=False)
    assert str(said) == "the edition with no stated start, here from 2019-04-01"
    assert standing_in_words(said) == (
        "In force from a day that is not stated; here 1 April 2019 stands in for it. "
        "When its source was last checked is not stated."
    )
    never = attrs.evolve(said, starts=date.min)
    assert str(never) == "the edition with no stated start"
    assert standing_in_words(never).startswith("In force from a day that is not stated. ")


def test_an_edition_says_until_when_it_is_in_force_and_when_its_source_was_checked() -> None:
    assert standing_in_words(Edition(OLD, (HIGH,), ends=NEW, checked=date(2020, 1, 2))) == (
        "In force from 1 April 2019, until 1 April 2021. Its source was last checked on 2 January 2020."
    )


# 366 days after the last that is known of it: 1 April 2020 after the start, 2 January 2022 after 1 January 2021.
@pytest.mark.parametrize(
    ("changes", "day", "said"),
    [
        ({}, date(2020, 3, 31), False),
        ({}, date(2020, 4, 1), True),
        ({"checked": date(2021, 1, 1)}, date(2022, 1, 1), False),
        ({"checked": date(2021, 1, 1)}, date(2022, 1, 2), True),
        ({"ends": date(2030, 1, 1)}, date(2026, 1, 1), False),
        ({"ends": date(2030, 1, 1), "checked": date(2021, 1, 1)}, date(2026, 1, 1), True),
    ],
)
def test_a_decision_long_after_the_last_that_is_known_of_its_edition_says_so(
    changes: dict[str, Any], day: date, said: bool
) -> None:
    policy = Policy("strategy", Child, (Edition(OLD, (HIGH,), **changes),))
    assert bool(out_of_date(policy, day)) is said


def test_an_edition_that_was_replaced_is_not_out_of_date_on_its_own_days() -> None:
    policy = Policy("strategy", Child, (Edition(OLD, (HIGH,)), Edition(NEW, (HIGH,))))
    assert out_of_date(policy, date(2021, 3, 1)) == ""
    assert out_of_date(policy, date(2022, 4, 2)) == (
        "This edition is in force from 1 April 2021, without a stated end. "
        "When its source was last checked is not stated."
    )


# In bulk


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_a_day_after_the_end_of_the_last_edition_is_refused_in_bulk(engine: str) -> None:
    policy = Policy("strategy", Child, (Edition(OLD, (HIGH,), ends=date(2020, 3, 31)),))
    days = [date(2020, 3, 31), date(2020, 4, 1)]
    frame = pl.DataFrame({"day": days, "rosh": ["High", "High"]}).lazy()
    found = rows(decide_frame(policy, native(frame.collect(), engine) if engine == "duckdb" else frame, on="day"))
    assert [row["panel"] for row in found] == ["must", None]
    with pytest.raises(RecordError, match="2020-04-01"):
        decide_frame(policy, frame.collect(), on="day")


def test_days_between_two_editions_are_not_decided_in_bulk() -> None:
    policy = Policy("strategy", Child, (Edition(OLD, (HIGH,), ends=date(2020, 3, 31)), Edition(NEW, (HIGH,))))
    with pytest.raises(PolicyError, match="no edition is in force from 2020-03-31 to 2021-04-01"):
        decide_frame(policy, pl.DataFrame({"day": [OLD], "rosh": ["High"]}), on="day")
    joined = attrs.evolve(
        policy, editions=(attrs.evolve(policy.editions[0], ends=date(2021, 3, 31)), policy.editions[1])
    )
    assert decide_frame(joined, pl.DataFrame({"day": [OLD], "rosh": ["High"]}), on="day")["panel"].to_list() == ["must"]


def test_two_outcomes_of_one_name_in_an_edition_are_no_columns() -> None:
    edition = Edition(OLD, (HIGH, must("again", Band("panel", 50), when=Child.age < 14)))
    with pytest.raises(PolicyError, match="two outcomes called 'panel'"):
        decide_frame(edition, pl.DataFrame({"rosh": ["High"], "age": [13]}))


# Absences


@pytest.mark.slow
def test_nothing_is_assessed_after_the_end_of_the_last_edition_of_an_attendance_policy() -> None:
    plain = attendance(conventions=attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE))
    ended = attrs.evolve(plain, editions=(attrs.evolve(plain.editions[0], ends=date(2022, 5, 31)),))
    three = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 20))
    on = date(2022, 12, 30)
    force = Workforce({"W1": {**{kind: [] for kind in KINDS}, Absence: three}}, pattern=FULL_TIME)
    assert [agreed(each, on, force)[0]["informal meeting"] for each in (plain, ended)] == ["must", "no"]


# Forums by edition

A2019 = Forum("A", "Panel", Chair.MANAGER, deadlines=(within(10, Count.WORKING_DAYS, of=Case.referred),))
A2021 = attrs.evolve(A2019, deadlines=(within(5, Count.WORKING_DAYS, of=Case.referred),))


def led(forum: Forum, starts: date = OLD, **more: Any) -> Edition[Forum]:
    return Edition(starts, (must("high", forum, when=Case.rosh >= RiskLevel.HIGH),), **more)


def by_editions(*forums: Forum) -> ForumPolicy:
    return ForumPolicy("u", about=Case, forums=forums, editions=(led(A2019), led(A2021, NEW)))


def test_a_forum_changes_with_the_edition() -> None:
    policy = by_editions(A2019, A2021)
    case = Case(reference="C1", rosh=RiskLevel.HIGH, referred=date(2021, 5, 3))
    earlier = attrs.evolve(case, referred=date(2020, 5, 4))
    # Ten working days after Monday 4 May 2020, without Friday 8 May, a bank holiday; five after Monday 3 May 2021,
    # itself a bank holiday.
    due = [allocate(policy, earlier, date(2020, 5, 4)), allocate(policy, case, date(2021, 5, 3))]
    assert [duty.due for each in due for duty in each.placements[0].due.duties] == [
        date(2020, 5, 19),
        date(2021, 5, 10),
    ]


def test_a_forum_that_changes_with_the_edition_is_one_column() -> None:
    policy = by_editions(A2019, A2021)
    frame = pl.DataFrame({"day": [OLD, NEW], "rosh": ["High", "High"]})
    assert [outcome.name for outcome in outcomes_of(policy)] == ["A"]
    assert decide_frame(policy, frame, on="day")["A"].to_list() == ["must", "must"]


def test_two_forums_of_one_name_are_one_in_two_editions_and_nothing_else() -> None:
    with pytest.raises(PolicyError, match="u has two forums called A; list one for each edition of it"):
        by_editions(A2019, A2021, attrs.evolve(A2021, title="Board"))
    both = Edition(NEW, (*led(A2019).rules, may("other", A2021, when=Case.rosh >= RiskLevel.LOW)))
    with pytest.raises(PolicyError, match="the edition of 2021-04-01 leads to two forums called A"):
        ForumPolicy("u", about=Case, forums=(A2019, A2021), editions=(both,))


WHOLE = Forum("A", "Panel", Chair.MANAGER)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Board"}, "A, title: Panel before, Board after"),
        ({"chair": Chair.HEAD_OF_SERVICE}, "A, chair: Manager before, Head of service after"),
        ({"purpose": "to plan"}, "A, purpose: not stated before, to plan after"),
        ({"members": ("the nurse", "the school")}, "A, members: not stated before, the nurse, the school after"),
        ({"may_attend": ("a parent",)}, "A, may attend: not stated before, a parent after"),
        (
            {"deadlines": A2019.deadlines},
            "A, deadlines: not stated before, within 10 working days of the date of referral after",
        ),
        ({"review": Review(Span(12, Count.WEEKS))}, "A, review: not stated before, every 12 weeks after"),
        ({"checks": (Check("PNC", Before.PANEL),)}, "A, checks: not stated before, PNC, before the panel after"),
        ({"satisfied_by": ("B",)}, "A, satisfied by: not stated before, B after"),
        (
            {"until": all_of(Case.licence_over)},
            "A, until: not stated before, the licence is over after",
        ),
        ({"may_waive": Chair.MANAGER}, "A, may waive: not stated before, Manager after"),
    ],
)
def test_what_a_forum_states_is_in_the_hash_of_the_edition_and_in_the_diff(change: dict[str, Any], said: str) -> None:
    old, new = led(WHOLE), led(attrs.evolve(WHOLE, **change))
    assert edition_hash(old) != edition_hash(new)
    assert [str(each) for each in diff(old, new, Case).attributes] == [said]


def test_when_a_forum_sits_is_in_the_hash_and_the_diff_too() -> None:
    old, new = led(WHOLE), led(attrs.evolve(WHOLE, sits=Sitting(date(2019, 4, 2), 2)))
    assert edition_hash(old) != edition_hash(new)
    (change,) = diff(old, new, Case).attributes
    assert (change.of, change.attribute, change.before) == ("A", "sits", "not stated")


def test_a_source_that_alone_changed_is_shown_whole() -> None:
    old, new = (
        led(attrs.evolve(WHOLE, checks=(Check("PNC", Before.PANEL, cite(source)),))) for source in ("Old", "New")
    )
    (change,) = diff(old, new, Case).attributes
    assert "Old" in change.before
    assert "New" in change.after


def test_an_outcome_that_is_no_class_of_attrs_states_nothing_but_its_name() -> None:
    class Steps(StrEnum):
        FIRST = "first"

    old, new = (Edition(day, (must("one", Steps.FIRST, when=Case.looked_after),)) for day in (OLD, NEW))
    assert diff(old, new, Case).attributes == ()


def _counting(**changed: Any) -> Any:
    class Counted(Attendance):
        spells: Maybe[int] = spells("spells in 12 months", attrs.evolve(COUNTING, **changed))

    return attendance(must("spells", INFORMAL, when=Counted.spells >= 3), about=Counted)


@pytest.mark.parametrize(
    "changed",
    [
        {"straddling": Straddling.TOUCHING},
        {"during": last(24, Unit.MONTHS, anchor_in=True, far_end_in=False)},
        {"half_day": HalfDay.WHOLE},
    ],
)
def test_how_a_measure_is_counted_that_a_rule_reads_is_in_the_hash_and_shown(changed: dict[str, Any]) -> None:
    """The rule is the same, and its measure has the same name."""
    was, now = _counting(), _counting(**changed)
    assert edition_hash(was.editions[0]) == edition_hash(now.editions[0])
    assert edition_hash(was.editions[0], policy=was) != edition_hash(now.editions[0], policy=now)
    assert edition_hash(was.editions[0], policy=was) == edition_hash(was.editions[0], policy=_counting())
    if "half_day" not in changed:
        pages = {as_text(attendance_page(each, each.editions[0])) for each in (was, now)}
        assert len(pages) == 2
        assert all("one without hours" in page for page in pages)


def test_how_many_months_a_measure_of_a_case_looks_back_is_in_the_hash() -> None:
    def looking_back(months: int) -> Any:
        class Counted(Case):
            offences: Maybe[int] = count(
                Offence,
                "offences lately",
                during=last(months, Unit.MONTHS, anchor_in=True, far_end_in=False),
                dated=Offence.day,
            )

        return Policy("lately", Counted, (Edition(OLD, (must("high", PANEL, when=Counted.offences >= 2),)),))

    hashes = {edition_hash(each.editions[0], policy=each) for each in map(looking_back, (12, 24))}
    assert len(hashes) == 2


def test_what_a_promise_accepts_is_in_the_hash_and_in_the_diff() -> None:
    lower = Forum("B", "Clinic", Chair.PRACTITIONER)
    rules = (*led(WHOLE).rules, must("low", lower, when=Case.rosh >= RiskLevel.MEDIUM))
    old, new = (
        Edition(OLD, rules, (covers("all", when=Case.rosh >= RiskLevel.HIGH, by=by),))
        for by in (lambda forum: forum.chair is Chair.MANAGER, lambda _: True)
    )
    assert edition_hash(old) != edition_hash(new)
    assert [str(each) for each in diff(old, new, Case).attributes] == [
        "promise all, accepted outcomes: A before, A, B after"
    ]
    gone = attrs.evolve(old, guarantees=(), ends=NEW, checked=date(2020, 1, 2), cites=cite("Handbook"))
    assert [str(each) for each in diff(old, gone, Case).attributes] == [
        "the edition, source: not stated before, Handbook after",
        "the edition, last day: not stated before, 1 April 2021 after",
        "the edition, day on which its source was last checked: not stated before, 2 January 2020 after",
        "promise all, condition: risk of serious harm is High or higher before, not stated after",
        "promise all, accepted outcomes: A before, not stated after",
    ]


# Readings

READ = Edition(
    OLD,
    (
        must(
            "r", WHOLE, when=(Case.rosh >= RiskLevel.HIGH) & (Case.safety_wellbeing >= RiskLevel.HIGH), reading="both"
        ),
        must(
            "r", WHOLE, when=(Case.rosh >= RiskLevel.HIGH) | (Case.safety_wellbeing >= RiskLevel.HIGH), reading="either"
        ),
    ),
)
CASE = Case(reference="C1", rosh=RiskLevel.HIGH, safety_wellbeing=RiskLevel.LOW)
READINGS = ForumPolicy(
    "anytown-readings",
    about=Case,
    forums=(WHOLE,),
    editions=(READ, led(WHOLE, NEW)),
    examples=(
        Example(CASE, "A", Status.NO, OLD, reading="both"),
        Example(CASE, "A", Status.MUST, OLD, reading="either"),
        Example(Case(reference="C2"), "A", Status.CANNOT_TELL),
    ),
)


def test_an_example_is_about_its_reading_alone() -> None:
    for name, read in READ.readings().items():
        stands = [example.stands for example in examples_of(READINGS, read)]
        assert stands == [{"both": Status.NO, "either": Status.MUST}[name], Status.CANNOT_TELL]
    with pytest.raises(PolicyError, match="an example is about the reading 'neither'; allowed: both, either"):
        attrs.evolve(READINGS, examples=(Example(CASE, "A", Status.NO, reading="neither"),))
    with pytest.raises(PolicyError, match="allowed: none, as its text is read in one way"):
        attrs.evolve(by_editions(A2019, A2021), examples=(Example(CASE, "A", Status.NO, reading="both"),))


def test_an_explanation_of_an_old_edition_begins_with_how_old_it_is() -> None:
    said = explained_twice(allocate(by_editions(A2019, A2021), CASE, date(2026, 11, 20)))
    assert said.splitlines()[1] == (
        "This edition is in force from 1 April 2021, without a stated end. "
        "When its source was last checked is not stated."
    )
    assert decide(READ.readings()["both"], CASE).status(WHOLE) is Status.NO

"""What is worked out once for all records that state the same is what would be worked out for each of them."""

from __future__ import annotations

from datetime import date, timedelta
from inspect import signature
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from strategies import FACTS, Child, Level, records
from yosrules import Band, Edition, Facts, LanguageError, RecordError, all_of, decide, known, may, must
from yosrules.deciding.advising.nearest import nearest
from yosrules.deciding.allocate import allocate
from yosrules.deciding.as_of import as_of
from yosrules.deciding.placing import Placer
from yosrules.deciding.remembered import Remembered
from yosrules.deciding.settling import to_settle
from yosrules.language.facts import of_allowed, restated
from yosrules.policies.calendar import Count, Span
from yosrules.policies.forums.deadlines import ahead, within
from yosrules.policies.forums.forum import Before, Check, Forum, ForumPolicy, Review
from yosrules.policies.forums.sittings import Sitting
from yosrules.policies.policy import Status
from yosrules.records.absence import Absence, Reason
from yosrules.records.case import Case, CheckDone, ForumHeld, Waiver
from yosrules.records.choices import Chair, RiskLevel

TODAY = date(2019, 9, 9)
BOARD = Forum("BOARD", "Board", Chair.HEAD_OF_SERVICE, review=Review(Span(3, Count.MONTHS)))
CLINIC = Forum(
    "CLINIC",
    "Clinic",
    Chair.MANAGER,
    sits=Sitting(date(2019, 9, 4), 1),
    deadlines=(
        within(5, Count.WORKING_DAYS, of=Case.referred),
        ahead(10, Count.DAYS, of=Case.order_ends, since=Case.sentenced, what="the last meeting"),
    ),
    review=Review(Span(3, Count.MONTHS)),
    checks=(Check("the register", Before.PANEL),),
    satisfied_by=("BOARD",),
    until=all_of(Case.licence_over),
    may_waive=Chair.MANAGER,
)
RULES = (
    must("high", CLINIC, when=Case.rosh >= RiskLevel.HIGH),
    may("known", CLINIC, when=known(Case.safety_wellbeing) & Case.looked_after),
    may("young", BOARD, when=Case.age < 14),
)
POLICY = ForumPolicy("local", about=Case, forums=(BOARD, CLINIC), editions=(Edition(date(2019, 1, 1), RULES),))


def days(*after: int) -> st.SearchStrategy[date | None]:
    return st.sampled_from([None, *(TODAY + timedelta(days=each) for each in after)])


def cases() -> st.SearchStrategy[Case]:
    """Cases that often agree in all but one of what a forum reads."""
    levels = st.sampled_from([None, RiskLevel.LOW, RiskLevel.HIGH])
    return st.builds(
        Case,
        reference=st.just("A1"),
        rosh=levels,
        safety_wellbeing=levels,
        looked_after=st.sampled_from([None, True]),
        born=days(-5000, -6000),
        referred=days(-40, -3),
        sentenced=days(-40, -2),
        order_ends=days(5, 90),
        licence_ends=days(-1, 4),
    )


def histories() -> st.SearchStrategy[dict[type[Facts], tuple[Facts, ...]]]:
    """Histories of which each is not given, empty, or has one row."""
    day = st.sampled_from([TODAY - timedelta(days=each) for each in (120, 20, 1)])
    names = st.sampled_from(["BOARD", "CLINIC"])
    held = st.builds(ForumHeld, forum=names, day=day, chair=st.sampled_from([None, *Chair]))
    checks = st.builds(CheckDone, system=st.just("the register"), day=day)
    by: dict[str, Any] = {"by": st.just("M"), "reason": st.just("away"), "expires": st.just(TODAY)}
    waived = st.builds(Waiver, forum=names, day=day, grade=st.sampled_from(Chair), **by)
    kinds: dict[type[Facts], st.SearchStrategy[Any]] = {ForumHeld: held, CheckDone: checks, Waiver: waived}
    rows = {kind: st.one_of(st.just(()), st.tuples(row)) for kind, row in kinds.items()}
    return st.fixed_dictionaries({}, optional=rows)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cases(), histories()), min_size=2, max_size=8))
def test_cases_are_allocated_one_after_the_other_as_each_is_by_itself(drawn: list[tuple[Case, Any]]) -> None:
    edition, together = POLICY.on(TODAY), Placer(POLICY, POLICY.on(TODAY), TODAY)
    for case, behind in drawn:
        record = as_of(case, TODAY, behind)
        decision = decide(edition, record)
        alone = decision, tuple(together.place(each, record, behind) for each in decision.outcomes)
        assert together(record, behind) == alone
        allocation = allocate(POLICY, case, TODAY, behind)
        assert (allocation.decision, allocation.placements) == alone
        for each in allocation.placements:
            assert each.missing == to_settle(edition, record, each.forum)


def test_a_forum_is_placed_once_for_cases_that_state_the_same_of_what_it_reads() -> None:
    one, other, late = (
        allocate(POLICY, Case(reference=name, referred=day), TODAY).placements[0]
        for name, day in (("A", TODAY), ("B", TODAY), ("C", TODAY - timedelta(days=1)))
    )
    assert one is other
    # Five working days from Monday 9 September end on the 16th, and those from the Sunday before it on the 13th.
    assert (one.due.duties[0].due, late.due.duties[0].due) == (date(2019, 9, 16), date(2019, 9, 13))


def test_no_more_answers_are_kept_than_are_asked_for() -> None:
    asked: list[int | None] = []

    def work_out(record: Facts) -> int:
        asked.append(vars(record)["age"])
        return len(asked)

    once = Remembered([Child.age.fact], work_out, most=2)
    young, older, oldest = (Child(reference="A1", reoffending=Level.LOW, age=age) for age in (12, 14, 16))
    assert [once(each) for each in (young, older, young, oldest, oldest, young)] == [1, 2, 1, 3, 3, 4]


@pytest.mark.slow
@given(records(), records(), st.data())
def test_a_record_that_is_restated_is_one_made_anew(record: Child, other: Child, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([each.name for each in FACTS]), unique=True, min_size=1))
    values = {name: vars(other)[name] for name in names}
    assert restated(record, values) == Child(**{**vars(record), **values})


@pytest.mark.slow
@given(records(), st.data())
def test_a_record_of_values_that_were_checked_is_one_made_by_its_kind(record: Child, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([*vars(record)]), unique=True))
    needed = {name for name, field in signature(Child).parameters.items() if field.default is field.empty}
    said = {name: value for name, value in vars(record).items() if name in names or name in needed}
    assert of_allowed(Child, said)(said) == Child(**said)


def test_a_record_of_values_that_were_checked_is_refused_where_they_cannot_be_together() -> None:
    case: dict[str, Any] = {"reference": "A1", "born": date(2004, 1, 1), "referred": date(2003, 1, 1)}
    with pytest.raises(RecordError) as by_kind:
        Case(**case)
    with pytest.raises(RecordError) as by_values:
        of_allowed(Case, case)(case)
    assert str(by_values.value) == str(by_kind.value)
    absence: dict[str, Any] = {"start": TODAY, "reason": Reason.PREGNANCY}
    settled = of_allowed(Absence, absence)(absence)
    assert settled == Absence(start=TODAY, reason=Reason.PREGNANCY)
    assert settled.pregnancy_related is True


def test_what_a_record_cannot_be_is_not_said_where_bulk_and_proofs_would_not_read_it() -> None:
    with pytest.raises(LanguageError, match="Checked: say what a record cannot be by cannot_be"):

        class Checked(Facts):
            def __attrs_post_init__(self) -> None:
                raise AssertionError


def test_what_a_record_cannot_state_it_cannot_be_restated_to() -> None:
    case = Case(reference="A1", born=date(2004, 1, 1), referred=TODAY)
    for values, why in (
        ({"referred": date(2003, 1, 1)}, "Case: referred 2003-01-01, born 2004-01-01: .* is not before"),
        ({"age": "old"}, "Case: age: it is a whole number"),
    ):
        with pytest.raises(RecordError, match=why):
            restated(case, values)
        assert case == Case(reference="A1", born=date(2004, 1, 1), referred=TODAY)


def test_no_change_of_a_record_leads_to_what_no_rule_leads_to() -> None:
    edition = Edition(date(2019, 4, 1), (must("old", Band("RSM", 0), when=Child.age >= 14),))
    assert nearest(edition, Child(reference="A1", reoffending=Level.LOW, age=12), Band("CSP", 1), (Status.MUST,)) == ()

"""Promises of time: whoever they are about gets a forum that is due by then; proved, refuted, compared, refused."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from yosrules import Edition, PolicyError, must
from yosrules.deciding import edition_data, edition_from, edition_hash
from yosrules.language import vocabulary
from yosrules.policies.calendar import Count, Span
from yosrules.policies.forums.deadlines import Deadline, ahead, not_sooner, within
from yosrules.policies.forums.forum import Forum, ForumPolicy, in_time
from yosrules.proof import Proved, Refuted, diff, prove_all
from yosrules.proof.claims import Kind
from yosrules.records.case import Case
from yosrules.records.choices import Chair, RiskLevel

HIGH = Case.rosh >= RiskLevel.HIGH
TEN_DAYS = within(10, Count.WORKING_DAYS, of=Case.referred)
PROMISED = within(15, Count.WORKING_DAYS, of=Case.referred)


def policy(due: Deadline, promised: Deadline = PROMISED, least: RiskLevel = RiskLevel.HIGH) -> ForumPolicy:
    """Every child of so high a risk gets a panel with a deadline; who is high is promised one in time."""
    panel = Forum("RMP", "Risk Panel", Chair.MANAGER, deadlines=(due,))
    rules = (must("high", panel, when=Case.rosh >= least),)
    edition = Edition(date(2024, 1, 1), rules, (in_time("in time", promised, when=HIGH),))
    return ForumPolicy("panel", about=Case, forums=(panel,), editions=(edition,))


def answered(chosen: ForumPolicy) -> Proved | Refuted | object:
    (answer,) = [each for each in prove_all(chosen) if each.claim.kind is Kind.GUARANTEE]
    return answer


def test_it_is_proved_where_everybody_gets_a_forum_that_is_due_as_soon() -> None:
    answer = answered(policy(TEN_DAYS))
    assert isinstance(answer, Proved)
    assert answer.claim.says == (
        "Whenever risk of serious harm is High or higher and the date of referral is on record, at least one of these "
        "must follow, each due within 15 working days of the date of referral: RMP."
    )


def test_it_is_refuted_by_a_child_who_gets_none() -> None:
    answer = answered(policy(TEN_DAYS, least=RiskLevel.VERY_HIGH))
    assert isinstance(answer, Refuted)
    assert isinstance(answer.record, Case)
    assert answer.record.rosh is RiskLevel.HIGH
    assert answer.record.referred is not None


@pytest.mark.parametrize(
    "due",
    [
        within(16, Count.WORKING_DAYS, of=Case.referred),
        within(10, Count.WORKING_DAYS, of=Case.sentenced),
        within(10, Count.WORKING_DAYS, of=Case.referred, what="the letter"),
        not_sooner(3, Count.WORKING_DAYS, of=Case.referred),
        ahead(10, Count.WORKING_DAYS, of=Case.release_due, since=Case.referred),
    ],
    ids=str,
)
def test_a_deadline_that_does_not_keep_it_is_no_answer(due: Deadline) -> None:
    with pytest.raises(PolicyError, match="guarantee in time accepts no outcome that a rule leads to"):
        policy(due)


@pytest.mark.parametrize(
    ("due", "promised", "kept"),
    [
        (Span(2, Count.WEEKS), Span(14, Count.DAYS), True),
        (Span(15, Count.DAYS), Span(2, Count.WEEKS), False),
        (Span(25, Count.HOURS), Span(2, Count.DAYS), True),
        (Span(49, Count.HOURS), Span(2, Count.DAYS), False),
        (Span(1, Count.MONTHS), Span(1, Count.MONTHS), True),
    ],
    ids=str,
)
def test_units_of_days_have_an_order(due: Span, promised: Span, kept: bool) -> None:
    assert due.ends_by(promised) is kept


@pytest.mark.parametrize("other", [Span(14, Count.DAYS), Span(1, Count.MONTHS)], ids=str)
def test_other_units_have_none_and_are_refused(other: Span) -> None:
    with pytest.raises(PolicyError, match=r"which ends first, 10 working days or .*, hangs on the day"):
        policy(TEN_DAYS, within(other.amount, other.count, of=Case.referred))


@pytest.mark.parametrize(
    ("days", "clear", "kept"), [(10, False, False), (10, True, True), (11, True, True), (9, True, False)]
)
def test_before_a_date_the_longer_time_keeps_the_promise(days: int, clear: bool, kept: bool) -> None:
    promised = ahead(10, Count.DAYS, of=Case.release_due, since=Case.referred, clear=True)
    due = ahead(days, Count.DAYS, of=Case.release_due, since=Case.referred, clear=clear)
    assert due.keeps(promised) is kept


def test_it_is_in_the_hash_the_plain_data_and_the_difference() -> None:
    chosen, other = policy(TEN_DAYS), policy(TEN_DAYS, within(12, Count.WORKING_DAYS, of=Case.referred))
    (edition,), (later,) = chosen.editions, other.editions
    assert edition_hash(edition) != edition_hash(later)
    data = edition_data(edition)
    again = edition_from(data, vocabulary(Case), {each.name: each for each in edition.outcomes})
    assert again.guarantees == edition.guarantees
    plain = attrs.evolve(edition, guarantees=tuple(attrs.evolve(each, each="") for each in edition.guarantees))
    assert edition_hash(plain) not in (edition_hash(edition), edition_hash(later))
    (told,) = [each for each in diff(edition, later, Case).attributes if each.attribute == "each of them"]
    assert (told.before, told.after) == (
        "due within 15 working days of the date of referral",
        "due within 12 working days of the date of referral",
    )

"""What to ask first: never more than what is missing, never again what nobody knows, and fewest on average."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from io import StringIO
from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from strategies import FACTS, FORUMS, Child, Level, Stage, Wide, editions, records, values
from test_describe import explained_twice
from yosrules import Band, Edition, Facts, Maybe, fact, may, must
from yosrules.deciding import allocate, asking, decide, to_settle
from yosrules.deciding.advising import questions
from yosrules.english import explain
from yosrules.language import Impossible, never
from yosrules.language.facts import restated
from yosrules.language.kinds import Fact
from yosrules.policies import Forum, ForumPolicy
from yosrules.records import Case, Chair, RiskLevel
from yosrules.reports.caseload import show_caseload
from yosrules.reports.drawing.terminal import Terminal

PANEL, CLINIC, MEETING = FORUMS
START = date(2019, 1, 1)
UNEVEN = Edition(
    START,
    (
        must("high", PANEL, when=(Child.rosh >= Level.HIGH) | Child.custody_risk),
        may(
            "concern",
            PANEL,
            when=(Child.safety >= Level.MEDIUM) & (Child.stage == Stage.POST_COURT) & ~Child.custody_risk,
        ),
        must("court", CLINIC, when=(Child.stage == Stage.POST_COURT) & (Child.rosh >= Level.MEDIUM)),
    ),
)
ASKED = (Child.rosh.fact, Child.safety.fact, Child.stage.fact, Child.custody_risk.fact)
NOBODY = Child(reference="A1", reoffending=Level.LOW)


def lacking(edition: Edition[Band], record: Facts) -> list[Fact]:
    return [*dict.fromkeys(fact for each in edition.outcomes for fact in to_settle(edition, record, each))]


def asked(edition: Edition[Band], record: Facts, truth: dict[str, object], nobody_knows: frozenset[Fact]) -> list[Fact]:
    """The facts asked for, one after the other, as `asking` says."""
    done: list[Fact] = []
    while found := asking(edition, record, nobody_knows.intersection(done)).facts:
        done.append(found[0])
        if found[0] not in nobody_knows:
            record = restated(record, {found[0].name: truth[found[0].name]})  # type: ignore[dict-item]
    return done


@settings(max_examples=15)
@given(
    editions(),
    records(),
    st.fixed_dictionaries({fact.name: values(fact) for fact in FACTS}),
    st.frozensets(st.sampled_from(FACTS)),
)
def test_it_takes_no_more_questions_than_facts_are_missing(
    edition: Edition[Band], record: Child, truth: dict[str, object], nobody_knows: frozenset[Fact]
) -> None:
    listed = lacking(edition, record)
    done = asked(edition, record, truth, nobody_knows)
    assert len(done) == len({*done})
    assert {*done} <= {*listed}
    assert asking(edition, record).most == len(listed)


@settings(max_examples=15)
@given(editions(), records(), st.fixed_dictionaries({fact.name: values(fact) for fact in FACTS}))
def test_it_settles_everything(edition: Edition[Band], record: Child, truth: dict[str, object]) -> None:
    for each in asked(edition, record, truth, frozenset()):
        record = restated(record, {each.name: truth[each.name]})  # type: ignore[dict-item]
    assert not lacking(edition, record)


def test_an_unknown_stays_unknown() -> None:
    found = asking(UNEVEN, NOBODY, {Child.custody_risk.fact})
    assert Child.custody_risk.fact not in found.facts
    assert not asking(UNEVEN, NOBODY, ASKED).facts


def _in_turn(edition: Edition[Band], truth: dict[str, object]) -> int:
    record, count = NOBODY, 0
    for each in lacking(edition, NOBODY):
        if each in lacking(edition, record):
            record, count = restated(record, {each.name: truth[each.name]}), count + 1  # type: ignore[dict-item]
    return count


def test_over_all_children_it_takes_fewer_questions_than_asking_in_turn() -> None:
    names = [each.name for each in ASKED]
    children = [dict(zip(names, said, strict=True)) for said in product(*(each.members for each in ASKED))]
    by_advice = [len(asked(UNEVEN, NOBODY, truth, frozenset())) for truth in children]
    assert sum(by_advice) == len(children) * asking(UNEVEN, NOBODY).average
    in_turn = [_in_turn(UNEVEN, truth) for truth in children]
    assert (sum(by_advice), sum(in_turn)) == (236, 249)


def test_what_settles_one_outcome_by_itself_is_asked_first() -> None:
    apart = Edition(
        START,
        (
            must("both", PANEL, when=(Child.rosh >= Level.HIGH) & (Child.safety >= Level.HIGH)),
            must("court", CLINIC, when=Child.stage == Stage.POST_COURT),
        ),
    )
    found = asking(apart, NOBODY)
    assert [each.name for each in found.facts] == ["stage", "rosh", "safety"]
    assert found.average == Fraction(5, 2)


def test_answers_that_no_record_can_have_are_not_expected() -> None:
    class Dated(Facts):
        begun: Maybe[date] = fact(date, "the beginning")
        ended: Maybe[date] = fact(date, "the end")
        young: Maybe[int] = fact(int, "age", low=10, high=17)

    edition = Edition(START, (must("later", PANEL, when=(Dated.begun < Dated.ended) & (Dated.young < 10)),))
    assert asking(edition, Dated()).average == 1
    edition = Edition(START, (must("later", PANEL, when=Dated.begun < Dated.ended),))
    assert asking(edition, Dated()).average == 2
    wide = Edition(START, (must("same", PANEL, when=(Wide.number < Wide.sure) & (Wide.tenth > Wide.tenth)),))
    assert asking(wide, Wide(sure=3)).most == 2


def test_too_many_answers_are_looked_at_one_question_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_PLACES", 4)
    monkeypatch.setattr(questions, "_MOST_KEPT", 2)
    same = Edition(START, (*UNEVEN.rules, must("old", MEETING, when=Child.age >= 14)))
    found = asking(same, NOBODY)
    assert (found.average, {*found.facts}) == (None, {*ASKED, Child.age.fact})


def test_a_decided_record_needs_no_question() -> None:
    done = Child(reference="A1", reoffending=Level.LOW, custody_risk=True, stage=Stage.PREVENTION)
    assert decide(UNEVEN, done).status(PANEL).value == "must"
    assert asking(UNEVEN, done) == questions.Asking((), Fraction(0))


def test_explain_ends_with_what_to_ask() -> None:
    panel = Forum("PANEL", "Panel", Chair.MANAGER)
    edition = Edition(START, (must("all", panel, when=(Case.rosh >= RiskLevel.HIGH) & Case.looked_after),))
    policy = ForumPolicy("local", about=Case, forums=(panel,), editions=(edition,))

    def said(**facts: RiskLevel | bool) -> str:
        return explained_twice(allocate(policy, Case(reference="A1", **facts), START))  # type: ignore[arg-type]

    assert said().endswith(
        "\n\nWhat to ask, in this order.\n"
        "  First for risk of serious harm, then for whether the child is looked after.\n"
        "  An answer may make later ones needless: on average 1.5 of the 2 are asked."
    )
    assert "What to ask" not in said(looked_after=True)
    assert allocate(policy, Case(reference="A1"), START).as_dict()["ask"] == ["rosh", "looked_after"]


def test_where_no_average_is_worked_out_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_PLACES", 0)
    panel = Forum("PANEL", "Panel", Chair.MANAGER)
    edition = Edition(START, (must("both", panel, when=Case.looked_after & Case.knife),))
    policy = ForumPolicy("local", about=Case, forums=(panel,), editions=(edition,))
    allocation = allocate(policy, Case(reference="A1"), START)
    assert explain(allocation).endswith("needless.")
    screen = Terminal(file=StringIO(), width=200)
    show_caseload(screen, [allocation])
    assert "facts are missing on average" not in screen.file.getvalue()  # type: ignore[attr-defined]


def test_an_answer_that_no_record_can_give_is_left_out() -> None:
    class Sure(Facts):
        begun: Maybe[bool] = fact(bool, "it has begun")
        ended: Maybe[bool] = fact(bool, "it has ended")

        @classmethod
        def cannot_be(cls) -> tuple[Impossible, ...]:
            """What has not begun has not ended."""
            return (never(cls.ended & ~cls.begun, "what has not begun has not ended"),)

    edition = Edition(START, (must("over", PANEL, when=Sure.begun & Sure.ended),))
    # Whatever has ended has begun: where it has not begun, one question is enough.
    assert asking(edition, Sure(begun=False)).facts == ()
    assert asking(edition, Sure(ended=True)).average == 1
    assert [each.name for each in asking(edition, Sure()).facts] == ["begun", "ended"]


def test_a_comparison_with_a_fact_of_a_settled_outcome_alone_is_no_threshold() -> None:
    late = must("late", CLINIC, when=(Wide.number > Wide.sure) & (Wide.day >= START))
    edition = Edition(START, (must("many", PANEL, when=Wide.number > 3), late))
    asked_for = asking(edition, Wide(sure=5, day=date(2018, 1, 1)))
    assert [each.name for each in asked_for.facts] == ["number"]

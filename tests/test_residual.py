"""What is left of an edition once what is known is put in decides every completion as the edition does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from strategies import FACTS, FORUMS, Child, Level, Stage, Wide, editions, records, values
from yosrules import Band, Edition, Facts, Maybe, covers, decide, fact, known, may, must
from yosrules.deciding import asking, edition_data, edition_from, edition_hash, residual
from yosrules.english import decision_table, guarantee_in_english, rule_in_english
from yosrules.language.expr import ALWAYS, NEVER
from yosrules.language.facts import restated, vocabulary
from yosrules.language.kinds import Value
from yosrules.proof import claims, diff, prove

PANEL, CLINIC, _ = FORUMS
START = date(2019, 1, 1)
WHOLE = Edition(
    START,
    (
        must("high", PANEL, when=(Child.rosh >= Level.HIGH) & (Child.safety >= Level.HIGH)),
        may("any", PANEL, when=known(Child.stage) | (Child.age < 14)),
        must("court", CLINIC, when=(Child.stage == Stage.POST_COURT) & Child.custody_risk),
    ),
    (covers("high-is-heard", when=Child.rosh >= Level.HIGH, by=lambda each: each is PANEL),),
)
KNOWN = Child(reference="A1", reoffending=Level.LOW, rosh=Level.HIGH, stage=Stage.PREVENTION)


@pytest.mark.slow
@settings(max_examples=25)
@given(editions(), records(), st.fixed_dictionaries({fact.name: st.none() | values(fact) for fact in FACTS}))
def test_it_decides_every_completion_as_the_edition_does(
    edition: Edition[Band], record: Child, more: dict[str, Value | None]
) -> None:
    missing = {name: value for name, value in more.items() if vars(record)[name] is None and value is not None}
    completion, left = restated(record, missing), residual(edition, record)
    for outcome in edition.outcomes:
        assert decide(left, completion).status(outcome) is decide(edition, completion).status(outcome)
    assert not {*left.reads()} & {each for each in FACTS if vars(record)[each.name] is not None}
    assert residual(left, record) == left


def test_it_says_what_is_left() -> None:
    left = residual(WHOLE, KNOWN)
    assert [rule_in_english(rule) for rule in left.rules] == [
        "panel must follow when safety and wellbeing is High or higher.",
        "panel may follow in every case.",
        "clinic does not follow.",
    ]
    assert [guarantee_in_english(each, left) for each in left.guarantees] == [
        "In every case at least one of these must follow: panel."
    ]
    assert residual(WHOLE, restated(KNOWN, {"rosh": Level.LOW})).guarantees == ()


def test_every_verb_takes_it() -> None:
    left = residual(WHOLE, KNOWN)
    answers = {claim.name: type(prove(claim)).__name__ for claim in claims(left, Child)}
    assert answers["guarantee high-is-heard"] == "Refuted"
    assert answers["fires court"] == "Refuted"
    assert answers["fires high"] == "Proved"
    assert {each.outcome: each.way.value for each in diff(WHOLE, left, Child).outcomes}["clinic"] == "narrower"
    assert len(decision_table(left).rows) == 2
    read = edition_from(edition_data(left), vocabulary(Child), {each.name: each for each in FORUMS})
    assert edition_hash(read) == edition_hash(left) != edition_hash(WHOLE)
    assert asking(left, KNOWN).facts == asking(WHOLE, KNOWN).facts == (Child.safety.fact,)


def test_facts_that_are_compared_are_put_in_where_they_fit() -> None:
    edition = Edition(
        START,
        (
            must("before", PANEL, when=Wide.day < Wide.then),
            must("less", CLINIC, when=Wide.whole <= Wide.tenth),
            must("same", FORUMS[2], when=Wide.then == Wide.last),
        ),
    )
    given_ = Wide(sure=1, then=START, tenth=Decimal("1.5"))
    left = residual(edition, given_)
    assert [rule.when for rule in left.rules] == [
        (Wide.day < START),
        (Wide.whole <= Wide.tenth),
        (Wide.last == START),
    ]
    turned = residual(edition, Wide(sure=1, day=START, whole=Decimal(1)))
    assert [rule.when for rule in turned.rules][:2] == [(Wide.then > START), (Wide.tenth >= Decimal(1))]
    assert residual(edition, Wide(sure=1, last=START, then=START)).rules[-1].when == ALWAYS


def test_what_is_known_to_be_unknown_stays_asked_for() -> None:
    class Asked(Facts):
        seen: Maybe[bool] = fact(bool, "it was seen")

    edition = Edition(START, (must("unseen", PANEL, when=~known(Asked.seen)),))
    assert residual(edition, Asked()).rules == edition.rules
    assert residual(edition, Asked(seen=False)).rules[0].when == NEVER

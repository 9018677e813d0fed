"""Tables: their rows, the regions they tell apart, and the masks that decide a record fast."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from strategies import FORUMS, Child, Level, Stage, Wide
from yosrules import Band, Edition, PolicyError, Status, Verdict, all_of, any_of, at_least, decide, known, may, must
from yosrules.errors import UndecidedError
from yosrules.language.expr import Condition
from yosrules.policies.policy import Rule
from yosrules.proof.provers.compiled import Masks, Stands, table
from yosrules.proof.provers.partition import MOST_REGIONS
from yosrules.testing.strategies import records as generate

PANEL, CLINIC, MEETING = FORUMS


def edition(*rules: Rule[Band]) -> Edition[Band]:
    return Edition(date(2019, 4, 1), rules)


def masks(condition: Condition) -> Masks[Band]:
    return table(edition(must("r", PANEL, when=condition)), Child).compile()


def test_a_row_is_one_way_for_a_rule_to_hold() -> None:
    either = (Child.rosh >= Level.HIGH) | (Child.safety >= Level.HIGH)
    subject = edition(must("r", PANEL, when=either & Child.custody_risk), may("m", CLINIC, when=Child.age > 12))
    rows = table(subject, Child).rows
    assert [(row.rule.id, row.cells) for row in rows] == [
        ("r", (Child.rosh >= Level.HIGH, all_of(Child.custody_risk))),
        ("r", (Child.safety >= Level.HIGH, all_of(Child.custody_risk))),
        ("m", (Child.age > 12,)),
    ]


def test_the_regions_are_counted_and_each_has_a_record() -> None:
    subject = table(edition(must("r", PANEL, when=(Child.rosh >= Level.HIGH) & (Child.age >= 14))), Child)
    found = [*subject.regions()]
    assert subject.size == len(found) == len(set(found)) == 9
    assert Child(reference="example", reoffending=Level.LOW) in found


@pytest.mark.slow
@settings(max_examples=30)
@given(generate.editions(Child, FORUMS), generate.records(Child))
def test_some_region_is_decided_as_any_record_is(subject: Edition[Band], record: Child) -> None:
    cut = table(subject, Child)
    if cut.size < 3000:
        decided = {cut.compile().of(each).outcomes for each in cut.regions()}
        assert cut.compile().of(record).outcomes in decided


def test_an_edition_without_rules_has_one_region_and_decides_nothing() -> None:
    subject = table(edition(), Child)
    assert subject.size == 1
    assert subject.compile()({}) == Stands((), ())


def test_a_rule_that_always_or_never_holds_reads_nothing() -> None:
    subject = table(edition(must("a", PANEL, when=all_of()), must("n", CLINIC, when=any_of())), Child).compile()
    assert subject({}) == Stands(("a",), ((PANEL, Status.MUST), (CLINIC, Status.NO)))
    assert subject({}).status(MEETING) is Status.NO
    assert subject({}).status(PANEL) is Status.MUST


@pytest.mark.parametrize(
    ("condition", "facts", "status"),
    [
        (Child.age >= 14, {"age": 13}, Status.NO),
        (Child.age >= 14, {"age": 14}, Status.MUST),
        (Child.age >= 14, {"age": None}, Status.CANNOT_TELL),
        (Wide.number > 5, {"number": 5}, Status.NO),
        (Wide.number > 5, {"number": 6}, Status.MUST),
        (Wide.number > 5, {"number": 10**30}, Status.MUST),
        (Wide.number > 5, {"number": None}, Status.CANNOT_TELL),
        (Wide.tenth == Decimal("0.5"), {"tenth": Decimal("0.50")}, Status.MUST),
        (Wide.tenth == Decimal("0.5"), {"tenth": Decimal("0.4")}, Status.NO),
        (Wide.tenth > Wide.whole, {"tenth": Decimal("1.1"), "whole": Decimal(1)}, Status.MUST),
        (Wide.tenth > Wide.whole, {"tenth": Decimal("1.0"), "whole": Decimal(1)}, Status.NO),
        (Wide.tenth > Wide.whole, {"tenth": Decimal("0.9"), "whole": Decimal(1)}, Status.NO),
        (Wide.tenth > Wide.whole, {"tenth": None, "whole": Decimal(1)}, Status.CANNOT_TELL),
        (Wide.day < date.max, {"day": date.max}, Status.NO),
        (Child.stage == Stage.POST_COURT, {"stage": "post court"}, Status.MUST),
        (known(Child.age), {"age": None}, Status.NO),
    ],
)
def test_masks_decide_a_mapping_as_it_stands(condition: Condition, facts: dict[str, object], status: Status) -> None:
    assert masks(condition)(facts).status(PANEL) is status


@pytest.mark.slow
@settings(max_examples=60)
@given(generate.editions(Wide, FORUMS), generate.records(Wide), generate.records(Wide))
def test_masks_decide_facts_without_bounds_as_decide_does(subject: Edition[Band], one: Wide, other: Wide) -> None:
    compiled = table(subject, Wide).compile()
    for record in (one, other, one):
        decision = decide(subject, record)
        told = compiled.of(record)
        assert told.outcomes == tuple((each.outcome, each.status) for each in decision.outcomes)
        assert told.holding == tuple(each.rule.id for each in decision.rules if each.finding.verdict is Verdict.HOLDS)


def test_a_rule_with_too_many_ways_to_hold_is_refused() -> None:
    refs = [getattr(Wide, name) for name in ("number", "whole", "tenth", "day", "then", "last")]
    wide = at_least(3, *(known(one) & known(two) for one in refs for two in refs[:3] if one is not two))
    hard = all_of(wide, wide)
    with pytest.raises(UndecidedError, match=r"ways for a rule to hold; a table has at most 5,000 rows"):
        table(edition(must("r", PANEL, when=hard)), Wide)


def test_one_reading_has_to_be_chosen() -> None:
    rule = must("r", PANEL, when=Child.age > 12, reading="strict")
    with pytest.raises(PolicyError, match="choose one of its readings"):
        table(edition(rule), Child)


def test_the_regions_of_a_large_edition_are_counted_but_not_walked_through() -> None:
    every = [Child.age == age for age in range(11, 18)] + [Child.share == Decimal(at) for at in range(60)]
    every += [Child.assessed == date(2019, 1, 1 + at) for at in range(31)] + [Child.rosh == each for each in Level]
    every += [Child.safety == each for each in Level] + [Child.stage == each for each in Stage]
    subject = table(edition(must("r", PANEL, when=any_of(*every))), Child)
    assert subject.size > MOST_REGIONS
    with pytest.raises(UndecidedError, match="regions; at most"):
        subject.regions()

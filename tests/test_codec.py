"""Plain data there and back, hashes that mean what was said and nothing else, and decisions made again."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from strategies import FACTS, FORUMS, Child, Level, Stage, conditions, editions, records, values
from yosrules import (
    Band,
    Citation,
    Edition,
    Facts,
    Given,
    Maybe,
    Policy,
    PolicyError,
    RecordError,
    all_of,
    any_of,
    cite,
    covers,
    decide,
    fact,
    given as always,
    known,
    may,
    must,
    unless,
    vocabulary,
)
from yosrules.deciding.codec import (
    Accepted,
    Plain,
    condition_data,
    condition_from,
    edition_data,
    edition_from,
    rule_data,
    rule_from,
)
from yosrules.deciding.decision_record import (
    Because,
    DecisionRecord,
    RecordedOutcome,
    from_plain,
    record_of,
    replay,
    sealed,
    to_plain,
)
from yosrules.deciding.hashes import SCHEMA as FORM, as_plain, edition_hash, facts_hash
from yosrules.language.expr import Condition
from yosrules.records.case import Case

SCHEMA = Path(__file__).parent.parent / "specs" / "decision-record.schema.json"
WORDS = vocabulary(Child)
NAMED = {forum.name: forum for forum in FORUMS}
PANEL, CLINIC, MEETING = FORUMS
DAY = date(2020, 2, 3)
"""Of no year that the drawn facts have."""


@cache
def citations() -> st.SearchStrategy[Citation | None]:
    text = st.sampled_from(["", "Strategy", "slide 7", "https://example.org/7"])
    return st.none() | st.builds(Citation, text, text, text)


@cache
def guarantees_of(outcomes: tuple[Band, ...]) -> st.SearchStrategy[list[Any]]:
    """What a guarantee or two of these outcomes are made of."""
    accepted = st.sets(st.sampled_from(outcomes), min_size=1).map(lambda some: some.__contains__)
    return st.lists(st.tuples(conditions(), accepted, citations()), max_size=2)


@cache
@st.composite
def cited_editions(draw: st.DrawFn) -> Edition[Band]:
    """Editions with citations, and a guarantee or two where a rule leads anywhere."""
    drawn = draw(editions())
    rules = tuple(attrs.evolve(rule, cites=draw(citations())) for rule in drawn.rules)
    promised = draw(guarantees_of(drawn.outcomes)) if drawn.outcomes else []
    guarantees = tuple(covers(f"kept-{n}", when=c, by=by, cites=word) for n, (c, by, word) in enumerate(promised))
    return attrs.evolve(drawn, rules=rules, guarantees=guarantees, cites=draw(citations()))


def recorded(edition: Edition[Band], record: Facts, about: type[Facts] = Child) -> DecisionRecord:
    return record_of(Policy("strategy", about, (edition,)), edition, decide(edition, record), record, DAY)


def through_json(data: Plain) -> Any:
    return json.loads(json.dumps(data))


def texts(data: object) -> list[str]:
    """Every word and number in plain data, names included."""
    match data:
        case dict():
            return [text for name, part in data.items() for text in (name, *texts(part))]
        case list():
            return [text for part in data for text in texts(part)]
        case _:
            return [str(data)]


# The laws.


@pytest.mark.slow
@given(conditions())
def test_a_condition_comes_back_from_plain_data_as_it_was(condition: Condition) -> None:
    assert condition_from(through_json(condition_data(condition)), WORDS) == condition


@pytest.mark.slow
@given(cited_editions())
def test_a_rule_comes_back_from_plain_data_as_it_was(edition: Edition[Band]) -> None:
    for rule in edition.rules:
        assert rule_from(through_json(rule_data(rule)), WORDS, NAMED) == rule


@pytest.mark.slow
@given(cited_editions())
def test_an_edition_comes_back_from_plain_data_as_it_was(edition: Edition[Band]) -> None:
    back = edition_from(through_json(edition_data(edition)), WORDS, NAMED)
    assert attrs.evolve(back, guarantees=()) == attrs.evolve(edition, guarantees=())
    assert edition_data(back) == edition_data(edition)
    assert edition_hash(back) == edition_hash(edition)
    assert edition_from(edition_data(back), WORDS, NAMED) == back


@pytest.mark.slow
@given(cited_editions(), records())
def test_a_decision_record_comes_back_from_plain_data_as_it_was(edition: Edition[Band], record: Child) -> None:
    kept = recorded(edition, record)
    assert from_plain(through_json(to_plain(kept))) == kept
    assert through_json(to_plain(kept)) == to_plain(kept)


@pytest.mark.slow
@given(cited_editions(), records())
def test_a_decision_record_holds_plain_types_alone(edition: Edition[Band], record: Child) -> None:
    assert plain_types(to_plain(recorded(edition, record))) <= {dict, list, str, int, bool, type(None)}
    assert plain_types(edition_data(edition)) <= {dict, list, str, int, bool, type(None)}


def plain_types(data: object) -> set[type]:
    parts: list[object] = []
    if isinstance(data, dict):
        parts = [*data, *data.values()]
    if isinstance(data, list):
        parts = data
    return {type(data)}.union(*map(plain_types, parts))


@pytest.mark.slow
@given(cited_editions(), records())
def test_replaying_what_was_recorded_finds_no_difference(edition: Edition[Band], record: Child) -> None:
    assert replay(recorded(edition, record), Policy("strategy", Child, (edition,)), record) == ()


@pytest.mark.slow
@given(st.data(), cited_editions(), records())
def test_replay_is_silent_exactly_where_all_but_the_library_is_the_same(
    data: st.DataObject, edition: Edition[Band], record: Child
) -> None:
    later = data.draw(st.just(edition) | cited_editions())
    other = data.draw(st.just(record) | records())
    was, now = recorded(edition, record), recorded(later, other)
    older = attrs.evolve(was, library="0.0.1")
    older = attrs.evolve(older, record_hash=sealed(older))
    told = replay(older, Policy("strategy", Child, (later,)), other)
    assert (told == ()) is (was == now)


@pytest.mark.slow
@given(cited_editions(), records(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_guarantees_changes_no_record(
    edition: Edition[Band], record: Child, chance: random.Random
) -> None:
    rules, guarantees = list(edition.rules), list(edition.guarantees)
    chance.shuffle(rules)
    chance.shuffle(guarantees)
    other = attrs.evolve(edition, rules=tuple(rules), guarantees=tuple(guarantees))
    assert recorded(other, record) == recorded(edition, record)


@pytest.mark.slow
@given(cited_editions(), records())
def test_no_value_of_a_fact_is_in_a_decision_record(edition: Edition[Band], record: Child) -> None:
    data = to_plain(recorded(edition, record))
    stated = {written(vars(record)[each.name]) for each in FACTS if vars(record)[each.name] is not None}
    fixed = {"schema", "edition_hash", "facts_hash", "record_hash", "start_stated"}
    assert not stated & set(texts({name: part for name, part in data.items() if name not in fixed}))


def written(value: object) -> str:
    return value.name if isinstance(value, IntEnum) else str(value)


@pytest.mark.slow
@given(cited_editions(), records(), records())
def test_beside_its_hash_the_facts_show_only_through_the_decision(
    edition: Edition[Band], one: Child, other: Child
) -> None:
    a, b = recorded(edition, one), recorded(edition, other)
    assert attrs.evolve(a, facts_hash=b.facts_hash, outcomes=b.outcomes, record_hash=b.record_hash) == b
    alike = [(each.outcome, each.status, each.because, each.missing) for each in decide(edition, one).outcomes] == [
        (each.outcome, each.status, each.because, each.missing) for each in decide(edition, other).outcomes
    ]
    assert not alike or a.outcomes == b.outcomes


@given(st.data(), records())
def test_a_change_of_one_fact_changes_the_hash_of_the_facts(data: st.DataObject, record: Child) -> None:
    changed = data.draw(st.sampled_from(FACTS))
    value = data.draw(values(changed))
    other = attrs.evolve(record, **{changed.name: value})
    assert (facts_hash(Child, other) == facts_hash(Child, record)) is (vars(record)[changed.name] == value)


@pytest.mark.slow
@given(st.data(), cited_editions())
def test_editions_have_one_hash_exactly_where_they_say_the_same(data: st.DataObject, one: Edition[Band]) -> None:
    rules = st.lists(st.sampled_from(one.rules), unique=True) if one.rules else st.just([])
    shuffled = rules.map(lambda some: attrs.evolve(one, rules=tuple(some), guarantees=()))
    other = data.draw(shuffled | cited_editions())
    assert (edition_hash(one) == edition_hash(other)) is (said(one) == said(other))


def said(edition: Edition[Band]) -> object:
    """What an edition says, without the help of plain data; the order says nothing."""
    accepted = {each.id: {forum.name for forum in edition.outcomes if each.by(forum)} for each in edition.guarantees}
    promises = {each.id: (each.when, each.cites, accepted[each.id]) for each in edition.guarantees}
    return {rule.id: rule for rule in edition.rules}, promises, edition.cites


# Conditions by example.


@pytest.mark.parametrize(
    ("condition", "data"),
    [
        (Child.rosh >= Level.VERY_HIGH, {"fact": "rosh", "op": ">=", "value": "VERY_HIGH"}),
        (Child.stage != Stage.OUT_OF_COURT, {"fact": "stage", "op": "!=", "value": "out of court"}),
        (~all_of(Child.custody_risk), {"fact": "custody_risk", "op": "!=", "value": True}),
        (Child.age < 18, {"fact": "age", "op": "<", "value": 18}),
        (Child.share > Decimal("12.50"), {"fact": "share", "op": ">", "value": "12.5"}),
        (Child.share > Decimal("1E+2"), {"fact": "share", "op": ">", "value": "100"}),
        (Child.share > Decimal("-0.00"), {"fact": "share", "op": ">", "value": "0"}),
        (Child.share > Decimal("-1.05"), {"fact": "share", "op": ">", "value": "-1.05"}),
        (Child.assessed <= date(2019, 4, 1), {"fact": "assessed", "op": "<=", "value": "2019-04-01"}),
        (Child.rosh > Child.safety, {"fact": "rosh", "op": ">", "other": "safety"}),
        (known(Child.rosh), {"fact": "rosh", "known": True}),
        (~known(Child.rosh), {"fact": "rosh", "known": False}),
        (all_of(), {"all": []}),
        (any_of(), {"any": []}),
        (
            Child.custody_risk & known(Child.age),
            {"all": [{"fact": "custody_risk", "op": "==", "value": True}, {"fact": "age", "known": True}]},
        ),
    ],
)
def test_a_condition_as_plain_data(condition: Condition, data: Plain) -> None:
    assert condition_data(condition) == data
    assert condition_from(data, WORDS) == condition


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"fact": "height", "op": ">", "value": 1}, "wrote 'height' for a fact; allowed: rosh, safety, reoffending, "),
        ({"fact": ["rosh"], "known": True}, r"wrote \['rosh'\] for a fact"),
        ({"fact": "rosh", "op": ">", "other": "height"}, "wrote 'height' for a fact"),
        ({"fact": "age", "op": "=>", "value": 1}, "wrote '=>' for an operator; allowed: <, <=, ==, !=, >= or >$"),
        ({"fact": "age", "op": None, "value": 1}, "wrote None for an operator"),
        (
            {"fact": "rosh", "op": ">", "value": "EXTREME"},
            'wrote \'EXTREME\' for rosh; allowed: "LOW", "MEDIUM", "HIGH" or "VERY_HIGH"$',
        ),
        ({"fact": "rosh", "op": ">", "value": 3}, "wrote 3 for rosh"),
        ({"fact": "rosh", "op": ">", "value": "high"}, "wrote 'high' for rosh"),
        (
            {"fact": "stage", "op": "==", "value": "COURT"},
            'wrote \'COURT\' for stage; allowed: "prevention", "out of court" or "post court"$',
        ),
        ({"fact": "custody_risk", "op": "==", "value": 1}, "wrote 1 for custody_risk; allowed: false or true$"),
        ({"fact": "custody_risk", "op": "==", "value": "true"}, "wrote 'true' for custody_risk"),
        ({"fact": "age", "op": ">", "value": True}, "wrote True for age; allowed: a whole number from 10 to 17$"),
        ({"fact": "age", "op": ">", "value": "12"}, "wrote '12' for age"),
        ({"fact": "age", "op": ">", "value": 12.0}, "wrote 12.0 for age"),
        ({"fact": "share", "op": ">", "value": 12}, "wrote 12 for share; allowed: a number with at most 2 decimal"),
        ({"fact": "share", "op": ">", "value": "NaN"}, "wrote 'NaN' for share"),
        ({"fact": "share", "op": ">", "value": "1E+999999999"}, "wrote '1E.*' for share"),
        ({"fact": "share", "op": ">", "value": "1.005"}, "share cannot be compared .* more than 2 decimal places"),
        ({"fact": "assessed", "op": ">", "value": "20190401"}, "wrote '20190401' for assessed; allowed: a date$"),
        ({"fact": "assessed", "op": ">", "value": "2019-02-30"}, "wrote '2019-02-30' for assessed"),
        ({"fact": "assessed", "op": ">", "value": 2019}, "wrote 2019 for assessed"),
        ({"fact": "stage", "op": "<", "value": "prevention"}, "stage has no order"),
        ({"fact": "age", "op": "<", "other": "rosh"}, "age cannot be compared with rosh"),
        ({"fact": "rosh", "known": 1}, "wrote {'fact': 'rosh', 'known': 1} for a condition; allowed: a fact with op"),
        ({"fact": "rosh", "known": True, "op": ">"}, "for a condition"),
        ({"fact": "rosh", "op": ">", "value": "LOW", "other": "safety"}, "for a condition"),
        ({"fact": "rosh", "op": ">", "other": "safety", "why": ""}, "for a condition"),
        ({"all": [], "any": []}, "for a condition"),
        ({"any": [], "all": []}, "for a condition"),
        ({"all": {}}, "for a condition"),
        ({"any": "rosh"}, "for a condition"),
        ({"any": [{"all": [5]}]}, "wrote 5 for a condition"),
        ([], r"wrote \[\] for a condition"),
        (None, "wrote None for a condition"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(data: object, why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        condition_from(data, WORDS)


# Rules and editions by example.

HIGH = must("high", PANEL, when=Child.rosh >= Level.HIGH, cites=cite("Strategy", "slide 7"))
YOUNG = may("young", CLINIC, when=Child.age < 14)
EDITION = Edition(
    date(2019, 4, 1),
    (HIGH, YOUNG),
    (covers("nobody-missed", when=Child.rosh >= Level.HIGH, by=lambda forum: forum.name == "panel"),),
    cite("Handbook", "page 3", "https://example.org/handbook"),
)
STRATEGY = Policy("strategy", Child, (EDITION,))


def test_an_edition_as_plain_data() -> None:
    assert edition_data(EDITION) == {
        "starts": "2019-04-01",
        "start_stated": True,
        "ends": None,
        "checked": None,
        "rules": [
            {
                "id": "high",
                "outcome": "panel",
                "modality": "must",
                "when": {"fact": "rosh", "op": ">=", "value": "HIGH"},
                "cites": {"source": "Strategy", "where": "slide 7", "url": ""},
                "reading": None,
            },
            {
                "id": "young",
                "outcome": "clinic",
                "modality": "may",
                "when": {"fact": "age", "op": "<", "value": 14},
                "cites": None,
                "reading": None,
            },
        ],
        "guarantees": [
            {
                "id": "nobody-missed",
                "when": {"fact": "rosh", "op": ">=", "value": "HIGH"},
                "by": ["panel"],
                "cites": None,
            }
        ],
        "cites": {"source": "Handbook", "where": "page 3", "url": "https://example.org/handbook"},
    }


def test_a_guarantee_read_back_accepts_by_name() -> None:
    (kept,) = edition_from(edition_data(EDITION), WORDS, NAMED).guarantees
    assert kept.by == Accepted(("panel",))
    assert kept.by(PANEL)
    assert not kept.by(CLINIC)


def test_readings_come_back_too() -> None:
    edition = Edition(date(2019, 4, 1), (attrs.evolve(HIGH, reading="strict"), attrs.evolve(YOUNG, reading="loose")))
    assert edition_from(edition_data(edition), WORDS, NAMED) == edition


def put(*path: str | int, value: object) -> Callable[[Any], None]:
    """A change to plain data: a value in one place, or, for `...`, nothing there any more."""

    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        if value is ...:
            del data[path[-1]]
        else:
            data[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (put("rules", 0, "outcome", value="IPC"), r"edition.rules\[0\].outcome: wrote 'IPC' for an outcome; allowed: "),
        (
            put("rules", 1, "modality", value="shall"),
            r'rules\[1\].modality: wrote \'shall\'; allowed: "must" or "may"$',
        ),
        (put("rules", 0, "when", "fact", value="x"), r"edition.rules\[0\].when: wrote 'x' for a fact"),
        (put("rules", 0, "id", value=7), r"edition.rules\[0\].id: wrote 7; allowed: text$"),
        (put("rules", 0, "id", value=...), r"edition.rules\[0\].id: is missing$"),
        (put("rules", 0, value="high"), r"edition.rules\[0\]: wrote 'high'; allowed: names with values$"),
        (put("rules", 0, "why", value=""), r"edition.rules\[0\]: has what does not belong there: 'why'$"),
        (put("rules", value={}), "edition.rules: wrote {}; allowed: a list$"),
        (put("rules", 1, "id", value="high"), "edition: the edition of 2019-04-01 has 2 rules called 'high'"),
        (put("guarantees", 0, "by", value="panel"), r"edition.guarantees\[0\].by: wrote 'panel'; allowed: a list$"),
        (put("guarantees", 0, "by", 0, value="IPC"), r"edition.guarantees\[0\].by\[0\]: wrote 'IPC' for an outcome"),
        (put("guarantees", 0, "by", value=[]), "guarantee nobody-missed accepts no outcome"),
        (put("starts", value="1 April"), "edition.starts: wrote '1 April'; allowed: a date$"),
    ],
)
def test_what_is_no_edition_is_refused_in_words(change: Callable[[Any], None], why: str) -> None:
    data = edition_data(EDITION)
    change(data)
    with pytest.raises(PolicyError, match=why):
        edition_from(data, WORDS, NAMED)


def test_everything_wrong_is_said_at_once() -> None:
    data: Any = edition_data(EDITION)
    data["starts"], data["rules"][0]["id"] = 2019, None
    with pytest.raises(PolicyError) as refused:
        edition_from(data, WORDS, NAMED)
    assert str(refused.value).splitlines() == [
        "edition.starts: wrote 2019; allowed: a date",
        "edition.rules[0].id: wrote None; allowed: text",
    ]


def test_what_is_no_rule_is_refused_in_words() -> None:
    with pytest.raises(PolicyError, match=r"^rule: wrote \[\]; allowed: names with values$"):
        rule_from([], WORDS, NAMED)


# Hashes.


def evolved(number: int, **changes: object) -> Edition[Band]:
    rules = list(EDITION.rules)
    rules[number] = attrs.evolve(rules[number], **changes)  # type: ignore[arg-type]
    return attrs.evolve(EDITION, rules=tuple(rules))


def promising(**changes: object) -> Edition[Band]:
    (kept,) = EDITION.guarantees
    return attrs.evolve(EDITION, guarantees=(attrs.evolve(kept, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        evolved(0, when=Child.rosh >= Level.MEDIUM),
        evolved(0, when=Child.rosh > Level.HIGH),
        evolved(0, when=Child.safety >= Level.HIGH),
        evolved(0, when=unless(Child.rosh < Level.HIGH)),
        evolved(1, when=Child.age < 15),
        evolved(0, id="higher"),
        evolved(1, modality=HIGH.modality),
        evolved(1, outcome=MEETING),
        evolved(0, outcome=Band("panel", 50)),
        evolved(0, cites=None),
        evolved(0, cites=cite("Strategy", "slide 8")),
        evolved(0, cites=cite("Strategy", "slide 7", "https://example.org")),
        evolved(1, reading="strict"),
        attrs.evolve(EDITION, cites=None),
        attrs.evolve(EDITION, rules=EDITION.rules[:1]),
        attrs.evolve(EDITION, guarantees=()),
        promising(id="everybody"),
        promising(when=Child.rosh >= Level.MEDIUM),
        promising(by=lambda forum: True),
        promising(cites=cite("Strategy")),
    ],
)
def test_the_hash_of_an_edition_changes_with_whatever_it_says(changed: Edition[Band]) -> None:
    assert edition_hash(changed) != edition_hash(EDITION)


@pytest.mark.parametrize(
    "same",
    [
        attrs.evolve(EDITION, rules=EDITION.rules[::-1]),
        attrs.evolve(EDITION, starts=date(2026, 1, 1)),
        promising(by=lambda forum: forum.name not in {"clinic", "meeting"}),
        attrs.evolve(EDITION, checked=date(2026, 1, 1)),
    ],
)
def test_the_hash_of_an_edition_stays_where_it_says_the_same(same: Edition[Band]) -> None:
    assert edition_hash(same) == edition_hash(EDITION)


def test_hashes_are_the_same_in_every_version_that_writes_this_schema() -> None:
    """If this fails, every record that is kept would differ on replay: a new hash needs a new number of schema."""
    assert FORM == 2
    assert edition_hash(EDITION) == "e972d00f13a22ce54e35d9e7978200fad5662c5c0e9da83f8817bbbc65d629d4"
    assert edition_hash(EDITION, 1) == "831f7a08732e3dab6bf0c15344590b85babc200ac5e4f40e724830d79bfe6daa"
    assert facts_hash(Child, CHILD) == "01625bef442c58022424dc22b775bc257d7a854a89380324997e300fba20a7c4"


def test_a_scale_with_other_levels_gives_an_edition_another_hash() -> None:
    def on_scale(**levels: int) -> str:
        scale = IntEnum("Scale", levels)  # type: ignore[misc]
        about: Any = type(Facts)("Judged", (Facts,), {"judged": fact(scale, "judged")})
        return edition_hash(Edition(date(2019, 4, 1), (must("high", PANEL, when=about.judged >= scale["HIGH"]),)))

    assert on_scale(LOW=1, HIGH=2) == on_scale(HIGH=2, LOW=1)
    assert len({on_scale(LOW=1, HIGH=2), on_scale(LOW=2, HIGH=1), on_scale(LOW=1, HIGH=2, TOP=3)}) == 3


def test_labels_and_bounds_of_facts_are_not_hashed() -> None:
    class Renamed(Facts):
        age: Maybe[int] = fact(int, "years of age", low=0)

    before, after = (Edition(DAY, (must("young", CLINIC, when=about.age < 14),)) for about in (Child, Renamed))
    assert edition_hash(before) == edition_hash(after)


CHILD = Child(reference="A1", rosh=Level.HIGH, reoffending=Level.LOW, share=Decimal("12.5"), assessed=date(2018, 1, 1))


def test_facts_added_to_a_vocabulary_change_no_hash_while_they_are_unknown() -> None:
    class Local(Child):
        knife: Maybe[bool] = fact(bool)

    stated = {name: value for name, value in vars(CHILD).items() if value is not None}
    assert facts_hash(Local, Local(**stated)) == facts_hash(Child, CHILD)
    assert facts_hash(Local, Local(knife=False, **stated)) != facts_hash(Child, CHILD)
    assert facts_hash(Child, Local(knife=False, **stated)) == facts_hash(Child, CHILD)


def test_facts_that_a_policy_is_not_about_are_no_part_of_its_record() -> None:
    class Local(Child):
        knife: Maybe[bool] = fact(bool)

    stated = {name: value for name, value in vars(CHILD).items() if value is not None}
    assert recorded(EDITION, Local(knife=True, **stated)) == recorded(EDITION, CHILD)


def test_equal_decimals_and_another_reference_have_the_same_hash() -> None:
    same = attrs.evolve(CHILD, reference="B2", share=Decimal("12.50"))
    assert facts_hash(Child, same) == facts_hash(Child, CHILD)


ELSEWHERE = """
import json
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from yosrules import Band, Edition, Facts, Maybe, Policy, cite, covers, decide, fact, may, must
from yosrules.deciding.decision_record import record_of, to_plain

Level = IntEnum("Level", "LOW MEDIUM HIGH")
Stage = StrEnum("Stage", "BEFORE AFTER")

class Case(Facts):
    reference: str
    rosh: Maybe[Level] = fact(Level)
    stage: Maybe[Stage] = fact(Stage)
    share: Maybe[Decimal] = fact(Decimal, places=2)
    hurt: Maybe[bool] = fact(bool)

bands = [Band(name, 0) for name in ("panel", "clinic", "meeting", "visit")]
chosen = {"panel", "visit", "meeting"}
rules = {must(f"must-{band.name}", band, when=Case.rosh >= Level.HIGH, cites=cite("Strategy")) for band in bands}
rules |= {may(f"may-{band.name}", band, when=(Case.stage == Stage.AFTER) & (Case.share > Case.share)) for band in bands}
rules.add(may("hurt", bands[0], when=Case.hurt))
kept = covers("kept", when=Case.hurt, by=lambda band: band.name in chosen)
edition = Edition(date(2019, 4, 1), tuple(rules), (kept,))
case = Case(reference="A1", rosh=Level.LOW)
record = record_of(Policy("strategy", Case, (edition,)), edition, decide(edition, case), case, date(2020, 1, 1))
print([rule.id for rule in rules])
print(json.dumps(to_plain(record)))
"""


@pytest.mark.slow
def test_two_processes_write_the_very_same_record() -> None:
    orders, kept = zip(*(elsewhere(seed) for seed in ("0", "1", "2")), strict=True)
    assert len(set(orders)) > 1
    assert len(set(kept)) == 1


def elsewhere(seed: str) -> tuple[str, str]:
    """The order of a set in a new process, and the JSON of a record made from it."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", ELSEWHERE],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert ended.returncode == 0, ended.stderr
    order, kept = ended.stdout.splitlines()
    return order, kept


# Decision records by example.


def test_a_decision_record_as_plain_data() -> None:
    kept = to_plain(recorded(EDITION, CHILD))
    assert kept == {
        "schema": 2,
        "library": version("yosrules"),
        "policy": "strategy",
        "edition_starts": "2019-04-01",
        "edition_hash": edition_hash(EDITION),
        "day": "2020-02-03",
        "reference": "A1",
        "facts_hash": facts_hash(Child, CHILD),
        "outcomes": [
            {
                "outcome": "clinic",
                "status": "cannot tell",
                "because": [
                    {
                        "rule": "young",
                        "cites": {"source": "Handbook", "where": "page 3", "url": "https://example.org/handbook"},
                    }
                ],
                "missing": ["age"],
            },
            {
                "outcome": "panel",
                "status": "must",
                "because": [{"rule": "high", "cites": {"source": "Strategy", "where": "slide 7", "url": ""}}],
                "missing": [],
            },
        ],
        "reading": "",
        "start_stated": True,
        "edition_ends": None,
        "source_checked": None,
        "record_hash": recorded(EDITION, CHILD).record_hash,
    }


def test_a_rule_without_a_word_of_its_own_or_its_editions_cites_nothing() -> None:
    (outcome,) = recorded(Edition(DAY, (attrs.evolve(HIGH, cites=None),)), CHILD).outcomes
    assert outcome == RecordedOutcome("panel", decide(EDITION, CHILD).status(PANEL), (Because("high", None),), ())


def test_missing_facts_and_rules_are_in_the_order_of_the_alphabet() -> None:
    rules = (
        must("z", PANEL, when=(Child.stage == Stage.POST_COURT) & Child.custody_risk),
        must("a", PANEL, when=Child.age < 14),
    )
    (outcome,) = recorded(Edition(DAY, rules), CHILD).outcomes
    assert [each.rule for each in outcome.because] == ["a", "z"]
    assert outcome.missing == ("age", "custody_risk", "stage")


def test_a_distinctive_fact_is_nowhere_in_the_record() -> None:
    class Secret(StrEnum):
        THIS = "xylophone"
        THAT = "zebra"

    class Told(Facts):
        reference: str
        note: str
        secret: Maybe[Secret] = fact(Secret)
        born: Maybe[date] = fact(date)
        pounds: Maybe[Decimal] = fact(Decimal, places=2)

    rules = (
        must("one", PANEL, when=Told.secret == Secret.THIS),
        may("two", CLINIC, when=(Told.born < date(2009, 9, 9)) | (Told.pounds > Decimal("77.77"))),
    )
    told = Told(reference="A1", note="whisper", secret=Secret.THIS, born=date(2009, 8, 7), pounds=Decimal("88.88"))
    kept = json.dumps(to_plain(recorded(Edition(DAY, rules), told, Told)))
    assert '"must"' in kept
    for leak in ("xylophone", "THIS", "2009", "88.88", "whisper", "77.77", "zebra"):
        assert leak not in kept


def test_a_record_without_a_reference_has_none() -> None:
    class Worker(Facts):
        long: Maybe[bool] = fact(bool)

    class Numbered(Facts):
        reference: Given[int] = always(int)
        long: Maybe[bool] = fact(bool)

    for about, worker in ((Worker, Worker(long=True)), (Numbered, Numbered(reference=7, long=True))):
        edition = Edition(DAY, (must("long", PANEL, when=about.long),))
        assert recorded(edition, worker, about).reference is None


def test_an_edition_without_rules_leaves_a_record_without_outcomes() -> None:
    assert recorded(Edition[Band](DAY, ()), CHILD).outcomes == ()


def test_a_decision_of_another_record_is_not_recorded() -> None:
    decision = decide(EDITION, attrs.evolve(CHILD, rosh=Level.LOW))
    with pytest.raises(PolicyError, match="strategy: the decision is not the one that the edition of 2019-04-01 makes"):
        record_of(STRATEGY, EDITION, decision, CHILD, DAY)


def test_a_decision_by_another_edition_is_not_recorded() -> None:
    other = evolved(1, id="younger")
    with pytest.raises(PolicyError, match="strategy: the decision is not the one that"):
        record_of(STRATEGY, EDITION, decide(other, CHILD), CHILD, DAY)
    with pytest.raises(
        PolicyError, match="strategy: the edition of 2019-04-01 as given is not the one in force on 2020"
    ):
        record_of(STRATEGY, other, decide(other, CHILD), CHILD, DAY)
    with pytest.raises(PolicyError, match="strategy has no edition for 2019-03-31"):
        record_of(STRATEGY, EDITION, decide(EDITION, CHILD), CHILD, date(2019, 3, 31))


def test_a_policy_is_asked_about_its_own_kind_of_record() -> None:
    class Adult(Facts):
        rosh: Maybe[Level] = fact(Level)

    with pytest.raises(RecordError, match="strategy is about a Child, not a Adult"):
        record_of(STRATEGY, EDITION, decide(EDITION, CHILD), Adult(), DAY)


def test_two_outcomes_of_one_name_are_not_recorded() -> None:
    edition = Edition(DAY, (HIGH, must("again", Band("panel", 50), when=Child.age < 14)))
    with pytest.raises(PolicyError, match="strategy has two outcomes called 'panel'"):
        recorded(edition, CHILD)


READ = Edition(
    date(2019, 4, 1),
    (
        attrs.evolve(HIGH, reading="strict"),
        attrs.evolve(YOUNG, reading="loose"),
        may("low", MEETING, when=Child.age > 1),
    ),
)


def test_a_chosen_reading_is_recorded_and_replayed_with_a_policy_of_that_reading() -> None:
    strict = READ.readings()["strict"]
    policy = Policy("strategy", Child, (READ,))
    kept = record_of(policy, strict, decide(strict, CHILD), CHILD, DAY)
    assert [each.outcome for each in kept.outcomes] == ["meeting", "panel"]
    assert kept.reading == "strict"
    assert replay(kept, policy, CHILD) == ()
    assert replay(kept, Policy("strategy", Child, (strict,)), CHILD) == ()
    unread = attrs.evolve(kept, reading="")
    with pytest.raises(
        PolicyError, match=r"strategy cannot be replayed: .* can be read as strict or loose: choose one"
    ):
        replay(unread, policy, CHILD)


# Replays by example.


def test_replaying_another_case_says_what_came_out_otherwise() -> None:
    other = Child(reference="B2", rosh=Level.LOW, reoffending=Level.LOW, age=13)
    assert replay(recorded(EDITION, CHILD), STRATEGY, other) == (
        "the reference differs from A1 to B2",
        f"the hash of the facts differs from {facts_hash(Child, CHILD)} to {facts_hash(Child, other)}",
        "clinic: the status differs from cannot tell to may",
        "clinic: the list of missing facts differs from age to none",
        "panel: the status differs from must to no",
        "panel: the list of rules behind it differs from high (Strategy, slide 7) to none",
    )


def test_replaying_with_another_policy_says_what_came_out_otherwise() -> None:
    rules = (attrs.evolve(HIGH, id="higher", cites=None), may("meet", MEETING, when=Child.rosh >= Level.HIGH))
    later = Edition(date(2019, 5, 1), rules)
    assert replay(recorded(EDITION, CHILD), Policy("renamed", Child, (later,)), CHILD) == (
        "the policy differs from strategy to renamed",
        "the start of the edition differs from 2019-04-01 to 2019-05-01",
        f"the hash of the edition differs from {edition_hash(EDITION)} to {edition_hash(later)}",
        "clinic: the status differs from cannot tell to none",
        "clinic: the list of rules behind it differs from "
        "young (Handbook, page 3, https://example.org/handbook) to none",
        "clinic: the list of missing facts differs from age to none",
        "panel: the list of rules behind it differs from high (Strategy, slide 7) to higher",
        "meeting: the status differs from none to may",
        "meeting: the list of rules behind it differs from none to meet",
    )


def test_the_edition_of_the_recorded_day_is_replayed() -> None:
    later = Edition(date(2021, 1, 1), (YOUNG,))
    assert replay(recorded(EDITION, CHILD), Policy("strategy", Child, (EDITION, later)), CHILD) == ()
    with pytest.raises(PolicyError, match="strategy cannot be replayed: strategy has no edition for 2020-02-03"):
        replay(recorded(EDITION, CHILD), Policy("strategy", Child, (later,)), CHILD)


def test_a_case_without_a_reference_is_told_from_one_with_a_reference() -> None:
    kept = attrs.evolve(recorded(EDITION, CHILD), reference=None)
    kept = attrs.evolve(kept, record_hash=sealed(kept))
    assert replay(kept, STRATEGY, CHILD) == ("the reference differs from none to A1",)


CHANGED = "the record was changed after it was written: it does not fit its own hash"


def test_a_day_changed_in_a_record_shows_though_it_changes_no_outcome() -> None:
    kept = attrs.evolve(recorded(EDITION, CHILD), day=date(2020, 3, 3))
    assert replay(kept, STRATEGY, CHILD) == (CHANGED,)


def test_a_record_of_the_first_form_is_replayed_by_the_hashes_of_that_form() -> None:
    data: Any = to_plain(recorded(EDITION, CHILD))
    new = ("reading", "start_stated", "edition_ends", "source_checked", "record_hash")
    old = {name: value for name, value in data.items() if name not in new} | {
        "schema": 1,
        "edition_hash": "831f7a08732e3dab6bf0c15344590b85babc200ac5e4f40e724830d79bfe6daa",
        "facts_hash": "01625bef442c58022424dc22b775bc257d7a854a89380324997e300fba20a7c4",
    }
    assert replay(from_plain(old), STRATEGY, CHILD) == ()


def test_the_author_of_a_judgement_belongs_to_the_facts_and_nothing_that_is_blank_does() -> None:
    child = Case(reference="A1", at_risk_of_custody=True, at_risk_of_custody_author="court officer")
    other = attrs.evolve(child, at_risk_of_custody_author="case manager")
    assert facts_hash(Case, child) != facts_hash(Case, other)
    assert facts_hash(Case, attrs.evolve(child, reference="B2")) == facts_hash(Case, child)
    assert facts_hash(Case, attrs.evolve(child, at_risk_of_custody_author="")) == facts_hash(Case, child, 1)


def test_an_end_given_to_an_edition_shows_and_a_later_look_at_its_source_does_not() -> None:
    kept = recorded(EDITION, CHILD)
    ended = attrs.evolve(EDITION, ends=date(2024, 3, 31), checked=date(2026, 1, 1))
    assert replay(kept, Policy("strategy", Child, (ended,)), CHILD) == (
        "the end of the edition differs from none to 2024-03-31",
    )


def test_plain_data_has_the_names_of_functions_and_classes_and_no_address() -> None:
    assert as_plain(
        {"by": sealed, "of": Child, "share": Fraction(1, 3), "level": Level.HIGH, "fact": Child.age.fact}
    ) == {
        "by": "yosrules.deciding.decision_record.sealed",
        "of": f"{Child.__module__}.Child",
        "share": "1/3",
        "level": "HIGH",
        "fact": "age",
    }
    assert as_plain(cite("Strategy")) == {"is": "Citation", "source": "Strategy", "where": "", "url": ""}
    with pytest.raises(PolicyError, match="a object has no form as plain data"):
        as_plain(object())


def test_an_outcome_that_is_no_class_of_attrs_is_hashed_by_its_name() -> None:
    class Stages(StrEnum):
        FIRST = "first"

    edition: Edition[Any] = Edition(DAY, (must("one", Stages.FIRST, when=Child.custody_risk),))
    assert edition_hash(edition) != edition_hash(edition, 1)


# What is no decision record, and the JSON Schema.

MISFITS = [
    (put("day", value="20200203"), "decision record.day: wrote '20200203'; allowed: a date$"),
    (put("day", value="2020-02-30"), "decision record.day: wrote '2020-02-30'; allowed: a date$"),
    (put("day", value=...), "decision record.day: is missing$"),
    (put("day", value=None), "decision record.day: wrote None"),
    (put("schema", value=3), "wrote 3 for the schema; allowed: 1 to 2$"),
    (put("schema", value=0), "wrote 0 for the schema; allowed: 1 to 2$"),
    (put("record_hash", value=...), "wrote '' for a SHA-256 hash"),
    (put("record_hash", value="abc"), "wrote 'abc' for a SHA-256 hash"),
    (put("reading", value=None), "decision record.reading: wrote None; allowed: text$"),
    (put("edition_ends", value="soon"), "decision record.edition_ends: wrote 'soon'; allowed: a date"),
    (put("schema", value=True), "decision record.schema: wrote True; allowed: a whole number$"),
    (put("schema", value="1"), "decision record.schema: wrote '1'"),
    (put("library", value=1), "decision record.library: wrote 1; allowed: text$"),
    (put("reference", value=7), "decision record.reference: wrote 7; allowed: text$"),
    (put("edition_hash", value="abc"), "wrote 'abc' for a SHA-256 hash; allowed: 64 digits"),
    (put("facts_hash", value="A" * 64), "wrote 'A+' for a SHA-256 hash"),
    (put("age", value=14), "decision record: has what does not belong there: 'age'$"),
    (put("outcomes", value={}), "decision record.outcomes: wrote {}; allowed: a list$"),
    (put("outcomes", 0, value=5), r"decision record.outcomes\[0\]: wrote 5; allowed: names with values$"),
    (
        put("outcomes", 1, "status", value="should"),
        r'outcomes\[1\].status: wrote \'should\'; allowed: "must", "at least may", ',
    ),
    (put("outcomes", 1, "status", value="no"), r"outcomes\[1\]: panel: 'no' has no rules behind it"),
    (put("outcomes", 1, "because", value=[]), r"outcomes\[1\]: panel: 'no' has no rules behind it"),
    (
        put("outcomes", 1, "status", value="cannot tell"),
        r"outcomes\[1\]: panel: 'cannot tell' and 'at least may' name what",
    ),
    (put("outcomes", 0, "missing", value=[]), r"outcomes\[0\]: clinic: 'cannot tell' and 'at least may' name what"),
    (put("outcomes", 0, "missing", value="age"), r"outcomes\[0\].missing: wrote 'age'; allowed: a list$"),
    (put("outcomes", 0, "missing", 0, value=5), r"outcomes\[0\].missing\[0\]: wrote 5; allowed: text$"),
    (put("outcomes", 0, "because", 0, "cites", value="page 3"), r"because\[0\].cites: wrote 'page 3'; allowed: names"),
    (put("outcomes", 0, "because", 0, "cites", "source", value=...), r"because\[0\].cites.source: is missing$"),
]


@pytest.mark.parametrize(("change", "why"), MISFITS)
def test_what_is_no_decision_record_is_refused_in_words(change: Callable[[Any], None], why: str) -> None:
    data = to_plain(recorded(EDITION, CHILD))
    change(data)
    with pytest.raises(PolicyError, match=why):
        from_plain(data)


@pytest.mark.parametrize("data", [None, [], "record", 5])
def test_a_decision_record_has_names_with_values(data: object) -> None:
    with pytest.raises(PolicyError, match=r"^decision record: wrote .*; allowed: names with values$"):
        from_plain(data)


def test_one_outcome_stands_in_a_record_once() -> None:
    data: Any = to_plain(recorded(EDITION, CHILD))
    data["outcomes"][0]["outcome"] = "panel"
    with pytest.raises(PolicyError, match="strategy has two outcomes called 'panel'"):
        from_plain(data)


@pytest.fixture(scope="module")
def fits() -> Callable[[object], bool]:
    """Whether data fits the published JSON Schema."""
    jsonschema: ModuleType = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))
    return lambda data: bool(checker.is_valid(data))


@pytest.mark.slow
@given(edition=cited_editions(), record=records())
def test_every_decision_record_fits_the_json_schema(
    fits: Callable[[object], bool], edition: Edition[Band], record: Child
) -> None:
    assert fits(to_plain(recorded(edition, record)))


@pytest.mark.parametrize("change", [change for change, _ in MISFITS])
def test_what_is_no_decision_record_does_not_fit_the_json_schema(
    fits: Callable[[object], bool], change: Callable[[Any], None]
) -> None:
    data = to_plain(recorded(EDITION, CHILD))
    change(data)
    assert not fits(data)


JUNK = st.sampled_from(
    [None, True, 0, 1, 2.5, "", "age", "no", "may", "cannot tell", "2020-13-01", "2021-01-02", [], {}]
)


@st.composite
def nearly(draw: st.DrawFn) -> Any:
    """A decision record as plain data, with one or two things put, left out, or changed."""
    data: Any = to_plain(recorded(draw(cited_editions()), draw(records())))
    for _ in range(draw(st.integers(1, 2))):
        part = data
        while True:
            places = list(part) if isinstance(part, dict) else list(range(len(part)))
            if not places:
                break
            place = draw(st.sampled_from(places))
            if isinstance(part[place], dict | list) and draw(st.booleans()):
                part = part[place]
                continue
            put(place, value=draw(st.just(...) | JUNK))(part)
            break
    return data


@pytest.mark.slow
@given(data=nearly())
def test_what_is_read_is_exactly_what_fits_the_json_schema(fits: Callable[[object], bool], data: Any) -> None:
    before, fitting = deepcopy(data), fits(data)
    try:
        kept, why = from_plain(data), ""
    except PolicyError as refused:
        kept, why = None, str(refused)
    assert (kept is not None) is fitting or "two outcomes" in why
    assert kept is None or (fits(to_plain(kept)) and from_plain(to_plain(kept)) == kept)
    assert data == before

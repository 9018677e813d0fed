"""A policy in JavaScript decides as `decide` does: on every region of each installed policy, and on drawn records."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from chromium import chromium, in_chromium
from installed import RULEBOOK
from local_policies import FORUMS
from whatif_answers import ASK, DAY, Answer, by_python, regions, stated
from yosrules.browser import in_javascript
from yosrules.browser.conditions import OPERATORS
from yosrules.deciding.seats import seats
from yosrules.english.describe import holds_because, said
from yosrules.language.expr import AnyOf, Compare, Known, Op
from yosrules.language.facts import Facts, Given, Maybe, broken, fact, given as stated_always, vocabulary
from yosrules.language.kinds import Fact, Value
from yosrules.language.never import Impossible, PerDay, in_order, never
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.citation import cite
from yosrules.policies.forums.deadlines import ahead, not_sooner, within
from yosrules.policies.forums.forum import Attendee, Forum, ForumPolicy
from yosrules.policies.policy import Edition, may, must
from yosrules.proof.provers.partition import MOST_REGIONS, example_record, partition
from yosrules.records.case import Case
from yosrules.records.choices import CaseStage, Chair, RiskLevel
from yosrules.testing.strategies import records as generate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PANEL, CLINIC = Forum("PANEL", "Anytown Panel", Chair.MANAGER), Forum("CLINIC", "Anytown Clinic", Chair.MANAGER)


class AnyFacts(Facts):
    """Every kind of fact, and every kind of thing that cannot be on record."""

    reference: str
    sure: Given[bool] = stated_always(bool, "the child is not known to be the one who is named")
    risk: Maybe[RiskLevel] = fact(RiskLevel, "risk")
    other_risk: Maybe[RiskLevel] = fact(RiskLevel, "the other risk")
    stage: Maybe[CaseStage] = fact(CaseStage, "the stage")
    other_stage: Maybe[CaseStage] = fact(CaseStage, "the other stage")
    age: Maybe[int] = fact(int, "age", low=10, high=17)
    number: Maybe[int] = fact(int)
    hours: Maybe[Decimal] = fact(Decimal, "hours", places=2, low=Decimal(0))
    first: Maybe[date] = fact(date, "the first day", low=date(2024, 1, 1), high=date(2024, 3, 1))
    last: Maybe[date] = fact(date, "the last day", low=date(2024, 1, 1), high=date(2024, 3, 1))
    told: Maybe[bool] = fact(bool, "nobody is told")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """An order, a choice, and an amount beyond the days."""
        return (
            *in_order(cls.first, cls.last),
            never(cls.told & ((cls.age < 12) | (cls.stage != CaseStage.PREVENTION)), "only prevention is told"),
            PerDay(cls.hours.fact, 1, cls.first.fact, cls.last.fact),
        )


EVERY_FACT = Edition(
    date(2020, 1, 1), (may("all", PANEL, when=AnyOf(tuple(map(Known, vocabulary(AnyFacts).values())))),)
)
INSTALLED = tuple(RULEBOOK.forum_policies.values())
BY_HAND = "YOSRULES_WHATIF" in os.environ
"""Whether every region that can be enumerated is looked at, and 10,000 drawn records, however long it takes."""
WHOLE, SPREAD = 12_000, 50
"""A policy with up to so many regions is looked at whole each time; of others so many regions are, evenly spread."""
AT_ONCE = 20_000
"""How many records are put to the browser at once."""


@cache
def blank(browser: Browser) -> Page:
    """A page without a document, in which every script is run by itself."""
    return browser.new_page()


@attrs.frozen
class Asking:
    """A policy and its script."""

    policy: ForumPolicy
    script: str

    @classmethod
    def of(cls, policy: ForumPolicy) -> Asking:
        return cls(policy, in_javascript(policy))

    def answer(self, question: str, asked: object = None) -> Any:
        """What a function of JavaScript answers that sees the script."""
        run = "([script, question, asked]) => JSON.stringify(new Function(script + 'return ' + question)()(asked))"
        with chromium() as browser:
            return json.loads(blank(browser).evaluate(run, [self.script, question, asked]))

    def differing(self, records: Sequence[Facts], *, day: date | None = None) -> list[tuple[Facts, Answer, Answer]]:
        """The records that the script decides otherwise than Python, by any edition and reading."""
        if len(records) > AT_ONCE:
            parts = (records[at : at + AT_ONCE] for at in range(0, len(records), AT_ONCE))
            return [each for part in parts for each in self.differing(part, day=day)]
        found = []
        for place, edition in enumerate(self.policy.editions):
            for number, read in enumerate(edition.readings().values()):
                asked = [place, number, [*map(stated, records)], None if day is None else str(day.toordinal())]
                there: list[Answer] = self.answer(ASK, json.dumps(asked))
                here = [by_python(self.policy, read, record, day) for record in records]
                found += [each for each in zip(records, there, here, strict=True) if each[1] != each[2]]
        return found


def drawn(policy: ForumPolicy, many: int) -> list[Facts]:
    """Records with any values of the facts that are asked."""
    pick, found = Random(16), list[Facts]()
    facts = [*dict.fromkeys(fact for edition in policy.editions for fact in edition.reads())]
    while len(found) < many:
        said = {fact: _value(pick, fact) for fact in facts}
        if not broken(policy.about, {fact.name: value for fact, value in said.items()}):
            found.append(example_record(policy.about, said))
    return found


def _value(pick: Random, fact: Fact) -> Value | None:
    if not fact.given and pick.random() < 0.3:
        return None
    if fact.members:
        return pick.choice(fact.members)
    low, high = fact.reach
    low, high = -5 if low is None else low, 40 if high is None else high
    return fact.value(pick.randint(low, min(high, low + 60)))


@in_chromium
@pytest.mark.slow
@pytest.mark.parametrize("policy", INSTALLED, ids=lambda each: each.name)
def test_every_region_of_each_installed_forum_policy_and_drawn_records(policy: ForumPolicy) -> None:
    small = sum(partition(rule.when for rule in edition.rules).size for edition in policy.editions) <= WHOLE
    most, many = (MOST_REGIONS, 10_000) if BY_HAND else (WHOLE, 300) if small else (SPREAD, SPREAD)
    some, asked = drawn(policy, many), Asking.of(policy)
    assert asked.differing(regions(policy, most)) == []
    assert asked.differing(some) == []
    # Of a large policy Python takes seconds to say what would have to change; drawn editions stand for it.
    assert asked.differing(some[:40] if small else [], day=DAY) == []


@in_chromium
@pytest.mark.slow
@settings(max_examples=12)
@given(st.data())
def test_any_edition_about_any_kind_of_fact(data: st.DataObject) -> None:
    edition = data.draw(generate.editions(AnyFacts, (PANEL, CLINIC)))
    policy = ForumPolicy("any", about=AnyFacts, forums=edition.outcomes, editions=(edition,))
    drawn = data.draw(st.lists(generate.records(AnyFacts, edition), min_size=20, max_size=20))
    # What no rule reads is no field of the page, where it could contradict something: it is not on record there.
    unread = dict.fromkeys(name for name in vocabulary(AnyFacts) if name not in edition.facts() and name != "sure")
    records = [attrs.evolve(record, **unread) for record in drawn]
    asked = Asking.of(policy)
    assert asked.differing(records) == []
    assert asked.differing(records[:5], day=DAY) == []


@in_chromium
@pytest.mark.slow
def test_each_reading_is_decided_by_its_own_rules() -> None:
    asked = Asking.of(FORUMS)
    assert asked.differing(regions(FORUMS)) == []


@in_chromium
@pytest.mark.slow
@pytest.mark.parametrize("op", Op)
def test_a_broken_comparison_is_found(op: Op, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = Compare(vocabulary(AnyFacts)["age"], op, 14)
    policy = ForumPolicy(
        "one", about=AnyFacts, forums=(PANEL,), editions=(Edition(date(2020, 1, 1), (must("r", PANEL, when=asks),)),)
    )
    monkeypatch.setitem(OPERATORS, op, "<=" if op is Op.LT else "<")
    asked = Asking.of(policy)
    assert asked.differing([AnyFacts(reference="a", sure=True, age=age) for age in (13, 14, 15)]) != []


@in_chromium
@pytest.mark.slow
def test_what_cannot_be_on_record_is_refused_for_the_same_reasons() -> None:
    policy = ForumPolicy("any", about=AnyFacts, forums=(PANEL,), editions=(EVERY_FACT,))
    pick, facts = Random(3), vocabulary(AnyFacts)
    drawn = [{name: _value(pick, fact) for name, fact in facts.items()} for _ in range(200)]
    records = [
        {name: str(facts[name].number(value)) for name, value in said.items() if value is not None} for said in drawn
    ]
    asked = Asking.of(policy)
    there = asked.answer(
        """records => records.map(record => brokenBy(POLICY, Object.assign(Object.fromEntries(
             Object.keys(POLICY.facts).map(fact => [fact, null])), Object.fromEntries(Object.entries(record).map(
             ([fact, value]) => [fact, BigInt(value)])))))""",
        records,
    )
    here = [[each.why for each in broken(AnyFacts, said)] for said in drawn]
    assert there == here
    assert 20 < sum(map(bool, here)) < 180


CLOCKS = (
    within(0, Count.WORKING_DAYS, of=Case.referred),
    within(7, Count.WORKING_DAYS, of=Case.referred, earliest=Span(2, Count.WORKING_DAYS), clear=True),
    within(3, Count.MONTHS, of=Case.referred, earliest=Span(1, Count.DAYS)),
    within(36, Count.HOURS, of=Case.referred),
    not_sooner(2, Count.WEEKS, of=Case.referred, clear=True),
    ahead(3, Count.WORKING_DAYS, of=Case.release_due, since=Case.referred, clear=True),
    ahead(1, Count.MONTHS, of=Case.release_due, since=Case.referred, earliest=Span(4, Count.MONTHS)),
    ahead(0, Count.WORKING_DAYS, of=Case.release_due, since=Case.referred),
)
TIMED = attrs.evolve(PANEL, deadlines=CLOCKS)
TIMED_POLICY = ForumPolicy(
    "timed",
    about=Case,
    forums=(TIMED,),
    editions=(Edition(date(2020, 1, 1), (must("r", TIMED, when=Case.knife),)),),
)


@in_chromium
@pytest.mark.slow
@pytest.mark.parametrize("nation", [Nation.ENGLAND, Nation.SCOTLAND])
def test_deadlines_fall_on_the_same_days(nation: Nation) -> None:
    policy = attrs.evolve(TIMED_POLICY, nation=nation)
    days = [date(2023, 12, 1) + timedelta(days=step) for step in range(500)]
    asked = Asking.of(policy)
    there = asked.answer(
        """days => days.map(day => POLICY.editions[0].forums.PANEL.deadlines.map(clock => {
          const found = daysOf(POLICY, clock, {referred: BigInt(day), release_due: BigInt(day)});
          return [found.earliest, found.last].map(each => each === null ? null : isoDay(each));
        }))""",
        [day.toordinal() for day in days],
    )
    beyond = asked.answer(
        """() => [POLICY.editions[0].forums.PANEL.deadlines[0]].map(clock =>
          daysOf(POLICY, clock, {referred: 730000n - 9999n}).last === undefined)""",
        None,
    )
    assert beyond == [True]
    assert there == [[[_iso(c.first_day(day, nation)), _iso(c.last_day(day, nation))] for c in CLOCKS] for day in days]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@in_chromium
@pytest.mark.slow
def test_days_and_numbers_are_read_and_said_as_python_says_them() -> None:
    days = [date.min, date.max, date(1900, 2, 28), date(2000, 2, 29), date(2023, 12, 31), date(2024, 1, 1)]
    policy = ForumPolicy("any", about=AnyFacts, forums=(PANEL,), editions=(EVERY_FACT,))
    asked = Asking.of(policy)
    there = asked.answer(
        "days => days.map(day => [isoDay(day), dayInWords(day), String(parseDay(isoDay(day)))])",
        [each.toordinal() for each in days],
    )
    numbers = asked.answer("() => [[-5n, 2], [1234n, 2], [0n, 1], [-7n, 0]].map(each => numberInWords(...each))", None)
    wrong = asked.answer("() => ['2023-02-29', '2023-13-01', '0000-01-01', '', '1-1-1'].map(parseDay)")
    assert there == [[each.isoformat(), said(each), str(each.toordinal())] for each in days]
    assert numbers == ["-0.05", "12.34", "0.0", "-7"]
    assert wrong == [None] * 5


def test_text_cannot_end_the_script() -> None:
    rule = must("</script><!--", PANEL, when=Case.knife, cites=cite("</SCRIPT>\u2028"))
    evil = ForumPolicy("</script>", about=Case, forums=(PANEL,), editions=(Edition(date(2020, 1, 1), (rule,)),))
    script = in_javascript(evil)
    assert "</script" not in script.casefold()
    assert "<!--" not in script
    assert "\u2028" not in script


def test_what_a_script_holds_of_any_kind_of_fact_and_of_deadlines() -> None:
    every = in_javascript(ForumPolicy("any", about=AnyFacts, forums=(PANEL,), editions=(EVERY_FACT,)))
    assert '["why"]:"only prevention is told"' in every
    assert 'tooMuch("hours",100n,"first","last")' in every
    assert "new Set([])" in every
    pairs = Edition(date(2020, 1, 1), (must("r", PANEL, when=AnyFacts.first < AnyFacts.last),), ends=date(2020, 2, 1))
    timed = in_javascript(attrs.evolve(TIMED_POLICY, editions=(pairs,), about=AnyFacts, forums=(PANEL,)))
    assert 'compare(["first","last"],s=>s["first"]<s["last"])' in timed


def test_a_script_with_working_days_knows_the_bank_holidays() -> None:
    script = in_javascript(TIMED_POLICY)
    assert f",{date(2024, 12, 25).toordinal()}," in script
    assert '["span"]:{["amount"]:3n,["count"]:"months"}' in script


SEATED = attrs.evolve(
    PANEL,
    members=("a manager", Attendee("a nurse", Case.age < 14), Attendee("a teacher", Case.rosh >= RiskLevel.HIGH)),
    may_attend=("a parent", Attendee("a police officer", ~Case.knife)),
    must_not_attend=(Attendee("a parent", Case.child_protection_plan),),
)


@in_chromium
@pytest.mark.slow
def test_the_same_people_attend() -> None:
    rules = (must("knife", SEATED, when=Case.knife),)
    policy = ForumPolicy("seated", about=Case, forums=(SEATED,), editions=(Edition(date(2020, 1, 1), rules),))
    cases = [
        Case(reference="a", age=age, knife=knife, child_protection_plan=plan)
        for age, knife, plan in product((None, 13, 14), (None, True, False), (None, True, False))
    ]
    there = Asking.of(policy).answer(
        """records => records.map(record => seatsOf(POLICY.editions[0].forums.PANEL, Object.assign(Object.fromEntries(
             Object.keys(POLICY.facts).map(fact => [fact, null])), Object.fromEntries(Object.entries(record).map(
             ([fact, value]) => [fact, BigInt(value)])))).map(seat => [seat.who, seat.seating, seat.finding.verdict,
             holdsBecause(POLICY, seat.finding)]))""",
        [*map(stated, cases)],
    )
    assert there == [
        [[each.who, each.seating, each.verdict, holds_because(each.finding)] for each in seats(SEATED, case)]
        for case in cases
    ]

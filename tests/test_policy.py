"""Policies: editions in order, ids once, conditions about the right records."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from strategies import Child, Level
from yosrules import (
    Band,
    Citation,
    Edition,
    Facts,
    Given,
    Modality,
    Policy,
    PolicyError,
    Rule,
    cite,
    covers,
    given,
    may,
    must,
)
from yosrules.policies import Accepted

IPC, RSM = Band("IPC", 0), Band("RSM", 0)
HIGH = Child.rosh >= Level.HIGH
FIRST = Edition(date(2018, 12, 1), (must("high", RSM, when=HIGH),))
SECOND = Edition(date(2019, 4, 1), (must("high", RSM, when=HIGH | (Child.safety >= Level.HIGH)),))


def test_must_and_may_are_rules_with_a_modality() -> None:
    word = cite("Strategy", "slide 7")
    assert must("high", RSM, when=HIGH, cites=word) == Rule("high", RSM, Modality.MUST, HIGH, word)
    assert may("risk", RSM, when=Child.custody_risk).modality is Modality.MAY
    assert may("risk", RSM, when=Child.custody_risk).when == (Child.custody_risk == True)  # noqa: E712


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2018, 12, 1), FIRST),
        (date(2019, 3, 31), FIRST),
        (date(2019, 4, 1), SECOND),
        (date(2026, 1, 1), SECOND),
    ],
)
def test_the_edition_in_force_on_a_day(day: date, edition: Edition[Band]) -> None:
    assert Policy("strategy", Child, (FIRST, SECOND)).on(day) is edition


def test_before_the_first_edition_there_is_none() -> None:
    with pytest.raises(PolicyError, match="strategy has no edition for 2018-11-30: its first starts on 2018-12-01"):
        Policy("strategy", Child, (FIRST, SECOND)).on(date(2018, 11, 30))


@pytest.mark.parametrize("editions", [(SECOND, FIRST), (FIRST, FIRST)])
def test_editions_are_written_once_oldest_first(editions: tuple[Edition[Band], ...]) -> None:
    with pytest.raises(PolicyError, match="write each edition once, oldest first"):
        Policy("strategy", Child, editions)


def test_a_policy_has_an_edition() -> None:
    with pytest.raises(PolicyError, match="strategy has no edition"):
        Policy[Band]("strategy", Child, ())


def test_rules_have_ids_of_their_own() -> None:
    with pytest.raises(PolicyError, match="2019-04-01 has 2 rules called 'high'"):
        Edition(date(2019, 4, 1), (must("high", RSM, when=HIGH), may("high", IPC, when=HIGH)))


def test_one_id_may_have_one_rule_in_each_reading_and_no_more() -> None:
    common = must("high", RSM, when=HIGH)
    one, other = (must("high", RSM, when=HIGH, reading=name) for name in ("one", "other"))
    assert set(Edition(date(2019, 4, 1), (one, other)).readings()) == {"one", "other"}
    with pytest.raises(PolicyError, match="2 rules called 'high'"):
        Edition(date(2019, 4, 1), (one, other, common))


def test_an_edition_with_one_reading_is_its_own_reading() -> None:
    assert SECOND.readings() == {"": SECOND}


def test_guarantees_have_ids_of_their_own_and_can_be_kept() -> None:
    kept = covers("kept", when=HIGH, by=lambda forum: forum.name == "RSM")
    (own,) = Edition(date(2019, 4, 1), FIRST.rules, (kept,)).guarantees
    assert own == attrs.evolve(kept, by=Accepted(("RSM",)))
    with pytest.raises(PolicyError, match="2 guarantees called 'kept'"):
        Edition(date(2019, 4, 1), FIRST.rules, (kept, kept))
    with pytest.raises(PolicyError, match="guarantee kept accepts no outcome that a rule leads to"):
        Edition(date(2019, 4, 1), FIRST.rules, (covers("kept", when=HIGH, by=lambda forum: forum.name == "CSP"),))


def test_a_reading_has_a_name_and_a_guarantee_holds_in_each() -> None:
    one, other = must("r", RSM, when=HIGH, reading="one"), must("r", IPC, when=HIGH, reading="other")
    with pytest.raises(PolicyError, match="a reading has a name"):
        Edition(date(2019, 4, 1), (one, must("x", IPC, when=HIGH, reading="")))
    with pytest.raises(PolicyError, match="guarantee kept accepts no outcome"):
        Edition(date(2019, 4, 1), (one, other), (covers("kept", when=HIGH, by=lambda forum: forum.name == "RSM"),))


def test_an_edition_and_a_day_are_dates() -> None:
    with pytest.raises(PolicyError, match="an edition starts on a date, not on '2019-04-01'"):
        Edition("2019-04-01", FIRST.rules)  # type: ignore[arg-type]


def test_the_words_that_are_stored_stay_what_they_are() -> None:
    assert [each.value for each in Modality] == ["must", "may"]
    assert Citation("S") == cite("S")


def test_the_facts_of_every_rule_are_checked_whatever_their_order() -> None:
    class Other(Facts):
        rosh: Given[bool] = given(bool)

    foreign, own = must("foreign", RSM, when=Other.rosh), must("own", RSM, when=HIGH)
    for rules in ((foreign, own), (own, foreign)):
        with pytest.raises(PolicyError, match="asks for rosh"):
            Policy("strategy", Child, (Edition(date(2019, 4, 1), rules),))


def test_an_edition_lists_its_outcomes_and_facts_once() -> None:
    rules = (*SECOND.rules, may("low", IPC, when=~HIGH & (Child.rosh > Child.safety)), must("again", RSM, when=HIGH))
    promise = covers("kept", when=Child.custody_risk & (Child.age > 14), by=lambda forum: forum == RSM)
    edition = Edition(date(2019, 4, 1), rules, (promise,))
    assert edition.outcomes == (RSM, IPC)
    assert list(edition.facts()) == ["rosh", "safety", "custody_risk", "age"]


def test_a_policy_asks_only_about_its_own_kind_of_record() -> None:
    class Worker(Facts):
        rosh: Given[bool] = given(bool)

    with pytest.raises(PolicyError, match="asks for rosh, not facts of a Worker"):
        Policy("strategy", Worker, (FIRST,))


def test_a_local_record_fits_the_policy_of_its_base() -> None:
    class Local(Child):
        pass

    assert Policy("strategy", Local, (FIRST,)).about is Local


def test_a_citation_reads_as_a_line() -> None:
    assert str(cite("Strategy", "slide 7")) == "Strategy, slide 7"
    assert str(cite("Strategy")) == "Strategy"

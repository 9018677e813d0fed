"""The conformance kit: what it passes, what it fails and in which words, and what may be declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import Phase, settings, strategies as st

from installed import RULEBOOK
from strategies import FORUMS, Child, Level
from yosrules import (
    Band,
    Citation,
    Condition,
    Domain,
    Edition,
    Policy,
    RatedBy,
    Rule,
    Standard,
    Status,
    cite,
    covers,
    known,
    may,
    must,
)
from yosrules.errors import ProofError, RecordError, UndecidedError
from yosrules.hooks.load import load
from yosrules.policies.calendar import Count
from yosrules.policies.domain import Framework, Overall
from yosrules.policies.forums.deadlines import within
from yosrules.policies.policy import Declared, Example
from yosrules.policies.rating import RatingScale, Rounding
from yosrules.ratings.rated import RatedOverall, RatedSheet
from yosrules.records.case import Case
from yosrules.records.choices import RiskLevel
from yosrules.testing import Law, laws
from yosrules.testing.conformance import policies as conform, ratings as conform_ratings

prove: Any = import_module("yosrules.proof.prove")

prove = import_module("yosrules.proof.prove")  # `yosrules.proof.prove` itself is the function
DERBY = RULEBOOK.forum_policy("derby-high-risk-strategy")
HMIP = RULEBOOK.framework("hmip-2018")
PANEL, CLINIC, MEETING = FORUMS
WORD = cite("handbook", "page 1")
DAY = date(2019, 4, 1)
MEDIUM = Child(reference="A1", reoffending=Level.LOW, rosh=Level.MEDIUM)
HIGH = must("high", PANEL, when=Child.rosh >= Level.HIGH)


DATES = (Case.born, Case.referred, Case.bailed, Case.sentenced, Case.assessed, Case.release_due)
WIDE = Policy(
    "p",
    Case,
    (Edition(DAY, tuple(must(f"after {a.fact.name}", PANEL, when=a < b) for a, b in pairwise(DATES)), cites=WORD),),
)
"""A policy that compares more dates with each other than can be enumerated."""


@pytest.fixture(autouse=True)
def _little_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is drawn and nothing simplified: what is tested here is what is said of a law that is kept or broken.

    The tests of the plugins draw as much as each law asks for.
    """

    def few(**given: Any) -> settings:
        return settings(**{**given, "max_examples": 25, "phases": (Phase.generate,)})

    monkeypatch.setattr(conform, "settings", few)


def ran(test: Callable[[Law], None], only: str = "") -> dict[str, BaseException | None]:
    """What comes of every law, or of the laws of one name, as pytest names them: nothing, a failure, or a skip."""
    (mark,) = vars(test)["pytestmark"]
    told: dict[str, BaseException | None] = {}
    for param in mark.args[1]:
        if only and not param.id.endswith(f": {only}"):
            continue
        told[param.id] = None
        try:
            test(*param.values)
        except (pytest.fail.Exception, pytest.skip.Exception) as said:
            told[param.id] = said
    assert told
    return told


def failed(test: Callable[[Law], None]) -> dict[str, str]:
    """What fails, by law, and what is said."""
    told = {name.partition(": ")[2]: said for name, said in ran(test).items()}
    return {name: str(said) for name, said in told.items() if isinstance(said, pytest.fail.Exception)}


def fault(test: Callable[[Law], None], only: str) -> str:
    """What one law says is wrong; nothing where it is kept."""
    (said,) = ran(test, only).values()
    return "" if said is None else str(said)


def skipped(test: Callable[[Law], None]) -> dict[str, str]:
    told = {name.partition(": ")[2]: said for name, said in ran(test).items()}
    return {name: str(said) for name, said in told.items() if isinstance(said, pytest.skip.Exception)}


def policy(*rules: Rule[Band], cites: Citation | None = WORD, **more: Any) -> Policy[Band]:
    return Policy("p", Child, (Edition(DAY, rules, more.pop("guarantees", ()), cites),), **more)


class TestPolicies:
    @pytest.mark.slow
    def test_derbys_policy_keeps_every_law(self) -> None:
        told = ran(laws(DERBY))
        assert not any(told.values())
        assert next(iter(told)) == "derby-high-risk-strategy: guarantee every-concern-has-a-manager"
        assert list(told)[-10:] == [
            f"derby-high-risk-strategy: {law}"
            for law in (
                "proved twice",
                "meant for somebody",
                "one edition a day",
                "decides as its table",
                "reads back as written",
                "on whose word",
                "examples hold",
                "examples pin every threshold",
                "any case is allocated",
                "declarations",
            )
        ]

    @pytest.mark.slow
    def test_a_refuted_guarantee_shows_the_child_it_forgets(self) -> None:
        careless = must("medium", CLINIC, when=(Child.rosh >= Level.MEDIUM) & known(Child.safety))
        promise = covers("all", when=Child.rosh >= Level.MEDIUM, by=lambda _: True, cites=WORD)
        said = failed(laws(policy(HIGH, careless, guarantees=(promise,))))
        assert said == {
            "guarantee all": "Refuted: Whenever risk of serious harm is Medium or higher, "
            "at least one of these must follow: panel or clinic.\n"
            "  For example: risk of serious harm is Medium.\n"
            "  Not on record: safety and wellbeing."
        }

    def test_a_promise_about_nobody_breaks_a_law(self) -> None:
        promise = covers("all", when=Child.custody_risk & ~Child.custody_risk, by=lambda _: True, cites=WORD)
        said = failed(laws(policy(HIGH, guarantees=(promise,))))
        assert said == {
            "meant for somebody": "nobody is meant by it: guarantee all: no child can be such that at risk of custody "
            f"and it is not the case that at risk of custody (the edition of {DAY})"
        }

    @pytest.mark.slow
    def test_a_record_made_of_measures_is_told_with_what_leads_there(self) -> None:
        over = must("over", PANEL, when=Case.rosh < RiskLevel.HIGH)
        promise = covers("all", when=Case.licence_over, by=lambda _: True, cites=WORD)
        said = failed(laws(Policy("p", Case, (Edition(DAY, (over,), (promise,), WORD),))))["guarantee all"]
        assert "A history that leads there, as of 1 January 2020: the end of the licence is" in said

    def test_a_rule_that_can_never_fire_is_told(self) -> None:
        never = may("never", CLINIC, when=(Child.age < 12) & (Child.age > 15))
        assert "There is no such record" in fault(laws(policy(HIGH, never)), "fires never")

    @pytest.mark.slow
    def test_a_rule_that_others_make_needless_is_told(self) -> None:
        less = must("very-high", PANEL, when=Child.rosh == Level.VERY_HIGH)
        assert list(failed(laws(policy(HIGH, less)))) == ["needed very-high"]

    @pytest.mark.slow
    def test_a_needless_rule_may_be_declared(self) -> None:
        less = must("very-high", PANEL, when=Child.rosh == Level.VERY_HIGH)
        meant = (Declared("needed very-high", "the policy says it twice"),)
        assert not failed(laws(policy(HIGH, less), declared=meant))
        assert not failed(laws(policy(HIGH, less, declared=meant)))

    def test_an_outcome_that_falls_as_a_risk_rises_is_told(self) -> None:
        falls = must("low", CLINIC, when=Child.rosh < Level.HIGH)
        (said,) = failed(laws(policy(HIGH, falls))).items()
        assert said[0] == "rises clinic with rosh"
        assert said[1].endswith("\n  If the policy means it, say so: Declared('rises clinic with rosh', 'why').")

    def test_what_is_declared_and_yet_holds_is_told(self) -> None:
        said = failed(laws(policy(HIGH), declared=[Declared("fires high", "never used")]))
        assert said == {
            "fires high": "declared as not meant to hold (never used), but it does: take the declaration out"
        }

    def test_a_declaration_names_a_law_and_a_reason(self) -> None:
        said = failed(laws(policy(HIGH), declared=[Declared("fires low", "x"), Declared("on whose word", " ")]))
        assert said["declarations"].startswith(
            "'on whose word' is declared without a reason\n'fires low' is declared; allowed: fires high, "
        )

    @pytest.mark.slow
    def test_what_nobody_can_tell_fails_unless_it_is_declared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prove, "available", lambda: False)
        said = failed(laws(WIDE))
        assert "Nobody can tell: enumeration: " in said["needed after born"]
        assert not failed(laws(WIDE, declared=[Declared(name, "too many dates") for name in said]))

    def test_what_one_prover_alone_can_tell_is_not_proved_twice(self) -> None:
        assert fault(laws(WIDE), "proved twice").startswith("not every prover can answer: needed after born, ")

    @pytest.mark.slow
    @pytest.mark.traced
    def test_what_no_prover_can_tell_is_not_proved_twice_either(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def gives_up(sought: Condition) -> None:
            raise UndecidedError("out of patience")

        monkeypatch.setattr(prove, "solved", gives_up)
        said = failed(laws(WIDE))
        assert said["proved twice"].startswith("not every prover can answer: ")
        assert "needed after born" in said["proved twice"]
        assert said["needed after born"].endswith("z3: out of patience")

    def test_provers_that_contradict_each_other_are_a_fault_that_cannot_be_declared(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(prove, "solved", lambda sought: None)
        with pytest.raises(ProofError, match="fires high: enumeration found"):
            ran(laws(policy(HIGH), declared=[Declared("fires high", "whatever comes")]))

    def test_without_z3_it_says_that_enumeration_stands_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(conform, "installed", lambda: {prove.Prover.ENUMERATION: prove.enumerated})
        assert skipped(laws(policy(HIGH)))["proved twice"] == (
            "z3 is not installed (the extra prove): all is proved by enumeration alone"
        )

    def test_a_rule_on_nobodys_word_is_told(self) -> None:
        cited = must("cited", CLINIC, when=Child.rosh >= Level.HIGH, cites=WORD)
        assert failed(laws(policy(HIGH, cited, cites=None))) == {"on whose word": "no citation for high"}

    @pytest.mark.slow
    def test_which_edition_is_at_fault_is_said_where_there_are_several(self) -> None:
        later = Edition(date(2020, 1, 1), (must("medium", PANEL, when=Child.rosh >= Level.MEDIUM),))
        said = failed(laws(Policy("p", Child, (*policy(HIGH).editions, later))))
        assert said == {"on whose word": "the edition of 2020-01-01: no citation for medium"}

    def test_an_example_that_does_not_hold_is_told(self) -> None:
        examples = (Example(MEDIUM, "panel", Status.MUST), Example(MEDIUM, "panal", Status.NO))
        assert fault(laws(policy(HIGH, examples=examples)), "examples hold") == (
            "risk of serious harm is Medium: panel does not stand must, as an example says\nno rule leads to panal"
        )

    @pytest.mark.slow
    def test_an_example_of_one_day_is_asked_of_that_edition_alone(self) -> None:
        later = Edition(date(2020, 1, 1), (must("medium", PANEL, when=Child.rosh >= Level.MEDIUM),), cites=WORD)
        told = (Example(MEDIUM, "panel", Status.NO, on=DAY), Example(MEDIUM, "panel", Status.MUST, on=date(2020, 1, 1)))
        both = Policy("p", Child, (*policy(HIGH).editions, later), examples=told)
        assert "examples hold" not in failed(laws(both))

    @pytest.mark.slow
    def test_a_threshold_that_no_example_pins_is_told_with_the_example_that_would(self) -> None:
        given = {"reference": "A1", "reoffending": Level.LOW}
        examples = (
            Example(MEDIUM, "panel", Status.NO),
            Example(Child(**given, rosh=Level.VERY_HIGH), "panel", Status.MUST),
        )
        said = failed(laws(policy(HIGH, examples=examples)))
        assert list(said) == ["examples pin every threshold"]
        assert said["examples pin every threshold"].splitlines() == [
            "high: risk of serious harm is Very high or higher, not High or higher: nobody would notice",
            "  This would notice: Example("
            "Child(reference='example', rosh=Level.HIGH, reoffending=Level.LOW), \"panel\", Status.MUST)",
        ]
        more = (*examples, Example(Child(**given, rosh=Level.HIGH), "panel", Status.MUST))
        assert not failed(laws(policy(HIGH, examples=more)))

    def test_without_examples_that_is_what_it_says(self) -> None:
        why = "it has no examples, so nothing pins its thresholds"
        assert skipped(laws(policy(HIGH))) == {"examples hold": why, "examples pin every threshold": why}

    @pytest.mark.slow
    def test_each_reading_keeps_every_law(self) -> None:
        fine = must("a", PANEL, when=Child.rosh >= Level.HIGH, reading="from High")
        never = must("a", PANEL, when=(Child.age < 12) & (Child.age > 12), reading="never")
        said = failed(laws(policy(fine, never)))
        assert said["fires a"].startswith("the edition of 2019-04-01, read as never: ")

    @pytest.mark.slow
    def test_an_edition_that_does_not_read_back_is_told(self) -> None:
        class Own(Edition[Band]):
            """A kind of edition that the plain form knows nothing of."""

        said = failed(laws(Policy("p", Child, (Own(DAY, (HIGH,), cites=WORD),))))
        assert said["reads back as written"].startswith("it is written down as {")

    @pytest.mark.slow
    def test_a_day_of_which_another_edition_is_found_is_told(self) -> None:
        class Stuck(Policy[Band]):
            def on(self, day: date) -> Edition[Band]:
                return self.editions[0]

        later = Edition(date(2020, 1, 1), (HIGH,), cites=WORD)
        said = failed(laws(Stuck("p", Child, (*policy(HIGH).editions, later))))
        assert said["one edition a day"].endswith(
            "the edition of 2019-04-01 is in force, though the edition of 2020-01-01 had begun"
        )

    def test_a_table_that_decides_otherwise_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        other = policy(must("high", PANEL, when=Child.rosh > Level.HIGH)).editions[0]
        real = conform.table
        monkeypatch.setattr(conform, "table", lambda _, about: real(other, about))
        said = fault(laws(policy(HIGH)), "decides as its table")
        assert said.endswith("panel stands must, by the table no")

    @pytest.mark.slow
    def test_a_case_with_a_deadline_past_the_end_of_the_calendar_is_allocated(self) -> None:
        forums = tuple(
            attrs.evolve(each, deadlines=(within(4_000_000, Count.DAYS, of=Case.assessed),)) for each in DERBY.forums
        )
        editions = tuple(
            attrs.evolve(
                edition,
                rules=tuple(
                    attrs.evolve(rule, outcome=forums[DERBY.forums.index(rule.outcome)]) for rule in edition.rules
                ),
            )
            for edition in DERBY.editions
        )
        assert not fault(laws(attrs.evolve(DERBY, forums=forums, editions=editions)), "any case is allocated")

    @pytest.mark.traced
    @pytest.mark.slow
    def test_a_forum_that_is_not_placed_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = conform.allocate
        monkeypatch.setattr(conform, "allocate", lambda *given, **by: attrs.evolve(real(*given, **by), placements=()))
        assert fault(laws(DERBY), "any case is allocated").endswith("not all forums are placed")

    @pytest.mark.traced
    @pytest.mark.slow
    def test_each_reading_of_a_forum_policy_is_allocated(self) -> None:
        (edition,) = DERBY.editions
        first, *others = edition.rules
        rules = (attrs.evolve(first, reading="one"), attrs.evolve(first, reading="other"), *others)
        read = attrs.evolve(DERBY, editions=(attrs.evolve(edition, rules=rules),))
        assert not fault(laws(read), "any case is allocated")


def test_what_a_law_raises_breaks_it_for_the_value_that_it_was_raised_of() -> None:
    def refuses(value: int) -> str:
        raise RecordError(f"no {value}")

    assert conform.tried(st.just(7), refuses) == "no 7\n  7"


def test_the_simplest_value_that_breaks_a_law_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert conform.tried(st.integers(0), lambda value: f"{value} is above 10" * (value > 10)) == "11 is above 10"


class TestScales:
    @pytest.mark.slow
    def test_hmips_scale_keeps_every_law(self) -> None:
        told = ran(laws(HMIP.scale))
        assert not any(told.values())
        assert {"HMIP ratings: covered", "HMIP ratings: rates as its policy"} < set(told)

    def test_a_wrong_example_is_told(self) -> None:
        wrong = attrs.evolve(HMIP.scale, examples=(("49.49", "Requires improvement"),))
        assert "the amount is 49.49: Inadequate does not stand no" in fault(laws(wrong), "examples hold")

    @pytest.mark.slow
    @pytest.mark.traced
    def test_each_threshold_and_the_rounding_have_to_be_pinned(self) -> None:
        scale = RatingScale("two", (Band("low", 0), Band("high", 51)), Rounding.NEAREST_PERCENT, cites=WORD)
        (line,) = failed(laws(attrs.evolve(scale, examples=((0, "low"), (100, "high"))))).values()
        assert "high: from 50, not 51: nobody would notice\n  This would notice: (" in line
        assert 'rounding: halves down: nobody would notice\n  This would notice: ("50.50", "high")' in line
        pinned = attrs.evolve(scale, examples=((0, "low"), ("50.49", "low"), ("50.5", "high"), (100, "high")))
        assert not failed(laws(pinned))

    def test_a_scale_that_rates_otherwise_than_its_policy_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Rounding, "apply", lambda _, amount: amount)
        scale = RatingScale("odd", (Band("low", 0), Band("high", 50)), Rounding.NEAREST_PERCENT, cites=WORD)
        assert failed(laws(scale)) == {"rates as its policy": "49.50 is rated low; its policy decides ['high']"}


def _across(scale: RatingScale, band: Band) -> Band:
    return scale.bands[-1 - scale.place(band)]


class TestFrameworksAndDomains:
    @pytest.mark.slow
    def test_a_whole_framework_keeps_every_law(self) -> None:
        told = ran(laws(HMIP))
        assert not any(told.values())
        assert {"hmip-2018: HMIP ratings: covered", "hmip-2018: HMIP overall rating: covered"} < set(told)

    @pytest.mark.slow
    def test_a_framework_without_its_domains_says_what_is_left_aside(self) -> None:
        import yosrules_hmip

        aside = "domain 1, 2, 3 of it comes from other plugins"
        assert skipped(laws(yosrules_hmip.EDITION_2018)) == {
            "any audit is rated": aside,
            "better is never worse overall": aside,
        }

    @pytest.mark.slow
    def test_an_overall_rating_that_is_not_established_is_told_and_can_be_declared(self) -> None:
        framework = load().framework("hmip-2025")
        said = fault(laws(framework), worse := "better is never worse overall")
        assert said.startswith("0/12 points have no overall rating: hmip-2025 has no bands")
        assert not fault(laws(framework, declared=[Declared(worse, "not established")]), worse)

    @pytest.mark.traced
    @pytest.mark.slow
    def test_an_overall_rating_that_falls_as_a_standard_improves_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = type(HMIP).overall

        def upside_down(self: Framework, ratings: Mapping[str, Band | None]) -> Overall:
            return real(self, {name: band and _across(self.scale, band) for name, band in ratings.items()})

        monkeypatch.setattr(type(HMIP), "overall", upside_down)
        assert "overall becomes" in fault(laws(HMIP), "better is never worse overall")

    @pytest.mark.slow
    def test_a_standard_that_is_not_rated_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            conform_ratings, "rate", lambda drawn, framework: RatedSheet("a", framework, (), RatedOverall())
        )
        assert fault(laws(HMIP), "any audit is rated").endswith("these are rated: set()")

    @pytest.mark.slow
    def test_every_domain_that_is_installed_keeps_every_law(self) -> None:
        for framework in load().frameworks.values():
            for domain in framework.domains:
                assert not any(ran(laws(domain)).values()), domain

    def test_a_domain_that_cites_nothing_is_told(self) -> None:
        domain = Domain("f", "1", "One", (Standard("1.1", "First", RatedBy.AUDIT_SCORE),))
        assert failed(laws(domain)) == {"on whose word": "domain 1 of f cites nothing"}

    def test_a_domain_that_fits_into_no_framework_is_told(self) -> None:
        two = (Standard("a", "First", RatedBy.AUDIT_SCORE), Standard("A", "Second", RatedBy.AUDIT_SCORE))
        assert failed(laws(Domain("f", "1", "One", two, WORD))) == {
            "any audit is rated": "f has two standards numbered a"
        }


def test_no_better_rating_makes_the_overall_of_a_small_framework_worse() -> None:
    """The overall of a small framework rises with its ratings."""
    one = Standard("1.1", "One", RatedBy.JUDGEMENT)
    scale = load().framework("hmip-2018").scale
    out_of_3 = RatingScale("points", (Band("low", Decimal(0)), Band("high", Decimal(2))), Rounding.NONE, top=Decimal(3))
    small = Framework("small", "Small", date(2020, 1, 1), scale, (0, 1, 2, 3), ("1",), (out_of_3,))
    whole = small.having(Domain("small", "1", "First", (one,)))
    law = next(each for each in conform_ratings.framework_laws(whole) if each.name == "better is never worse overall")
    assert law.broken() == ""

"""The language: what can be written, what it builds, and what is said when it cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

import pytest

from strategies import FACTS, Child, Level, Stage
from yosrules import (
    Facts,
    Given,
    LanguageError,
    Maybe,
    RecordError,
    all_of,
    any_of,
    at_least,
    between,
    fact,
    given,
    holds,
    is_in,
    known,
    unless,
    vocabulary,
)
from yosrules.errors import UnknownFactError
from yosrules.language.expr import AllOf, AnyOf, Compare, Known, Op
from yosrules.language.kinds import Fact, one_of, words

ROSH, SAFETY, FLAG, SURE = Child.rosh.fact, Child.safety.fact, Child.custody_risk.fact, Child.reoffending.fact
HIGH = Child.rosh >= Level.HIGH
SAFE = Child.safety < Level.MEDIUM


class TestWriting:
    @pytest.mark.parametrize(
        ("condition", "op"),
        [
            (Child.age < 14, Op.LT),
            (Child.age <= 14, Op.LE),
            (Child.age == 14, Op.EQ),
            (Child.age != 14, Op.NE),
            (Child.age >= 14, Op.GE),
            (Child.age > 14, Op.GT),
        ],
    )
    def test_a_comparison_is_one_node(self, condition: Compare, op: Op) -> None:
        assert condition == Compare(Child.age.fact, op, 14)

    def test_two_facts_can_be_compared(self) -> None:
        assert (Child.rosh > Child.safety) == Compare(ROSH, Op.GT, SAFETY)

    def test_a_comparison_can_be_written_from_either_side(self) -> None:
        turned: Compare = 14 < Child.age  # noqa: SIM300
        assert turned == (Child.age > 14)

    def test_the_signs_that_are_stored_stay_what_they_are(self) -> None:
        assert [op.value for op in Op] == ["<", "<=", "==", "!=", ">=", ">"]

    def test_not_is_pushed_to_the_leaves(self) -> None:
        assert ~(HIGH & ~known(Child.safety)) == AnyOf((Child.rosh < Level.HIGH, Known(SAFETY)))

    def test_joining_is_flat(self) -> None:
        assert HIGH & SAFE & known(Child.age) == AllOf((HIGH, SAFE, Known(Child.age.fact)))
        assert HIGH | SAFE | known(Child.age) == AnyOf((HIGH, SAFE, Known(Child.age.fact)))

    def test_a_yes_or_no_fact_is_a_condition_by_itself(self) -> None:
        yes = Compare(FLAG, Op.EQ, True)
        assert Child.custody_risk & HIGH == AllOf((yes, HIGH))
        assert HIGH | Child.custody_risk == AnyOf((HIGH, yes))
        assert Child.custody_risk | HIGH == AnyOf((yes, HIGH))
        assert ~Child.custody_risk == Compare(FLAG, Op.NE, True)

    def test_is_in_is_one_of_its_values(self) -> None:
        assert is_in(Child.stage, Stage.PREVENTION) == (Child.stage == Stage.PREVENTION)
        two = is_in(Child.stage, Stage.PREVENTION, Stage.POST_COURT)
        assert two == AnyOf((Child.stage == Stage.PREVENTION, Child.stage == Stage.POST_COURT))

    def test_between_has_both_ends_in(self) -> None:
        assert between(Child.age, 10, 17) == AllOf((Child.age >= 10, Child.age <= 17))
        assert between(Child.age, 12, 12) == AllOf((Child.age >= 12, Child.age <= 12))

    def test_at_least_is_every_way_to_choose(self) -> None:
        old = Child.age >= 16
        assert at_least(2, HIGH, SAFE, old) == AnyOf((HIGH & SAFE, HIGH & old, SAFE & old))
        assert at_least(0, HIGH) == AllOf(())
        assert at_least(1, HIGH) == HIGH

    def test_no_parts_always_or_never_hold(self) -> None:
        assert (all_of(), any_of()) == (AllOf(()), AnyOf(()))

    def test_unless_lets_the_unknown_pass(self) -> None:
        assert unless(HIGH) == AnyOf((Child.rosh < Level.HIGH, Known(ROSH, known=False)))
        assert unless(Child.reoffending >= Level.HIGH) == (Child.reoffending < Level.HIGH)
        assert unless(Child.rosh > Child.safety) == AnyOf(
            (Child.rosh <= Child.safety, Known(ROSH, known=False), Known(SAFETY, known=False))
        )
        assert unless(known(Child.age)) == ~known(Child.age)
        assert unless(HIGH & SAFE) == unless(HIGH) | unless(SAFE)
        assert unless(HIGH | SAFE) == unless(HIGH) & unless(SAFE)

    def test_nodes_can_be_kept_in_sets(self) -> None:
        assert len({HIGH, Child.rosh >= Level.HIGH, SAFE, known(Child.rosh), HIGH & SAFE, HIGH | SAFE}) == 5


SAID = "is not true or false by itself"


class TestRefusals:
    @pytest.mark.parametrize("asked", [HIGH, known(Child.rosh), HIGH & SAFE, HIGH | SAFE, Child.custody_risk])
    def test_a_condition_is_not_a_truth_value(self, asked: object) -> None:
        with pytest.raises(LanguageError, match=SAID):
            bool(asked)

    def test_and_or_not_chains_and_in_say_what_to_write_instead(self) -> None:
        with pytest.raises(LanguageError, match="Write & for 'and'"):
            HIGH and SAFE
        with pytest.raises(LanguageError, match="~ for 'not'"):
            not HIGH
        with pytest.raises(LanguageError, match=r"between\(age, 10, 17\) for 10 <= age <= 17"):
            10 <= Child.age <= 17
        with pytest.raises(LanguageError, match=r"is_in\(stage, a, b\)"):
            Child.stage in (Stage.PREVENTION, Stage.POST_COURT)

    @pytest.mark.parametrize(
        ("write", "says"),
        [
            (lambda c: c.rosh >= "high", "rosh cannot be compared with 'high': it is Low, Medium, High or Very high"),
            (lambda c: c.rosh >= 3, "rosh cannot be compared with 3"),
            (lambda c: c.age >= True, "age cannot be compared with True: it is a whole number from 10 to 17"),
            (lambda c: c.age >= Level.HIGH, "age cannot be compared with"),
            (lambda c: c.age >= 14.0, "a float is not exact: use Decimal"),
            (lambda c: c.age == None, "age cannot be compared with None"),  # noqa: E711
            (lambda c: c.share > Decimal("0.001"), "0.001 has more than 2 decimal places"),
            (lambda c: c.share > Decimal("NaN"), "share cannot be compared with"),
            (lambda c: c.share > Decimal("Infinity"), "share cannot be compared with"),
            (lambda c: c.assessed > datetime(2019, 4, 1), "it is a date"),
            (lambda c: c.stage > Stage.PREVENTION, "stage has no order; use ==, != or is_in"),
            (lambda c: c.custody_risk > False, "custody_risk has no order"),
            (lambda c: c.rosh > c.age, "rosh cannot be compared with age: one is Low, Medium"),
            (lambda c: c.rosh & c.custody_risk, "rosh is not a condition by itself"),
            (lambda c: ~c.age, "age is not a condition by itself"),
            (lambda c: all_of(True), "True is not a condition; compare a fact first"),
            (lambda c: all_of(c), "a type is not a condition"),
            (lambda c: known(c.age == 3), r"known\(…\) asks about a fact, such as Case.rosh, not about a Compare"),
            (lambda c: is_in(c.age == 3, 4), r"is_in\(…\) asks about a fact, such as Case.stage, not about a Compare"),
            (lambda c: at_least(4, *[c.custody_risk] * 14), "1,001 ways"),
            (lambda c: is_in(c.age), r"is_in\(age\) needs at least one value"),
            (lambda c: between(c.age, 17, 10), "can never hold: 17 is above 10"),
            (lambda c: at_least(3, c.custody_risk), "allowed: 0 to 1"),
            (lambda c: at_least(-1, c.custody_risk), "allowed: 0 to 1"),
            (lambda c: at_least(7, *[c.custody_risk] * 14), "3,432 ways; count them with a measure"),
        ],
    )
    def test_what_cannot_be_asked_is_said_in_the_facts_own_words(self, write: Any, says: str) -> None:
        with pytest.raises(LanguageError, match=says):
            write(Child)

    def test_a_handle_is_not_a_key(self) -> None:
        with pytest.raises(TypeError, match="unhashable"):
            hash(Child.rosh)

    def test_a_thousand_ways_are_still_written_out(self) -> None:
        assert isinstance(at_least(1, *[Child.custody_risk] * 1000), AnyOf)


class TestKinds:
    @pytest.mark.parametrize(
        ("made", "allowed"),
        [
            (Fact("f", bool), "yes or no"),
            (Fact("f", int), "a whole number"),
            (Fact("f", int, low=0), "a whole number from 0"),
            (Fact("f", int, high=9), "a whole number up to 9"),
            (Fact("f", int, low=10, high=17), "a whole number from 10 to 17"),
            (Fact("f", Decimal, places=0), "a number with no decimals"),
            (Fact("f", Decimal, places=2, low=Decimal("0.5")), "a number with at most 2 decimal places from 0.5"),
            (Fact("f", date, low=date(2019, 4, 1)), "a date from 2019-04-01"),
            (Fact("f", Level), "Low, Medium, High or Very high"),
            (Fact("f", Stage), "prevention, out of court or post court"),
        ],
    )
    def test_a_fact_says_what_it_may_be(self, made: Fact, allowed: str) -> None:
        assert made.allowed == allowed

    @pytest.mark.parametrize(
        ("kind", "more", "says"),
        [
            (float, {}, "a float is not exact: use Decimal"),
            (str, {}, "free text cannot be compared: use a StrEnum"),
            (bytes, {}, "bytes is not a kind of fact"),
            (StrEnum("Nothing", []), {}, "Nothing has no members"),
            (Decimal, {}, "with places=0 or more"),
            (Decimal, {"places": -1}, "with places=0 or more"),
            (int, {"places": 2}, "nothing else does"),
            (bool, {"low": 0}, "only whole numbers, decimals and dates have bounds"),
            (Level, {"high": 3}, "only whole numbers, decimals and dates have bounds"),
            (int, {"low": Decimal(1)}, "does not fit"),
            (int, {"low": 17, "high": 10}, "the lower bound 17 is above the upper bound 10"),
        ],
    )
    def test_a_definition_that_makes_no_sense_is_refused(self, kind: Any, more: dict[str, Any], says: str) -> None:
        with pytest.raises(LanguageError, match=f"age: .*{says}"):
            fact(kind, "age", **more)

    def test_what_a_definition_leaves_out(self) -> None:
        assert (Fact("f", int).label, Fact("f", int).given) == ("", False)
        assert Fact("f", int, low=10, high=10).allowed == "a whole number from 10 to 10"
        whole = Fact("f", Decimal, places=0)
        assert whole.unfit(Decimal("0.5"))
        assert whole.unfit(Decimal(5)) is None
        with pytest.raises(LanguageError, match=r"^f: "):
            Fact("f", float)
        with pytest.raises(LanguageError, match=r"^a fact: "):
            fact(float)  # type: ignore[type-var]
        with pytest.raises(LanguageError, match=r"^a fact: 3 is not a kind of fact"):
            fact(3)  # type: ignore[arg-type]

    def test_every_kind_has_a_number_in_its_own_order(self) -> None:
        assert Fact("f", Level).number(Level.HIGH) == 3
        assert Fact("f", Stage).number(Stage.POST_COURT) == 2
        assert Fact("f", bool).number(True) == 1
        assert Fact("f", int).number(-4) == -4
        assert Fact("f", Decimal, places=2).number(Decimal("64.5")) == 6450
        assert Fact("f", Decimal, places=0).number(Decimal(64)) == 64
        assert Fact("f", date).number(date(2020, 3, 1)) - Fact("f", date).number(date(2020, 2, 28)) == 2

    def test_a_scale_is_in_the_order_of_its_numbers(self) -> None:
        class Backwards(IntEnum):
            THREE = 3
            ONE = 1

        assert Fact("f", Backwards).members == (Backwards.ONE, Backwards.THREE)
        assert Fact("f", bool).members == (False, True)
        assert Fact("f", int).members == ()

    def test_values_are_said_as_people_write_them(self) -> None:
        said = [words(each) for each in (True, False, Level.VERY_HIGH, Stage.OUT_OF_COURT, Decimal("1E+2"), 7)]
        assert said == ["yes", "no", "Very high", "out of court", "100", "7"]
        assert words(date(2019, 9, 9)) == "2019-09-09"

    def test_options_are_a_phrase(self) -> None:
        assert one_of(["a"]) == "a"
        assert one_of(["a", "b", "c"]) == "a, b or c"

    def test_a_fact_is_shown_by_its_name(self) -> None:
        assert repr(ROSH) == "Fact('rosh')"
        assert repr(Child.rosh) == "<rosh: Low, Medium, High or Very high>"


class TestRecords:
    def test_a_record_states_its_facts_and_the_rest_is_unknown(self) -> None:
        child = Child(reference="A1", rosh=Level.HIGH, reoffending=Level.LOW)
        assert (child.reference, child.rosh, child.safety, child.reoffending) == ("A1", Level.HIGH, None, Level.LOW)

    def test_records_are_values(self) -> None:
        one = Child(reference="A1", reoffending=Level.LOW)
        assert one == Child(reference="A1", reoffending=Level.LOW)
        assert hash(one) == hash(Child(reference="A1", reoffending=Level.LOW))
        with pytest.raises(AttributeError):
            setattr(one, "rosh", Level.LOW)  # noqa: B010

    @pytest.mark.parametrize(
        ("stated", "says"),
        [
            ({"age": 9}, "age: allowed: a whole number from 10 to 17"),
            ({"age": 18}, "age: allowed: a whole number from 10 to 17"),
            ({"age": True}, "age: it is a whole number"),
            ({"rosh": 3}, "rosh: it is Low, Medium, High or Very high"),
            ({"share": Decimal("100.01")}, "share: allowed"),
            ({"share": Decimal("-0.01")}, "share: allowed"),
            ({"share": 0.5}, "share: .*a float is not exact"),
            ({"reoffending": None}, "reoffending: it must be given"),
            ({"age": 9, "share": 1}, "age: .*; share: "),
        ],
    )
    def test_what_a_fact_does_not_allow_is_refused_all_at_once(self, stated: dict[str, Any], says: str) -> None:
        with pytest.raises(RecordError, match=f"Child: {says}"):
            Child(**{"reference": "A1", "reoffending": Level.LOW, **stated})

    @pytest.mark.parametrize("share", ["0", "100", "99.99", "1E+1"])
    def test_bounds_are_both_in(self, share: str) -> None:
        assert Child(reference="A1", reoffending=Level.LOW, share=Decimal(share)).share == Decimal(share)

    def test_a_local_policy_adds_facts_by_subclassing(self) -> None:
        class DerbyChild(Child):
            county_lines: Maybe[bool] = fact(bool, "county lines")

        child = DerbyChild(reference="A1", reoffending=Level.LOW, rosh=Level.HIGH, county_lines=True)
        assert holds(HIGH & DerbyChild.county_lines, child)
        assert list(vocabulary(DerbyChild)) == [*vocabulary(Child), "county_lines"]
        assert DerbyChild.rosh.fact is Child.rosh.fact

    def test_the_vocabulary_is_the_facts_in_order(self) -> None:
        assert [each.name for each in FACTS][:3] == ["rosh", "safety", "reoffending"]
        assert [each.name for each in FACTS if each.given] == ["reoffending"]

    def test_an_inherited_fact_cannot_be_changed(self) -> None:
        with pytest.raises(LanguageError, match="age is there already"):

            class Older(Child):
                age: Maybe[int] = fact(int)  # type: ignore[assignment]

    @pytest.mark.parametrize("name", ["_age", "__hash__", "self", "class"])
    def test_a_name_that_cannot_be_a_fact_is_refused(self, name: str) -> None:
        with pytest.raises(LanguageError, match="a name does not begin with an underscore, and is not self"):
            type("Odd", (Facts,), {name: given(bool)})

    @pytest.mark.parametrize(
        "body", [{"rosh": 3}, {"__annotations__": {"reference": "str"}}, {"reference": fact(bool)}]
    )
    def test_what_is_inherited_is_not_changed_in_any_way(self, body: dict[str, Any]) -> None:
        with pytest.raises(LanguageError, match="is there already"):
            type("Odd", (Child,), body)

    def test_one_fact_is_not_two(self) -> None:
        shared: Maybe[bool] = fact(bool, "shared")
        with pytest.raises(LanguageError, match=r"Odd\.two is one under another name; write fact"):
            type("Odd", (Facts,), {"one": shared, "two": shared})

    def test_two_bases_agree_on_what_they_share(self) -> None:
        left = type("Left", (Facts,), {"age": fact(int)})
        right = type("Right", (Facts,), {"age": fact(bool)})
        with pytest.raises(LanguageError, match="age comes from two bases that mean different facts"):
            type("Both", (left, right), {})
        assert list(vocabulary(type("Same", (type("A", (Child,), {}), type("B", (Child,), {})), {}))) == [
            each.name for each in FACTS
        ]

    def test_text_is_text_and_may_have_a_default(self) -> None:
        class Noted(Facts):
            reference: str
            author: str = ""

        assert (Noted(reference="A1").author, Noted(reference="A1", author="me").author) == ("", "me")
        with pytest.raises(RecordError, match="Noted: reference: it is text"):
            Noted(reference=None)  # type: ignore[arg-type]

    @pytest.mark.parametrize("annotation", ["Maybe[int]", "int"])
    def test_an_annotation_that_defines_no_fact_is_refused(self, annotation: str) -> None:
        with pytest.raises(LanguageError, match="age is not a fact: write age: Maybe"):
            type("Half", (Facts,), {"__annotations__": {"age": annotation}})

    def test_a_plain_value_is_not_a_fact(self) -> None:
        with pytest.raises(LanguageError, match="age is not a fact"):

            class Plain(Facts):
                age: int = 3

    def test_given_facts_are_always_there(self) -> None:
        class Percentage(Facts):
            amount: Given[Decimal] = given(Decimal, places=2)

        with pytest.raises(TypeError, match="amount"):
            Percentage()  # type: ignore[call-arg]


class TestNamesThatARecordDoesNotHave:
    def test_a_misspelt_fact_of_a_record_is_refused_with_the_one_that_may_be_meant(self) -> None:
        make: Callable[..., Child] = Child
        with pytest.raises(RecordError, match=r"^Child: 'rossh' is no fact of it; did you mean 'rosh'\?$"):
            make(reference="A1", rossh=1)
        with pytest.raises(RecordError, match=r"^Child: 'zz' is no fact of it$"):
            make(reference="A1", zz=1)

    def test_what_is_missing_is_not_called_unknown(self) -> None:
        make: Callable[..., Child] = Child
        with pytest.raises(TypeError, match="missing 2 required keyword-only arguments: 'reference' and"):
            make(rosh=None)

    def test_a_misspelt_fact_in_a_condition_is_refused_likewise(self) -> None:
        with pytest.raises(
            UnknownFactError, match=r"^Child: 'rossh' is no fact of it; did you mean 'rosh'\?$"
        ) as error:
            _ = Child.rossh  # type: ignore[attr-defined]
        assert isinstance(error.value, LanguageError)
        assert (error.value.name, error.value.obj) == ("rossh", Child)
        assert not hasattr(Child, "rossh")
        assert not hasattr(Child, "__rosh__")

"""Rating audits and inspections: computed beside stated, and every difference said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from installed import RULEBOOK
from yosrules import (
    AuditSheet,
    Ground,
    Inspection,
    Item,
    ItemSheet,
    Judged,
    JudgedOverall,
    RatedBy,
    RatingError,
    RecordError,
    Score,
    SheetRow,
    award,
    rate,
)
from yosrules.hooks.load import load
from yosrules.policies.awards import grounds
from yosrules.policies.rating import Band, RatingScale, Rounding
from yosrules.records.audit import RatingCounts

OLD = RULEBOOK.framework("hmip-2018")
NEW = RULEBOOK.framework("hmip-2021")


def row(standard: str, score: str, out_of: str, percent: str | None = None, rating: str | None = None) -> SheetRow:
    return SheetRow(standard, Decimal(score), Decimal(out_of), None if percent is None else Decimal(percent), rating)


DOMAIN = (row("2.1", "73", "84"), row("2.2", "68.5", "86"), row("2.3", "1", "1"), row("2.4", "0", "1"))


class TestSheets:
    def test_each_standard_and_the_sum_of_the_rows_are_rated(self) -> None:
        rated = rate(AuditSheet("a", DOMAIN), OLD)
        assert rated.ratings == {f"2.{at}": "Inadequate" if at == 4 else "Outstanding" for at in (1, 2, 3, 4)}
        assert (rated.overall.score, rated.overall.computed and rated.overall.computed.rounded) == (
            Score("142.5", 172),
            83,
        )
        assert rated.differences == ()

    def test_a_standard_without_a_row_leaves_the_overall_untold(self) -> None:
        overall = rate(AuditSheet("a", DOMAIN[:2]), OLD).overall
        assert (overall.score, overall.computed) == (None, None)
        lacking = "2.3 Implementation and delivery or 2.4 Reviewing"
        assert overall.why_not == f"no overall rating without the points of {lacking}"

    def test_of_several_domains_the_overall_is_of_all(self) -> None:
        two = (*DOMAIN, *(row(f"3.{at}", "1", "2") for at in (1, 2, 3, 4)))
        assert (rate(AuditSheet("a", two), OLD).overall.why_not or "").startswith(
            "no overall rating without the points of 1.1 Governance and leadership, 1.2 Staff"
        )
        one = (*two, *(row(f"1.{at}", "1", "2") for at in (1, 2, 3, 4)))
        assert rate(AuditSheet("a", one), OLD).overall.score == Score("150.5", 188)
        lacking = attrs.evolve(OLD, domains=OLD.domains[1:])
        assert "no installed plugin brings domain 1" in (rate(AuditSheet("a", two), lacking).overall.why_not or "")

    def test_a_standard_that_takes_no_part_in_the_overall_is_not_in_its_sum(self) -> None:
        numbers = [standard.number for standard in NEW.standards]
        rows = tuple(row(number, "0" if number == "R1.1" else "9", "10") for number in numbers)
        assert rate(AuditSheet("a", rows), NEW).overall.score == Score(108, 120)

    def test_of_a_sum_of_less_no_rating_is_compared(self) -> None:
        sheet = AuditSheet("a", DOMAIN[:2], row("Overall", "142.5", "172", "80", "Good"))
        assert [str(each) for each in rate(sheet, OLD).differences] == [
            "Overall: the score is stated as 142.5/172 (which would be 83%), "
            "computed as 141.5/170 (83%), the sum of its rows"
        ]

    @pytest.mark.parametrize(
        ("stated", "computed"),
        [
            ("79", "80"),
            ("79.7", "79.7"),
            ("79.6", "79.7"),
            ("79.65", "79.65"),
            ("79.66", "79.65"),
            ("80", "80"),
            ("80.00", "80"),
            ("79.70", "79.7"),
        ],
    )
    def test_a_stated_per_cent_is_compared_to_as_many_places_as_it_was_stated(self, stated: str, computed: str) -> None:
        differences = rate(AuditSheet("a", (row("2.2", "68.5", "86", stated),)), OLD).differences
        said = [(each.where, each.what, each.stated, each.computed) for each in differences]
        fits = Decimal(stated) == Decimal(computed)
        assert said == ([] if fits else [("2.2 Planning", "percentage", f"{stated}%", f"{computed}%")])

    def test_a_stated_rating_that_the_score_does_not_give_is_said(self) -> None:
        (difference,) = rate(AuditSheet("a", (row("2.2", "68.5", "86", rating="Good"),)), OLD).differences
        assert str(difference) == "2.2 Planning: the rating is stated as Good, computed as Outstanding"

    def test_an_overall_score_that_is_not_the_sum_of_the_rows_is_said(self) -> None:
        sheet = AuditSheet("a", (row("2.1", "73", "84"),), row("Overall", "73.5", "84", "87", "Outstanding"))
        assert [str(each) for each in rate(sheet, OLD).differences] == [
            "Overall: the score is stated as 73.5/84 (which would be 88%), computed as 73/84 (87%), the sum of its rows"
        ]

    def test_a_standard_with_nothing_to_score_is_not_rated(self) -> None:
        nothing = tuple(row(f"2.{at}", "0", "0", rating="Not rated") for at in (1, 2, 3, 4))
        rated = rate(AuditSheet("a", nothing), OLD)
        assert set(rated.ratings.values()) == {None}
        assert rated.differences == ()
        assert rated.overall.computed is not None
        assert rated.overall.computed.band is None

    def test_a_percentage_stated_of_nothing_is_said(self) -> None:
        rated = rate(AuditSheet("a", (row("2.1", "0", "0", "0", "Inadequate"),)), OLD)
        assert [str(each) for each in rated.differences] == [
            "2.1 Assessment: the percentage is stated as 0%, computed as nothing: it is out of 0",
            "2.1 Assessment: the rating is stated as Inadequate, computed as Not rated",
        ]

    def test_it_is_said_where_inspectors_rate_another_way(self) -> None:
        (note,) = rate(AuditSheet("a", (row("1.1", "1", "2"), row("2.1", "1", "2"))), OLD).notes
        assert note == (
            "rated here by audit score; inspectors rate 1.1, 2.1 by inspectors' judgement or lowest key question, "
            "which this sheet does not hold"
        )
        newest = load().framework("hmip-2025")
        assert rate(AuditSheet("a", (row("planning", "1", "2"),)), newest).notes == ()

    def test_two_rows_for_one_standard_are_refused(self) -> None:
        with pytest.raises(RatingError, match="a has two rows for one standard"):
            rate(AuditSheet("a", (row("2.1", "1", "2"), row("2.1", "1", "2"))), OLD)

    def test_a_stated_per_cent_with_more_places_than_there_are_is_refused(self) -> None:
        with pytest.raises(RatingError, match=r"50\.005 has more than 2 decimal places"):
            rate(AuditSheet("a", (row("2.1", "1", "2", "50.005"),)), OLD)

    def test_a_standard_of_another_framework_is_refused(self) -> None:
        with pytest.raises(RatingError, match=r"'R1.1' is not a standard of hmip-2018"):
            rate(AuditSheet("a", (row("R1.1", "1", "2"),)), OLD)


def items(standard: str, **scores: list[int | str | None]) -> list[Item]:
    """A column of cases for each key question: 1 sufficient, 0 not, None not applicable."""
    return [
        Item(f"case {place}", standard, question.replace("_", " "), None if at is None else Decimal(at), Decimal(1))
        for question, column in scores.items()
        for place, at in enumerate(column)
    ]


def every_question(standard: str, column: list[int | str | None]) -> list[Item]:
    names = [question.name for question in OLD.standard(standard).key_questions]
    return items(standard, **dict.fromkeys(names, column))


class TestItems:
    def test_the_lowest_key_question_decides_each_with_its_own_denominator(self) -> None:
        asked = items(
            "2.1", desistance=[1, 1, 1, 1], safety_of_the_child=[1, 1, None, 0], safety_of_others=[1, 1, 1, 0]
        )
        (rated,) = rate(ItemSheet("a", tuple(asked)), OLD).standards
        assert [(str(each.score), each.rating.name) for each in rated.questions] == [
            ("4/4", "Outstanding"),
            ("2/3", "Good"),
            ("3/4", "Good"),
        ]
        assert (rated.rated_by, str(rated.score), rated.computed and rated.computed.name) == (
            RatedBy.LOWEST_KEY_QUESTION,
            "2/3",
            "Good",
        )

    def test_a_question_that_applies_to_no_case_does_not_decide(self) -> None:
        asked = items("2.1", desistance=[1], safety_of_the_child=[None], safety_of_others=[1])
        assert rate(ItemSheet("a", tuple(asked)), OLD).ratings == {"2.1": "Outstanding"}

    def test_a_standard_where_no_question_applies_is_not_rated(self) -> None:
        asked = items("2.1", desistance=[None], safety_of_the_child=[None], safety_of_others=[None])
        (rated,) = rate(ItemSheet("a", tuple(asked)), OLD).standards
        assert (rated.band, rated.score, rated.computed and rated.computed.name) == (None, Score(0, 0), "Not rated")

    def test_a_question_without_any_row_leaves_the_standard_untold(self) -> None:
        rated = rate(ItemSheet("a", tuple(items("2.1", desistance=[1], safety_of_others=[1]))), OLD)
        assert (rated.ratings, rated.standards[0].computed) == ({"2.1": None}, None)
        assert rated.notes == ("2.1 Assessment cannot be rated: no case is judged on safety of the child",)

    def test_part_marks_are_shares_of_points_and_it_is_said(self) -> None:
        asked = items("3.4", recommendations=["0.5", 1], joint_work_with_the_police=[1, 1])
        rated = rate(ItemSheet("a", tuple(asked)), OLD)
        assert str(rated.standards[0].score) == "1.5/2"
        assert rated.notes == (
            "3.4 Joint working is scored in part marks, so its shares are of points; inspectors count sufficient cases",
        )

    def test_whole_marks_of_any_size_count_cases(self) -> None:
        asked = [
            Item(f"case {out_of}", "3.4", question, Decimal(score), Decimal(out_of))
            for question in ("recommendations", "joint work with the police")
            for score, out_of in ((4, 4), (0, 1))
        ]
        assert str(rate(ItemSheet("a", tuple(asked)), OLD).standards[0].score) == "1/2"

    def test_a_standard_that_no_question_decides_is_rated_by_its_points(self) -> None:
        rated = rate(ItemSheet("a", tuple(every_question("1.2", [1, "0.5", None]))), OLD)
        assert (rated.standards[0].rated_by, str(rated.standards[0].score)) == (RatedBy.AUDIT_SCORE, "6/8")
        assert "inspectors rate 1.2 by inspectors' judgement" in rated.notes[0]

    def test_an_item_out_of_nothing_is_no_case(self) -> None:
        questions = ("recommendations", "joint work with the police")
        scores = ((4, 4), (0, 1), (None, 0), (0, 0))
        asked = [
            Item(str(place), "3.4", question, None if score is None else Decimal(score), Decimal(out_of))
            for question in questions
            for place, (score, out_of) in enumerate(scores)
        ]
        rated = rate(ItemSheet("a", tuple(asked)), OLD)
        assert (str(rated.standards[0].score), rated.notes) == ("1/2", ())

    def test_a_case_without_a_row_for_a_question_leaves_the_standard_untold(self) -> None:
        asked = items("3.4", recommendations=[1, 1], joint_work_with_the_police=[1])
        rated = rate(ItemSheet("a", tuple(asked)), OLD)
        assert rated.ratings == {"3.4": None}
        assert [band.name for band in rated.standards[0].possible] == ["Requires improvement", "Good", "Outstanding"]
        assert rated.standards[0].as_dict()["possible"] == "Requires improvement, Good or Outstanding"
        assert rated.notes == (
            "3.4 Joint working cannot be rated: 1 of 2 cases have no row for joint work with the police; "
            "a row without a score says that it does not apply",
            "3.4 Joint working: if each of them is sufficient, or is not, or it does not apply, it is "
            "Requires improvement, Good or Outstanding",
        )

    def test_a_case_of_the_domain_that_a_standard_leaves_out_leaves_it_untold(self) -> None:
        asked = items("3.4", recommendations=[1], joint_work_with_the_police=[1])
        other = attrs.evolve(asked[0], case="another", standard="3.1", question="desistance")
        rated = rate(ItemSheet("a", (*asked, other)), OLD)
        assert rated.ratings == {"3.4": None, "3.1": None}
        apart = attrs.evolve(other, standard="2.1")
        assert rate(ItemSheet("a", (*asked, apart)), OLD).ratings["3.4"] == "Outstanding"

    def test_what_is_possible_is_settled_by_a_question_that_all_cases_have(self) -> None:
        asked = items("3.4", recommendations=[0, 0], joint_work_with_the_police=[1])
        (rated,) = rate(ItemSheet("a", tuple(asked)), OLD).standards
        assert [band.name for band in rated.possible] == ["Inadequate"]
        assert [each.question.name for each in rated.questions] == ["recommendations"]

    def test_a_question_that_applies_to_no_case_bounds_nothing(self) -> None:
        asked = items("3.4", recommendations=[None, None], joint_work_with_the_police=[0])
        (rated,) = rate(ItemSheet("a", tuple(asked)), OLD).standards
        assert [band.name for band in rated.possible] == ["Inadequate", "Requires improvement"]

    def test_in_part_marks_nothing_is_said_of_what_is_possible(self) -> None:
        asked = items("3.4", recommendations=["0.5", 1], joint_work_with_the_police=[1])
        assert rate(ItemSheet("a", tuple(asked)), OLD).standards[0].possible == ()

    def test_where_a_standard_cannot_be_told_neither_can_the_overall(self) -> None:
        rated = rate(ItemSheet("a", tuple(items("2.1", desistance=[1]))), OLD)
        assert rated.overall.computed is None
        assert rated.overall.why_not == "no overall rating, because 2.1 Assessment cannot be rated"

    def test_the_overall_of_items_that_are_pooled_is_their_sum(self) -> None:
        asked = [item for number in ("1.1", "1.2", "1.3", "1.4") for item in every_question(number, [1, 1, 0])]
        rated = rate(ItemSheet("a", tuple(asked)), OLD)
        assert (rated.overall.score, rated.overall.computed and rated.overall.computed.name) == (Score(28, 42), "Good")

    def test_points_without_a_row_leave_the_standard_and_the_overall_untold(self) -> None:
        asked = every_question("1.2", [1, 1, 0])
        rated = rate(ItemSheet("a", tuple(asked[1:])), OLD)
        assert (rated.standards[0].score, rated.standards[0].computed, rated.standards[0].possible) == (None, None, ())
        assert rated.overall.why_not == "no overall rating, because 1.2 Staff cannot be rated"
        assert rate(ItemSheet("a", tuple(asked)), OLD).overall.why_not == (
            "no overall rating without the points of 1.1 Governance and leadership, 1.3 Partnerships and services "
            "or 1.4 Information and facilities"
        )

    def test_points_are_not_pooled_where_the_lowest_key_question_decides(self) -> None:
        """Four standards are Inadequate by one question each, though at least 80% of all points are met."""
        asked = [
            Item(f"case {place}", standard.number, question.id, Decimal(place < (2 if last else 5)), Decimal(1))
            for standard in [each for each in OLD.standards if each.number.startswith("2.")]
            for question in standard.key_questions
            for last in [question is standard.key_questions[-1]]
            for place in range(5)
        ]
        rated = rate(ItemSheet("a", tuple(asked)), OLD)
        assert set(rated.ratings.values()) == {"Inadequate"}
        assert (rated.overall.score, rated.overall.computed) == (None, None)
        assert rated.overall.why_not is not None
        assert rated.overall.why_not.endswith("are rated by the lowest key question")

    def test_a_case_has_one_row_for_a_question(self) -> None:
        asked = items("3.4", recommendations=[1])
        again = attrs.evolve(asked[0], question="Recommendations", score=Decimal(0))
        with pytest.raises(RatingError, match=r"two rows of one case for 3\.4\.1; allowed: each once"):
            rate(ItemSheet("a", (*asked, again)), OLD)

    def test_a_question_that_is_none_of_the_standard_is_refused(self) -> None:
        with pytest.raises(RatingError, match="'x' is not a key question"):
            rate(ItemSheet("a", tuple(items("1.2", x=[1]))), OLD)

    def test_the_deciding_question_is_the_first_of_the_lowest(self) -> None:
        asked = items("3.4", recommendations=[1, 0], joint_work_with_the_police=[1, 0])
        (rated,) = rate(ItemSheet("a", tuple(asked)), OLD).standards
        assert rated.deciding is not None
        assert rated.deciding.question.id == "3.4.1"


def judged(ratings: dict[str, str | None]) -> tuple[Judged, ...]:
    return tuple(Judged(standard, rating) for standard, rating in ratings.items())


ALL_GOOD: dict[str, str | None] = {each.number: "Good" for each in OLD.standards}


class TestInspections:
    def test_the_overall_comes_from_the_standards_where_all_are_there(self) -> None:
        rated = rate(Inspection("a", judged({**ALL_GOOD, "1.1": "Inadequate"}), JudgedOverall("Good")), OLD)
        assert (rated.overall.score, rated.overall.computed and rated.overall.computed.name) == (Score(22, 36), "Good")
        assert rated.differences == ()

    def test_the_points_and_rating_that_were_published_are_checked(self) -> None:
        overall = JudgedOverall("Outstanding", Decimal(25), Decimal(36))
        assert [str(each) for each in rate(Inspection("a", judged(ALL_GOOD), overall), OLD).differences] == [
            "Overall: the number of points is stated as 25/36, computed as 24 by the ratings of the standards",
            "Overall: the rating is stated as Outstanding, computed as Good (24/36 points)",
        ]

    @pytest.mark.parametrize(("points", "fits"), [(5, False), (6, True), (33, True), (34, False)])
    def test_points_are_checked_against_what_the_known_standards_leave_open(self, points: int, fits: bool) -> None:
        known = judged({"1.1": "Outstanding", "1.2": "Outstanding", "1.3": "Inadequate", "1.4": None})
        rated = rate(Inspection("a", known, JudgedOverall(None, Decimal(points), Decimal(36))), OLD)
        assert (rated.differences == ()) is fits
        assert rated.overall.score == Score(points, 36)

    def test_resettlement_is_left_out_of_that_check(self) -> None:
        known = judged({"R1.1": "Outstanding"})
        assert rate(Inspection("a", known, JudgedOverall(None, Decimal(0), Decimal(36))), NEW).differences == ()

    def test_without_standards_or_points_it_is_said_what_is_missing(self) -> None:
        rated = rate(Inspection("a", judged({"1.1": "Good"}), JudgedOverall("Good")), OLD)
        assert rated.overall.computed is None
        assert rated.overall.stated is not None
        assert rated.overall.why_not is not None
        assert "for 1.2, 1.3, 1.4, 2.1" in rated.overall.why_not

    def test_points_out_of_24_have_no_bands(self) -> None:
        rated = rate(Inspection("a", (), JudgedOverall("Inadequate", Decimal(1), Decimal(24))), NEW)
        assert rated.overall.why_not is not None
        assert "no bands for a maximum of 24" in rated.overall.why_not

    @pytest.mark.parametrize(("points", "maximum"), [(24, None), (None, 36)])
    def test_points_without_their_maximum_are_no_points(self, points: int | None, maximum: int | None) -> None:
        overall = JudgedOverall(
            "Good", None if points is None else Decimal(points), None if maximum is None else Decimal(maximum)
        )
        part = rate(Inspection("a", judged({"1.1": "Good"}), overall), OLD).overall
        assert part.why_not is not None
        assert "for 1.2" in part.why_not
        assert rate(Inspection("a", judged(ALL_GOOD), overall), OLD).differences == ()

    def test_the_standards_that_count_are_enough(self) -> None:
        overall = JudgedOverall("Good", Decimal(25), Decimal(36))
        assert rate(Inspection("a", judged(ALL_GOOD), overall), NEW).overall.score == Score(24, 36)

    def test_with_a_domain_missing_the_published_points_are_taken(self) -> None:
        part = attrs.evolve(OLD, domains=OLD.domains[:1])
        known = judged({standard.number: "Good" for standard in part.standards})
        rated = rate(Inspection("a", known, JudgedOverall("Good", Decimal(24), Decimal(36))), part)
        assert rated.overall.score == Score(24, 36)

    def test_more_standards_than_the_maximum_has_room_for(self) -> None:
        rated = rate(Inspection("a", judged(ALL_GOOD), JudgedOverall(None, Decimal(24), Decimal(33))), OLD)
        assert [str(each) for each in rated.differences] == [
            "Overall: the maximum is stated as 33, computed as more: 12 standards are rated"
        ]

    def test_a_share_of_what_was_not_rated_is_said_and_rates_nothing(self) -> None:
        rated = rate(Inspection("a", (Judged("2.1", None, Decimal(85)),)), OLD)
        assert rated.ratings == {"2.1": None}
        assert [str(each) for each in rated.differences] == [
            "2.1 Assessment: the rating is stated as Not rated, computed as Outstanding (85%)"
        ]

    def test_a_share_that_gives_another_band_is_said(self) -> None:
        rows = (Judged("2.1", "Good", Decimal(64), 14), Judged("2.2", "Good", Decimal("64.5"), 14))
        rated = rate(Inspection("a", rows), OLD)
        assert [str(each) for each in rated.differences] == [
            "2.1 Assessment: the rating is stated as Good, computed as Requires improvement (64%)"
        ]
        assert rated.ratings == {"2.1": "Good", "2.2": "Good"}


ALL = [each.number for each in OLD.standards if each.counts]


SEVEN = {number: "Good" if place < 7 else "Inadequate" for place, number in enumerate(ALL[:-1])}


class TestPartOfTheStandards:
    """Seven Good and four Inadequate give 14 points; the twelfth standard adds 0 to 3: 14 to 17 of 36."""

    def test_the_overall_that_is_left_is_told_and_not_computed(self) -> None:
        overall = rate(Inspection("a", judged(dict(SEVEN))), OLD).overall
        assert (overall.computed, [band.name for band in overall.possible]) == (None, ["Requires improvement"])
        assert overall.why_not is not None
        assert "it has 14 to 17 of 36 points: Requires improvement" in overall.why_not

    @pytest.mark.parametrize(
        ("stated", "contradicted"), [("Outstanding", True), ("requires improvement", False), ("Not rated", False)]
    )
    def test_a_stated_overall_that_is_ruled_out_is_a_contradiction(self, stated: str, contradicted: bool) -> None:
        rated = rate(Inspection("a", judged(dict(SEVEN)), JudgedOverall(stated)), OLD)
        assert bool(rated.differences) is contradicted

    def test_nothing_is_told_where_the_sheet_states_another_maximum(self) -> None:
        rated = rate(Inspection("a", judged(dict(SEVEN)), JudgedOverall("Outstanding", Decimal(14), Decimal(33))), OLD)
        assert (rated.overall.possible, rated.differences) == ((), ())

    def test_only_sums_of_the_points_can_be_reached(self) -> None:
        """Ratings worth 1, 12, 24 and 36: eleven of 36 and one of 1 or more have 397 points of 432, or 408, or more."""
        scale = RatingScale("by 432", (Band("low", 0), Band("never", 398), Band("high", 408)), Rounding.NONE, top=432)
        of = attrs.evolve(OLD, points=(1, 12, 24, 36), overall_bands=(scale,))
        overall = rate(Inspection("a", judged(dict.fromkeys(ALL[:-1], "Outstanding"))), of).overall
        assert [band.name for band in overall.possible] == ["low", "high"]

    @pytest.mark.parametrize("points", ["21.5", "NaN", "Infinity"])
    def test_points_are_whole(self, points: str) -> None:
        with pytest.raises(RecordError, match="points of an overall rating are whole"):
            JudgedOverall("Good", Decimal(points), Decimal(36))

    def test_several_are_left_where_more_is_missing(self) -> None:
        overall = rate(Inspection("a", judged(dict.fromkeys(ALL[:4], "Good"))), OLD).overall
        assert [band.name for band in overall.possible] == ["Requires improvement", "Good", "Outstanding"]

    def test_nothing_is_told_of_a_maximum_without_bands(self) -> None:
        few = {**dict.fromkeys(ALL[:-2], "Good"), ALL[-2]: None}
        assert rate(Inspection("a", judged(few)), OLD).overall.possible == ()

    def test_no_overall_is_rated_by_a_framework_without_bands_for_one(self) -> None:
        newest = load().framework("hmip-2025")
        rows = tuple(row(standard.number, "6", "10") for standard in newest.standards)
        overall, part = (rate(AuditSheet("a", each), newest).overall for each in (rows, rows[1:]))
        assert (overall.score, overall.computed) == (Score(6 * len(rows), 10 * len(rows)), None)
        assert (part.score, part.computed) == (None, None)
        why_not = "no overall rating: hmip-2025 has no bands for one established here"
        assert overall.why_not == part.why_not == why_not


class TestCounts:
    @pytest.mark.parametrize(
        ("counts", "computed", "possible"),
        [
            ((("Good", 8), ("Inadequate", 4)), "Requires improvement", ()),
            ((("Good", 7), ("Inadequate", 4)), None, ("Requires improvement",)),
            ((("Good", 11), ("Not rated", 1)), None, ()),
        ],
    )
    def test_how_many_of_each_rating_is_all_that_an_overall_needs(
        self, counts: tuple[tuple[str, int], ...], computed: str | None, possible: tuple[str, ...]
    ) -> None:
        overall = rate(RatingCounts("a", counts), OLD).overall
        assert (overall.computed and overall.computed.name) == computed
        assert tuple(band.name for band in overall.possible) == possible

    def test_more_ratings_than_standards_are_refused(self) -> None:
        with pytest.raises(RatingError, match="counts 13 ratings; hmip-2018 has 12 standards"):
            rate(RatingCounts("a", (("Good", 13),)), OLD)


class TestAwards:
    """Derby's scale: Good from 65%; 9 sufficient cases of 14 are 64.29%."""

    def sheet(self, sufficient: int, of: int) -> Any:
        column: list[int | str | None] = [int(place < sufficient) for place in range(of)]
        best: list[int | str | None] = [1] * of
        asked = items("2.1", desistance=column, safety_of_the_child=best, safety_of_others=best)
        return rate(ItemSheet("a", tuple(asked)), OLD)

    def moved(self, sheet: Any, band: str, ground: Ground, **other: Any) -> Any:
        said = {"by": "ratings panel", "on": date(2018, 8, 1), "why": "one case was borderline", **other}
        return award(sheet, "2.1", band, ground=ground, **said)

    @pytest.mark.parametrize(
        ("sufficient", "of", "band", "ground"),
        [
            (9, 14, "Good", Ground.NEAR_BOUNDARY),
            (9, 14, "Good", Ground.ONE_CASE),
            (119, 200, "Good", Ground.NEAR_BOUNDARY),
            (10, 14, "Requires improvement", Ground.ONE_CASE),
            (139, 200, "Requires improvement", Ground.NEAR_BOUNDARY),
            (3, 5, "Good", Ground.FEW_CASES),
            (5, 5, "Good", Ground.FEW_CASES),
        ],
    )
    def test_each_published_ground(self, sufficient: int, of: int, band: str, ground: Ground) -> None:
        sheet = self.sheet(sufficient, of)
        (rated,) = self.moved(sheet, band, ground).standards
        assert rated.computed == sheet.standards[0].computed
        assert (rated.awarded.band.name, rated.awarded.by, rated.published) == (band, "ratings panel", None)
        assert rated.band.name == band

    @pytest.mark.parametrize(
        ("sufficient", "of", "band", "ground", "says"),
        [
            (118, 200, "Good", Ground.NEAR_BOUNDARY, "nor does any other published ground"),
            (139, 200, "Requires improvement", Ground.ONE_CASE, "these do: the deciding key question is within 5"),
            (140, 200, "Requires improvement", Ground.NEAR_BOUNDARY, "nor does any other published ground"),
            (4, 6, "Requires improvement", Ground.FEW_CASES, "these do: .*; one case"),
            (9, 14, "Outstanding", Ground.ONE_CASE, "Requires improvement to Outstanding is not one band"),
            (9, 14, "Requires improvement", Ground.ONE_CASE, "is not one band"),
            (9, 14, "Fine", Ground.ONE_CASE, "'Fine' is not a rating"),
        ],
    )
    def test_a_ground_that_does_not_hold_is_refused(
        self, sufficient: int, of: int, band: str, ground: Ground, says: str
    ) -> None:
        with pytest.raises(RatingError, match=says):
            self.moved(self.sheet(sufficient, of), band, ground)

    def test_only_the_standard_that_was_meant_is_moved(self) -> None:
        best: list[int | str | None] = [1] * 4
        asked = items("2.1", desistance=best, safety_of_the_child=best, safety_of_others=best)
        asked += items("3.4", recommendations=[1, 1, 0, 0], joint_work_with_the_police=best)
        said = {"by": "panel", "on": date(2018, 8, 1), "why": "few cases"}
        two: Any = award(rate(ItemSheet("a", tuple(asked)), OLD), "3.4", "Good", ground=Ground.FEW_CASES, **said)
        assert [each.awarded and each.awarded.band.name for each in two.standards] == [None, "Good"]

    @pytest.mark.parametrize(
        ("sufficient", "of", "band", "holds"),
        [
            (127, 200, "Good", False),
            (2, 3, "Outstanding", True),
            (1, 2, "Inadequate", True),
            (0, 2, "Requires improvement", True),
        ],
    )
    def test_one_case_judged_differently(self, sufficient: int, of: int, band: str, holds: bool) -> None:
        found = grounds(OLD.scale, Score(sufficient, of), OLD.scale.band(band))
        assert (Ground.ONE_CASE in found) is holds

    def test_one_case_of_several_points_is_one_whose_points_are_all_met_or_none(self) -> None:
        """30 of 40 points is 75%; the case marked 0 of 4 would give 34, 85%, and three cases would not be few."""
        marks = [4, 4, 0, 2, 4, 4, 4, 4, 4, 0]
        asked = [
            Item(f"case {place}", "3.4", question.id, Decimal(mark), Decimal(4))
            for question in OLD.standard("3.4").key_questions
            for place, mark in enumerate(marks)
        ]
        said = {"by": "panel", "on": date(2018, 8, 1), "why": "one case"}
        sheet = rate(ItemSheet("a", tuple(asked)), OLD)
        moved: Any = award(sheet, "3.4", "Outstanding", ground=Ground.ONE_CASE, **said)
        assert moved.standards[0].awarded.band.name == "Outstanding"
        with pytest.raises(RatingError, match=r"these do: .*within 5.*; one case"):
            award(sheet, "3.4", "Outstanding", ground=Ground.FEW_CASES, **said)

    def test_a_few_cases_of_several_points_are_few(self) -> None:
        cases = (Score(2, 4), Score(3, 4), Score(4, 4))
        assert Ground.FEW_CASES in grounds(OLD.scale, Score(9, 12), OLD.scale.band("Outstanding"), cases)

    def test_the_grounds_are_the_published_ones(self) -> None:
        assert [ground.value for ground in Ground] == [
            "the deciding key question is within 5 percentage points of the boundary",
            "one case judged differently, all of its points met or none, would change the band",
            "the deciding key question was judged on 5 cases or fewer",
        ]

    @pytest.mark.parametrize("unsaid", [{"by": " "}, {"why": ""}, {"why": " "}])
    def test_an_award_says_by_whom_and_why(self, unsaid: dict[str, str]) -> None:
        with pytest.raises(RatingError, match="by whom it was made and why"):
            self.moved(self.sheet(9, 14), "Good", Ground.ONE_CASE, **unsaid)

    def test_there_is_nothing_to_move_where_no_key_question_decided(self) -> None:
        for sheet in (
            rate(AuditSheet("a", (row("2.1", "9", "14"),)), OLD),
            rate(Inspection("a", judged({"2.2": "Good"})), OLD),
            rate(ItemSheet("a", tuple(items("2.1", desistance=[1]))), OLD),
        ):
            with pytest.raises(RatingError, match=r"2.1 Assessment has no deciding key question here"):
                self.moved(sheet, "Good", Ground.ONE_CASE)

    def test_there_is_nothing_to_move_where_no_case_was_inspected(self) -> None:
        asked = items("2.1", desistance=[None], safety_of_the_child=[None], safety_of_others=[None])
        with pytest.raises(RatingError, match="no case was inspected"):
            self.moved(rate(ItemSheet("a", tuple(asked)), OLD), "Good", Ground.FEW_CASES)

    def test_no_ground_holds_where_nothing_was_inspected(self) -> None:
        assert grounds(OLD.scale, Score(0, 0), OLD.scale.bands[1]) == ()

    def test_what_was_published_stands_before_what_was_awarded(self) -> None:
        (rated,) = self.moved(self.sheet(9, 14), "Good", Ground.ONE_CASE).standards
        both = attrs.evolve(rated, published=OLD.scale.band("Outstanding"))
        assert both.band.name == "Outstanding"


@pytest.mark.parametrize("number", ["x", 1.5, 6, True, Decimal("NaN")])
def test_a_number_of_an_audit_that_is_no_decimal_is_refused_at_once(number: object) -> None:
    make: Any
    for make, said in ((SheetRow, ("2.1", number, Decimal(9))), (Item, ("a", "2.1", "2.1.1", number, Decimal(1)))):
        with pytest.raises(RecordError, match=r"score is .*; allowed: a Decimal, such as Decimal\('6\.5'\)"):
            make(*said)

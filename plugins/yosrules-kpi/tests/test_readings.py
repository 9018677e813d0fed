"""What wording and counting code make of the same records, and what the code does that nobody would mean.

The functions here that stand for the code do what its SQL does, so that the difference is a test. D1 to D9 number its
nine defects, as they were found at commit 0a0278d907.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import attrs
import pytest

from yosrules.language import Facts
from yosrules.policies import Indicator
from yosrules.proof import diff
from yosrules.proof.diff import Way
from yosrules.quality import Every, IndicatorTold, Outturn, before_submission, figures, of_one
from yosrules_kpi.endings import ENDINGS, Appeal, Ending, Residence
from yosrules_kpi.longstanding import LOCAL, LONGSTANDING, NATIONAL, FirstOutcome, OutcomeGroup, Tracked
from yosrules_kpi.old_targets import SECURE, WARNINGS, Remand, RemandEpisode
from yosrules_kpi.others import OTHERS, Category, Proven
from yosrules_kpi.sources import CODED, WORDED, WORDED_FIRST

KPI = {each.name: each for each in (*ENDINGS, *OTHERS, *LONGSTANDING)}
ON = date(2026, 6, 30)
WHOLE = Ending(
    reference="A1",
    ended=date(2026, 5, 1),
    age_at_start=15,
    appeal=Appeal.NONE,
    residence=Residence.LOCAL,
    suitable_home=True,
    suitable_learning=True,
    send_identified=True,
    send_plan=True,
)


def becomes(indicator: Indicator, record: Facts, on: date = ON) -> dict[str, Outturn]:
    found = {name: of_one(way, record, on) for name, way in indicator.readings().items()}
    return {name: each.outturn for name, each in found.items() if isinstance(each, IndicatorTold)}


def test_accommodation_that_is_not_on_record_is_unsuitable_to_the_code_and_untold_by_the_wording() -> None:
    assert becomes(KPI["kpi-1"], WHOLE) == {CODED: Outturn.MET, WORDED: Outturn.MET}
    unknown = attrs.evolve(WHOLE, suitable_home=None)
    assert becomes(KPI["kpi-1"], unknown) == {CODED: Outturn.NOT_MET, WORDED: Outturn.UNTOLD}


def test_a_need_met_by_an_offer_is_counted_and_a_need_is_worded() -> None:
    needs = attrs.evolve(WHOLE, mental_health_need=True, mental_health_attending=False, mental_health_offered=False)
    assert becomes(KPI["kpi-4"], needs) == {CODED: Outturn.NOT_MET, WORDED: Outturn.MET}
    none = attrs.evolve(WHOLE, substance_need=False)
    assert becomes(KPI["kpi-5"], none) == {CODED: Outturn.NOT_COUNTED, WORDED: Outturn.NOT_MET}


def test_the_first_wording_of_kpi_3_asked_for_suitable_learning_too() -> None:
    out = attrs.evolve(WHOLE, suitable_learning=False)
    assert becomes(KPI["kpi-3"], out) == {CODED: Outturn.MET, WORDED: Outturn.MET, WORDED_FIRST: Outturn.NOT_MET}


def share(met: int, out_of: int) -> Fraction:
    return Fraction(met, out_of)


def test_d1_kpi_3d_divides_each_order_by_the_total_of_the_other() -> None:
    community, referral = (6, 8), (9, 30)
    as_counted = share(community[0], referral[1]), share(referral[0], community[1])
    as_meant = share(*community), share(*referral)
    assert as_counted == (Fraction(1, 5), Fraction(9, 8))
    assert as_meant == (Fraction(3, 4), Fraction(3, 10))
    assert as_counted[1] > 1, "a share of more than all shows that the denominators are swapped"


def test_d2_kpi_5c_says_attended_and_divides_by_offered() -> None:
    offered, attended, finished = 20, 10, 5
    label, value = ("finished of attended", share(finished, offered))
    assert (label, value) == ("finished of attended", Fraction(1, 4))
    assert share(finished, attended) == Fraction(1, 2)


def entrants_as_counted(children: Iterable[tuple[str, date]]) -> int:
    """One for each reference and day of birth: a reference 'N/A' is not null, and so is taken for somebody's."""
    return len({*children})


def test_d3_all_children_without_a_reference_born_on_one_day_are_one() -> None:
    born = date(2010, 3, 4)
    assert entrants_as_counted([("N/A", born), ("N/A", born), ("K7", born)]) == 2, "three children"


@pytest.mark.parametrize("blank", [{"appeal": None}, {"residence": None}])
def test_d4_a_blank_appeal_or_residence_drops_the_child_and_here_cannot_be_told(blank: dict[str, None]) -> None:
    record = attrs.evolve(WHOLE, **blank)
    assert becomes(KPI["kpi-1"], record) == {CODED: Outturn.NOT_COUNTED, WORDED: Outturn.PERHAPS_MET}


ENTRANT = FirstOutcome(
    reference="A1",
    outcome=date(2026, 5, 1),
    age_at_offence=15,
    age_at_hearing=15,
    group=OutcomeGroup.FIRST_TIER,
    appeal=Appeal.NONE,
    earlier=False,
)


def test_d5_a_successful_appeal_is_no_first_entry_and_stays_in_the_toolkit() -> None:
    def in_toolkit(record: FirstOutcome) -> bool:
        return record.appeal is not None and record.appeal is not Appeal.CHANGED

    won = attrs.evolve(ENTRANT, appeal=Appeal.SUCCESSFUL)
    assert becomes(KPI["first-time-entrants"], ENTRANT) == {CODED: Outturn.MET, WORDED: Outturn.MET}
    assert becomes(KPI["first-time-entrants"], won)[CODED] is Outturn.NOT_COUNTED
    assert in_toolkit(won)


def toolkit_offences(rows: Sequence[tuple[date, date]]) -> Counter[int]:
    """Offences since April 2020, by the financial year of their outcome."""
    kept = (outcome for offence, outcome in rows if offence >= date(2020, 4, 1))
    return Counter(outcome.year - (outcome.month < 4) for outcome in kept)


def test_d6_an_offence_before_april_2020_that_was_sentenced_later_is_in_no_year() -> None:
    rows = [(date(2020, 3, 31), date(2020, 9, 1)), (date(2020, 4, 1), date(2020, 9, 1))]
    assert toolkit_offences(rows) == {2020: 1}


PROVEN = Proven(
    reference="A1",
    outcome=date(2026, 5, 1),
    age=15,
    residence=Residence.LOCAL,
    diverted=False,
    category=Category.ROBBERY,
    gravity=6,
)


def test_d7_a_gravity_that_is_not_on_record_is_0_to_the_code_and_untold_by_the_wording() -> None:
    assert (attrs.evolve(PROVEN, gravity=None).gravity or 0) == 0
    assert becomes(KPI["kpi-9a"], PROVEN) == {CODED: Outturn.MET, WORDED: Outturn.MET}
    unknown = attrs.evolve(PROVEN, gravity=None)
    assert becomes(KPI["kpi-9a"], unknown) == {CODED: Outturn.NOT_MET, WORDED: Outturn.UNTOLD}


def test_d8_a_child_in_two_years_counts_twice_across_them() -> None:
    rows = [("A1", 2024), ("A1", 2025), ("A1", 2025)]
    assert len({*rows}) == 2
    assert len({child for child, _ in rows}) == 1


def test_d9_a_month_with_a_slip_in_its_label_is_no_month() -> None:
    labels = {"06-Sepetmber", "07-October"}
    assert "06-September" not in labels, "a chart that joins by the label has no September"


def test_before_a_return_is_sent_what_is_missing_is_said_and_what_the_count_makes_of_it() -> None:
    records = {"A1": WHOLE, "A2": attrs.evolve(WHOLE, appeal=None), "A3": attrs.evolve(WHOLE, ended=None)}
    told = [
        str(each)
        for each in before_submission([KPI["kpi-1"]], {name: (each, {}) for name, each in records.items()}, ON)
    ]
    undated = "in no period: no date on record by which it would fall into a period"
    assert told == [
        "A2, kpi-1: not on record: the appeal status; as counted: not counted; "
        "as worded: cannot tell whether it counts; met if it does",
        f"A3, kpi-1: {undated}",
    ]


CHILD = Tracked(reference="A1", joined=date(2024, 1, 10), reoffended=True, offended=date(2024, 12, 1))


def test_a_proof_sixteen_months_on_is_in_time_by_the_national_measure_only() -> None:
    late = attrs.evolve(CHILD, proven=date(2025, 5, 1))
    assert becomes(KPI["reoffending"], late) == {LOCAL: Outturn.NOT_MET, NATIONAL: Outturn.MET}
    soon = attrs.evolve(CHILD, proven=date(2025, 4, 10))
    assert becomes(KPI["reoffending"], soon) == {LOCAL: Outturn.MET, NATIONAL: Outturn.MET}
    assert becomes(KPI["reoffending"], soon, date(2025, 4, 10))[LOCAL] is Outturn.EXCEPTED


def test_the_same_year_reads_otherwise_on_another_denominator() -> None:
    many = {Remand.SECURE: 9, Remand.CONDITIONAL_BAIL: 70, Remand.SUPERVISED_BAIL: 15, Remand.LOCAL_AUTHORITY: 6}
    for year, read in ((2006, Fraction(9, 30)), (2007, Fraction(9, 100))):
        day = date(year, 6, 1)
        episodes = [
            RemandEpisode(reference="r", began=day, decision=kind) for kind, times in many.items() for _ in range(times)
        ]
        found = figures(
            SECURE, [("", of_one(SECURE, each, date(year, 6, 30))) for each in episodes], Every.QUARTER, day
        )
        assert found.of[0].outturns.share == read
    before, after = SECURE.editions
    ways = {each.outcome: each.way for each in diff(before, after, RemandEpisode).outcomes}
    assert ways["counted"] is Way.WIDER


def test_the_later_target_for_final_warnings_counts_whom_an_assessment_is_worried_about() -> None:
    before, after = WARNINGS.editions
    changes = {
        (each.of, each.attribute): (each.before, each.after) for each in diff(before, after, WARNINGS.about).attributes
    }
    assert changes["meets it", "target"] == ("4/5", "1")


def test_a_target_of_2007_to_2008_is_not_one_of_today() -> None:
    for day, told in ((date(2008, 3, 31), True), (date(2008, 4, 1), False)):
        found = of_one(SECURE, RemandEpisode(reference="r", began=day, decision=Remand.SECURE), date(2008, 6, 1))
        assert isinstance(found, IndicatorTold) is told

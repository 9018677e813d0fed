"""What the indicators say of single children, for whom two texts of Turnaround differ, and when a disposal is spent."""

from datetime import date

import pytest

from yosrules.proof import diff
from yosrules.proof.diff import Way
from yosrules.quality import IndicatorTold, Outturn, of_one
from yosrules_out_of_court.spent import Disposed, Given, spent_on
from yosrules_out_of_court.timeline import ASSESSED, CAUTIONS, PANEL_FIRST, Conditional, PreCourt, Referred
from yosrules_out_of_court.turnaround import GOVUK, GREENWICH, HARINGEY, POSITIVE, TURNAROUND, TurnaroundChild

ON = date(2025, 9, 1)


def test_both_clocks_run_from_referral_and_from_bail() -> None:
    child = Referred(
        reference="A1",
        referred=date(2015, 1, 5),
        bailed=date(2015, 1, 2),
        assessed=date(2015, 1, 19),
        police_told=date(2015, 1, 23),
    )
    found = of_one(ASSESSED, child, ON)
    assert isinstance(found, IndicatorTold)
    assert vars(found.record)["assessing"] == 10
    assert found.outturn is Outturn.MET


@pytest.mark.parametrize(
    ("length", "in_weeks", "outturn"),
    [(3, False, Outturn.MET), (12, True, Outturn.NOT_MET), (16, True, Outturn.MET)],
)
def test_a_caution_is_in_time_by_the_length_of_the_place(length: int, *, in_weeks: bool, outturn: Outturn) -> None:
    local = {"starts": date(2019, 4, 1), "source": "ours", "length": length, "in_weeks": in_weeks}
    caution = Conditional(reference="A1", given=date(2025, 3, 3), completed=date(2025, 6, 2))
    found = of_one(CAUTIONS.settle({"conditional-cautions": [local]}), caution, ON)
    assert isinstance(found, IndicatorTold)
    assert found.outturn is outturn


def test_a_case_is_checked_then_heard_then_allocated() -> None:
    day = date(2019, 5, 1)
    for panel, outturn in ((day, Outturn.MET), (date(2019, 5, 2), Outturn.NOT_MET), (None, Outturn.UNTOLD)):
        found = of_one(PANEL_FIRST, PreCourt(reference="A1", checked=day, panel=panel, allocated=day), ON)
        assert isinstance(found, IndicatorTold)
        assert found.outturn is outturn


def test_four_texts_take_four_sets_of_children() -> None:
    child = TurnaroundChild(
        reference="A1",
        happened=date(2025, 5, 1),
        age=14,
        antisocial=True,
        no_action=False,
        resolution=False,
        first_caution=False,
        bailed=False,
        court=False,
        fined=False,
        was_referred=False,
        contract=False,
        looked_after=True,
    )
    found = {name: of_one(way, child, ON) for name, way in TURNAROUND.readings().items()}
    assert {name: each.outturn for name, each in found.items() if isinstance(each, IndicatorTold)} == {
        HARINGEY: Outturn.EXCEPTED,
        GREENWICH: Outturn.NOT_MET,
        POSITIVE: Outturn.NOT_COUNTED,
        GOVUK: Outturn.NOT_MET,
    }


def test_released_under_investigation_is_enough_in_greenwich_and_not_on_gov_uk() -> None:
    ways = TURNAROUND.editions[0].readings()
    moved = {each.outcome: each for each in diff(ways[GREENWICH], ways[GOVUK], TurnaroundChild).outcomes}
    assert moved["counted"].way is Way.NARROWER
    assert vars(moved["counted"].lower)["bailed"] is True


@pytest.mark.parametrize(
    ("disposed", "spent"),
    [
        (Disposed(Given.CONDITIONAL_CAUTION, date(2019, 1, 31), date(2019, 5, 30)), date(2019, 4, 30)),
        (Disposed(Given.CONDITIONAL_CAUTION, date(2004, 2, 29), date(2004, 6, 13)), date(2004, 5, 29)),
        (Disposed(Given.CONDITIONAL_CAUTION, date(2001, 12, 4), date(2002, 3, 3)), date(2002, 3, 3)),
        (Disposed(Given.CONDITIONAL_CAUTION, date(2001, 12, 4)), None),
        (Disposed(Given.REFERRAL_ORDER, date(2024, 1, 8), date(2024, 7, 8)), date(2024, 7, 8)),
        (Disposed(Given.REHABILITATION_ORDER, date(2024, 1, 8)), None),
        (Disposed(Given.BIND_OVER, date(2024, 1, 8), no_length=True), date(2026, 1, 8)),
        (Disposed(Given.ABSOLUTE_DISCHARGE, date(2024, 1, 8)), date(2024, 1, 8)),
        (Disposed(Given.FINE, date(2024, 8, 31)), date(2025, 2, 28)),
        (Disposed(Given.DETENTION, date(2024, 1, 8), date(2025, 1, 7), months=12), date(2025, 7, 7)),
        (Disposed(Given.DETENTION, date(2024, 1, 8), date(2026, 1, 7), months=13), date(2028, 1, 7)),
        (Disposed(Given.DETENTION, date(2020, 1, 8), date(2024, 2, 7), months=49), date(2027, 8, 7)),
        (Disposed(Given.DETENTION, date(2024, 1, 8), date(2025, 1, 7)), None),
    ],
)
def test_a_disposal_is_spent_on_a_day(disposed: Disposed, spent: date | None) -> None:
    assert spent_on(disposed) == spent

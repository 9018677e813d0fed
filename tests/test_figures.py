"""What a tally comes to quickly is what it comes to in full."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from attending import CONVENTIONS, COUNTING, FIRST, FULL_TIME, W1, absences, countings, linkings, policy
from yosrules.language.measure import Unit, last
from yosrules.policies.attendance import OverLeave
from yosrules.policies.counting import AnyWindow, DayCount, between
from yosrules.policies.lost_time import Of, Tally
from yosrules.records.absence import Absence, Attendance, Leave, StageHeld, Step, WorkPattern
from yosrules.verbs.attendance import Attending
from yosrules.verbs.figures import Figures


def windows() -> st.SearchStrategy[object]:
    """Windows from a date of the record, which may lie elsewhere, or not be there."""
    return st.sampled_from(
        [
            between(Attendance.review_starts),
            between(Attendance.review_starts, Attendance.review_ends),
            between(Attendance.probation_starts),
            last(6, Unit.MONTHS, anchor_in=True, far_end_in=False, before=Attendance.latest_start),
            last(3, Unit.MONTHS, anchor_in=False, far_end_in=True, before=Attendance.latest_end),
        ]
    )


@settings(max_examples=300)
@given(
    absences(),
    countings(),
    st.none() | windows(),
    st.sampled_from(Of),
    linkings(),
    st.booleans(),
    st.sampled_from(OverLeave),
    st.lists(st.integers(0, 900), max_size=3),
    st.lists(st.integers(0, 900), min_size=1, max_size=8),
    st.booleans(),
)
def test_it_comes_to_the_same_on_every_day(
    rows, counting, during, of, linking, used_again, over_leave, held, days, patterned
) -> None:
    counting = attrs.evolve(counting, during=during) if during else counting
    histories = {
        Absence: rows,
        WorkPattern: [FULL_TIME] if patterned else [],
        Leave: [Leave(start=FIRST + timedelta(days=40), end=FIRST + timedelta(days=45))],
        StageHeld: [
            StageHeld(step=Step.INFORMAL, held=day, review_ends=day + timedelta(days=60))
            for day in (FIRST + timedelta(days=n) for n in held)
        ],
    }
    conventions = attrs.evolve(CONVENTIONS, linking=linking, used_again=used_again, over_leave=over_leave)
    attending = Attending(policy(), conventions, W1, histories, date(2024, 1, 1))
    by = Tally(of, counting)
    quick = Figures(by, attending.ledger)
    for day in (FIRST + timedelta(days=n) for n in days):
        assert quick.on(attending._stand(day)[1]) == attending.measure(by, day).value


def test_the_best_of_many_windows_and_days_until_return_are_not_worked_out_quickly() -> None:
    assert Figures.fit(Tally(Of.DAYS, COUNTING))
    any_window = AnyWindow(last(3, Unit.MONTHS, anchor_in=True, far_end_in=False))
    assert not Figures.fit(Tally(Of.DAYS, attrs.evolve(COUNTING, during=any_window)))
    assert not Figures.fit(Tally(Of.DAYS, attrs.evolve(COUNTING, days=DayCount.TO_RETURN)))

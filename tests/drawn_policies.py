"""Attendance policies drawn by Hypothesis: every way to read and to count a history that bulk knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

import attrs
from hypothesis import strategies as st

from attending import linkings
from yosrules import Edition, Rule, known, may, must, unless
from yosrules.language.expr import ALWAYS, Condition, all_of
from yosrules.language.measure import Unit, coming, last
from yosrules.policies.attendance import AttendancePolicy, Grade
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Assessed, Conventions, Fires, OfRule, OverLeave
from yosrules.policies.lost_time.counting import Counting, DayCount, HalfDay, Length, Straddling, longer_than, up_to
from yosrules.policies.lost_time.measures import (
    Lost,
    allowance,
    bradford,
    continuous,
    days,
    hours,
    lasted,
    since_held,
    spells,
)
from yosrules.policies.lost_time.scaling import Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import During, FixedYear, WholeMonths, from_to
from yosrules.policies.stages import LastDay, LiveFrom, Rung
from yosrules.records.absence import Absence, Attendance, Reason, Route, Step
from yosrules.testing.strategies.absences import FIRST

MEETING = Rung(name="meeting", step=Step.INFORMAL, formal=False, review=Span(3, Count.MONTHS))
WARNING = Rung(
    name="warning",
    step=Step.STAGE_1,
    review=Span(8, Count.WEEKS),
    live=Span(6, Count.MONTHS),
    live_from=LiveFrom.REVIEW_END,
    gate=Attendance.interviews_held,
)
LONG = Rung(
    name="long-term meeting",
    step=Step.STAGE_1,
    route=Route.LONG_TERM,
    live=Span(40, Count.WORKING_DAYS),
    held_within=Span(10, Count.WORKING_DAYS),
    notice=Span(1, Count.WEEKS),
)
STAGES = (MEETING, WARNING, LONG)

WHERES = (
    ALWAYS,
    unless(Absence.pregnancy_related),
    Absence.reason == Reason.COLD,
    ~Absence.notified & known(Absence.reason),
    Absence.start >= FIRST + timedelta(days=20),
)
STANDS = (
    Attendance.step == Step.NONE,
    Attendance.step >= Step.INFORMAL,
    Attendance.long_term_step == Step.NONE,
    unless(Attendance.on_probation),
    Attendance.warning_live | Attendance.under_review,
    ~Attendance.under_review,
    all_of(Attendance.absent),
    Attendance.latest_start >= FIRST + timedelta(days=60),
    unless(Attendance.shift_worker),
    known(Attendance.interviews_held),
    Attendance.probation_ends >= FIRST + timedelta(days=30),
)
"""What a rule may ask beside a measure."""


@cache
def windows() -> st.SearchStrategy[During]:
    """Back from the day asked about, back from or on from a date on record, between two, or a fixed year."""
    lengths = st.sampled_from(
        [(1, Unit.DAYS), (28, Unit.DAYS), (365, Unit.DAYS), (26, Unit.WEEKS), (6, Unit.MONTHS), (12, Unit.MONTHS)]
    )
    dates = st.sampled_from(
        [
            Attendance.latest_start,
            Attendance.latest_end,
            Attendance.review_starts,
            Attendance.review_ends,
            Attendance.probation_starts,
        ]
    )
    back = st.tuples(lengths, st.booleans(), st.booleans(), st.none() | st.none() | dates).map(
        lambda at: last(*at[0], anchor_in=at[1], far_end_in=at[2], before=at[3])
    )
    ahead = st.tuples(lengths, st.booleans(), st.booleans(), dates).map(
        lambda at: coming(*at[0], anchor_in=at[1], far_end_in=at[2], after=at[3])
    )
    others = st.sampled_from(
        [
            from_to(Attendance.review_starts),
            from_to(Attendance.review_starts, Attendance.review_ends),
            from_to(Attendance.probation_starts),
            from_to(Attendance.probation_starts, Attendance.probation_ends),
            FixedYear(4, 1),
            FixedYear(7, 1),
            WholeMonths(3, this_one=False),
            WholeMonths(12, this_one=True),
        ]
    )
    return back | back | ahead | others


@cache
def lengths() -> st.SearchStrategy[Length]:
    """Spells of up to a span, or longer ones; some of one day only, some of none."""
    spans = st.tuples(st.integers(1, 12), st.sampled_from([Count.DAYS, Count.DAYS, Count.WORKING_DAYS]))
    weeks = st.tuples(st.integers(1, 3), st.sampled_from([Count.WEEKS, Count.MONTHS]))
    return st.builds(lambda how, span: how(*span), st.sampled_from([up_to, longer_than]), spans | weeks)


@cache
def countings() -> st.SearchStrategy[Counting]:
    """Every way to count."""
    return st.builds(
        Counting,
        during=windows(),
        straddling=st.sampled_from(Straddling),
        where=st.sampled_from(WHERES),
        days=st.sampled_from(DayCount),
        half_day=st.sampled_from(HalfDay),
        over_excluded=st.booleans(),
        length=st.none() | lengths(),
    )


@cache
def conventions() -> st.SearchStrategy[Conventions]:
    """Every way to read a history that bulk knows."""
    return st.builds(
        Conventions,
        linking=st.builds(lambda how, over: attrs.evolve(how, over_booked_leave=over), linkings(), st.booleans()),
        assessed=st.sampled_from(Assessed),
        fires=st.just(Fires.ON_EACH_ABSENCE),
        over_leave=st.sampled_from(OverLeave),
        used_again=st.just(True),
        clocks=st.sampled_from(LastDay),
    )


SPANS = st.tuples(st.integers(1, 30), st.sampled_from(Count)).map(lambda at: Span(*at))
Measured = tuple[Lost, Callable[[Lost], Condition]]
"""A measure, and a line that it may be over."""


@cache
def measures() -> st.SearchStrategy[Measured]:
    """A measure of any kind with a line that histories reach, and sometimes do not."""
    line = st.integers(1, 4)
    band = st.sampled_from([None, None, 1, 3])
    count = st.tuples(countings(), line, band).map(
        lambda at: (spells("spells", at[0]), lambda ref: _in_band(ref >= at[1], ref < at[1] + (at[2] or 0), at[2]))
    )
    day = st.tuples(st.sampled_from([days, bradford]), countings(), line, band).map(
        lambda at: (
            at[0]("days or a score", at[1]),
            lambda ref: _in_band(ref > Decimal(at[2] * 3) / 2, ref <= Decimal(at[2] + 4 * (at[3] or 0)), at[3]),
        )
    )
    hour = st.tuples(countings(), line).map(
        lambda at: (hours("hours", at[0]), lambda ref: ref >= Decimal("3.7") * at[1])
    )
    where = st.sampled_from(WHERES)
    length = st.tuples(where, st.booleans(), line).map(
        lambda at: (continuous("so far", where=at[0], forecast=at[1]), lambda ref: ref >= 3 * at[2])
    )
    milestone = st.tuples(SPANS, where).map(lambda at: (lasted("lasted", at[0], where=at[1]), all_of))
    held = st.tuples(SPANS, st.sampled_from(STAGES)).map(
        lambda at: (since_held("since", at[0], of=at[1].step, route=at[1].route), all_of)
    )
    return count | day | hour | length | milestone | held


def _in_band(above: Condition, below: Condition, width: int | None) -> Condition:
    """Over a line, and where a band has a width below its upper one too."""
    return above if width is None else above & below


@cache
def allowances() -> st.SearchStrategy[Lost]:
    """A number for full time scaled to the worker's week, however it is rounded."""
    return st.tuples(st.sampled_from(Per), st.sampled_from(Rounded), st.integers(1, 9)).map(
        lambda at: allowance(
            "allowed",
            at[2],
            per=at[0],
            full_time=5 if at[0] is Per.DAYS else 37,
            share=Fraction(2, 3),
            rounding=at[1],
            pattern=Pattern.LATEST,
        )
    )


@cache
@st.composite
def policies(draw: st.DrawFn) -> AttendancePolicy:
    """A policy of one to three measures, each with a rule, one edition or two and one reading or two."""
    drawn = draw(st.lists(measures(), min_size=1, max_size=3))
    yearly = draw(countings())
    refs = {f"measure_{n}": ref for n, (ref, _) in enumerate(drawn)}
    refs |= {"allowed": draw(allowances()), "lost": days("days lost", yearly)}
    about = type("Drawn", (Attendance,), refs)
    lines = [over(refs[f"measure_{n}"]) for n, (_, over) in enumerate(drawn)]
    rules = [
        *(draw(_rule(f"over-{n}", all_of(line))) for n, line in enumerate(lines)),
        draw(_rule("allowed", refs["lost"] >= refs["allowed"])),
        must("step", WARNING, when=(Attendance.step == Step.INFORMAL) & lines[0]),
    ]
    how = draw(conventions())
    return AttendancePolicy(
        "drawn",
        title="Drawn",
        about=about,
        stages=STAGES,
        editions=draw(_editions(rules)),
        # A drawn rule may be met again by time alone, and must then say how often it fires.
        of_rules={rule.id: OfRule(fires=Fires.ON_EACH_ABSENCE) for rule in rules},
        conventions=how,
        interviewed=draw(st.none() | countings().map(lambda how: attrs.evolve(how, length=None))),
        read_as=draw(st.just({}) | conventions().map(lambda other: {"one": how, "other": other})),
        grade=Grade.LOCAL,
    )


@st.composite
def _rule(draw: st.DrawFn, name: str, line: Condition) -> Rule[Rung]:
    """A rule that leads over a line to some stage, perhaps only for those who stand somewhere."""
    when = draw(st.just(line) | st.just(line) | st.sampled_from(STANDS).map(lambda stands: all_of(stands, line)))
    return draw(st.sampled_from([must, must, may]))(name, draw(st.sampled_from(STAGES)), when=when)


def _editions(rules: list[Rule[Rung]]) -> st.SearchStrategy[tuple[Edition[Rung], ...]]:
    """All rules from the beginning, or the last of them only from some day on; the first may end before that."""
    all_ = tuple(rules)
    ends = st.sampled_from([None, FIRST + timedelta(days=10)])
    later = st.tuples(st.integers(20, 200), ends).map(
        lambda at: (Edition(date(2015, 1, 1), all_[:1], ends=at[1]), Edition(FIRST + timedelta(days=at[0]), all_))
    )
    first = st.just((Edition(date(2015, 1, 1), all_),))
    late = st.just((Edition(FIRST + timedelta(days=40), all_),))
    return first | later | late

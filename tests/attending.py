"""A full-time worker, a way to count, a policy to vary, and Hypothesis strategies over absence histories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs
from hypothesis import strategies as st

from yosrules import Edition, Facts, Maybe, Rule, cite, must, unless
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, last
from yosrules.policies.attendance import (
    Assessed,
    AttendancePolicy,
    Conventions,
    Fires,
    Grade,
    Linking,
    OverLeave,
    Stage,
)
from yosrules.policies.clock import Nation
from yosrules.policies.counting import Counting, DayCount, HalfDay, Straddling
from yosrules.policies.lost_time import LostTime, bradford, days, spells
from yosrules.records.absence import Absence, Attendance, Half, Reason, Step, Worker, WorkPattern
from yosrules.verbs.as_of import Histories
from yosrules.verbs.attendance import Attending
from yosrules.verbs.tally import Told

FULL_TIME = WorkPattern(
    starts=date(2015, 1, 5), **{day: Decimal("7.4") for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
)
YEAR = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)
COUNTING = Counting(
    during=YEAR, straddling=Straddling.INSIDE, where=ALWAYS, days=DayCount.WORKING, half_day=HalfDay.HALF
)
CONVENTIONS = Conventions(
    linking=Linking(calendar_gap=0, over_days_off=True),
    assessed=Assessed.EACH_DAY,
    fires=Fires.ON_CROSSING,
    over_leave=OverLeave.COUNTS,
    used_again=True,
)
W1 = Worker(reference="W1")


class Local(Attendance):
    spells: Maybe[int] = spells("spells in 12 months", COUNTING)
    days: Maybe[Decimal] = days("working days lost in 12 months", COUNTING)
    score: Maybe[Decimal] = bradford("the Bradford score", COUNTING)


INFORMAL = Stage(name="informal meeting", step=Step.INFORMAL, formal=False)
STAGE_1 = Stage(name="stage 1", step=Step.STAGE_1)
WORD = cite("Anytown attendance policy", "section 4")


def policy(
    *rules: Rule[Stage],
    about: type[Attendance] = Local,
    stages: tuple[Stage, ...] = (INFORMAL, STAGE_1),
    starts: date = date(2015, 1, 1),
    **changes: object,
) -> AttendancePolicy:
    chosen = rules or (must("spells", INFORMAL, when=Local.spells >= 3, cites=WORD),)
    plain = AttendancePolicy(
        "anytown",
        title="Anytown",
        about=about,
        stages=stages,
        editions=(Edition(starts, tuple(chosen)),),
        conventions=CONVENTIONS,
        grade=Grade.LOCAL,
    )
    return attrs.evolve(plain, **changes)


def away(start: date, end: date | None = None, **more: object) -> Absence:
    """An absence of one day, or to a last one."""
    return Absence(start=start, **{"end": end or start, **more})


def one_day(*starts: date) -> list[Absence]:
    return [away(start) for start in starts]


def attending(
    absences: Sequence[Absence],
    day: date,
    conventions: Conventions = CONVENTIONS,
    worker: Worker = W1,
    **behind: object,
) -> Attending:
    """A worker by a plain policy, full time unless `patterns` says otherwise."""
    histories: dict[type[Facts], Sequence[Facts]] = {Absence: absences, WorkPattern: (FULL_TIME,)}
    histories.update(behind.pop("histories", {}))
    return Attending(behind.pop("policy", None) or policy(), conventions, worker, histories, day)


def measured(by: LostTime, absences: Sequence[Absence], day: date, **behind: object) -> Told:
    """One measure of some absences on a day."""
    return attending(absences, day, **behind).measure(by, day)


def histories(absences: Sequence[Absence], **more: Sequence[Facts]) -> Histories:
    return {Absence: absences, WorkPattern: (FULL_TIME,), **{type(rows[0]): rows for rows in more.values()}}


FIRST = date(2021, 3, 1)
"""A Monday; no drawn history begins earlier, and few reach past 2023."""


@st.composite
def absences(draw: st.DrawFn, *, flags: bool = True, sessions: bool = True, most: int = 8) -> list[Absence]:
    """A history without overlaps; some share a day, lie back to back or a weekend apart; the last may be open."""
    made: list[Absence] = []
    day = FIRST
    for gap, length in draw(
        st.lists(st.tuples(st.integers(0, 4) | st.integers(1, 90), st.integers(0, 12)), max_size=most)
    ):
        shares = gap == 0 and sessions and bool(made) and _has_a_morning(made[-1])
        start = day + timedelta(days=0 if shares else max(gap, 1))
        end = start + timedelta(days=length)
        first = draw(st.sampled_from([None, Half.AM, Half.PM])) if sessions else None
        if shares:
            made[-1], first = attrs.evolve(made[-1], last_session=Half.AM), Half.PM
        final = (
            draw(st.sampled_from([None, Half.AM, Half.PM])) if sessions and (length or first is not Half.PM) else None
        )
        pregnancy = draw(st.sampled_from([None, False, True])) if flags else None
        reason = draw(st.sampled_from([None, Reason.STRESS, Reason.COLD])) if flags else None
        made.append(
            Absence(
                start=start,
                end=end,
                first_session=first,
                last_session=final,
                pregnancy_related=pregnancy,
                reason=reason,
            )
        )
        day = end
    if made and draw(st.booleans()):
        made[-1] = attrs.evolve(made[-1], end=None, last_session=None)
    return made


def _has_a_morning(row: Absence) -> bool:
    """Whether an absence could end in the morning of its last day."""
    return row.start != row.end or row.first_session is not Half.PM


def moved(rows: Sequence[Absence], by: timedelta) -> list[Absence]:
    """The same absences on other days."""
    return [
        attrs.evolve(
            row,
            **{name: vars(row)[name] + by for name in ("start", "end", "returned", "interviewed") if vars(row)[name]},
        )
        for row in rows
    ]


def works(day: date) -> bool:
    """Whether a full-time worker works on a day, written out once more."""
    return day.weekday() < 5 and not Nation.ENGLAND.bank_holiday(day)


def countings() -> st.SearchStrategy[Counting]:
    """Every way to count over a window back from the day asked about."""
    lengths = st.tuples(st.integers(1, 400), st.just(Unit.DAYS)) | st.tuples(st.integers(1, 60), st.just(Unit.WEEKS))
    windows = st.builds(
        lambda at, near, far: last(*at, anchor_in=near, far_end_in=far), lengths, st.booleans(), st.booleans()
    )
    return st.builds(
        Counting,
        during=windows,
        straddling=st.sampled_from(Straddling),
        where=st.sampled_from([ALWAYS, unless(Absence.pregnancy_related), Absence.reason == Reason.COLD]),
        days=st.sampled_from([DayCount.WORKING, DayCount.ROSTERED, DayCount.CALENDAR, DayCount.SESSIONS]),
        half_day=st.sampled_from(HalfDay),
    )


def linkings() -> st.SearchStrategy[Linking]:
    return st.builds(
        Linking,
        calendar_gap=st.sampled_from([None, 0, 1, 3]),
        over_days_off=st.booleans(),
        reasons=st.sampled_from([(), (Reason.STRESS,)]),
        reason_gap=st.integers(0, 28),
    )

"""A full-time worker, a way to count, a policy to vary, and Hypothesis strategies over absence histories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import attrs
from hypothesis import strategies as st

from yosrules import Edition, Facts, Maybe, Rule, cite, must, unless
from yosrules.attendance.facts import Attending, attend
from yosrules.attendance.measures.windows import Counted
from yosrules.deciding.as_of import Histories
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, last
from yosrules.policies.attendance import AttendancePolicy, Grade
from yosrules.policies.calendar import Count, Nation
from yosrules.policies.conventions import Assessed, Conventions, Fires, Linking, OverLeave
from yosrules.policies.lost_time.counting import Counting, DayCount, HalfDay, Straddling, longer_than, up_to
from yosrules.policies.lost_time.measures import LostTime, bradford, days, spells
from yosrules.policies.stages import LastDay, Rung
from yosrules.records.absence import Absence, Attendance, Reason, Step, Worker, WorkPattern
from yosrules.testing.strategies.absences import FIRST, absences, weeks  # noqa: F401 -- for every test of attendance

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
    clocks=LastDay.SAME_DATE,
)
W1 = Worker(reference="W1")


class Local(Attendance):
    spells: Maybe[int] = spells("spells in 12 months", COUNTING)
    days: Maybe[Decimal] = days("working days lost in 12 months", COUNTING)
    score: Maybe[Decimal] = bradford("the Bradford score", COUNTING)


INFORMAL = Rung(name="informal meeting", step=Step.INFORMAL, formal=False)
STAGE_1 = Rung(name="stage 1", step=Step.STAGE_1)
WORD = cite("Anytown attendance policy", "section 4")


def policy(
    *rules: Rule[Rung],
    about: type[Attendance] = Local,
    stages: tuple[Rung, ...] = (INFORMAL, STAGE_1),
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
    return attend(behind.pop("policy", None) or policy(), conventions, worker, histories, day)


def measured(by: LostTime, absences: Sequence[Absence], day: date, **behind: object) -> Counted:
    """One measure of some absences on a day."""
    return attending(absences, day, **behind).measure(by, day)


def histories(absences: Sequence[Absence], **more: Sequence[Facts]) -> Histories:
    return {Absence: absences, WorkPattern: (FULL_TIME,), **{type(rows[0]): rows for rows in more.values()}}


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
        over_excluded=st.booleans(),
        length=st.sampled_from([None, None, up_to(5, Count.WORKING_DAYS), longer_than(2, Count.WEEKS)]),
    )


@cache
def linkings() -> st.SearchStrategy[Linking]:
    return st.builds(
        Linking,
        calendar_gap=st.sampled_from([None, 0, 1, 3]),
        over_days_off=st.booleans(),
        reasons=st.sampled_from([(), (Reason.STRESS,)]),
        reason_gap=st.integers(0, 28),
    )

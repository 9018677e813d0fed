"""Derby City Council: an interview after each absence; informal, then formal management; its numbers are settings."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from yosrules.language import ALWAYS, Maybe
from yosrules.policies import (
    AttendancePolicy,
    Count,
    Edition,
    Grade,
    OpenPolicy,
    Rung,
    Setting,
    Span,
    cite,
    days,
    lasted,
    may,
    must,
    spells,
)
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import (
    CLOCKS,
    CONVENTIONS,
    HOURS_CHANGED,
    NOT_ROUNDED,
    UNDATED,
    counting,
    interviews_after_every_absence,
    months,
    pro_rata,
    silent,
)

source = cite("Derby YOS, progress report to the scrutiny board, 9 September 2019", "staff sickness absence")


def _with_numbers(numbers: Mapping[str, int | Decimal]) -> AttendancePolicy:
    """Derby's policy with the numbers that the service uses."""
    window = counting(months(int(numbers["months"])))
    stands = Span(int(numbers["stage_months"]), Count.MONTHS)
    long_term = Span(int(numbers["long_term_days"]), Count.DAYS)

    class Derby(Attendance):
        separate: Maybe[int] = spells(f"separate absences in {numbers['months']} months", window)
        lost: Maybe[Decimal] = days(f"working days lost in {numbers['months']} months", window)
        allowed: Maybe[Decimal] = pro_rata("days that are a trigger for the worker's own week", numbers["days"])
        long: Maybe[bool] = lasted(f"the absence has lasted {long_term}", long_term, where=ALWAYS)

    informal = Rung(name="informal attendance management", step=Step.INFORMAL, formal=False, live=stands)
    formal = Rung(name="formal attendance management", step=Step.STAGE_1, live=stands)
    trigger = (Derby.separate >= int(numbers["spells"])) | (Derby.lost >= Derby.allowed) | Derby.long
    rules = (
        must("trigger", informal, when=(Attendance.step == Step.NONE) & trigger, cites=source),
        may("trigger-again", formal, when=(Attendance.step >= Step.INFORMAL) & trigger, cites=source),
    )
    return AttendancePolicy(
        POLICY.name,
        title=POLICY.title,
        about=Derby,
        stages=(informal, formal),
        editions=(Edition(UNDATED, rules, cites=source, start_stated=False),),
        conventions=CONVENTIONS,
        grade=Grade.LOCAL,
        interviews=interviews_after_every_absence(),
        evidence=window,
        judgement=("formal attendance management, where appropriate",),
        not_stated=silent(
            CLOCKS,
            "the numbers of its triggers, and how long a stage stands: the service's own settings",
            "which measures its triggers use: separate absences, days lost and the length of an absence",
            "how days are scaled for part-time workers: by the days of their week",
            "by when a return-to-work interview is held",
            HOURS_CHANGED,
            NOT_ROUNDED,
            but=("stands",),
        ),
    )


POLICY = OpenPolicy(
    "derby-attendance",
    "Derby City Council, as its youth offending service reported in 2019",
    (
        Setting("months", int, "the months over which absences are counted"),
        Setting("spells", int, "the separate absences in that time that are a trigger"),
        Setting("days", Decimal, "the working days lost in that time that are a trigger, for five days a week"),
        Setting("long_term_days", int, "the calendar days of one absence that are a trigger"),
        Setting("stage_months", int, "the months for which a stage stands"),
    ),
    _with_numbers,
    source,
)

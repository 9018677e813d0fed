"""Derby's attendance policy, as far as its report of 2019 goes; its numbers are for the service to settle."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from yosrules import Edition, Maybe, cite, may, must
from yosrules.language.expr import ALWAYS
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Span
from yosrules.policies.lost_time import days, lasted, spells
from yosrules.policies.open_policies import OpenPolicy, Setting
from yosrules.records.absence import Attendance, Step
from yosrules_attendance.plain import (
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

NAME = "derby-attendance"
TITLE = "Derby City Council, as its youth offending service reported in 2019"
WORD = cite("Derby YOS, progress report to the scrutiny board, 9 September 2019", "staff sickness absence")

SETTINGS = (
    Setting("months", int, "the months over which absences are counted"),
    Setting("spells", int, "the separate absences in that time that are a trigger"),
    Setting("days", Decimal, "the working days lost in that time that are a trigger, for five days a week"),
    Setting("long_term_days", int, "the calendar days of one absence that are a trigger"),
    Setting("stage_months", int, "the months for which a stage stands"),
)


def policy(settled: Mapping[str, int | Decimal]) -> AttendancePolicy:
    """Derby's policy with the numbers that the service uses."""
    window = counting(months(int(settled["months"])))
    stands = Span(int(settled["stage_months"]), Count.MONTHS)
    long_term = Span(int(settled["long_term_days"]), Count.DAYS)

    class Derby(Attendance):
        separate: Maybe[int] = spells(f"separate absences in {settled['months']} months", window)
        lost: Maybe[Decimal] = days(f"working days lost in {settled['months']} months", window)
        allowed: Maybe[Decimal] = pro_rata("days that are a trigger for the worker's own week", settled["days"])
        long: Maybe[bool] = lasted(f"the absence has lasted {long_term}", long_term, where=ALWAYS)

    informal = Rung(name="informal attendance management", step=Step.INFORMAL, formal=False, live=stands)
    formal = Rung(name="formal attendance management", step=Step.STAGE_1, live=stands)
    trigger = (Derby.separate >= int(settled["spells"])) | (Derby.lost >= Derby.allowed) | Derby.long
    rules = (
        must("trigger", informal, when=(Attendance.step == Step.NONE) & trigger, cites=WORD),
        may("trigger-again", formal, when=(Attendance.step >= Step.INFORMAL) & trigger, cites=WORD),
    )
    return AttendancePolicy(
        NAME,
        title=TITLE,
        about=Derby,
        stages=(informal, formal),
        editions=(Edition(UNDATED, rules, cites=WORD),),
        conventions=CONVENTIONS,
        grade=Grade.LOCAL,
        interviews=interviews_after_every_absence(),
        evidence=window,
        judgement=("formal attendance management, where appropriate",),
        not_stated=silent(
            "the numbers of its triggers, and how long a stage stands: the service's own settings",
            "which measures its triggers use: separate absences, days lost and the length of an absence",
            "how days are scaled for part-time workers: by the days of their week",
            "by when a return-to-work interview is held",
            HOURS_CHANGED,
            NOT_ROUNDED,
            but=("stands",),
        ),
    )


DERBY = OpenPolicy(NAME, TITLE, SETTINGS, policy, WORD)

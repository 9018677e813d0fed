"""A new plugin that says when an absence history leads to which stage of attendance management."""

from yosrules.cli.new_plugin.template import PluginText

_MODULE = '''\
"""$title: when an absence history leads to which stage. Put your policy's own words in the place of these."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from yosrules.hooks import hookimpl
from yosrules.language import ALWAYS, Maybe, Unit, last
from yosrules.policies import (
    Assessed,
    AttendancePolicy,
    Conventions,
    Count,
    Counting,
    DayCount,
    Edition,
    Example,
    Fires,
    Grade,
    Guarantee,
    HalfDay,
    LastDay,
    Linking,
    OverLeave,
    Rung,
    Span,
    Status,
    Straddling,
    cite,
    covers,
    days,
    must,
    spells,
)
from yosrules.records import Attendance, Step

WORD = cite("$title: the policy as it was agreed", "page 1")

YEAR = Counting(
    during=last(12, Unit.MONTHS, anchor_in=True, far_end_in=False),
    straddling=Straddling.INSIDE,
    where=ALWAYS,
    days=DayCount.WORKING,
    half_day=HalfDay.HALF,
)
CONVENTIONS = Conventions(
    linking=Linking(calendar_gap=0, over_days_off=True),
    assessed=Assessed.EACH_DAY,
    fires=Fires.ON_EACH_ABSENCE,
    over_leave=OverLeave.COUNTS,
    used_again=True,
    clocks=LastDay.SAME_DATE,
)


class Local(Attendance):
    """A worker's attendance, with what this policy counts."""

    absences: Maybe[int] = spells("separate absences in 12 months", YEAR)
    days_lost: Maybe[Decimal] = days("working days lost in 12 months", YEAR)


MEETING = Rung(name="review meeting", step=Step.STAGE_1, review=Span(3, Count.MONTHS))

often = (Local.absences >= 4) | (Local.days_lost >= Decimal(10))

RULES = (must("four-absences-or-ten-days", MEETING, when=often, cites=WORD),)
PROMISE: Guarantee[Rung] = covers("whoever-is-often-absent-is-met", when=often, by=lambda _: True, cites=WORD)

EXAMPLES = (
    Example(Local(absences=3, days_lost=Decimal("9.9")), "review meeting", Status.NO),
    Example(Local(absences=4, days_lost=Decimal(0)), "review meeting", Status.MUST),
    Example(Local(absences=0, days_lost=Decimal(10)), "review meeting", Status.MUST),
)

POLICY = AttendancePolicy(
    "$name",
    title="$title",
    about=Local,
    stages=(MEETING,),
    editions=(Edition(date($year, 1, 1), RULES, (PROMISE,), cites=WORD),),
    conventions=CONVENTIONS,
    grade=Grade.LOCAL,
    examples=EXAMPLES,
)


@hookimpl
def yosrules_attendance_policies() -> Iterable[AttendancePolicy]:
    return (POLICY,)
'''

_TESTS = '''\
"""Every law of the policy, a test each: `pytest -v` lists them."""

from yosrules.testing import laws

from $package import POLICY

test_laws = laws(POLICY)
'''

_README = """\
# yosrules-$name

$title: when an absence history leads to which stage, for yosrules.

    pip install -e '.[test]'
    pytest
    yosrules verify $name
    yosrules show $name

| stage | when | by |
|---|---|---|
| review meeting | 4 separate absences, or 10 working days lost, in 12 months | must |

It promises that whoever has either is met, also when the other is not on record:

>>> from datetime import date
>>> from yosrules import decide
>>> from $package import POLICY, Local
>>> decision = decide(POLICY.on(date($year, 6, 1)), Local(absences=4))
>>> {each.outcome.name: each.status.value for each in decision.outcomes}
{'review meeting': 'must'}

The policy is in `src/$package/__init__.py`: what is counted, by which conventions, the stages, the rules, one
promise and the examples that pin every threshold. When it changes, add an edition; the old one stays.
"""

ATTENDANCE = PluginText("when an absence history leads to which stage", _MODULE, _TESTS, _README)

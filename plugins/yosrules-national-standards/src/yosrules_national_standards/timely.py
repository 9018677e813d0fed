"""What is to be done within a time: a home visit, an assessment, the first panel of a referral order.

No national number could be verified, so there is none here: a service writes its own, with source and day. What is not
done and not yet due is left out; what is past its time and without a day on record cannot be told, unless the record
says that it is outstanding.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import cast

from yosrules.language import (
    Condition,
    Facts,
    Impossible,
    Known,
    Maybe,
    Value,
    all_of,
    fact,
    in_order,
    known,
    never,
    unless,
)
from yosrules.policies import (
    Cohort,
    Count,
    Edition,
    Example,
    Indicator,
    OpenIndicator,
    Rule,
    Setting,
    Status,
    counts,
    elapsed,
    excepted,
    meets,
)

Settings = Mapping[str, int | Decimal]


class Timed(Facts):
    """One thing that is to be done by its time: from when it was due, and when it was done."""

    reference: str
    began: Maybe[date] = fact(date, "the day from which the time runs")
    done: Maybe[date] = fact(date, "the day on which it was done")
    outstanding: Maybe[bool] = fact(bool, "it has not been done yet")
    took_working_days: Maybe[int] = fact(int, "the working days that it took", low=0)
    took_days: Maybe[int] = fact(int, "the days that it took", low=0)
    gone_working_days: Maybe[int] = fact(int, "the working days gone since then", low=0)
    gone_days: Maybe[int] = fact(int, "the days gone since then", low=0)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Nothing is done before its time runs, nor done and outstanding at once."""
        both = never(cls.outstanding & known(cls.done), "what has been done is not outstanding")
        return (*in_order(cls.began, cls.done), both)


WORKED_OUT = (
    elapsed(Timed.took_working_days, since=Timed.began, until=Timed.done, count=Count.WORKING_DAYS),
    elapsed(Timed.took_days, since=Timed.began, until=Timed.done, count=Count.DAYS),
    elapsed(Timed.gone_working_days, since=Timed.began, count=Count.WORKING_DAYS),
    elapsed(Timed.gone_days, since=Timed.began, count=Count.DAYS),
)

NOT_STATED = (
    "a national limit: none could be verified",
    "whether the first day counts: it is counted from the day after, and bank holidays are no working days",
)


NOT_DUE = "excepted: not-due-yet"


def _in_time(settings: Settings) -> tuple[Condition, Condition]:
    """That it was done in time, and that its time has not run out, by working days or by days."""
    limit = int(settings["limit"])
    took, gone = (
        (Timed.took_working_days, Timed.gone_working_days)
        if settings["working_days"]
        else (Timed.took_days, Timed.gone_days)
    )
    return all_of(took <= limit, unless(Timed.outstanding)), gone <= limit


def _rules(settings: Settings) -> tuple[Rule[Cohort], ...]:
    in_time, not_due = _in_time(settings)
    not_done = Known(Timed.done.fact, known=False)
    return (
        counts(known(Timed.began)),
        excepted(
            NOT_DUE.removeprefix("excepted: "), "it is not done, and its time has not run out", when=not_done & not_due
        ),
        meets(in_time),
    )


def _whole(name: str, title: str, editions: tuple[Edition[Cohort], ...]) -> Indicator:
    return Indicator(
        name,
        title,
        about=Timed,
        dated=Timed.began,
        editions=editions,
        worked_out=WORKED_OUT,
        not_stated=NOT_STATED,
    )


def _examples(settings: Settings) -> Iterator[Example]:
    """The last day in time and the first too late, and what is not on record."""
    limit, unit = int(settings["limit"]), "working_days" if settings["working_days"] else "days"
    took, gone, day = f"took_{unit}", f"gone_{unit}", date(2020, 1, 6)
    yield from _standing("counted", {Status.MUST: [{"began": day}], Status.NO: [{}]})
    open_: list[Mapping[str, Value]] = [{gone: limit + 1}, {gone: limit, "done": day}]
    yield from _standing(NOT_DUE, {Status.MUST: [{gone: limit}], Status.NO: open_, Status.CANNOT_TELL: [{}]})
    met: list[Mapping[str, Value]] = [{took: limit}, {took: limit, "outstanding": False}]
    late: list[Mapping[str, Value]] = [{took: limit + 1}, {took: limit, "outstanding": True}]
    yield from _standing("meets it", {Status.MUST: met, Status.NO: late, Status.CANNOT_TELL: [{}]})


def _standing(outcome: str, stands: Mapping[Status, Sequence[Mapping[str, Value]]]) -> Iterator[Example]:
    make = cast("Callable[..., Timed]", Timed)
    for status, records in stands.items():
        yield from (Example(make(reference="example", **facts), outcome, status) for facts in records)


def _timely(name: str, title: str) -> OpenIndicator:
    settings = (
        Setting("limit", int, "the most days that it may take"),
        Setting("working_days", bool, "whether they are working days"),
    )
    return OpenIndicator(name, title, settings, _rules, partial(_whole, name, title), _examples)


TIMELY = (
    _timely("home-visits", "Home visits made in time"),
    _timely("assessments", "Assessments completed in time"),
    _timely("referral-order-panels", "First panels of referral orders held in time"),
)

"""Every rule of the published attendance policies: a history that just hits it, and one that just misses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from attending import away
from histories import JUNE, Judged, On, block, ending, lasting, lost, ones, stage, to, week
from yosrules.records.absence import FitNote, Leave, Reason, Route, Step, Worker

Boundary: TypeAlias = tuple[str, str, str, On, On]
"""A policy, one of its readings, a rule, what just hits it, what just misses it."""

LINCOLNSHIRE = ("6 months is a rule", "6 months is an example")
GREAT_YARMOUTH = ("as written, nothing between 50 and 51", "a letter below 51", "stage 1 above 50")
CORBY = ("as written, nothing from 149 to 150", "informal up to 150", "formal from 150")
DWP = ("half is exact", "half is rounded up", "half is rounded down")
REACHED, EITHER, BOTH = "four and ten are reached", "four or ten is exceeded", "four and ten are exceeded"
DAY_28 = ("on day 28", "after day 28")
PROBATION = Worker(reference="W1", started=date(2023, 1, 2), probation_ends=date(2023, 6, 30))
OVER = Worker(reference="W1", started=date(2022, 1, 2), probation_ends=date(2023, 1, 30))
SHIFTS = Worker(reference="W1", shift_worker=True)
LATER = date(2024, 6, 28)
LONG = Route.LONG_TERM
OPEN = [away(JUNE, date(2023, 12, 29))]


def boundaries() -> Iterator[Boundary]:
    for readings, each in (
        (LINCOLNSHIRE, lincolnshire()),
        (GREAT_YARMOUTH, great_yarmouth()),
        (CORBY, corby()),
        (DWP, dwp()),
        ((REACHED, EITHER, BOTH), st_marys()),
        (DAY_28, falmouth()),
        (DAY_28, dorset()),
        (("3% of 26 weeks", "3% of the year"), supermarket()),
        (("",), councils()),
        (("",), scotland()),
        (("",), others()),
    ):
        for policy, rule, just, missed, *only in each:
            yield from ((policy, reading, rule, just, missed) for reading in only or readings)


INSIDE, OUTSIDE = date(2024, 1, 9), date(2024, 1, 10)
"""The last day and the first day not within 12 months of 10 January 2023."""


def in_12_months(count: int, **more: object) -> tuple[On, On]:
    """So many absences, the last a day less than 12 months after the first, and 12 months after it."""
    inside, outside = ([*ones(count - 1), away(day)] for day in (INSIDE, OUTSIDE))
    return On(inside, day=LATER, **more), On(outside, day=LATER, **more)


def days_in_12_months(count: int, first: int = 1, **more: object) -> tuple[On, On]:
    """So many working days, of which the first fall into the 12 months before the last and just not."""
    days = (date(2024, 6, 4), date(2024, 6, 5))
    inside, outside = ([*block(first), *ending(count - first, day)] for day in days)
    return On(inside, day=LATER, **more), On(outside, day=LATER, **more)


Row: TypeAlias = tuple[str, str, On, On] | tuple[str, str, On, On, str]


def lincolnshire() -> Iterator[Row]:
    name = "lincolnshire"
    yield name, "spells", *in_12_months(4)
    yield name, "days", *days_in_12_months(9)
    yield name, "spells", On(ones(4)), On(ones(3))
    yield name, "days", On(block(9)), On(block(8.5))
    yield name, "six-months", On(ones(3)), On(ones(2))
    yield name, "six-months", On([*ones(2), away(date(2023, 7, 9))]), On([*ones(2), away(date(2023, 7, 10))])
    yield name, "six-months", On(block(6)), On(block(5.5))


def great_yarmouth() -> Iterator[Row]:
    name = "great-yarmouth"
    written, letter, above = GREAT_YARMOUTH
    yield name, "lower-band", *days_in_12_months(5)
    yield name, "lower-band", On([*ones(1), *block(4)]), On([*ones(1), *block(3.5)])
    yield name, "higher-band", On(block(51)), On(block(50.5)), written
    yield name, "higher-band", On(block(51)), On(block(50.5)), letter
    yield name, "higher-band", On(block(50.5)), On(block(50)), above
    for reading in GREAT_YARMOUTH:
        on_1 = On(block(51), held=stage(Step.STAGE_1))
        yield name, "higher-band", On(block(51), held=stage(Step.INFORMAL)), on_1, reading
    for judged, other in ((True, False), (True, None)):
        just, missed = (Judged(reference="W1", no_improvement=each) for each in (judged, other))
        on_1 = stage(Step.STAGE_1)
        yield name, "no-improvement", On(ones(1), held=on_1, worker=just), On(ones(1), held=on_1, worker=missed)
    just = Judged(reference="W1", no_improvement=True)
    expired, live = stage(Step.STAGE_1, date(2022, 1, 9)), stage(Step.STAGE_1, date(2022, 1, 10))
    yield name, "no-improvement", On(ones(1), held=live, worker=just), On(ones(1), held=expired, worker=just)


def corby() -> Iterator[Row]:
    exactly_150 = [*ones(4), *block(2)]
    yield "corby", "lower-band", *days_in_12_months(19)
    yield "corby", "lower-band", On([*ones(1), *block(18)]), On([*ones(1), *block(17.5)])
    yield "corby", "higher-band", On([*ones(4), *block(2.5)]), On(exactly_150), CORBY[0]
    yield "corby", "higher-band", On([*ones(4), *block(2.5)]), On(exactly_150), CORBY[1]
    yield "corby", "higher-band", On(exactly_150), On([*ones(2), *block(14.5)]), CORBY[2]


def dwp() -> Iterator[Row]:
    yield "dwp", "spells", *in_12_months(4)
    yield "dwp", "days", *days_in_12_months(8)
    yield "dwp", "spells", On(ones(4)), On(ones(3))
    yield "dwp", "spells", On(ones(4)), On([*ones(3), away(JUNE, disability_related=True)])
    yield "dwp", "days", On(block(8)), On(block(7.5))
    for rule, step in (("half", Step.STAGE_1), ("half-again", Step.STAGE_2)):
        yield "dwp", rule, On(block(4), held=stage(step)), On(block(3.5), held=stage(step))
        last_day, a_day_later = stage(step, date(2022, 12, 8)), stage(step, date(2022, 12, 7))
        yield "dwp", rule, On(block(4), held=last_day), On(block(4), held=a_day_later)


def st_marys() -> Iterator[Row]:
    name = "st-marys-university"
    yield name, "spells-and-days", *in_12_months(5), EITHER
    yield (
        name,
        "spells-and-days",
        On([*ones(4), *ending(7, INSIDE)], day=LATER),
        On([*ones(4), *ending(7, OUTSIDE)], day=LATER),
        BOTH,
    )
    yield (
        name,
        "spells-and-days",
        On([*ones(3), *ending(7, INSIDE)], day=LATER),
        On([*ones(3), *ending(7, OUTSIDE)], day=LATER),
        REACHED,
    )
    yield name, "spells-and-days", On([*ones(3), *block(7)]), On([*ones(3), *block(6.5)]), REACHED
    yield name, "spells-and-days", On([*ones(3), *block(7)]), On([*ones(2), *block(9)]), REACHED
    yield name, "spells-and-days", On(ones(5)), On(ones(4)), EITHER
    yield name, "spells-and-days", On(block(10.5)), On(block(10)), EITHER
    yield name, "spells-and-days", On([*ones(4), *block(6.5)]), On([*ones(4), *block(6)]), BOTH
    yield name, "spells-and-days", On([*ones(4), *block(6.5)]), On([*ones(3), *block(9)]), BOTH
    yield name, "not-reported", On(ones(1, notified=False)), On(ones(1, notified=True))
    yield name, "long-term", On(lasting(28)), On(lasting(27))
    note = FitNote(start=date(2023, 6, 5), end=date(2023, 7, 2))
    shorter = FitNote(start=date(2023, 6, 5), end=date(2023, 7, 1))
    yield name, "long-term", On(lasting(2), fit_notes=(note,)), On(lasting(2), fit_notes=(shorter,))


def falmouth() -> Iterator[Row]:
    name = "falmouth-university"
    yield name, "spells-12-months", *in_12_months(5)
    yield name, "days", *days_in_12_months(10)
    yield (
        name,
        "bradford",
        On([*ones(4), *ending(6, INSIDE)], day=LATER),
        On([*ones(4), *ending(6, OUTSIDE)], day=LATER),
    )
    near, far = [*ones(2), away(date(2023, 4, 10))], [*ones(2), away(date(2023, 4, 11))]
    yield name, "spells-13-weeks", On(near), On(far)
    yield name, "spells-12-months", On(ones(5)), On(ones(4))
    yield name, "days", On(block(10)), On(block(9.5))
    yield name, "bradford", On([*ones(4), *block(6)]), On([*ones(4), *block(5.5)])
    yield name, "long-term", On(lasting(28)), On(lasting(27)), "on day 28"
    yield name, "long-term", On(lasting(29)), On(lasting(28)), "after day 28"


def dorset() -> Iterator[Row]:
    name = "dorset-police"
    yield name, "spells", On(ones(4)), On(ones(3))
    yield name, "spells", *in_12_months(4)
    yield name, "bradford", On([*ones(3), *block(9)]), On([*ones(3), *block(8.5)])
    yield (
        name,
        "bradford",
        On([*ones(3), *ending(9, INSIDE)], day=LATER),
        On([*ones(3), *ending(9, OUTSIDE)], day=LATER),
    )
    yield name, "long-term", On(lasting(28)), On(lasting(27)), "on day 28"
    yield name, "long-term", On(lasting(29)), On(lasting(28)), "after day 28"


def supermarket() -> Iterator[Row]:
    fifteen = week(3, 5)
    yield "supermarket", "spells", On(ones(3)), On(ones(2))
    near, far = ([*ones(2), away(date(2023, 7, day))] for day in (9, 10))
    yield "supermarket", "spells", On(near), On(far)
    yield (
        "supermarket",
        "hours",
        On(lost("5", "6.71"), pattern=fifteen),
        On(lost("5", "6.7"), pattern=fifteen),
        "3% of 26 weeks",
    )
    yield (
        "supermarket",
        "hours",
        On(lost("15", "8.41"), pattern=fifteen),
        On(lost("15", "8.4"), pattern=fifteen),
        "3% of the year",
    )
    near, far = (
        [*lost("20"), away(date(2024, 6, day), hours=Decimal("3.41"), returned=date(2024, 6, day + 1))]
        for day in (1, 2)
    )
    yield (
        "supermarket",
        "hours",
        On(near, pattern=fifteen, day=LATER),
        On(far, pattern=fifteen, day=LATER),
        "3% of the year",
    )


def councils() -> Iterator[Row]:
    yield "carmarthenshire", "formal", *in_12_months(4)
    yield "carmarthenshire", "informal", *in_12_months(3)
    yield "carmarthenshire", "informal", *days_in_12_months(10)
    yield "carmarthenshire", "formal", *days_in_12_months(15)
    yield "crmg-council", "stage-1", *in_12_months(5)
    yield "crmg-council", "stage-1", *days_in_12_months(10)
    yield "derby", "trigger", *in_12_months(4)
    yield "derby", "trigger", *days_in_12_months(8)
    yield "carmarthenshire", "informal", On(ones(3)), On(ones(2))
    yield "carmarthenshire", "informal", On(block(10)), On(block(9.5))
    yield "carmarthenshire", "formal", On(ones(4)), On(ones(3))
    yield "carmarthenshire", "formal", On(block(15)), On(block(14.5))
    yield "carmarthenshire", "formal", On(lasting(16), pattern=week(2)), On(lasting(15), pattern=week(2))
    yield "crmg-council", "stage-1", On(ones(5)), On(ones(4))
    yield "crmg-council", "stage-1", On(block(10)), On(block(9.5))
    for rule, step in (("stage-2", Step.STAGE_1), ("stage-3", Step.STAGE_2)):
        under = stage(step)
        yield "crmg-council", rule, On(ones(3), held=under), On(ones(2), held=under)
        yield "crmg-council", rule, On(block(5), held=under), On(block(4.5), held=under)
        before = [away(date(2023, 1, 1)), *ones(2)]
        yield "crmg-council", rule, On(ones(3), held=under), On(before, held=under)
    yield "derby", "trigger", On(ones(4)), On(ones(3))
    yield "derby", "trigger", On(block(8)), On(block(7.5))
    informal = stage(Step.INFORMAL)
    yield "derby", "trigger-again", On(ones(4), held=informal), On(ones(3), held=informal)


def scotland() -> Iterator[Row]:
    yield "west-lothian", "first-hit", *in_12_months(4)
    yield "west-lothian", "first-hit", *days_in_12_months(6)
    yield "argyll-and-bute", "short-1", *in_12_months(4)
    yield "argyll-and-bute", "short-1", *days_in_12_months(10)
    yield "aberdeen", "level", *in_12_months(4)
    yield "aberdeen", "level", *days_in_12_months(8)
    yield "west-lothian", "first-hit", On(ones(4)), On(ones(3))
    yield "west-lothian", "first-hit", On(block(6)), On(block(5.5))
    yield "west-lothian", "first-hit", On(ones(4)), On([*ones(3), away(JUNE, pregnancy_related=True)])
    for rule, step in (("second-hit", Step.INFORMAL), ("third-hit", Step.STAGE_1), ("fourth-hit", Step.STAGE_2)):
        yield "west-lothian", rule, On(ones(4), held=stage(step)), On(ones(3), held=stage(step))
    yield "west-lothian", "four-weeks", On(to(7, 3)), On(to(7, 2))
    yield "west-lothian", "three-months", On(to(9, 5)), On(to(9, 4))
    yield "west-lothian", "six-months", On(to(12, 5)), On(to(12, 4))
    yield "west-lothian", "nine-months", On(to(3, 5, 2024), day=LATER), On(to(3, 4, 2024), day=LATER)
    name = "argyll-and-bute"
    yield name, "short-1", On(ones(4)), On(ones(3))
    yield name, "short-1", On(block(10)), On(block(9.5))
    for rule, step in (("short-2", Step.STAGE_1), ("short-3", Step.STAGE_2)):
        four_months, a_day_less = stage(step, date(2022, 11, 14)), stage(step, date(2022, 11, 15))
        yield name, rule, On(ones(4), held=four_months), On(ones(4), held=a_day_less)
        yield name, rule, On(ones(4), held=four_months), On(ones(3), held=four_months)
    yield name, "long-1", On(lasting(29)), On(lasting(28))
    yield name, "long-1", On(ones(1, reason=Reason.STRESS)), On(ones(1, reason=Reason.COLD))
    for rule, step in (("long-2", Step.STAGE_1), ("long-3", Step.STAGE_2)):
        on_long = stage(step, date(2023, 7, 4), route=LONG)
        yield name, rule, On(to(10, 4), held=on_long), On(to(10, 3), held=on_long)
    raised, not_raised = Judged(reference="W1", raised=True), Judged(reference="W1", raised=None)
    yield "falkirk", "interview", On(ones(1), worker=raised), On(ones(1), worker=not_raised)
    yield "aberdeen", "level", On(ones(4)), On(ones(3))
    yield "aberdeen", "level", On(block(8)), On(block(7.5))
    leave = (Leave(start=date(2023, 3, 20), end=date(2023, 3, 22)),)
    for rule, step in (("absence-in-first-review", Step.STAGE_1), ("absence-in-second-review", Step.STAGE_2)):
        review = stage(step)
        yield "aberdeen", rule, On([away(date(2023, 3, 27))], held=review), On([away(date(2023, 3, 28))], held=review)
        last_day, a_day_later = [away(date(2023, 3, 30))], [away(date(2023, 3, 31))]
        yield "aberdeen", rule, On(last_day, held=review, leave=leave), On(a_day_later, held=review, leave=leave)
    for rule, step in (("again-at-second", Step.STAGE_2), ("again-at-third", Step.STAGE_3)):
        # A review from 2 January ended on 27 March; within 12 months of that the worker stands just below its stage.
        ended, long_ago = stage(step, date(2022, 12, 20)), stage(step, date(2021, 12, 20))
        late = ones(4, JUNE)
        yield "aberdeen", rule, On(late, held=ended), On(late, held=long_ago)
        yield "aberdeen", rule, On(late, held=ended), On(late[:3], held=ended)


def others() -> Iterator[Row]:
    yield "neath-port-talbot", "day-28", On(lasting(28)), On(lasting(27))
    for rule, step, just, missed in (
        ("six-weeks", Step.STAGE_1, to(8, 15), to(8, 14)),
        ("eight-weeks", Step.STAGE_2, to(8, 29), to(8, 28)),
        ("four-weeks", Step.STAGE_3, to(8, 1), to(7, 31)),
    ):
        on_4_july = stage(step, date(2023, 7, 4), route=LONG)
        yield "neath-port-talbot", rule, On(just, held=on_4_july), On(missed, held=on_4_july)
    yield "royal-mail", "spells", On(ones(4)), On(ones(3))
    near, far = ([*ones(3), away(date(2024, 1, day))] for day in (8, 9))
    yield "royal-mail", "spells", On(near, day=LATER), On(far, day=LATER)
    yield "royal-mail", "spells", On(ones(4)), On([*ones(3), away(JUNE, industrial_injury=True)])
    fit, sooner = (lasting(12, returned=date(2023, 6, day)) for day in (19, 18))
    yield "royal-mail", "days", On(fit), On(sooner)
    for rule, worker in (("days", Worker(reference="W1")), ("shifts", SHIFTS)):
        near, far = ([*ones(2), *ending(8, day)] for day in (INSIDE, OUTSIDE))
        yield "york-university", rule, On(near, worker=worker, day=LATER), On(far, worker=worker, day=LATER)
    yield "exeter-university", "spells", *in_12_months(5)
    yield "exeter-university", "days", *days_in_12_months(12)
    yield "sheffield-university", "spells", *in_12_months(4)
    yield "sheffield-university", "days", *days_in_12_months(10)
    yield "esneft", "first-hit", *in_12_months(4)
    ten = [*ones(2), *block(8)]
    yield "york-university", "days", On(ten), On([*ones(2), *block(7.5)])
    yield "york-university", "days", On(ten), On([*ones(1), *block(12)])
    yield "york-university", "days", On(ten), On(ten, worker=SHIFTS)
    yield "york-university", "days", On(ten), On([*ones(1, disability_related=True), *ten[1:]])
    yield "york-university", "shifts", On(ten, worker=SHIFTS), On([*ones(2), *block(7.5)], worker=SHIFTS)
    yield "york-university", "shifts", On(ten, worker=SHIFTS), On([*ones(1), *block(12)], worker=SHIFTS)
    yield "york-university", "shifts", On(ten, worker=SHIFTS), On(ten)
    yield "york-university", "long-term", On(to(7, 3)), On(to(7, 2))
    yield "exeter-university", "spells", On(ones(5)), On(ones(4))
    yield "exeter-university", "days", On(block(12)), On(block(11.5))
    yield "sheffield-university", "spells", On(ones(4)), On(ones(3))
    yield "sheffield-university", "days", On(block(10)), On(block(9.5))
    yield "esneft", "first-hit", On(ones(4)), On(ones(3))
    yield "esneft", "first-hit", On(ones(2), worker=PROBATION), On(ones(1), worker=PROBATION)
    yield "esneft", "first-hit", On(ones(2), worker=PROBATION), On(ones(2), worker=OVER)
    for rule, step in (("second-hit", Step.INFORMAL), ("third-hit", Step.STAGE_1), ("fourth-hit", Step.STAGE_2)):
        yield "esneft", rule, On(ones(4), held=stage(step)), On(ones(3), held=stage(step))
    yield "esneft", "four-weeks", On(to(7, 3)), On(to(7, 2))
    stage_2 = stage(Step.STAGE_2)
    yield (
        "northern-trust",
        "any-absence",
        On([away(date(2024, 1, 2))], held=stage_2, day=LATER),
        On([away(date(2024, 1, 3))], held=stage_2, day=LATER),
    )
    yield "co-op", "spells", On(ones(3)), On(ones(2))
    yield (
        "co-op",
        "spells",
        On([*ones(2), away(date(2024, 1, 9))], day=LATER),
        On([*ones(2), away(date(2024, 1, 10))], day=LATER),
    )
    begun, before = ([away(date(2023, 1, day), date(2023, 1, 12)), *ones(1, JUNE)] for day in (10, 9))
    last_year = [away(date(2024, 1, 9))]
    yield "co-op", "spells", On([*begun, *last_year], day=LATER), On([*before, *last_year], day=LATER)
    yield "co-op", "days", On(block(20)), On(block(19.5))
    yield "co-op", "probation", On(ones(2), worker=PROBATION), On(ones(1), worker=PROBATION)
    yield "co-op", "probation", On(ones(2), worker=PROBATION), On(ones(2), worker=OVER)
    live, over = (stage(Step.STAGE_1, live_until=date(2023, 1, day)) for day in (10, 9))
    yield "co-op", "live-warning", On(ones(1), held=live), On(ones(1), held=over)

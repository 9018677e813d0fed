"""Children seen as often as their intensity asks: contacts in a month, four weeks or thirty days, by a service's table.

Which of these a month is, and what counts as a contact, is for a service to say: no national text could be read. Every
child under supervision is asked at the end of each month.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from yosrules.language import (
    Condition,
    Facts,
    Given,
    Impossible,
    Maybe,
    Ref,
    Unit,
    Value,
    all_of,
    any_of,
    coming,
    count,
    fact,
    given,
    in_force,
    in_order,
    last,
)
from yosrules.policies import (
    Cohort,
    Count,
    Edition,
    Example,
    Indicator,
    MonthBegan,
    OpenIndicator,
    Rule,
    Setting,
    Status,
    counts,
    elapsed,
    excepted,
    meets,
)
from yosrules.records import Intensity

Settings = Mapping[str, int | Decimal]


class Contact(Facts):
    """One contact that was due with a child, and what became of it."""

    day: Given[date] = given(date, "the day of the contact")
    attended: Maybe[bool] = fact(bool, "the child attended")
    acceptable: Maybe[bool] = fact(bool, "the absence was acceptable")


KEPT = Contact.attended | Contact.acceptable


class Supervised(Facts):
    """One child under supervision."""

    reference: str
    intensity: Maybe[Intensity] = fact(Intensity, "the scaled approach level")
    started: Maybe[date] = fact(date, "the day on which supervision started")
    ended: Maybe[date] = fact(date, "the day on which supervision ended")
    month_began: Maybe[date] = fact(date, "the first day of the month")
    weeks_in: Maybe[int] = fact(int, "the weeks of supervision so far", low=0)
    months_in: Maybe[int] = fact(int, "the months of supervision so far", low=0)
    days_in: Maybe[int] = fact(int, "the days of supervision so far", low=0)
    supervised: Maybe[bool] = in_force(
        started, ended, "the child is under supervision", end_in=True, no_end_is_open=True
    )
    attended_month: Maybe[int] = count(
        Contact,
        "contacts attended in the calendar month",
        where=Contact.attended,
        during=coming(1, Unit.MONTHS, anchor_in=True, far_end_in=False, after=month_began),
    )
    attended_4_weeks: Maybe[int] = count(
        Contact,
        "contacts attended in four weeks",
        where=Contact.attended,
        during=last(4, Unit.WEEKS, anchor_in=True, far_end_in=False),
    )
    attended_30_days: Maybe[int] = count(
        Contact,
        "contacts attended in thirty days",
        where=Contact.attended,
        during=last(30, Unit.DAYS, anchor_in=True, far_end_in=False),
    )
    kept_month: Maybe[int] = count(
        Contact,
        "contacts attended or acceptably missed in the calendar month",
        where=KEPT,
        during=coming(1, Unit.MONTHS, anchor_in=True, far_end_in=False, after=month_began),
    )
    kept_4_weeks: Maybe[int] = count(
        Contact,
        "contacts attended or acceptably missed in four weeks",
        where=KEPT,
        during=last(4, Unit.WEEKS, anchor_in=True, far_end_in=False),
    )
    kept_30_days: Maybe[int] = count(
        Contact,
        "contacts attended or acceptably missed in thirty days",
        where=KEPT,
        during=last(30, Unit.DAYS, anchor_in=True, far_end_in=False),
    )

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Supervision does not end before it starts."""
        return tuple(in_order(cls.started, cls.ended))


WORKED_OUT = (
    MonthBegan(Supervised.month_began.fact),
    elapsed(Supervised.weeks_in, since=Supervised.started, count=Count.WEEKS),
    elapsed(Supervised.months_in, since=Supervised.started, count=Count.MONTHS),
    elapsed(Supervised.days_in, since=Supervised.started, count=Count.DAYS),
)
NOT_STATED = (
    "a national number of contacts: none could be verified",
    "what a child's first and last month ask: who started within the period is left out, and so is who has ended by it",
    "which phase a month is in that both lie in: the one on its last day",
    "a blank end of supervision: it is taken to go on",
)
PHASES = {"first": "in the first phase", "after": "after it"}
SETTINGS = (
    Setting("calendar_month", bool, "whether contacts are counted by the calendar month"),
    Setting("four_weeks", bool, "if not, whether in four weeks and not in thirty days"),
    Setting("acceptable_counts", bool, "whether an acceptable absence counts as a contact"),
    Setting("first_phase", int, "how long the first phase is"),
    Setting("in_weeks", bool, "whether that is in weeks and not in months"),
    *(
        Setting(f"{level.name.casefold()}_{phase}", int, f"the fewest contacts at {level.name.casefold()} {said}")
        for level in Intensity
        for phase, said in PHASES.items()
    ),
)


def _contacts(settings: Settings) -> tuple[Ref[int], Condition]:
    """What is counted, and that the child was not under supervision for all of the time that it is counted in."""
    attended = not settings["acceptable_counts"]
    if settings["calendar_month"]:
        began = Supervised.started > Supervised.month_began
        return Supervised.attended_month if attended else Supervised.kept_month, began
    if settings["four_weeks"]:
        return Supervised.attended_4_weeks if attended else Supervised.kept_4_weeks, Supervised.days_in < 27
    return Supervised.attended_30_days if attended else Supervised.kept_30_days, Supervised.days_in < 29


def _enough(settings: Settings, contacts: Ref[int]) -> Iterator[Condition]:
    """For each level and phase that there were as many contacts as it asks."""
    first = int(settings["first_phase"])
    early = Supervised.weeks_in <= first if settings["in_weeks"] else Supervised.months_in <= first
    for level in Intensity:
        for phase, now in (("first", early), ("after", ~early)):
            fewest = int(settings[f"{level.name.casefold()}_{phase}"])
            yield all_of(Supervised.intensity == level, now, contacts >= fewest)


def _rules(settings: Settings) -> tuple[Rule[Cohort], ...]:
    contacts, began = _contacts(settings)
    return (
        counts(Supervised.supervised),
        excepted("began-within", "supervision started within the time that is counted", when=began),
        meets(any_of(*_enough(settings, contacts))),
    )


def _examples(settings: Settings) -> Iterator[Example]:
    """At each level and phase just enough contacts and one too few; the ends of the phase and of the time counted."""
    contacts, _ = _contacts(settings)
    first, name = int(settings["first_phase"]), contacts.fact.name
    unit = "weeks_in" if settings["in_weeks"] else "months_in"
    yield from _standing("counted", {Status.MUST: {"supervised": True}, Status.NO: {"supervised": False}})
    yield from _standing("excepted: began-within", _began(settings))
    for level in Intensity:
        for phase, gone in (("first", first), ("after", first + 1)):
            fewest = int(settings[f"{level.name.casefold()}_{phase}"])
            for seen, stands in ((fewest, Status.MUST), (fewest - 1, Status.NO)):
                yield from _standing("meets it", {stands: {"intensity": level, unit: gone, name: seen}})
    for outcome in ("counted", "excepted: began-within", "meets it"):
        yield from _standing(outcome, {Status.CANNOT_TELL: {}})


def _began(settings: Settings) -> dict[Status, Mapping[str, Value]]:
    """The first start that is within the time counted, and the last one that is not."""
    if settings["calendar_month"]:
        month = date(2020, 1, 1)
        return {
            Status.MUST: {"month_began": month, "started": date(2020, 1, 2)},
            Status.NO: {"month_began": month, "started": month},
        }
    days = 27 if settings["four_weeks"] else 29
    return {Status.MUST: {"days_in": days - 1}, Status.NO: {"days_in": days}}


def _standing(outcome: str, stands: Mapping[Status, Mapping[str, Value]]) -> Iterator[Example]:
    make = cast("Callable[..., Supervised]", Supervised)
    for status, facts in stands.items():
        yield Example(make(reference="example", **facts), outcome, status)


def _whole(editions: tuple[Edition[Cohort], ...]) -> Indicator:
    return Indicator(
        "contacts",
        "Children seen as often as their intensity asks",
        about=Supervised,
        editions=editions,
        worked_out=WORKED_OUT,
        not_stated=NOT_STATED,
    )


CONTACTS = OpenIndicator(
    "contacts", "Children seen as often as their intensity asks", SETTINGS, _rules, _whole, _examples
)

"""Whom Turnaround takes, as four published texts state it: one programme, four readings, none of them chosen.

`yosrules diff "turnaround/Haringey" "turnaround/gov.uk, April 2025"` says for whom two of them differ.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import cast

from yosrules.language import Condition, Facts, Maybe, any_of, between, fact
from yosrules.policies import (
    Citation,
    Cohort,
    Count,
    Edition,
    Example,
    Indicator,
    Rule,
    Status,
    cite,
    counts,
    elapsed,
    excepted,
    meets,
)

HARINGEY, GREENWICH, POSITIVE, GOVUK = "Haringey", "Greenwich", "Positive Steps", "gov.uk, April 2025"
SOURCES: dict[str, Citation] = {
    HARINGEY: cite("London Borough of Haringey, Turnaround", "eligibility"),
    GREENWICH: cite("Royal Borough of Greenwich, Turnaround", "eligibility"),
    POSITIVE: cite("Positive Steps, Turnaround", "eligibility"),
    GOVUK: cite("Ministry of Justice on gov.uk, Turnaround", "eligibility, as changed on 1 April 2025"),
}


class TurnaroundChild(Facts):
    """One child on the edge of the justice system, with what brought the child there."""

    reference: str
    happened: Maybe[date] = fact(date, "the day of the event")
    referred: Maybe[date] = fact(date, "the day of referral to Turnaround")
    was_referred: Maybe[bool] = fact(bool, "the child was referred to Turnaround")
    age: Maybe[int] = fact(int, "age at referral", low=0, high=25)
    antisocial: Maybe[bool] = fact(bool, "the child was noticed repeatedly for antisocial behaviour")
    warned: Maybe[bool] = fact(bool, "the child had a community protection warning or notice")
    contract: Maybe[bool] = fact(bool, "the child had an acceptable behaviour contract or a civil order")
    arrested: Maybe[bool] = fact(bool, "the child was interviewed under caution after arrest")
    voluntary: Maybe[bool] = fact(bool, "the child was interviewed under caution voluntarily")
    no_action: Maybe[bool] = fact(bool, "no further action was taken")
    resolution: Maybe[bool] = fact(bool, "the child had a community resolution")
    first_caution: Maybe[bool] = fact(bool, "the child had a first youth caution without conditions")
    bailed: Maybe[bool] = fact(bool, "the child was released under investigation or on bail before charge")
    court: Maybe[bool] = fact(bool, "a court discharged or acquitted the child")
    fined: Maybe[bool] = fact(bool, "a court fined the child, with no further outcome")
    before: Maybe[bool] = fact(bool, "the child was on Turnaround before")
    statutory: Maybe[bool] = fact(bool, "the child was on a statutory order before")
    looked_after: Maybe[bool] = fact(bool, "the child is looked after or on a child protection plan")
    early_help: Maybe[bool] = fact(bool, "the whole family has early help")
    months: Maybe[int] = fact(int, "the months from the event to referral", low=0)


T = TurnaroundChild
ANY = "example"
_EVENTS: dict[str, Condition] = {
    HARINGEY: any_of(
        T.antisocial, T.warned, T.arrested, T.voluntary, T.no_action, T.resolution, T.first_caution, T.bailed, T.court
    )
    | T.fined,
    GREENWICH: any_of(
        T.antisocial,
        T.warned,
        T.contract,
        T.arrested,
        T.voluntary,
        T.no_action,
        T.resolution,
        T.first_caution,
        T.bailed,
        T.court,
        T.fined,
    ),
    POSITIVE: any_of(T.contract, T.no_action, T.resolution, T.first_caution, T.bailed, T.fined),
    GOVUK: any_of(
        T.antisocial,
        T.warned,
        T.contract,
        T.arrested,
        T.voluntary,
        T.no_action,
        T.resolution,
        T.first_caution,
    ),
}


def _left_out(name: str, why: str, when: Condition, reading: str) -> Rule[Cohort]:
    return excepted(name, why, when=when, reading=reading, cites=SOURCES[reading])


_RULES = (
    *(counts(between(T.age, 10, 17) & when, reading=name, cites=SOURCES[name]) for name, when in _EVENTS.items()),
    *(
        _left_out("once-only", "the child was on Turnaround before", any_of(T.before), each)
        for each in (HARINGEY, POSITIVE)
    ),
    _left_out("statutory", "the child was on a statutory order before", any_of(T.statutory), HARINGEY),
    _left_out("social-care", "the child is looked after or on a plan", any_of(T.looked_after), HARINGEY),
    _left_out("early-help", "the whole family has early help", any_of(T.early_help), HARINGEY),
    *(meets(T.was_referred, reading=name, cites=SOURCES[name]) for name in (HARINGEY, GREENWICH, GOVUK)),
    meets(T.was_referred & (T.months <= 3), reading=POSITIVE, cites=SOURCES[POSITIVE]),
)
_BEHAVIOUR = ("antisocial", "warned", "contract")
_AFTER = ("arrested", "voluntary", "no_action", "resolution", "first_caution", "bailed", "court", "fined")
_NAMED: dict[str, tuple[str, ...]] = {
    HARINGEY: ("antisocial", "warned", *_AFTER),
    GREENWICH: (*_BEHAVIOUR, *_AFTER),
    POSITIVE: ("contract", "no_action", "resolution", "first_caution", "bailed", "fined"),
    GOVUK: (*_BEHAVIOUR, "arrested", "voluntary", "no_action", "resolution", "first_caution"),
}
"""The events that each text names, by which the examples hold its rules against the published table."""


def _examples() -> Iterator[Example]:
    make = cast("Callable[..., T]", T)
    for name, named in _NAMED.items():
        none = dict.fromkeys((*_BEHAVIOUR, *_AFTER), False)
        for event in none:
            stands = Status.MUST if event in named else Status.NO
            yield Example(make(reference=ANY, age=14, **{**none, event: True}), "counted", stands, reading=name)
        for age, stands in ((9, Status.NO), (10, Status.MUST), (17, Status.MUST), (18, Status.NO)):
            yield Example(make(reference=ANY, age=age, **{**none, named[-1]: True}), "counted", stands, reading=name)
        yield Example(T(reference=ANY), "counted", Status.CANNOT_TELL, reading=name)
        yield Example(T(reference=ANY, was_referred=False), "meets it", Status.NO, reading=name)
        yield Example(T(reference=ANY, was_referred=True, months=3), "meets it", Status.MUST, reading=name)
        late = Status.NO if name == POSITIVE else Status.MUST
        yield Example(T(reference=ANY, was_referred=True, months=4), "meets it", late, reading=name)
    for name, reasons in _REASONS.items():
        for reason, why in reasons.items():
            for said, stands in ((True, Status.MUST), (False, Status.NO), (None, Status.CANNOT_TELL)):
                yield Example(make(reference=ANY, **{why: said}), f"excepted: {reason}", stands, reading=name)


_REASONS = {
    HARINGEY: {
        "once-only": "before",
        "statutory": "statutory",
        "social-care": "looked_after",
        "early-help": "early_help",
    },
    POSITIVE: {"once-only": "before"},
}

TURNAROUND = Indicator(
    "turnaround",
    "Children whom Turnaround would take, and who were referred to it",
    about=TurnaroundChild,
    dated=T.happened,
    editions=(
        Edition(
            date(2022, 12, 1),
            _RULES,
            cites=cite("Turnaround programme", "as four published texts state it"),
            ends=date(2026, 3, 31),
            start_stated=False,
        ),
    ),
    worked_out=(elapsed(T.months, since=T.happened, until=T.referred, count=Count.MONTHS),),
    not_stated=(
        "the day in December 2022 from which it was delivered: 1 December stands in",
        "what a text does not name is taken not to qualify, and not to exclude",
        "what more Haringey asks of a voluntary interview, and Positive Steps of no further action",
        "what took its place after March 2026: nothing was found",
    ),
    examples=tuple(_examples()),
)

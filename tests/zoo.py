"""Defective editions, each a sound one with one fault put in, and the sound ones as controls."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs

from strategies import Level, Stage
from yosrules import (
    Band,
    Edition,
    Facts,
    Given,
    Guarantee,
    Maybe,
    all_of,
    any_of,
    at_least,
    between,
    covers,
    fact,
    given,
    is_in,
    known,
    may,
    must,
    unless,
)
from yosrules.language.expr import Condition, ConditionLike
from yosrules.policies.policy import Rule


class Kind(StrEnum):
    """What is wrong with a specimen."""

    NOTHING = "nothing: a control"
    GAP = "a gap"
    OVERLAP = "an overlap that contradicts"
    DEAD = "a dead rule"
    IMPLIED = "a rule implied by the union of others"
    FALLS = "an outcome that falls as a level rises"
    HOLE = "a hole for what is unknown"
    SWAPPED = "must and may swapped"
    STEP = "a threshold one step off"
    STRICT = "at least written as more than, or the other way"
    DATE = "a date's edge"
    DECIMAL = "a decimal's edge"
    PAIR = "two facts compared wrongly"


class Young(Facts):
    """A child, as the zoo knows one."""

    rosh: Maybe[Level] = fact(Level, "risk of serious harm")
    last: Maybe[Level] = fact(Level, "risk of serious harm last time")
    safety: Maybe[Level] = fact(Level, "safety and wellbeing")
    reoffending: Given[Level] = given(Level, "likelihood of reoffending")
    stage: Maybe[Stage] = fact(Stage, "stage")
    custody: Maybe[bool] = fact(bool, "at risk of custody")
    knife: Maybe[bool] = fact(bool, "a knife is involved")
    age: Maybe[int] = fact(int, "age", low=10, high=17)
    absences: Given[int] = given(int, "absences", low=0)
    share: Given[Decimal] = given(Decimal, "share", places=2, low=Decimal(0), high=Decimal(100))
    hours: Maybe[Decimal] = fact(Decimal, "hours", places=1)
    planned: Maybe[Decimal] = fact(Decimal, "hours planned", places=0)
    referred: Maybe[date] = fact(date, "the referral")
    seen: Maybe[date] = fact(date, "the first visit")
    closed: Maybe[date] = fact(date, "the closure")


@attrs.frozen
class Specimen:
    """One edition, its fault, and the names of all claims that it does not keep."""

    name: str
    kind: Kind
    edition: Edition[Band]
    refuted: frozenset[str]
    ranked: bool = False


PANEL, CLINIC, VISIT = (Band(name, 0) for name in ("panel", "clinic", "visit"))
LOW, FAIR, GOOD, BEST = (Band(name, 0) for name in ("low", "fair", "good", "best"))
SPECIMENS: list[Specimen] = []


def keep(
    kind: Kind,
    name: str,
    *rules: Rule[Band],
    promise: tuple[Guarantee[Band], ...] = (),
    ranked: bool = False,
    no: str = "",
) -> None:
    """Put a specimen into the zoo; `no` are the claims that it does not keep, with | between."""
    refuted = frozenset(filter(None, no.split("|")))
    SPECIMENS.append(Specimen(name, kind, Edition(date(2019, 4, 1), rules, promise), refuted, ranked))


# --- a concern is looked at, a serious one by the panel ---

concern = (Young.rosh >= Level.MEDIUM) | (Young.safety >= Level.MEDIUM)
serious = (Young.rosh >= Level.HIGH) | (Young.safety >= Level.HIGH)
SEEN = covers("concern", when=concern, by=lambda each: each in (CLINIC, PANEL))
HEARD = covers("serious", when=serious, by=lambda each: each is PANEL)


def strategy(
    kind: Kind,
    name: str,
    no: str = "",
    *more: Rule[Band],
    clinic: ConditionLike = concern,
    panel: ConditionLike = serious,
    promise: tuple[Guarantee[Band], ...] = (SEEN, HEARD),
) -> None:
    rules = (must("clinic", CLINIC, when=clinic), must("panel", PANEL, when=panel), *more)
    keep(kind, name, *rules, promise=promise, no=no)


strategy(Kind.NOTHING, "every concern to the clinic, every serious one to the panel")
strategy(Kind.NOTHING, "the clinic sees more than it must", clinic=concern | (Young.reoffending >= Level.HIGH))
strategy(Kind.GAP, "safety is forgotten", "guarantee concern", clinic=Young.rosh >= Level.MEDIUM)
strategy(Kind.GAP, "the panel forgets safety", "guarantee serious", panel=Young.rosh >= Level.HIGH)
strategy(Kind.GAP, "only after court", "guarantee concern", clinic=concern & (Young.stage == Stage.POST_COURT))
strategy(
    Kind.GAP,
    "both written for either",
    "guarantee concern",
    clinic=(Young.rosh >= Level.MEDIUM) & (Young.safety >= Level.MEDIUM),
)
strategy(
    Kind.GAP,
    "two of three written for one",
    "guarantee serious",
    panel=at_least(2, Young.rosh >= Level.HIGH, Young.safety >= Level.HIGH, Young.reoffending >= Level.HIGH),
)
strategy(Kind.GAP, "the youngest are left out", "guarantee concern", clinic=concern & (Young.age > 10))
strategy(
    Kind.HOLE,
    "known not to be serious, for not shown to be",
    "guarantee seen|rises visit with rosh|rises visit with safety",
    must("visit", VISIT, when=concern & ~serious),
    promise=(SEEN, HEARD, covers("seen", when=concern, by=lambda each: each in (VISIT, PANEL))),
)
strategy(
    Kind.HOLE,
    "both judgements have to be on record",
    "guarantee concern",
    clinic=concern & known(Young.rosh) & known(Young.safety),
)
strategy(Kind.HOLE, "not in custody has to be known", "guarantee serious", panel=serious & ~Young.custody)
strategy(Kind.HOLE, "an age below 18 has to be known", "guarantee concern", clinic=concern & (Young.age < 18))
strategy(
    Kind.HOLE,
    "any stage, but a stage",
    "guarantee concern",
    clinic=concern & is_in(Young.stage, Stage.PREVENTION, Stage.OUT_OF_COURT, Stage.POST_COURT),
)
strategy(Kind.STEP, "the clinic from High", "guarantee concern", clinic=serious)
strategy(
    Kind.STEP,
    "the panel from Very high",
    "guarantee serious",
    panel=(Young.rosh >= Level.VERY_HIGH) | (Young.safety >= Level.VERY_HIGH),
)
strategy(
    Kind.STEP,
    "one judgement a step off",
    "guarantee serious",
    panel=(Young.rosh >= Level.VERY_HIGH) | (Young.safety >= Level.HIGH),
)
strategy(
    Kind.STRICT,
    "more than Medium for Medium or more",
    "guarantee concern",
    clinic=(Young.rosh > Level.MEDIUM) | (Young.safety >= Level.MEDIUM),
)
strategy(
    Kind.STRICT,
    "more than High for High or more",
    "guarantee serious",
    panel=(Young.rosh > Level.HIGH) | (Young.safety > Level.HIGH),
)
strategy(
    Kind.FALLS,
    "the clinic for Medium only",
    "rises clinic with rosh|rises clinic with safety",
    clinic=concern & unless(serious),
)
strategy(
    Kind.FALLS,
    "the panel not for the very highest",
    "guarantee serious|rises panel with rosh",
    panel=(Young.rosh == Level.HIGH) | (Young.safety >= Level.HIGH),
)
strategy(
    Kind.DEAD,
    "above the highest level",
    "fires extra|needed extra",
    must("extra", PANEL, when=Young.rosh > Level.VERY_HIGH),
)
strategy(
    Kind.DEAD,
    "two levels at once",
    "fires extra|needed extra",
    must("extra", PANEL, when=(Young.rosh == Level.LOW) & (Young.rosh == Level.HIGH)),
)
strategy(
    Kind.DEAD,
    "a grown-up child",
    "fires extra|needed extra",
    may("extra", VISIT, when=Young.age >= 18),
)
strategy(
    Kind.DEAD,
    "known and not known",
    "fires extra|needed extra",
    may("extra", VISIT, when=(Young.age >= 12) & ~known(Young.age)),
)
strategy(
    Kind.DEAD,
    "two stages at once",
    "fires extra|needed extra",
    may("extra", VISIT, when=(Young.stage == Stage.PREVENTION) & (Young.stage == Stage.POST_COURT)),
)
strategy(
    Kind.DEAD,
    "serious, and yet nothing above Medium",
    "fires extra|needed extra",
    may("extra", VISIT, when=serious & (Young.rosh <= Level.MEDIUM) & (Young.safety <= Level.MEDIUM)),
)
strategy(Kind.DEAD, "none of nothing", "fires extra|needed extra", may("extra", VISIT, when=any_of()))
strategy(
    Kind.DEAD,
    "more and fewer absences than five",
    "fires extra|needed extra",
    may("extra", VISIT, when=(Young.absences > 5) & (Young.absences < 6)),
)
strategy(
    Kind.DEAD, "fewer absences than none", "fires extra|needed extra", may("extra", VISIT, when=Young.absences < 0)
)
strategy(
    Kind.IMPLIED,
    "High in the list of those from Medium",
    "needed extra",
    must("extra", CLINIC, when=Young.rosh >= Level.HIGH),
)
strategy(Kind.IMPLIED, "the same again", "needed panel|needed extra", must("extra", PANEL, when=serious))
strategy(Kind.IMPLIED, "a may beside its must", "needed extra", may("extra", PANEL, when=serious & Young.custody))
strategy(
    Kind.IMPLIED,
    "either half of a whole",
    "needed extra|needed rest|needed panel",
    must("extra", PANEL, when=Young.rosh >= Level.HIGH),
    must("rest", PANEL, when=Young.safety >= Level.HIGH),
)


# --- must and may ---


def swapped(kind: Kind, name: str, *rules: Rule[Band], no: str = "") -> None:
    keep(kind, name, *rules, promise=(SEEN, HEARD), no=no)


swapped(
    Kind.SWAPPED,
    "the clinic may see a concern",
    may("clinic", CLINIC, when=concern),
    must("panel", PANEL, when=serious),
    no="guarantee concern",
)
swapped(
    Kind.SWAPPED,
    "the panel may hear the serious",
    must("clinic", CLINIC, when=concern),
    may("panel", PANEL, when=serious),
    no="guarantee serious",
)
swapped(
    Kind.SWAPPED,
    "both the wrong way round",
    must("clinic", PANEL, when=serious & Young.custody),
    may("may-clinic", CLINIC, when=concern),
    may("panel", PANEL, when=serious),
    no="guarantee concern|guarantee serious",
)
swapped(
    Kind.SWAPPED,
    "a must at Medium that is a may from High",
    must("clinic", CLINIC, when=concern),
    must("panel", PANEL, when=serious),
    must("visit", VISIT, when=Young.rosh == Level.MEDIUM),
    may("more-visits", VISIT, when=Young.rosh >= Level.HIGH),
    no="rises visit with rosh",
)


# --- four bands of a share ---

D = Decimal


def bands(kind: Kind, name: str, no: str, **conditions: Condition) -> None:
    parts = {
        "low": Young.share < D("49.5"),
        "fair": (Young.share >= D("49.5")) & (Young.share < D("64.5")),
        "good": (Young.share >= D("64.5")) & (Young.share < D("79.5")),
        "best": all_of(Young.share >= D("79.5")),
    } | conditions
    outcomes = {"low": LOW, "fair": FAIR, "good": GOOD, "best": BEST}
    keep(kind, name, *(must(each, outcomes[each], when=when) for each, when in parts.items()), ranked=True, no=no)


bands(Kind.NOTHING, "four bands", "")
bands(Kind.NOTHING, "four bands, their ends written otherwise", "", fair=between(Young.share, D("49.5"), D("64.49")))
bands(Kind.GAP, "nothing at the top", "covered", best=(Young.share >= D("79.5")) & (Young.share < D(100)))
bands(Kind.GAP, "nothing at the bottom", "covered", low=(Young.share > D(0)) & (Young.share < D("49.5")))
bands(Kind.GAP, "whole numbers as published", "covered", low=Young.share <= D(49))
bands(
    Kind.OVERLAP,
    "two bands share a stretch",
    "apart fair and good|rises with share",
    fair=between(Young.share, D("49.5"), D(70)),
)
bands(
    Kind.OVERLAP,
    "the best reaches down to good",
    "apart good and best|rises with share",
    best=all_of(Young.share >= D(70)),
)
bands(
    Kind.OVERLAP,
    "low also for the very best",
    "apart low and best|rises with share",
    low=(Young.share < D("49.5")) | (Young.share == D(100)),
)
bands(Kind.DECIMAL, "a hundredth between two bands", "covered", fair=between(Young.share, D("49.5"), D("64.48")))
bands(Kind.DECIMAL, "a hundredth in two bands", "apart fair and good", fair=between(Young.share, D("49.5"), D("64.5")))
bands(Kind.DECIMAL, "from a hundredth more", "covered", good=(Young.share >= D("64.51")) & (Young.share < D("79.5")))
bands(Kind.STRICT, "more than for at least", "covered", best=all_of(Young.share > D("79.5")))
bands(Kind.STRICT, "at most for less than", "apart low and fair", low=Young.share <= D("49.5"))
bands(
    Kind.STEP,
    "a band begins a whole step later",
    "covered",
    good=(Young.share >= D("65.5")) & (Young.share < D("79.5")),
)
bands(
    Kind.STEP,
    "a band ends a whole step later",
    "apart low and fair|rises with share",
    low=all_of(Young.share < D("50.5")),
)
bands(
    Kind.FALLS,
    "fair and good changed places",
    "rises with share",
    fair=(Young.share >= D("64.5")) & (Young.share < D("79.5")),
    good=(Young.share >= D("49.5")) & (Young.share < D("64.5")),
)
bands(
    Kind.DEAD,
    "a band that ends before it begins",
    "covered|fires good|needed good",
    good=(Young.share >= D("79.5")) & (Young.share < D("64.5")),
)


# --- before and after a day ---

TURN, EVE = date(2019, 4, 1), date(2019, 3, 31)


def days(kind: Kind, name: str, no: str = "", *, old: Condition, new: Condition, late: Condition | None = None) -> None:
    rules = [must("old", CLINIC, when=old), must("new", PANEL, when=new)]
    rules += [must("late", VISIT, when=late)] if late is not None else []
    dated = covers("dated", when=known(Young.referred), by=lambda each: each in (CLINIC, PANEL))
    keep(kind, name, *rules, promise=(dated,), no=no)


days(
    Kind.NOTHING,
    "the old way before April, the new way from then on",
    old=Young.referred < TURN,
    new=Young.referred >= TURN,
)
days(Kind.NOTHING, "the same, by the day before", old=Young.referred <= EVE, new=Young.referred > EVE)
days(Kind.DATE, "the day itself is forgotten", "guarantee dated", old=Young.referred < TURN, new=Young.referred > TURN)
days(Kind.DATE, "the day before is forgotten", "guarantee dated", old=Young.referred < EVE, new=Young.referred >= TURN)
days(
    Kind.DATE,
    "next year is forgotten",
    "guarantee dated",
    old=Young.referred < TURN,
    new=between(Young.referred, TURN, date(2019, 12, 31)),
)
days(
    Kind.DATE,
    "before the calendar",
    "guarantee dated|fires old|needed old",
    old=Young.referred < date.min,
    new=Young.referred >= TURN,
)
days(
    Kind.DATE,
    "between two days in a row",
    "fires late|needed late",
    old=Young.referred < TURN,
    new=Young.referred >= TURN,
    late=(Young.seen > EVE) & (Young.seen < TURN),
)
days(
    Kind.HOLE,
    "only those who were seen",
    "guarantee dated",
    old=(Young.referred < TURN) & known(Young.seen),
    new=Young.referred >= TURN,
)


# --- one fact against another ---


def compared(kind: Kind, name: str, no: str = "", *more: Rule[Band], leave: str = "", **conditions: Condition) -> None:
    parts = {
        "over": Young.hours > Young.planned,
        "just": Young.hours == Young.planned,
        "under": Young.hours < Young.planned,
    }
    outcomes = {"over": PANEL, "just": CLINIC, "under": VISIT}
    rules = [must(each, outcomes[each], when=when) for each, when in (parts | conditions).items() if each != leave]
    both = covers("both", when=known(Young.hours) & known(Young.planned), by=lambda _: True)
    over = covers("over", when=Young.hours > Young.planned, by=lambda each: each is PANEL)
    keep(kind, name, *rules, *more, promise=(both, over), no=no)


def extra(condition: Condition) -> Rule[Band]:
    return must("extra", PANEL, when=condition)


DEAD, UNNEEDED = "fires extra|needed extra", "needed extra"

compared(Kind.NOTHING, "more, as many and fewer hours than planned")
compared(
    Kind.NOTHING,
    "half an hour over, a whole number being planned",
    "",
    may("half", CLINIC, when=(Young.hours > Young.planned) & (Young.hours <= D("0.5")) & (Young.planned >= D(0))),
)
compared(Kind.PAIR, "as many as planned is forgotten", "guarantee both", leave="just")
compared(Kind.PAIR, "the wrong way round", "guarantee both|guarantee over", over=Young.hours < Young.planned)
compared(
    Kind.PAIR, "against itself", "guarantee both|guarantee over|fires over|needed over", over=Young.hours > Young.hours
)
compared(
    Kind.PAIR, "more and fewer at once", DEAD, extra((Young.hours > Young.planned) & (Young.planned > Young.hours))
)
compared(
    Kind.PAIR,
    "three days in a ring",
    DEAD,
    extra((Young.referred < Young.seen) & (Young.seen < Young.closed) & (Young.closed < Young.referred)),
)
compared(
    Kind.PAIR,
    "seen between a referral and a closure on one day",
    DEAD,
    extra((Young.referred < Young.seen) & (Young.seen < Young.closed) & (Young.closed == Young.referred)),
)
compared(
    Kind.PAIR,
    "more than two and at most two",
    DEAD,
    extra((Young.hours > Young.planned) & (Young.planned >= D(2)) & (Young.hours <= D(2))),
)
compared(Kind.PAIR, "over by much is over", UNNEEDED, extra((Young.hours > Young.planned) & (Young.planned > D(5))))
compared(
    Kind.PAIR,
    "over or just so, three times",
    "needed over|needed either|needed extra",
    extra(Young.hours >= Young.planned),
    must("either", PANEL, when=Young.hours == Young.planned),
)
compared(
    Kind.HOLE,
    "over, and the closure is on record",
    "guarantee both|guarantee over",
    over=(Young.hours > Young.planned) & known(Young.closed),
)
compared(Kind.DECIMAL, "between two tenths", DEAD, extra((Young.hours > D("0.1")) & (Young.hours < D("0.2"))))
compared(Kind.DECIMAL, "between two whole numbers", DEAD, extra((Young.planned > D(1)) & (Young.planned < D(2))))
compared(
    Kind.DECIMAL,
    "hours that equal no whole number",
    DEAD,
    extra((Young.hours == Young.planned) & (Young.hours == D("0.5"))),
)


# --- what is on record, and who is left ---


def everybody(kind: Kind, name: str, no: str = "", *more: Rule[Band], **conditions: Condition) -> None:
    parts = {"known": known(Young.stage), "unknown": ~known(Young.stage)} | conditions
    rules = [must(each, PANEL if each == "known" else CLINIC, when=when) for each, when in parts.items()]
    keep(kind, name, *rules, *more, promise=(covers("all", when=all_of(), by=lambda _: True),), no=no)


everybody(Kind.NOTHING, "a stage, or none on record")
everybody(
    Kind.NOTHING,
    "before court, or not shown to be",
    "",
    known=Young.stage == Stage.POST_COURT,
    unknown=unless(Young.stage == Stage.POST_COURT),
)
everybody(
    Kind.HOLE,
    "a stage, or another stage",
    "guarantee all",
    known=Young.stage == Stage.POST_COURT,
    unknown=Young.stage != Stage.POST_COURT,
)
everybody(Kind.HOLE, "a knife, or no knife", "guarantee all", known=all_of(Young.knife), unknown=~Young.knife)
everybody(
    Kind.GAP, "one stage is forgotten", "guarantee all", known=is_in(Young.stage, Stage.PREVENTION, Stage.POST_COURT)
)
everybody(
    Kind.IMPLIED,
    "a stage on record, and one of all three",
    "needed known|needed listed",
    must("listed", PANEL, when=is_in(Young.stage, *Stage)),
)
everybody(
    Kind.IMPLIED,
    "younger, older, and of an age",
    "needed aged|needed younger|needed older",
    must("younger", VISIT, when=Young.age < 14),
    must("older", VISIT, when=Young.age >= 14),
    must("aged", VISIT, when=known(Young.age)),
)
everybody(
    Kind.IMPLIED,
    "with a knife, without, and whether",
    "needed whether|needed with|needed without",
    may("with", VISIT, when=Young.knife & Young.custody),
    may("without", VISIT, when=~Young.knife & Young.custody),
    may("whether", VISIT, when=known(Young.knife) & Young.custody),
)
everybody(
    Kind.FALLS,
    "all but the highest level",
    "rises visit with reoffending",
    may("visit", VISIT, when=Young.reoffending != Level.VERY_HIGH),
)
everybody(
    Kind.FALLS,
    "a level, unless there is a knife",
    "rises visit with rosh",
    may("visit", VISIT, when=(Young.rosh == Level.LOW) | ((Young.rosh >= Level.MEDIUM) & unless(Young.knife))),
)
everybody(
    Kind.FALLS,
    "a must that cannot be told higher up",
    "rises visit with rosh",
    must(
        "visit",
        VISIT,
        when=(Young.rosh <= Level.MEDIUM) & known(Young.rosh)
        | (Young.rosh >= Level.HIGH) & (known(Young.age) | (Young.age < 17)),
    ),
)
everybody(
    Kind.NOTHING,
    "a level, and more with a knife",
    "",
    may("visit", VISIT, when=Young.rosh >= Level.MEDIUM),
    must("visits", VISIT, when=(Young.rosh >= Level.HIGH) & Young.knife),
)
everybody(
    Kind.NOTHING,
    "older children, who are at an edge",
    "",
    must("oldest", VISIT, when=Young.age == 17),
    may("youngest", VISIT, when=Young.age == 10),
)

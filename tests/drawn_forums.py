"""Forum policies drawn from a seed, with everything that a rule and a forum can state, and cases with histories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from strategies import Level, Stage
from yosrules import Edition, Facts, Maybe, at_least, cite, covers, fact, unless
from yosrules.language.expr import Compare, Condition, Known, Op, Ref, all_of, any_of
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact, Value
from yosrules.language.measure import Unit, count, exists, last, latest, open_on_day
from yosrules.language.never import Impossible, in_order, never
from yosrules.policies.calendar import Count, Span
from yosrules.policies.forums.attendees import Attendee
from yosrules.policies.forums.deadlines import Deadline, ahead, not_sooner, within
from yosrules.policies.forums.forum import Before, Check, Ending, Forum, ForumPolicy, Review, Sooner, in_time
from yosrules.policies.forums.sittings import EVERY_WEEKDAY, Sitting
from yosrules.policies.policy import Modality, Rule
from yosrules.records.case import CheckDone, ForumHeld, Waiver
from yosrules.records.choices import Chair
from yosrules.testing.strategies.possible import possible, together

DAY = date(2024, 6, 14)
WORD = cite("Anytown, drawn")
KINDS = 100
"""How many kinds of record are drawn: policies are drawn anew, their kinds are taken in turn."""
NAMES = ("RMP", "SCM", "TRI", "YP")
SYSTEMS = ("PNC", "education")


class Incident(Facts):
    day: Maybe[date] = fact(date, "the day of the incident")
    ended: Maybe[date] = fact(date, "the day on which it was over")
    weapon: Maybe[bool] = fact(bool, "a weapon was there")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        return tuple(in_order(cls.day, cls.ended))


@cache
def kind(number: int) -> type[Facts]:
    """A kind of record: facts of every kind, some worked out from incidents, and what it cannot be."""
    draw = Random(number)
    own: dict[str, Any] = {
        "__annotations__": {"reference": str},
        "referred": fact(date, "the day of referral"),
        "release": fact(date, "the day of release"),
        "harm": fact(Level, "the harm"),
        "safety": fact(Level, "the safety"),
        "stage": fact(Stage, "the stage"),
        "told": fact(bool, "the parents were told"),
        "age": fact(int, "the age", low=10, high=17) if draw.random() < 0.7 else fact(int, "the age"),
        "places": fact(int, "the places lived at", low=0),
    }
    year = last(draw.choice((3, 12)), Unit.MONTHS, anchor_in=draw.random() < 0.5, far_end_in=draw.random() < 0.5)
    own["incidents"] = count(Incident, "the incidents", dated=Incident.day, during=year)
    own["armed"] = exists(Incident, "an incident with a weapon", where=Incident.weapon)
    own["newest"] = latest(Incident, Incident.day, "the newest incident")
    lies = open_on_day(Incident.day, Incident.ended, end_in=draw.random() < 0.5, no_end_is_open=draw.random() < 0.5)
    own["going_on"] = exists(Incident, "an incident goes on", during=lies)
    if draw.random() < 0.6:
        own["cannot_be"] = classmethod(_cannot_be)
    return type(f"Drawn{number}", (Facts,), own)


def _cannot_be(cls: Any) -> tuple[Impossible, ...]:
    untold = never((cls.age >= 16) & ~cls.told & (cls.stage == Stage.PREVENTION), "whoever is 16 was told")
    return (*in_order(cls.referred, cls.release), untold)


class Drawing:
    """Draws one policy about one kind of record, and cases with their histories."""

    def __init__(self, draw: Random) -> None:
        self.draw, self.about = draw, kind(draw.randrange(KINDS))
        self.facts = [*vocabulary(self.about).values()]
        self.limits = {each.name: [self._value(each) for _ in range(2)] for each in self.facts}
        """Conditions and records lean on these values, so that they meet."""

    def maybe(self, share: float = 0.5) -> bool:
        return self.draw.random() < share

    def _value(self, fact: Fact) -> Value:
        if fact.members:
            return self.draw.choice(fact.members)
        if fact.kind is date:
            return DAY + timedelta(days=self.draw.randint(-60, 60))
        low, high = (0 if fact.low is None else fact.number(fact.low)), 17 if fact.high else 4
        return fact.value(self.draw.randint(low, high))

    def near(self, fact: Fact) -> Value:
        """A value on or beside one that conditions ask for, or any."""
        value = self.draw.choice(self.limits[fact.name]) if self.maybe(0.6) else self._value(fact)
        if fact.members:
            return value
        beside = fact.stepped(value, self.draw.choice((-1, 0, 0, 1)))
        return value if beside is None or fact.refuse(beside) else beside

    def leaf(self) -> Condition:
        fact = self.draw.choice(self.facts)
        if self.maybe(0.15):
            return Known(fact, self.maybe())
        alike = [each for each in self.facts if each.kind is fact.kind and each is not fact]
        right = self.draw.choice(alike) if alike and self.maybe(0.2) else self.draw.choice(self.limits[fact.name])
        return Compare(fact, self.draw.choice([*Op] if fact.ordered else [Op.EQ, Op.NE]), right)

    def condition(self, depth: int = 2) -> Condition:
        if not depth or self.maybe(0.3):
            return self.leaf()
        parts = [self.condition(depth - 1) for _ in range(self.draw.randint(1, 3))]
        made: Sequence[Callable[[], Condition]] = (
            lambda: all_of(*parts),
            lambda: any_of(*parts),
            lambda: at_least(self.draw.randint(0, len(parts)), *parts),
            lambda: ~parts[0],
            lambda: unless(parts[0]),
        )
        return self.draw.choice(made)()

    def _span(self, *counts: Count) -> Span:
        return Span(self.draw.randint(1, 12), self.draw.choice(counts or (*Count,)))

    def _deadlines(self) -> Iterator[Deadline]:
        referred, release = (Ref[date](vocabulary(self.about)[name]) for name in ("referred", "release"))
        least = Span(self.draw.randint(1, 3), Count.DAYS) if self.maybe(0.4) else None
        clear = least is not None and self.maybe()
        if self.maybe(0.6):
            amount, unit = self.draw.randint(4, 20), self.draw.choice((Count.DAYS, Count.WORKING_DAYS, Count.WEEKS))
            yield within(amount, unit, of=referred, earliest=least, clear=clear)
        if self.maybe(0.3):
            yield not_sooner(self.draw.randint(1, 9), Count.DAYS, of=referred, clear=self.maybe(), what="the notice")
        if self.maybe(0.3):
            yield ahead(self.draw.randint(1, 9), Count.WORKING_DAYS, of=release, since=referred, clear=self.maybe())
        if self.maybe(0.2):
            yield within(self.draw.randint(0, 2), Count.DAYS, of=release, what="the call")

    def _sooner(self) -> Iterator[Sooner]:
        for name in ("referred", "newest"):
            if self.maybe(0.4):
                since = Ref[date](vocabulary(self.about)[name])
                yield Sooner(self.condition(1), within(self.draw.randint(0, 40), Count.DAYS, of=since))

    def _attendees(self, *names: str) -> tuple[str | Attendee, ...]:
        return tuple(each if self.maybe() else Attendee(each, self.condition(1)) for each in names if self.maybe(0.6))

    def forum(self, name: str, others: Sequence[str]) -> Forum:
        chair = self.draw.choice((None, Chair.MANAGER, Chair.HEAD_OF_SERVICE))
        waives = self.draw.choice((None, Chair.PRACTITIONER, Chair.MANAGER))
        checks = [
            Check(system, self.draw.choice([*Before]), purpose="why" * self.maybe(), again=self.maybe(0.4))
            for system in SYSTEMS
            if self.maybe()
        ]
        return Forum(
            name,
            f"Forum {name}",
            chair,
            members=self._attendees("nurse", "school"),
            may_attend=self._attendees("parent"),
            must_not_attend=self._attendees("police"),
            sits=Sitting(date(2024, 1, 1), 1, EVERY_WEEKDAY, self.maybe()) if self.maybe(0.3) else None,
            deadlines=tuple(self._deadlines()),
            review=Review(self._span(Count.WEEKS, Count.MONTHS), sooner=tuple(self._sooner()))
            if self.maybe()
            else None,
            checks=tuple(checks),
            satisfied_by=tuple(each for each in others if self.maybe(0.3)),
            until=self.condition(1) if self.maybe(0.3) else None,
            may_waive=waives,
            longest_waiver=self._span() if waives and self.maybe() else None,
            deputy=Chair.PRACTITIONER if chair and self.maybe() else None,
            meets=self.maybe(0.8),
            ends_with=(Ending("no further action"), Ending("work", "6 hours")) if self.maybe(0.4) else (),
        )

    def policy(self) -> ForumPolicy:
        names = NAMES[: self.draw.randint(1, len(NAMES))]
        forums = [self.forum(name, [each for each in names if each != name]) for name in names]
        ways = ("all", "any") if self.maybe(0.2) else (None,)
        rules = [self._rule(at, forums, self.draw.choice((None, *ways))) for at in range(self.draw.randint(1, 5))]
        rules += [self._rule(9, forums, way) for way in ways if way]
        promised = rules[0].outcome.name
        kept = (covers("kept", when=rules[0].when, by=lambda each: each.name == promised),) * self.maybe(0.4)
        # Of the others some are in days and some in working days, which have no order.
        due = [each for each in rules[0].outcome.deadlines if each.ahead_of or each.what == "the call"]
        kept += tuple(in_time("in time", each, when=rules[0].when) for each in due[:1] * self.maybe())
        edition = Edition(
            date(2024, 1, 1),
            tuple(rules),
            kept if rules[0].reading is None else (),
            cites=WORD,
            ends=date(2024, 12, 31) if self.maybe(0.2) else None,
            checked=DAY if self.maybe(0.3) else None,
            start_stated=self.maybe(0.8),
        )
        led_to = [each.name for each in edition.outcomes]
        apart = ((led_to[0], led_to[1]),) if len(led_to) > 1 and self.maybe() else ()
        return ForumPolicy("drawn", about=self.about, forums=tuple(forums), editions=(edition,), apart=apart)

    def _rule(self, at: int, forums: Sequence[Forum], reading: str | None) -> Rule[Forum]:
        modality = self.draw.choice([*Modality])
        name = f"rule-{at}{f' ({reading})' if reading else ''}"
        normally = modality is Modality.MUST and self.maybe(0.3)
        return Rule(name, self.draw.choice(forums), modality, self.condition(), WORD, reading, normally)

    def record(self, reference: str = "A1") -> Facts:
        """A case as it is stated: what is worked out from incidents is not."""
        stated = [each for each in self.facts if each.name not in ("incidents", "armed", "newest", "going_on")]
        known = {each.name: self.near(each) for each in stated if self.maybe(0.75)}
        return self.about(**possible(self.about, {"reference": reference, **known}))

    def _day(self) -> date:
        return DAY + timedelta(days=self.draw.randint(-90, 10))

    def incidents(self) -> list[Incident]:
        def one() -> Incident:
            day = self._day() if self.maybe(0.9) else None
            ended = (day or DAY) + timedelta(days=self.draw.randint(0, 60)) if self.maybe() else None
            return Incident(day=day, ended=ended, weapon=self.draw.choice((True, False, None)))

        return [one() for _ in range(self.draw.randint(0, 3))]

    def histories(self) -> dict[type[Facts], Sequence[Facts]]:
        """What was done about forums, and incidents; any of the histories may not have been given."""
        made: dict[type[Facts], Callable[[], Facts]] = {
            ForumHeld: lambda: ForumHeld(
                forum=self.draw.choice(NAMES), day=self._day(), chair=self.draw.choice((None, *Chair)), decided="work"
            ),
            CheckDone: lambda: CheckDone(system=self.draw.choice(SYSTEMS), day=self._day(), result="none found"),
            Waiver: self._waiver,
        }
        given = {each: [draw() for _ in range(self.draw.randint(0, 3))] for each, draw in made.items() if self.maybe()}
        told = {each: together(each, rows) for each, rows in given.items()}
        return {**told, **({Incident: self.incidents()} if self.maybe(0.8) else {})}

    def _waiver(self) -> Waiver:
        day = self._day()
        ends, grade = day + timedelta(days=self.draw.randint(0, 90)), self.draw.choice([*Chair])
        return Waiver(forum=self.draw.choice(NAMES), by="L Ash", reason="ill", grade=grade, day=day, expires=ends)

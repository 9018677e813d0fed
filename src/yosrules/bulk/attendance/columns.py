"""The columns of the tables of workers, each named once, with what it holds and what null in it means.

A class names the columns of one kind of row. Rows gain columns on their way, so a class lists all that a row ever has.
"""

from __future__ import annotations

from enum import StrEnum

from yosrules.language.expr import Ref
from yosrules.language.facts import K
from yosrules.records.absence import Absence, Attendance, Leave, StageHeld, Worker, WorkPattern

UNKNOWN, NONE_YET, REFUSED = "not on record", "there is none", "the row is refused"


class Quantity(StrEnum):
    """What the values of a column are."""

    WORKER = "who the row is about: a number where the engine is Polars, else text"
    DAY = "a numbered day, as `calendar.numbered` counts"
    HALF_DAY = "twice a numbered day, and 1 more for its afternoon"
    HALVES = "halves of a day"
    THOUSANDTHS = "thousandths of an hour"
    HUNDREDTHS = "hundredths of an hour, or of a day"
    COUNT = "a whole number"
    PLACE = "the place in an enumeration, counted from 0"
    FLAG = "yes or no"
    TEXT = "text"


class ColumnName(str):
    """The name of a column; `null` is what null in it means, empty where there is no null."""

    holds: Quantity
    null: str

    def __new__(cls, name: str, holds: Quantity, null: str) -> ColumnName:
        made = super().__new__(cls, name)
        made.holds, made.null = holds, null
        return made

    def __reduce__(self) -> tuple[type[ColumnName], tuple[str, Quantity, str]]:
        return ColumnName, (str(self), self.holds, self.null)  # engines copy the names of their columns


# Typed as text: a dict is invariant in its keys, so that one with names as keys would be no `Mapping[str, Expr]`.
def column(name: str, holds: Quantity, null: str = "") -> str:
    """Name a column."""
    return ColumnName(name, holds, null)


def _fact(ref: Ref[K], holds: Quantity, null: str = UNKNOWN) -> str:
    """The column of a fact, which has the name of the fact."""
    return column(ref.fact.name, holds, null)


WORKER = column("worker", Quantity.WORKER, "nobody is named; the row is refused")
DAY = column("day", Quantity.DAY)
WRONG = column("wrong", Quantity.TEXT, "nothing is wrong with the row")
SAME = column("same", Quantity.COUNT)
"""1 in every row, to count rows that are alike."""


class WorkerRow:
    """What is on a worker's own record."""

    number = column("number", Quantity.COUNT)
    allowed = column("allowed", Quantity.FLAG, REFUSED)
    started = _fact(Worker.started, Quantity.DAY)
    probation_ends = _fact(Worker.probation_ends, Quantity.DAY)
    shift_worker = _fact(Worker.shift_worker, Quantity.FLAG)


class AbsenceRow:
    """One absence, where it stands among the worker's others, and the spell that it is part of."""

    start = _fact(Absence.start, Quantity.DAY, REFUSED)
    ends = column("ends", Quantity.DAY, "it is still open")
    afternoon = column("afternoon", Quantity.COUNT)
    """1 where it began in the afternoon."""
    morning = column("morning", Quantity.COUNT)
    """1 where it ended in the morning."""
    to_the_end = column("to_the_end", Quantity.FLAG)
    hours = _fact(Absence.hours, Quantity.THOUSANDTHS)
    returned = _fact(Absence.returned, Quantity.DAY)
    interviewed = _fact(Absence.interviewed, Quantity.DAY)
    reason = _fact(Absence.reason, Quantity.TEXT)

    until = column("until", Quantity.DAY)
    """Its last day; `OPEN` while it is open."""
    lasts = column("lasts", Quantity.DAY)
    """The last day that may count, which is later than `until` where days to the return count."""
    back = column("back", Quantity.DAY)
    """The day of return; `OPEN` while it is open."""
    begins_in = column("begins_in", Quantity.HALF_DAY)
    ends_in = column("ends_in", Quantity.HALF_DAY)
    highest_end = column("highest_end", Quantity.HALF_DAY)
    end_before = column("end_before", Quantity.HALF_DAY, NONE_YET)
    next_start = column("next_start", Quantity.DAY, NONE_YET)

    until_before = column("until_before", Quantity.DAY, NONE_YET)
    morning_before = column("morning_before", Quantity.COUNT, NONE_YET)
    reason_before = column("reason_before", Quantity.TEXT, UNKNOWN)
    by_rule = column("by_rule", Quantity.FLAG, "the days between decide")
    link = column("link", Quantity.FLAG, "it cannot be told whether it is one spell with the absence before")
    spell_at = column("spell_at", Quantity.HALF_DAY)
    spell_start = column("spell_start", Quantity.DAY)
    spell_end = column("spell_end", Quantity.DAY)
    run_at = column("run_at", Quantity.HALF_DAY)
    """A run is the widest spell: it is linked also where that cannot be told."""
    run_start = column("run_start", Quantity.DAY)
    run_end = column("run_end", Quantity.DAY)
    since = column("since", Quantity.DAY, "nothing in it is undecided")

    @staticmethod
    def where(place: int) -> str:
        """Whether the absence meets the condition at a place; null where that cannot be told."""
        return f"where{place}"


class GapRow:
    """The days between an absence and the one before; which absence it is, `AbsenceRow.begins_in` says."""

    first = column("first", Quantity.DAY)
    last = column("last", Quantity.DAY)
    off = column("off", Quantity.FLAG, "it cannot be told")
    """Whether none of the days is worked."""
    far = column("far", Quantity.FLAG)
    """Whether there are more days, none of them worked, than are looked at."""
    works = column("works", Quantity.FLAG)
    unsure = column("unsure", Quantity.FLAG)
    works_later = column("works_later", Quantity.FLAG, "no later day was looked at")
    unsure_later = column("unsure_later", Quantity.FLAG, "no later day was looked at")
    any_works = column("any_works", Quantity.COUNT)
    any_unsure = column("any_unsure", Quantity.COUNT)


class PatternRow:
    """One week of a work pattern, in force from `starts` to before `next`; a cycle takes turns week by week."""

    starts = _fact(WorkPattern.starts, Quantity.DAY, REFUSED)
    next = column("next", Quantity.DAY)
    number = column("week_number", Quantity.COUNT)
    weeks = column("weeks", Quantity.COUNT)
    turn = column("turn", Quantity.PLACE)
    nominal_days = _fact(WorkPattern.nominal_days, Quantity.HUNDREDTHS)
    nominal_hours = _fact(WorkPattern.nominal_hours, Quantity.HUNDREDTHS)
    days_worked = column("days_worked", Quantity.HUNDREDTHS)
    hours_worked = column("hours_worked", Quantity.HUNDREDTHS)
    by_weekday = column("by_weekday", Quantity.FLAG)
    known = column("known", Quantity.COUNT)
    week_days = column("week_days", Quantity.HUNDREDTHS, UNKNOWN)
    """The days of an ordinary week, summed over the weeks of the cycle."""
    week_hours = column("week_hours", Quantity.HUNDREDTHS, UNKNOWN)
    due = tuple(column(f"due{weekday}", Quantity.HUNDREDTHS, UNKNOWN) for weekday in range(7))
    """The hours due on each day of the week, from Monday."""


class ShiftRow:
    """One day on a roster."""

    hours = column("shift", Quantity.HUNDREDTHS, "there is no shift on the day")


class PeriodRow:
    """Booked leave, or a fit note."""

    start = _fact(Leave.start, Quantity.DAY, REFUSED)
    until = column("until", Quantity.DAY)


class HoldingRow:
    """A stage that was held, and its clocks."""

    held = _fact(StageHeld.held, Quantity.DAY, REFUSED)
    step = _fact(StageHeld.step, Quantity.COUNT)
    route = _fact(StageHeld.route, Quantity.PLACE)
    held_at = column("held_at", Quantity.COUNT)
    """The day and the step as one number, in the order in which stages are held."""
    review_ends = _fact(StageHeld.review_ends, Quantity.DAY)
    live_until = _fact(StageHeld.live_until, Quantity.DAY)
    closed = _fact(StageHeld.closed, Quantity.DAY, NONE_YET)
    until = column("until", Quantity.DAY)
    held_any = column("held_any", Quantity.FLAG, NONE_YET)

    @staticmethod
    def clock(name: str, stage: int) -> str:
        """The end of a span of the stage at a place, for a holding of any stage."""
        return f"{name}{stage}"

    @staticmethod
    def in_force(route: int) -> str:
        """`held_at` of the holding in force on a route; `NEVER` where none is."""
        return f"in_force{route}"


class SpreadRow:
    """A row for each day of a stretch, and how it is spread: in chunks of equal length, then in days."""

    first = column("first_day", Quantity.DAY)
    length = column("length", Quantity.COUNT)
    chunks = column("chunks", Quantity.COUNT)
    chunk = column("chunk", Quantity.PLACE)
    size = column("size", Quantity.COUNT)
    step = column("day_of_chunk", Quantity.PLACE)


class AwayRow:
    """One day of an absence, or one day off between two."""

    halves = column("halves", Quantity.HALVES)
    shared = column("shared", Quantity.FLAG)
    """Whether the absence before, of the same spell, has this day too."""
    due = column("due", Quantity.HUNDREDTHS, UNKNOWN)
    by_roster = column("by_roster", Quantity.FLAG, "the worker has no roster")
    rostered = column("rostered", Quantity.FLAG, UNKNOWN)
    working = column("working", Quantity.FLAG, UNKNOWN)
    booked = column("booked", Quantity.FLAG, "no leave is booked for the day")
    on_leave = column("on_leave", Quantity.FLAG, "no record of leave was given")


class EventRow:
    """Something that happened to a worker on one day; `where` is the place of the condition that its absence meets."""

    at = column("at", Quantity.DAY)
    point = column("point", Quantity.PLACE)
    latest = column("latest", Quantity.DAY)
    """The first day of the latest absence."""
    over = column("over", Quantity.COUNT)
    seen = column("seen", Quantity.COUNT)
    """Absences that are over and had their interview."""
    note = column("note", Quantity.DAY)
    """The last day of a fit note."""

    @staticmethod
    def begun(where: int) -> str:
        """How many spells have begun."""
        return f"begun{where}"

    @staticmethod
    def ended(where: int) -> str:
        """How many spells have ended."""
        return f"ended{where}"

    @staticmethod
    def perhaps(where: int) -> str:
        """How many spells may have ended or not, for want of a day of return."""
        return f"perhaps{where}"

    @staticmethod
    def until(where: int) -> str:
        """The last day of the latest absence."""
        return f"until{where}"

    @staticmethod
    def spell(where: int) -> str:
        """The first day of the latest spell."""
        return f"spell{where}"

    @staticmethod
    def back(where: int) -> str:
        """The day of return from the latest absence."""
        return f"back{where}"

    @staticmethod
    def could(where: int) -> str:
        """The last day of the latest absence that may meet the condition."""
        return f"could{where}"

    @staticmethod
    def doubt(why: str, where: int, what: str) -> str:
        """How many undecided runs have started, have become undecided, or are over."""
        return f"{why}{where}_{what}"

    @staticmethod
    def held(step: int, route: int) -> str:
        """The day on which a stage was last held."""
        return f"held_{step}_{route}"


class DayRow:
    """A worker on a day on which a trigger can be hit; the facts and measures of the policy stand in it by name."""

    usual = column("usual", Quantity.FLAG)
    assessed = column("assessed", Quantity.FLAG)
    episode = column("episode", Quantity.DAY)
    """The first day of the latest spell, by which hits of one absence are told from those of another."""
    earlier = column("earlier", Quantity.DAY)
    reading = column("reading", Quantity.TEXT)
    refused = column("refused", Quantity.TEXT, "the worker's histories are in order")

    absent = _fact(Attendance.absent, Quantity.FLAG)
    latest_start = _fact(Attendance.latest_start, Quantity.DAY, NONE_YET)
    latest_end = _fact(Attendance.latest_end, Quantity.DAY, NONE_YET)
    interviews_held = _fact(Attendance.interviews_held, Quantity.FLAG)
    step = _fact(Attendance.step, Quantity.COUNT)
    long_term_step = _fact(Attendance.long_term_step, Quantity.COUNT)
    under_review = _fact(Attendance.under_review, Quantity.FLAG)
    warning_live = _fact(Attendance.warning_live, Quantity.FLAG)
    review_starts = _fact(Attendance.review_starts, Quantity.DAY)
    review_ends = _fact(Attendance.review_ends, Quantity.DAY)
    on_probation = _fact(Attendance.on_probation, Quantity.FLAG)
    probation_starts = _fact(Attendance.probation_starts, Quantity.DAY)
    shift_worker = _fact(Attendance.shift_worker, Quantity.FLAG)

    current_held = column("current_held", Quantity.DAY, NONE_YET)
    current_review = column("current_review", Quantity.DAY, UNKNOWN)
    current_live = column("current_live", Quantity.DAY, UNKNOWN)

    @staticmethod
    def first(window: int) -> str:
        """The first day of a window; null where it cannot be placed."""
        return f"first{window}"

    @staticmethod
    def final(window: int) -> str:
        """The last day of a window; null where it cannot be placed."""
        return f"final{window}"

    @staticmethod
    def empty(window: int) -> str:
        """Whether it is known that no spell lies in a window, wherever that is."""
        return f"empty{window}"

    @staticmethod
    def milestone(measure: str) -> str:
        """The day on which a span is over that a measure asks about."""
        return f"milestone_{measure}"

    @staticmethod
    def rule(edition: int, rule: int) -> str:
        """Whether a rule holds; null where that cannot be told."""
        return f"rule{edition}_{rule}"

    @staticmethod
    def gate(stage: int) -> str:
        """Whether the gate of a stage is open; null where that cannot be told."""
        return f"gate{stage}"

    @staticmethod
    def hit(rule: int) -> str:
        """Whether the rule of an id is hit on the day."""
        return f"hit{rule}"

    @staticmethod
    def met(rule: int) -> str:
        """1 where the rule of an id already held earlier in the episode."""
        return f"met{rule}"

    @staticmethod
    def answered(stage: int) -> str:
        """The last day on which a stage, or a higher one, was held; null where there is none."""
        return f"answered{stage}"

    @staticmethod
    def since(modality: str, stage: int) -> str:
        """The first day on which a rule of a modality led to a stage; null where there is none."""
        return f"{modality}{stage}"

    @staticmethod
    def doubt(stage: int) -> str:
        """1 where on some day it could not be told whether a rule leads to a stage."""
        return f"doubt{stage}"

    @staticmethod
    def still(stage: int) -> str:
        """Whether a rule leads to a stage on the last day; null where that cannot be told."""
        return f"still{stage}"

    @staticmethod
    def due(stage: int) -> str:
        """The day since which a stage is due; null where it is not."""
        return f"since{stage}"


class Point:
    """The days up to which events are added up, each a suffix of the columns that hold the totals."""

    now = "now"
    """The day asked about."""
    before = "before"
    """The day before it."""

    @staticmethod
    def start(window: int) -> str:
        """The day before the first of a window."""
        return f"from{window}"

    @staticmethod
    def end(window: int, where: int | None = None) -> str:
        """The last day of a window, or of what counts of it where only what is over does."""
        return f"till{window}" if where is None else f"till{window}_{where}"

    @staticmethod
    def upto(where: int) -> str:
        """The last day of what counts, where only what is over does."""
        return f"upto{where}"


def at_point(column: str, point: str) -> str:
    """The total, or the latest value, of an event column on the day of a point."""
    return f"{column}_{point}"


def day_of(point: str) -> str:
    """The day of a point."""
    return f"at_{point}"

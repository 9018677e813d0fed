"""The columns of the tables of workers, each named once, with what it holds and what null in it means.

A class names the columns of one kind of row. Rows gain columns on their way, so a class lists all that a row ever has.
"""

from __future__ import annotations

from yosrules.bulk.attendance.tables.column_names import (
    NONE_YET,
    NOT_ON_RECORD,
    ROW_REFUSED,
    Quantity,
    column,
    fact_column,
)
from yosrules.records.absence import Absence, Leave, StageHeld, Worker, WorkPattern

WORKER = column("worker", Quantity.WORKER, "nobody is named; the row is refused")
DAY = column("day", Quantity.DAY)
WRONG = column("wrong", Quantity.TEXT, "nothing is wrong with the row")
SAME = column("same", Quantity.COUNT)
"""1 in every row, to count rows that are alike."""


class WorkerRow:
    """What is on a worker's own record."""

    number = column("number", Quantity.COUNT)
    reference = column("reference", Quantity.TEXT, "nobody is named; the row is refused")
    known = column("known", Quantity.COUNT)
    """1 for who is in the main history: that of workers, or without one that of absences."""
    stranger = column("stranger", Quantity.TEXT, "the worker is in the main history")
    alike = column("alike", Quantity.TEXT, "no other reference looks the same")
    allowed = column("allowed", Quantity.FLAG, ROW_REFUSED)
    started = fact_column(Worker.started, Quantity.DAY)
    probation_ends = fact_column(Worker.probation_ends, Quantity.DAY)
    shift_worker = fact_column(Worker.shift_worker, Quantity.FLAG)


class AbsenceRow:
    """One absence, where it stands among the worker's others, and the spell that it is part of."""

    start = fact_column(Absence.start, Quantity.DAY, ROW_REFUSED)
    ends = column("ends", Quantity.DAY, "it is still open")
    afternoon = column("afternoon", Quantity.COUNT)
    """1 where it began in the afternoon."""
    morning = column("morning", Quantity.COUNT)
    """1 where it ended in the morning."""
    hours = fact_column(Absence.hours, Quantity.THOUSANDTHS)
    returned = fact_column(Absence.returned, Quantity.DAY)
    interviewed = fact_column(Absence.interviewed, Quantity.DAY)
    reason = fact_column(Absence.reason, Quantity.TEXT)

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
    back_in = column("back_in", Quantity.HALF_DAY)
    """The first half day of which the worker can have been back."""
    back_before = column("back_before", Quantity.HALF_DAY, NONE_YET)
    reason_before = column("reason_before", Quantity.TEXT, NOT_ON_RECORD)
    by_rule = column("by_rule", Quantity.FLAG, "the days between decide")
    link = column("link", Quantity.FLAG, "it cannot be told whether it is one spell with the absence before")
    spell_at = column("spell_at", Quantity.HALF_DAY)
    spell_start = column("spell_start", Quantity.DAY)
    spell_end = column("spell_end", Quantity.DAY)
    run_at = column("run_at", Quantity.HALF_DAY)
    """A run is the widest spell: it is linked also where that cannot be told."""
    chain_at = column("chain_at", Quantity.HALF_DAY)
    """The spell that it is of among all absences, whichever of them count; `chain_before` that of the one before."""
    chain_before = column("chain_before", Quantity.HALF_DAY, NONE_YET)
    perhaps_at = column("perhaps_at", Quantity.HALF_DAY)
    perhaps_before = column("perhaps_before", Quantity.HALF_DAY, NONE_YET)
    run_start = column("run_start", Quantity.DAY)
    run_end = column("run_end", Quantity.DAY)
    since = column("since", Quantity.DAY, "nothing in it is undecided")
    outgrown = column("outgrown", Quantity.DAY)
    """The first day on which its spell is longer than a span; `OPEN` where it never is."""

    @staticmethod
    def where(place: int) -> str:
        """Whether the absence meets the condition at a place; null where that cannot be told."""
        return f"where{place}"


class GateRow:
    """A spell as far as it had gone, on the days on which it was over and had no interview."""

    first = column("first_counted", Quantity.DAY)
    """The first day of its absences that may count; `last` is the last of them."""
    last = column("last_counted", Quantity.DAY)
    seen = column("seen", Quantity.DAY)
    """The latest interview so far."""
    next = column("next_row", Quantity.DAY, "the spell has no further row")
    since = column("back_since", Quantity.DAY)
    until = column("seen_on", Quantity.DAY)
    shut = column("shut", Quantity.FLAG, "every interview was held")


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

    starts = fact_column(WorkPattern.starts, Quantity.DAY, ROW_REFUSED)
    next = column("next", Quantity.DAY)
    number = column("week_number", Quantity.COUNT)
    weeks = column("weeks", Quantity.COUNT)
    turn = column("turn", Quantity.PLACE)
    nominal_days = fact_column(WorkPattern.nominal_days, Quantity.HUNDREDTHS)
    nominal_hours = fact_column(WorkPattern.nominal_hours, Quantity.HUNDREDTHS)
    days_worked = column("days_worked", Quantity.HUNDREDTHS)
    hours_worked = column("hours_worked", Quantity.HUNDREDTHS)
    noughts = column("noughts", Quantity.COUNT)
    """1 where a nought is stated, or the hours of a weekday."""
    nominal = column("nominal", Quantity.COUNT)
    """1 where a nominal week of some work is stated."""
    by_day = column("by_day", Quantity.FLAG)
    """Whether it is known which days are worked."""
    known = column("known", Quantity.COUNT)
    week_days = column("week_days", Quantity.HUNDREDTHS, NOT_ON_RECORD)
    """The days of an ordinary week, summed over the weeks of the cycle."""
    week_hours = column("week_hours", Quantity.HUNDREDTHS, NOT_ON_RECORD)
    due = tuple(column(f"due{weekday}", Quantity.HUNDREDTHS, NOT_ON_RECORD) for weekday in range(7))
    """The hours due on each day of the week, from Monday."""


class ShiftRow:
    """One day on a roster."""

    hours = column("shift", Quantity.HUNDREDTHS, "there is no shift on the day")
    first = column("first_shift", Quantity.DAY, "the worker has no roster")
    last = column("last_shift", Quantity.DAY, "the worker has no roster")


class PeriodRow:
    """Booked leave, or a fit note."""

    start = fact_column(Leave.start, Quantity.DAY, ROW_REFUSED)
    until = column("until", Quantity.DAY)


class HoldingRow:
    """A stage that was held, and its clocks."""

    held = fact_column(StageHeld.held, Quantity.DAY, ROW_REFUSED)
    step = fact_column(StageHeld.step, Quantity.COUNT)
    route = fact_column(StageHeld.route, Quantity.PLACE)
    held_at = column("held_at", Quantity.COUNT)
    """The day and the step as one number, in the order in which stages are held."""
    review_ends = fact_column(StageHeld.review_ends, Quantity.DAY)
    live_until = fact_column(StageHeld.live_until, Quantity.DAY)
    closed = fact_column(StageHeld.closed, Quantity.DAY, NONE_YET)
    until = column("until", Quantity.DAY)
    held_any = column("held_any", Quantity.FLAG, NONE_YET)

    @staticmethod
    def clock(name: str, stage: int) -> str:
        """The end of a span of the stage at a place, for a holding of any stage."""
        return f"{name}{stage}"

    @staticmethod
    def in_force(route: int) -> str:
        """`held_at` of the holding in force on a route; `NOT_YET` where none is."""
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
    due = column("due", Quantity.HUNDREDTHS, NOT_ON_RECORD)
    by_roster = column("by_roster", Quantity.FLAG, "the worker has no roster")
    rostered = column("rostered", Quantity.FLAG, NOT_ON_RECORD)
    working = column("working", Quantity.FLAG, NOT_ON_RECORD)
    booked = column("booked", Quantity.FLAG, "no leave is booked for the day")
    on_leave = column("on_leave", Quantity.FLAG, "no record of leave was given")

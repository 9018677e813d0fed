"""The columns of events, and of the workers and days that totals of events are looked up for."""

from __future__ import annotations

from yosrules.bulk.attendance.tables.column_names import NONE_YET, NOT_ON_RECORD, Quantity, column, fact_column
from yosrules.bulk.frames.engine import REFUSED
from yosrules.records.absence import Attendance


class EventRow:
    """Something that happened to a worker in half a day; `where` is the place of the condition that an absence met."""

    at = column("at", Quantity.HALF_DAY)
    point = column("point", Quantity.PLACE)
    unsure, untold = "unsure", "untold"
    """Two reasons to doubt: a link that cannot be told, and an absence of which the condition cannot be told."""
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
    def begins(where: int) -> str:
        """The half day in which the latest spell begins."""
        return f"begins{where}"

    @staticmethod
    def back(where: int) -> str:
        """The day of return from the latest absence."""
        return f"back{where}"

    @staticmethod
    def outgrown(where: int) -> str:
        """The first day on which the latest spell is longer than a span."""
        return f"outgrown{where}"

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
    refused = column(REFUSED, Quantity.TEXT, "the worker's histories are in order")

    absent = fact_column(Attendance.absent, Quantity.FLAG)
    latest_start = fact_column(Attendance.latest_start, Quantity.DAY, NONE_YET)
    latest_end = fact_column(Attendance.latest_end, Quantity.DAY, NONE_YET)
    interviews_held = fact_column(Attendance.interviews_held, Quantity.FLAG)
    step = fact_column(Attendance.step, Quantity.COUNT)
    long_term_step = fact_column(Attendance.long_term_step, Quantity.COUNT)
    under_review = fact_column(Attendance.under_review, Quantity.FLAG)
    warning_live = fact_column(Attendance.warning_live, Quantity.FLAG)
    review_starts = fact_column(Attendance.review_starts, Quantity.DAY)
    review_ends = fact_column(Attendance.review_ends, Quantity.DAY)
    on_probation = fact_column(Attendance.on_probation, Quantity.FLAG)
    probation_starts = fact_column(Attendance.probation_starts, Quantity.DAY)
    probation_ends = fact_column(Attendance.probation_ends, Quantity.DAY)
    probation_last = column("probation_last", Quantity.DAY, NOT_ON_RECORD)
    shift_worker = fact_column(Attendance.shift_worker, Quantity.FLAG)

    current_held = column("current_held", Quantity.DAY, NONE_YET)
    current_review = column("current_review", Quantity.DAY, NOT_ON_RECORD)
    current_live = column("current_live", Quantity.DAY, NOT_ON_RECORD)

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
    def since(still: bool | None, modality: str, stage: int) -> str:  # noqa: FBT001
        """The first day on which a stage was hit, by a rule that still holds, may hold, or holds no more."""
        return f"{modality}{stage}_{still}"

    @staticmethod
    def doubt(stage: int) -> str:
        """1 where on some day it could not be told whether a rule leads to a stage."""
        return f"doubt{stage}"

    @staticmethod
    def open_must(stage: int) -> str:
        """More than nought where a rule by which a stage must be held could not be told since that was answered."""
        return f"open_must{stage}"

    @staticmethod
    def today(rule: str) -> str:
        """Whether the rule of a column holds on the last day; null where that cannot be told."""
        return f"{rule}_today"

    @staticmethod
    def untold(stage: int) -> str:
        """Whether it cannot be told on the last day whether a rule leads to a stage."""
        return f"untold{stage}"

    @staticmethod
    def hit_since(stage: int) -> str:
        """The day since which a stage is hit and not answered; null where there is none."""
        return f"since{stage}"


class Point:
    """The days up to which events are added up, each a suffix of the columns that hold the totals."""

    now = "now"
    """The day asked about."""
    before = "before"
    """The day before it."""

    @staticmethod
    def start(window: int, where: int | None = None) -> str:
        """The end of the day before the first of a window, or, if that is later, of all before the latest spell."""
        return f"from{window}" if where is None else f"from{window}_{where}"

    @staticmethod
    def end(window: int, where: int | None = None) -> str:
        """The end of a window, or of what counts of it where the latest spell does not."""
        return f"till{window}" if where is None else f"till{window}_{where}"

    @staticmethod
    def upto(where: int) -> str:
        """The last half day of what counts, where the latest spell may not."""
        return f"upto{where}"


def at_point(column: str, point: str) -> str:
    """The total, or the latest value, of an event column on the day of a point."""
    return f"{column}_{point}"


def day_of(point: str) -> str:
    """The day of a point."""
    return f"at_{point}"

"""Every measure and convention of an attendance policy in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from yosrules.english.describe import called, english
from yosrules.language.expr import ALWAYS, Condition
from yosrules.language.kinds import Fact, words
from yosrules.language.measure import Window
from yosrules.policies.attendance import InterviewBy, Interviews
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Conventions, Linking, OfRule
from yosrules.policies.lost_time.counting import Counting, DayCount
from yosrules.policies.lost_time.measures import (
    Continuous,
    Expired,
    Lasted,
    LostTime,
    Of,
    ShareOfTime,
    SinceHeld,
    Tally,
)
from yosrules.policies.lost_time.scaling import Allowance
from yosrules.policies.lost_time.windows import AnyWindow, During, FixedYear, FromTo, WholeMonths
from yosrules.policies.stages import Rung


def measure_in_words(by: LostTime) -> str:
    """A measure with every convention by which it is counted."""
    match by:
        case Tally(of, counting):
            return f"{of.value}{_where(counting.where)}, {'; '.join(_counting(of, counting))}"
        case Continuous(where=where, forecast=forecast):
            until = "to the end of the fit note" if forecast else "so far"
            return f"the calendar days {until} of the absence that the worker is in, 0 at work{_where(where)}"
        case Lasted(span=span, where=where):
            return f"whether the absence that the worker is in has lasted {span}, {_lasted(span)}{_where(where)}"
        case SinceHeld(span=span, step=step, route=route):
            return (
                f"whether {span} {_have(span)} passed since {words(step)} of the {route} route was last held, counted "
                "from the day after; no if never"
            )
        case Expired(during=during, route=route):
            return f"how many stages of the {route} route were held {during_in_words(during)} and stand no more"
        case Allowance():
            return _allowance(by)
        case ShareOfTime(percent=percent, during=during):
            return f"{words(percent)} per cent of the hours due {during_in_words(during)}"
        case _:
            assert_never(by)


def _have(span: Span) -> str:
    return "has" if span.amount == 1 else "have"


def _lasted(span: Span) -> str:
    """On which day of an absence a span is over."""
    if span.count in (Count.DAYS, Count.WORKING_DAYS):
        return "its first day in"
    return "over when the same day comes round"


def _where(where: Condition) -> str:
    return "" if where == ALWAYS else f", of absences where {english(where)}"


def _counting(of: Of, counting: Counting) -> Iterator[str]:
    yield during_in_words(counting.during)
    yield f"of a spell across an end of the window {counting.straddling.value}"
    if counting.length is not None:
        yield f"only a spell {counting.length} so far, its first and its last day in"
    if counting.where != ALWAYS:
        joins = "joins" if counting.over_excluded else "does not join"
        yield f"an absence that is not counted {joins} the two between which it lies"
    # How days are counted makes no difference to hours or to a number of spells.
    if of in (Of.DAYS, Of.BRADFORD):
        yield f"in {counting.days.value}"
        if counting.days is not DayCount.SESSIONS:
            yield f"half a day is {counting.half_day.value}"


def during_in_words(during: During) -> str:
    """A window, and which of its ends are in."""
    match during:
        case Window():
            return _window(during, "the day asked about" if during.anchor is None else called(during.anchor))
        case AnyWindow(each):
            return f"{_window(each, 'any day of absence')}, whichever holds most"
        case FromTo(begins, ends):
            return f"from {called(begins)} to {'the day asked about' if ends is None else called(ends)}, both in"
        case FixedYear(month, day):
            # Any year gives the name of the month.
            return f"in the year that begins on {day} {date(2023, month, day):%B}"
        case WholeMonths(amount, this_one=this_one):
            return _whole_months(amount, this_one=this_one)
        case _:
            assert_never(during)


def _whole_months(amount: int, *, this_one: bool) -> str:
    before = amount - this_one
    months = "whole month" if before == 1 else f"{before} whole months"
    if not this_one:
        return f"over the {months} before that of the day asked about"
    this = "the month of the day asked about, up to that day"
    return f"over {this}, and the {months} before it" if before else f"over {this}"


def _window(window: Window, anchor: str) -> str:
    unit = window.unit.value.removesuffix("s") if window.amount == 1 else window.unit.value
    way, far = ("back from", "earlier") if window.back else ("on from", "later")
    ends = f"that day {_in(window.anchor_in)}, the day exactly so much {far} {_in(window.far_end_in)}"
    return f"over {window.amount} {unit} {way} {anchor} ({ends})"


def _in(inside: bool) -> str:  # noqa: FBT001
    return "in" if inside else "out"


def _allowance(by: Allowance) -> str:
    share = "" if by.share == 1 else f" times {by.share}"
    over = f" {during_in_words(by.during)}" if by.during else ""
    return (
        f"{words(by.number)}{share}, times the worker's {by.per.value}, over {words(by.full_time)}; "
        f"by {by.pattern.value}{over}; rounded {by.rounding.value}"
    )


def linking_in_words(linking: Linking) -> Iterator[str]:
    """The rules by which absences entered apart are one spell, a part for each."""
    if linking.calendar_gap is not None:
        yield f"{f'at most {linking.calendar_gap} days lie' if linking.calendar_gap else 'no time lies'} between them"
    if linking.over_days_off:
        leave = " and booked leave" if linking.over_booked_leave else ""
        yield f"nothing but days off{leave} lies between them"
    if linking.reasons:
        reasons = ", ".join(words(reason) for reason in linking.reasons)
        yield f"at most {linking.reason_gap} days lie between two for one and the same of: {reasons}"


def conventions_in_words(conventions: Conventions) -> Iterator[str]:
    """A line for each convention."""
    linked = " or ".join(linking_in_words(conventions.linking))
    yield (
        f"Absences entered apart are one spell where {linked}" if linked else "Absences entered apart are never linked"
    )
    if linked:
        yield "Time between absences is counted in half days, from the day of return where that is on record"
        if not conventions.linking.over_booked_leave:
            yield "Booked leave between two absences counts as time at work"
    yield "An absence that lost no working time is an absence too"
    yield "An absence without sessions on record is of whole days; the hours of one without hours are those due"
    yield f"Triggers are assessed {conventions.assessed.value}"
    yield f"A trigger is hit {conventions.fires.value}"
    yield _LAPSES
    yield f"A day of absence for which leave was booked: {conventions.over_leave.value}"
    yield f"An absence that led to a stage {_again(conventions.used_again)}"
    yield f"A clock of a stage last runs {conventions.clocks.value}"
    yield HOW_MONTHS_COUNT


def of_rule_in_words(rule: str, own: OfRule) -> str:
    """What one rule has for itself of the conventions."""
    parts = [
        *([f"it is assessed {own.assessed.value}"] if own.assessed else ()),
        *([f"it is hit {own.fires.value}"] if own.fires else ()),
        *([] if own.used_again is None else [f"an absence that led to a stage {_again(own.used_again)}"]),
    ]
    return f"Rule {rule}: {'; '.join(parts) or 'as the others'}"


def _again(used: bool) -> str:  # noqa: FBT001
    return "counts towards the next" if used else "does not count again"


_LAPSES = (
    "A trigger that was hit is answered by its stage, by a higher one, or by a decision that none follows; unanswered, "
    "it is history once the record is no longer over the line"
)
HOW_MONTHS_COUNT = "Months are counted from date to date; where a month lacks the date, its last day stands for it"
"""How `dateutil` counts months, in windows, milestones and clocks alike."""


def stage_in_words(stage: Rung) -> str:
    """A stage of the ladder and its clocks."""
    parts = [f"{stage.name}: {words(stage.step)} of the {stage.route.value} route, {_formal(stage)}"]
    if stage.review:
        parts.append(f"reviewed for {stage.review}" + _longer(stage))
    if stage.live:
        parts.append(f"live for {stage.live} from {stage.live_from.value}")
    if stage.re_entry:
        parts.append(f"a new hit within {stage.re_entry} of its last day, the last of them in, leads to it again")
    if stage.held_within:
        parts.append(f"to be held within {stage.held_within} of the day since which it is due")
    if stage.notice:
        parts.append(f"the worker is told of it {stage.notice} or more before, the day of the meeting in")
    if stage.gate is not None:
        parts.append(f"held only if {english(stage.gate)}")
    return "; ".join(parts)


def _longer(stage: Rung) -> str:
    return f", longer {stage.extended_by_leave.value}" if stage.extended_by_leave else ""


def _formal(stage: Rung) -> str:
    return "formal" if stage.formal else "informal"


def interviews_in_words(interviews: Interviews) -> Iterator[str]:
    """Which absences need an interview, and the last day for it."""
    more = f"of more than {interviews.more_than} days, in {interviews.counting.value}" if interviews.more_than else ""
    yield f"Every absence {more}".rstrip() + " needs a return-to-work interview"
    if interviews.when is not None:
        yield f"It does only if, on the day of return, {english(interviews.when)}"
    if interviews.form:
        yield f"It is held {interviews.form}"
    for name, by in interviews.by.items():
        yield f"{_by(by)}{f' (read as: {name})' if len(interviews.by) > 1 else ''}"


def gate_in_words(interviewed: Counting | None) -> str:
    """Of which absences a gate asks for an interview."""
    if interviewed is None:
        return "A gate asks for the interview after every absence that is over"
    counting = f"{during_in_words(interviewed.during)}{_where(interviewed.where)}"
    return f"A gate asks for the interview after every absence that is over and counts {counting}"


def _by(by: InterviewBy) -> str:
    if by.after is None:
        return "On the day of return"
    own = ", in days that the worker works" if by.own_days else ""
    return f"Within {by.after} of the day of return{own}"


def labelled(fact: Fact, by: LostTime) -> str:
    """The name of a measure, and the measure in words."""
    return f"{called(fact)}: {measure_in_words(by)}"

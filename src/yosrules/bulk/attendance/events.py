"""Histories -> the events from which every measure of a policy is worked out."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import OPEN, to_the_return
from yosrules.bulk.attendance.days.links import Links
from yosrules.bulk.attendance.days.lost_days import Ledger
from yosrules.bulk.attendance.days.spells import linked, with_length
from yosrules.bulk.attendance.histories import HistoryTables
from yosrules.bulk.attendance.measures.plan import Group, Plan, certain
from yosrules.bulk.attendance.stages.ladder import ROUTES
from yosrules.bulk.attendance.tables.columns import AbsenceRow, GapRow, HoldingRow, PeriodRow
from yosrules.bulk.attendance.tables.day_columns import EventRow
from yosrules.bulk.attendance.tables.running_totals import Event, on_day
from yosrules.bulk.frames.engine import LazyTable
from yosrules.language.expr import ALWAYS
from yosrules.policies.lost_time.measures import Continuous, SinceHeld

_TOO_FAR = nw.when(nw.col(GapRow.far)).then(nw.lit("more days off between two absences than are looked at"))


def events(plan: Plan, behind: HistoryTables, ledger: Ledger, links: Links, chained: LazyTable) -> Iterator[Event]:
    """Every event that the measures need; workers are refused whose absences cannot be linked."""
    behind.refuse(chained, _TOO_FAR)
    for group in plan.groups:
        if group.length is None:
            yield from _of_group(group, plan, behind, ledger, (links, chained))
    if behind.stages is not None:
        for by in plan.only(SinceHeld).values():
            yield _held(by, behind.stages)
    if behind.notes is not None and any(by.forecast for by in plan.only(Continuous).values()):
        yield Event(behind.notes, on_day(nw.col(PeriodRow.start)), highs={EventRow.note: nw.col(PeriodRow.until)})


def _of_group(
    group: Group, plan: Plan, behind: HistoryTables, ledger: Ledger, chained: tuple[Links, LazyTable]
) -> Iterator[Event]:
    """Spells, amounts and doubts of the absences that meet one condition."""
    place, meets, (links, absences) = plan.groups.index(group), nw.col(plan.where(group)), chained
    absences = to_the_return(absences) if group.to_return else absences
    counted = absences if group.where == ALWAYS else absences.filter(meets)
    rows = linked(links, counted, over_excluded=group.over_excluded)
    behind.refuse(rows, _TOO_FAR)
    yield from _of_spells(group, plan, ledger, rows)
    if links.linking.over_days_off:
        yield from ledger.doubts(rows, nw.col(AbsenceRow.link).is_null(), EventRow.unsure, place)
    if not certain(group.where):
        # An absence that may or may not meet the condition is linked to those that do, and leaves that run in doubt.
        possible = linked(links, absences.filter(meets.fill_null(True)), over_excluded=group.over_excluded)
        yield from ledger.doubts(possible, meets.is_null(), EventRow.untold, place)
        lasts = {EventRow.could(place): nw.col(AbsenceRow.lasts)}
        yield Event(possible, on_day(nw.col(AbsenceRow.start)), highs=lasts)
    for part, length in plan.by_length(group):
        outgrown = nw.col(AbsenceRow.outgrown)
        measured = with_length(rows, length, behind.calendar, plan.nation)
        measured = measured.filter(outgrown < OPEN if length.longer else outgrown >= OPEN)
        yield from _of_spells(part, plan, ledger, measured)
        if length.longer:
            highs = {EventRow.outgrown(plan.groups.index(part)): outgrown}
            yield Event(measured, nw.col(AbsenceRow.begins_in), highs=highs)


def _of_spells(group: Group, plan: Plan, ledger: Ledger, rows: LazyTable) -> Iterator[Event]:
    """Spells that are linked already, and what they lost."""
    place = plan.groups.index(group)
    yield from ledger.spells(rows, place)
    if group.to_return:
        yield from ledger.perhaps(rows, place)
    if wanted := plan.wanted(group):
        yield from ledger.amounts(rows, wanted)


def _held(by: SinceHeld, holdings: LazyTable) -> Event:
    """The days on which one stage was held."""
    step, route = nw.col(HoldingRow.step), nw.col(HoldingRow.route)
    rows = holdings.filter((step == by.step.value) & (route == ROUTES.index(by.route)))
    held = nw.col(HoldingRow.held)
    return Event(rows, on_day(held), highs={held_as(by): held})


def held_as(by: SinceHeld) -> str:
    """The event column of the day on which a stage was last held."""
    return EventRow.held(by.step.value, ROUTES.index(by.route))

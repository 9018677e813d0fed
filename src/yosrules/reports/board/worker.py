"""The section about one worker: the year as a picture, each absence, and what is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateutil.relativedelta import relativedelta

from yosrules.attendance.triggers.timeline import Reading, Timeline
from yosrules.english.grid import Grid
from yosrules.reports.board.section import Content, Picture
from yosrules.reports.charts.bars import Look
from yosrules.reports.charts.year import year
from yosrules.reports.drawing.dates import in_full, short
from yosrules.reports.drawing.page import Heading, Points
from yosrules.reports.drawing.picture import HALF, HELD, HIT, LOST, OFF, UNTOLD, away_by_day, look_of_day
from yosrules.reports.site.catalogue import _
from yosrules.reports.timeline import due_lines
from yosrules.reports.trigger_lines import Assumed, WorkerLine, lines_of

_LOOKS = {LOST: Look.FILLED, HALF: Look.SHADED, OFF: Look.HOLLOW, UNTOLD: Look.DASHED}


def worker_content(timeline: Timeline, assumed: Sequence[Assumed]) -> Iterator[Content]:
    """One worker's last twelve months, drawn; each absence; and what is due by each reading."""
    reference = timeline.worker.reference
    told = [_("Assumed: %(what)s.", what=each.what) for each in assumed if reference in each.workers]
    if told:
        yield Points(tuple(told))
    yield _year(timeline, timeline.readings[0])
    for reading, line in zip(timeline.readings, lines_of(timeline), strict=True):
        if reading.name:
            yield Heading(_("Read as: %(name)s", name=reading.name), 3)
        yield Points((*map(str.strip, due_lines(reading)), *_ahead(line)))


def _ahead(line: WorkerLine) -> Iterator[str]:
    yield from (
        _("One more absence, on %(day)s, would lead to: %(name)s.", day=in_full(when), name=stage.name)
        for when, stage in line.one_more
    )
    yield from (
        _("Nobody can tell of: %(name)s (%(days)s).", name=doubt.stage.name, days=doubt.days) for doubt in line.doubts
    )


def _year(timeline: Timeline, reading: Reading) -> Picture:
    last = timeline.day
    months = [(last - relativedelta(months=back)).replace(day=1) for back in range(12, -1, -1)]
    away = away_by_day(reading.attending, last)
    found = {each: look_of_day(reading.attending, each, away) for each in away if each >= months[0]}
    days = {each: _LOOKS[look] for each, look in found.items()}
    marks = dict.fromkeys((each.held for each in reading.attending.background.held or ()), HELD)
    marks |= {hit.day: HIT for hit in reading.hits}
    rows = tuple(
        (short(row.start), short(row.end) if row.end else "-", row.reason.value if row.reason else _("not on record"))
        for row in reading.attending.absences
    )
    lost = sum(look is Look.FILLED for look in days.values())
    says = _(
        "%(many)s absences on record; %(lost)s working days lost in full since %(day)s",
        many=len(rows),
        lost=lost,
        day=in_full(months[0]),
    )
    chart = year(
        _("%(reference)s, the months to %(day)s", reference=timeline.worker.reference, day=in_full(last)),
        says,
        days,
        marks,
        months,
    )
    caption = _(
        "Filled: a working day lost. Shaded: half of one. Outlined: a day off within an absence. Dashed: absent, and "
        "no work pattern is on record. Above a day, %(hit)s is a trigger hit and %(held)s a stage held.",
        hit=HIT,
        held=HELD,
    )
    return Picture(chart, caption, Grid((_("First day"), _("Last day"), _("Reason")), rows))

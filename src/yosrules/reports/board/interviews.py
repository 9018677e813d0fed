"""The section about return-to-work interviews: how many were held, in time by each reading, and which are not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from yosrules.attendance.interviews import Interviewed
from yosrules.disclosure.figures import CountOf
from yosrules.english.grid import Grid
from yosrules.policies.attendance import AttendancePolicy
from yosrules.reports.board.counted_bars import LISTED, bar_of, pictured, unlisted
from yosrules.reports.board.division import Division
from yosrules.reports.board.section import Content
from yosrules.reports.board.shown import Shown
from yosrules.reports.charts.bars import Look
from yosrules.reports.drawing.dates import in_full, short, stretch
from yosrules.reports.drawing.page import Heading
from yosrules.reports.site.catalogue import _, capital, to_translate

_OF = "absences"
_HELD = to_translate("held", "not held", "cannot tell whether held", "cannot tell whether needed", "not needed")
_TIMELY = to_translate("in time", "late or not held", "not due, or cannot tell", "not needed")


@attrs.frozen
class InterviewCount:
    """The absences that are over, and what is known of the interview after each."""

    policy: AttendancePolicy
    day: date
    rows: tuple[Interviewed, ...]

    def held(self) -> Division:
        """Whether interviews were held."""
        return Division.counted(_OF, f"{self.policy.name}: held", {"": [_held(each) for each in self.rows]})

    def in_time(self, reading: str) -> Division:
        """Whether they were held in time, by one reading."""
        by = f"{self.policy.name}: in time {reading}"
        return Division.counted(_OF, by, {"": [_timely(each, reading) for each in self.rows]})

    @property
    def readings(self) -> tuple[str, ...]:
        """What "in time" can mean."""
        return tuple(self.policy.interviews.by) if self.policy.interviews else ()

    def divisions(self) -> Iterator[Division]:
        """All of them."""
        yield self.held()
        yield from map(self.in_time, self.readings)


def _held(row: Interviewed) -> str:
    held, missing, doubtful, untold, needless = _HELD
    if row.needed is None:
        return untold
    if not row.needed:
        return needless
    return {True: held, False: missing, None: doubtful}[row.was_held]


def _timely(row: Interviewed, reading: str) -> str:
    in_time, late, untold, needless = _TIMELY
    return {True: in_time, False: late, None: untold}[row.in_time(reading)] if row.needed else needless


def interviews_content(found: InterviewCount, shown: Shown, *, listed: bool) -> Iterator[Content]:
    """How many were held, and in time by each reading; the outstanding ones for whoever may see them."""
    yield _("Absences that were over by %(day)s: %(count)s.", day=in_full(found.day), count=shown.said(CountOf(_OF)))
    held = found.held()
    rows = [(_("Held at all"), *(shown.said(held.cell(each)) for each in _HELD))]
    looks = (Look.FILLED, Look.HOLLOW, Look.DASHED)
    drawn = [bar_of(_("Held at all"), held, dict(zip(_HELD, looks, strict=False)), shown)]
    timely = []
    for name in found.readings:
        of, called = found.in_time(name), name or _("as the policy says")
        timely.append((called, *(shown.said(of.cell(each)) for each in _TIMELY)))
        drawn.append(
            bar_of(_("In time: %(called)s", called=called), of, dict(zip(_TIMELY, looks, strict=False)), shown)
        )
    caption = _(
        "Filled: held, or in time. Outlined: not. Dashed: not due, or cannot tell. What is hidden is not drawn."
    )
    yield pictured(
        _("Return-to-work interviews"), drawn, caption, Grid((_("Interviews"), *map(capital, _HELD)), tuple(rows))
    )
    if timely:
        yield Grid((_("In time by"), *map(capital, _TIMELY)), tuple(timely))
    outstanding = [each for each in found.rows if each.needed and each.was_held is False]
    if listed and outstanding:
        yield Heading(_("Outstanding"), 3)
        lines = tuple(
            (each.worker.reference, stretch(each.spell), short(each.spell.returned) if each.spell.returned else "-")
            for each in outstanding[:LISTED]
        )
        yield Grid((_("Worker"), _("Absence"), _("Returned")), lines)
        yield from unlisted(len(outstanding))

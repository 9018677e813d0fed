"""The section about stages of sickness absence: how many workers have which due, by each reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import attrs

from yosrules.disclosure.figures import CountOf
from yosrules.english.grid import Grid
from yosrules.policies.attendance import AttendancePolicy
from yosrules.reports.board.counted_bars import LISTED, bar_of, pictured, unlisted
from yosrules.reports.board.division import Division
from yosrules.reports.board.section import Content
from yosrules.reports.board.shown import Shown
from yosrules.reports.charts.bars import ChartBar, Look
from yosrules.reports.drawing.dates import in_full, short
from yosrules.reports.drawing.page import Heading, Points
from yosrules.reports.site.catalogue import _, capital, to_translate
from yosrules.reports.trigger_lines import Assumed, WorkerLine

_OF = "workers"
_STANDS = to_translate("due", "cannot tell", "no longer over the line", "none")
_LOOKS: dict[str, Look] = dict(zip(_STANDS, (Look.FILLED, Look.DASHED, Look.HOLLOW), strict=False))


@attrs.frozen
class StagesFound:
    """Every worker's lines by each reading of a policy, and what was assumed."""

    policy: AttendancePolicy
    day: date
    workers: tuple[tuple[WorkerLine, ...], ...]
    assumed: tuple[Assumed, ...]

    @property
    def readings(self) -> tuple[str, ...]:
        """The readings."""
        return tuple(each.reading for each in self.workers[0]) if self.workers else ()

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages of the ladder."""
        return tuple(dict.fromkeys(each.name for each in self.policy.on(self.day).outcomes))

    def stands(self, stage: str) -> Division:
        """How workers stand with one stage."""
        return self._divided(stage, lambda line: _stand(line, stage))

    def close(self) -> Division:
        """Who is one more absence away from a stage."""
        return self._divided("one more absence", lambda line: "yes" if line.one_more else "no")

    def divisions(self) -> Iterator[Division]:
        """All of them."""
        yield from map(self.stands, self.stages)
        yield self.close()

    def _divided(self, by: str, what: Callable[[WorkerLine], str]) -> Division:
        found = {name: [what(lines[at]) for lines in self.workers] for at, name in enumerate(self.readings)}
        return Division.counted(_OF, f"{self.policy.name}: {by}", found)


def _stand(line: WorkerLine, stage: str) -> str:
    due, untold, lapsed, none = _STANDS
    if any(each.stage.name == stage for each in line.due):
        return due
    if any(each.stage.name == stage for each in line.doubts):
        return untold
    return lapsed if any(each.stage.name == stage for each in line.lapsed) else none


def stages_content(found: StagesFound, shown: Shown, *, listed: bool) -> Iterator[Content]:
    """How many workers have which stage due, by each reading; who they are for whoever may see it."""
    yield _(
        "Workers by %(policy)s, as of %(day)s: %(count)s.",
        policy=found.policy.name,
        day=in_full(found.day),
        count=shown.said(CountOf(_OF)),
    )
    if found.assumed:
        yield Points(tuple(str(each) if listed else _("Assumed: %(what)s", what=each.what) for each in found.assumed))
    if len(found.readings) > 1:
        yield _("The policy can be read in %(many)s ways; none is chosen.", many=len(found.readings))
    for at, name in enumerate(found.readings):
        if name:
            yield Heading(_("Read as: %(name)s", name=name), 3)
        rows, drawn = list[tuple[str, ...]](), list[ChartBar]()
        for stage in found.stages:
            of = found.stands(stage)
            rows.append((stage, *(shown.said(of.cell(each, name)) for each in _STANDS)))
            drawn.append(bar_of(stage, of, _LOOKS, shown, name))
        caption = _("Filled: due. Dashed: cannot be told. Outlined: hit, and no longer over the line.")
        yield pictured(_("Stages due"), drawn, caption, Grid((_("Stage"), *map(capital, _STANDS)), tuple(rows)))
        yield _(
            "Workers who are one more absence away from a stage: %(count)s.",
            count=shown.said(found.close().cell("yes", name)),
        )
        if listed:
            yield from _who([lines[at] for lines in found.workers])


def _who(lines: Sequence[WorkerLine]) -> Iterator[Content]:
    rows = [
        (line.worker.reference, f"{due.stage.name} ({due.status})", short(due.since), due.counted)
        for line in lines
        for due in line.due
    ]
    if rows:
        yield Grid((_("Worker"), _("Stage due"), _("Since"), _("Absences counted")), tuple(rows[:LISTED]))
        yield from unlisted(len(rows))

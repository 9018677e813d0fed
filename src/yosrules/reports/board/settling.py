"""Which counts of a report may be shown: settled over all of its sections before any of them is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yosrules.disclosure.tables import Run
from yosrules.reports.board.indicator_count import IndicatorCount, counted_together
from yosrules.reports.board.section import CountedSection
from yosrules.reports.board.shown import Shown, released

if TYPE_CHECKING:
    from yosrules.disclosure.suppress import Floor


def settled_counts(counted: Sequence[CountedSection], floor: Floor | None) -> list[Shown]:
    """For each section what its reader may see: everything, or with a floor what one run over all sections leaves."""
    if floor is None:
        return [Shown.all_of(each.run) if isinstance(each.run, Run) else Shown({}) for each in counted]
    alike: dict[str, list[IndicatorCount]] = {}
    for each in counted:
        if isinstance(each.run, IndicatorCount):
            alike.setdefault(each.scope, []).append(each.run)
    runs = [(each.scope, each.run) for each in counted if isinstance(each.run, Run)]
    runs += [(scope, counted_together(of)) for scope, of in alike.items()]
    shown = released(runs, floor)
    return [shown[each.scope] for each in counted]

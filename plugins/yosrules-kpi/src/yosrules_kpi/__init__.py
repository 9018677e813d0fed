"""The ten youth justice KPIs of April 2023, the measures before them and old targets, as a plugin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from yosrules.hooks import hookimpl

if TYPE_CHECKING:
    from yosrules.policies import Indicator


@hookimpl
def yosrules_indicators() -> Iterable[Indicator]:
    from yosrules_kpi.endings import ENDINGS  # noqa: PLC0415 -- other commands do not need them
    from yosrules_kpi.examples import EXAMPLES  # noqa: PLC0415
    from yosrules_kpi.longstanding import LONGSTANDING  # noqa: PLC0415
    from yosrules_kpi.old_targets import OLD_TARGETS  # noqa: PLC0415
    from yosrules_kpi.others import OTHERS  # noqa: PLC0415

    every = (*ENDINGS, *OTHERS, *LONGSTANDING, *OLD_TARGETS)
    return tuple(attrs.evolve(each, examples=EXAMPLES.get(each.name, ())) for each in every)

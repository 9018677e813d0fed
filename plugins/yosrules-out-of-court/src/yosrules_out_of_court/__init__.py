"""Out of court: time limits, Turnaround as four providers state it, and when a disposal is spent, as a plugin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yosrules.hooks import hookimpl

if TYPE_CHECKING:
    from yosrules.policies import Indicator, OpenIndicator


@hookimpl
def yosrules_indicators() -> Iterable[Indicator | OpenIndicator]:
    from yosrules_out_of_court.timeline import ASSESSED, CAUTIONS, PANEL_FIRST  # noqa: PLC0415 -- not always needed
    from yosrules_out_of_court.turnaround import TURNAROUND  # noqa: PLC0415

    return (ASSESSED, CAUTIONS, PANEL_FIRST, TURNAROUND)

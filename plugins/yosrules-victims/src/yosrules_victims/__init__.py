"""What is measured of the work with victims, as a plugin; the indicators are in `derby`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yosrules.hooks import hookimpl

if TYPE_CHECKING:
    from yosrules.policies import Indicator


@hookimpl
def yosrules_indicators() -> Iterable[Indicator]:
    from yosrules_victims.derby import CONTACTED, INTERESTED  # noqa: PLC0415 -- other commands do not need them

    return (CONTACTED, INTERESTED)

"""Practice standards whose limits are each service's own: home visits, contacts, assessments, panels, as a plugin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yosrules.hooks import hookimpl

if TYPE_CHECKING:
    from yosrules.policies import OpenIndicator


@hookimpl
def yosrules_indicators() -> Iterable[OpenIndicator]:
    from yosrules_national_standards.contacts import CONTACTS  # noqa: PLC0415 -- other commands do not need them
    from yosrules_national_standards.timely import TIMELY  # noqa: PLC0415

    return (CONTACTS, *TIMELY)

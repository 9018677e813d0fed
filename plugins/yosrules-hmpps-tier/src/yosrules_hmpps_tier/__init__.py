"""The tier of a person on probation, as the HMPPS tier service works it out, as a plugin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yosrules.hooks import hookimpl

if TYPE_CHECKING:
    from yosrules.policies import ForumPolicy


@hookimpl
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    from yosrules_hmpps_tier.protect import POLICY as PROTECT  # noqa: PLC0415 -- other commands need none of them
    from yosrules_hmpps_tier.provisional import POLICY as PROVISIONAL  # noqa: PLC0415
    from yosrules_hmpps_tier.tiers import TIERS  # noqa: PLC0415

    return (TIERS, PROVISIONAL, PROTECT)

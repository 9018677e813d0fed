"""Derby's High Risk Strategy, as a plugin; the policy is in `high_risk`, and is made when its hook is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yosrules.hooks import hookimpl

if TYPE_CHECKING:
    from yosrules.policies import ForumPolicy


@hookimpl
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    from yosrules_derby_forums.high_risk import STRATEGY  # noqa: PLC0415 -- commands without forums do not need it

    return (STRATEGY,)

"""The Child Gravity Matrix: its scale, its adjustment and its outcomes, edition by edition, as a plugin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yosrules.hooks import hookimpl

if TYPE_CHECKING:
    from yosrules.policies import ForumPolicy


@hookimpl
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    from yosrules_gravity.matrix import MATRIX  # noqa: PLC0415 -- other commands need none of them
    from yosrules_gravity.steps import STEPS  # noqa: PLC0415

    return (MATRIX, STEPS)

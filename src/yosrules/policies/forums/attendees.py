"""Who attends a forum by the child: somebody, and when."""

from __future__ import annotations

import attrs

from yosrules.language.expr import Condition, ConditionLike, all_of


def _asked(when: ConditionLike) -> Condition:
    return all_of(when)


@attrs.frozen
class Attendee:
    """Somebody who attends a forum only for some children: a nurse, when age is below 14."""

    who: str
    when: Condition = attrs.field(converter=_asked)

"""The conventions by which absences are read: what is one spell, when triggers are assessed, and when one fires."""

from __future__ import annotations

from enum import StrEnum

import attrs

from yosrules.policies.stages import LastDay
from yosrules.records.absence import Reason


@attrs.frozen(kw_only=True)
class Linking:
    """When absences entered apart are one spell; any of these is enough.

    At most `calendar_gap` days from the return to the next absence (None: a gap never links); nothing but days off
    between them; or at most `reason_gap` days between two absences for one and the same of `reasons`. Half days count.
    With `over_booked_leave` a day of booked leave is a day off.
    """

    calendar_gap: int | None
    over_days_off: bool
    reasons: tuple[Reason, ...] = ()
    reason_gap: int = 0
    over_booked_leave: bool = False


class Assessed(StrEnum):
    """On which days the triggers are assessed."""

    EACH_DAY = "on every day of absence"
    AT_START = "on the first day of each absence"
    ON_RETURN = "on return from each absence"


class Fires(StrEnum):
    """When a trigger that holds is hit."""

    ON_CROSSING = "once, when an absence takes it over the line"
    ON_EACH_ABSENCE = "at each absence while it is over the line"
    WHILE_IT_HOLDS = "for as long as it holds, at once again after each stage"


class OverLeave(StrEnum):
    """Whether a day of absence counts for which leave was booked."""

    COUNTS = "it counts as absence"
    REMOVED = "it is leave, and does not count"


@attrs.frozen(kw_only=True)
class Conventions:
    """How a history is read. With `used_again` an absence that led to a stage counts towards the next too.

    `clocks` is on which day the review and the warning of a stage last run.
    """

    linking: Linking
    assessed: Assessed
    fires: Fires
    over_leave: OverLeave
    used_again: bool
    clocks: LastDay


@attrs.frozen(kw_only=True)
class OfRule:
    """What one rule has for itself of the conventions; what is None is as in all the others."""

    fires: Fires | None = None
    assessed: Assessed | None = None
    used_again: bool | None = None

    def of(self, conventions: Conventions) -> Conventions:
        """The conventions by which this rule is read."""
        fires, assessed = self.fires or conventions.fires, self.assessed or conventions.assessed
        again = conventions.used_again if self.used_again is None else self.used_again
        return attrs.evolve(conventions, fires=fires, assessed=assessed, used_again=again)

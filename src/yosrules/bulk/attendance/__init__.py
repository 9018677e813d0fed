"""Many workers' absences as columns: each file has the name of the one in `yosrules.attendance` that it translates."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.bulk.attendance.track import triggers_frame as triggers_frame

lazily(
    __name__,
    {
        "track": "triggers_frame",
    },
)

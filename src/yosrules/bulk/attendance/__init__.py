"""Many workers' absences: each file has the folder and name of the file in `attendance` that it translates."""

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

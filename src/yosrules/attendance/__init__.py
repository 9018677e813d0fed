"""One worker's absences: spells, measures, triggers and stages."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.attendance.days.roster import Roster as Roster
    from yosrules.attendance.days.spells import Spell as Spell
    from yosrules.attendance.facts import Attending as Attending, attend as attend
    from yosrules.attendance.interviews import (
        Compliance as Compliance,
        Interviewed as Interviewed,
        compliance as compliance,
        interviews as interviews,
    )
    from yosrules.attendance.stages.ladder import Holding as Holding, Standing as Standing
    from yosrules.attendance.track import Tracker as Tracker, track as track
    from yosrules.attendance.triggers.timeline import (
        Doubt as Doubt,
        Hit as Hit,
        Reading as Reading,
        StageHit as StageHit,
        Timeline as Timeline,
    )

lazily(
    __name__,
    {
        "facts": "Attending attend",
        "interviews": "Compliance Interviewed compliance interviews",
        "stages.ladder": "Holding Standing",
        "days.roster": "Roster",
        "days.spells": "Spell",
        "triggers.timeline": "Doubt Hit Reading StageHit Timeline",
        "track": "Tracker track",
    },
)

"""One worker's absences: spells, measures, triggers and stages."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.attendance.facts import Attending as Attending, attend as attend
    from yosrules.attendance.interviews import (
        Compliance as Compliance,
        Interviewed as Interviewed,
        compliance as compliance,
        interviews as interviews,
    )
    from yosrules.attendance.ladder import Holding as Holding, Standing as Standing
    from yosrules.attendance.roster import Roster as Roster
    from yosrules.attendance.spells import Spell as Spell
    from yosrules.attendance.timeline import (
        Doubt as Doubt,
        Hit as Hit,
        Reading as Reading,
        StageHit as StageHit,
        Timeline as Timeline,
    )
    from yosrules.attendance.track import Tracker as Tracker, track as track

lazily(
    __name__,
    {
        "facts": "Attending attend",
        "interviews": "Compliance Interviewed compliance interviews",
        "ladder": "Holding Standing",
        "roster": "Roster",
        "spells": "Spell",
        "timeline": "Doubt Hit Reading StageHit Timeline",
        "track": "Tracker track",
    },
)

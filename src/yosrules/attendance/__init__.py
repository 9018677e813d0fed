"""One worker's absences: spells, measures, triggers hit and stages due."""

from yosrules.attendance.facts import (
    Attending as Attending,
)
from yosrules.attendance.interviews import (
    Compliance as Compliance,
    Interviewed as Interviewed,
    compliance as compliance,
    interviews as interviews,
)
from yosrules.attendance.patterns import (
    patterns as patterns,
)
from yosrules.attendance.roster import (
    Roster as Roster,
)
from yosrules.attendance.timeline import (
    Hit as Hit,
    Reading as Reading,
    StageDue as StageDue,
    Timeline as Timeline,
)
from yosrules.attendance.track import (
    Tracker as Tracker,
    track as track,
)

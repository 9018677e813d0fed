"""One worker's absences: spells, measures, triggers and stages."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.attendance.facts import Attending as Attending
    from yosrules.attendance.facts import attend as attend
    from yosrules.attendance.interviews import Compliance as Compliance
    from yosrules.attendance.interviews import Interviewed as Interviewed
    from yosrules.attendance.interviews import compliance as compliance
    from yosrules.attendance.interviews import interviews as interviews
    from yosrules.attendance.ladder import Holding as Holding
    from yosrules.attendance.ladder import Standing as Standing
    from yosrules.attendance.roster import Roster as Roster
    from yosrules.attendance.spells import Spell as Spell
    from yosrules.attendance.timeline import Doubt as Doubt
    from yosrules.attendance.timeline import Hit as Hit
    from yosrules.attendance.timeline import Reading as Reading
    from yosrules.attendance.timeline import StageDue as StageDue
    from yosrules.attendance.timeline import Timeline as Timeline
    from yosrules.attendance.track import Tracker as Tracker
    from yosrules.attendance.track import track as track

lazily(
    __name__,
    {
        "facts": "Attending attend",
        "interviews": "Compliance Interviewed compliance interviews",
        "ladder": "Holding Standing",
        "roster": "Roster",
        "spells": "Spell",
        "timeline": "Doubt Hit Reading StageDue Timeline",
        "track": "Tracker track",
    },
)

"""What tracking a worker comes to: triggers hit, stages due, what nobody could tell, by one reading of a policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import attrs

from yosrules.attendance.facts import Attending
from yosrules.attendance.spells import Spell
from yosrules.attendance.windows import Counted
from yosrules.deciding.decide import Decision, Reached, Status, Verdict
from yosrules.language.kinds import Fact
from yosrules.policies.attendance import Rung
from yosrules.policies.policy import Edition, Modality, Rule

LONGEST = 3 * 366
"""How many days ahead is looked for the day on which something drops out of a window."""


@attrs.frozen
class Hit:
    """A trigger that was hit: on which day, by which rule, and what each measure that it reads came to."""

    day: date
    rule: Rule[Rung]
    told: Mapping[str, Counted]

    @property
    def spells(self) -> tuple[Spell, ...]:
        """The spells that the measures of the rule counted, each once, in order."""
        every = {spell: None for told in self.told.values() for spell, _ in told.counted}
        return tuple(sorted(every, key=lambda spell: spell.start))


@attrs.frozen
class Doubt:
    """A rule of which nobody could tell on some day it was assessed: the first and the last, and what was missing."""

    rule: Rule[Rung]
    first: date
    last: date
    missing: tuple[Fact, ...]


@attrs.frozen
class StageDue:
    """A stage that was hit and has not been held since: from which day, by which hits, and whether its gate is open.

    `still` is whether a rule leads to it on the day asked about too, None where nobody can tell. `gate` is None where
    the stage has no gate; a gate of which nobody can tell is shut.
    """

    stage: Rung
    since: date
    modality: Modality
    hits: tuple[Hit, ...]
    still: bool | None
    gate: Verdict | None


@attrs.frozen
class Reading:
    """One reading of a policy for one worker: every hit, what is due, what cannot be told, what one more would do."""

    name: str
    attending: Attending = attrs.field(eq=False, repr=False)
    edition: Edition[Rung] | None
    hits: tuple[Hit, ...]
    due: tuple[StageDue, ...]
    decision: Decision[Rung] | None
    one_more: tuple[tuple[date, Rung], ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def untold(self) -> tuple[Reached[Rung], ...]:
        """The stages of which nobody can tell on the day that was asked about, because something is not on record."""
        outcomes = self.decision.outcomes if self.decision else ()
        return tuple(each for each in outcomes if each.status is Status.CANNOT_TELL)

    @property
    def says(self) -> tuple[tuple[str, date, Modality], ...]:
        """What it comes to: each stage that is due, since when, and whether it must or may be held."""
        return tuple((due.stage.name, due.since, due.modality) for due in self.due)

    def drops_out(self, name: str, spell: Spell, day: date) -> date | None:
        """The first day after a day on which a measure no longer counts a spell; None if it is not in sight."""
        for ahead in (day + timedelta(days=n) for n in range(1, LONGEST)):
            if all(each.start != spell.start for each, _ in self.attending.told(name, ahead).counted):
                return ahead
        return None

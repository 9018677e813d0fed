"""Whether the interviews were held that a gate asks for: those after the absences that count, once they are over."""

from __future__ import annotations

from datetime import date

from yosrules.attendance.days.spells import Spell
from yosrules.attendance.measures.windows import Days, OnDay, known_empty, window_of
from yosrules.deciding.decide import Verdict, find
from yosrules.language.expr import ALWAYS
from yosrules.policies.lost_time.counting import Counting, Mark


def interviews_held(counting: Counting | None, on: OnDay) -> bool | None:
    """Whether every spell that counts and is over had its interview; never a no, since one may be on no record.

    Without a counting every spell counts. Where it is unknown whether one does, it is asked for as well.
    """
    window = None
    if counting is not None:
        window = window_of(counting.during, on)
        if window is None and known_empty(counting.during, on):
            return True
    spells = (spell.as_of(on.day) for spell in on.ledger.sort(ALWAYS).spells if spell.start <= on.day)
    return None if any(_over(spell, on) and _counts(spell, counting, window, on) for spell in spells) else True


def _over(spell: Spell, on: OnDay) -> bool:
    """Whether a spell is over, and no interview was held by the day."""
    if spell.back is None or spell.back > on.day:
        return False
    return spell.interviewed is None or spell.interviewed > on.day


def _counts(spell: Spell, counting: Counting | None, window: Days | None, on: OnDay) -> bool:
    """Whether a spell may count: by its rows that do not surely fail the condition."""
    if on.used_until is not None and spell.start <= on.used_until:
        return False
    if counting is None:
        return True
    rows = [row for row in spell.absences if find(counting.where, row).verdict is not Verdict.FAILS]
    if not rows or window is None:
        return bool(rows)
    last = on.ledger.until(Spell((rows[-1],)), on.day, counting.days)[-1]
    marks: dict[Mark, date] = {Mark.START: rows[0].start, Mark.END: last}
    enters, leaves = (marks[mark] for mark in counting.straddling.marks)
    return enters <= window[1] and window[0] <= leaves

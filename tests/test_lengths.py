"""Absences that count by how long they have lasted: on the page, in the hash, in bulk, when one drops out, refused."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import attrs
import pytest

from attending import COUNTING, FULL_TIME, W1, away, policy
from drawn_workforces import workforce
from invented_attendance import SHORT_AND_LONG, SHORT_ONES, TALK, WORD
from workforce import Workforce, agreed
from yosrules import Edition, Maybe, PolicyError, must
from yosrules.attendance import track
from yosrules.deciding.hashes import edition_hash
from yosrules.policies.calendar import Count
from yosrules.policies.conventions import Assessed, Fires
from yosrules.policies.lost_time.counting import DayCount, Length, Straddling, longer_than, up_to
from yosrules.policies.lost_time.measures import spells
from yosrules.records.absence import Absence, Attendance, StageHeld, WorkPattern
from yosrules.reports.attendance_page import attendance_page
from yosrules.reports.drawing.page import as_text

"""What is worked out in bulk hangs on no Python."""

MONDAY = date(2024, 6, 10)
ONE = timedelta(days=1)


def test_the_page_of_a_policy_has_it() -> None:
    page = " ".join(as_text(attendance_page(SHORT_AND_LONG, SHORT_AND_LONG.editions[0])).split())
    assert "only a spell of up to 10 days so far, its first and its last day in" in page
    assert "only a spell longer than 2 weeks so far, its first and its last day in" in page


def test_the_hash_tells_lengths_apart_and_stays_where_there_is_none() -> None:
    def hashed(length: Length | None) -> str:
        class Own(Attendance):
            short: Maybe[int] = spells("absences", attrs.evolve(COUNTING, length=length))

        edition = Edition(date(2024, 1, 1), (must("absences", TALK, when=Own.short >= 3, cites=WORD),))
        return edition_hash(edition, policy=attrs.evolve(SHORT_AND_LONG, about=Own, editions=(edition,)))

    several = [None, up_to(3, Count.DAYS), up_to(4, Count.DAYS), longer_than(3, Count.DAYS), up_to(3, Count.WEEKS)]
    assert len({*map(hashed, several)}) == 5


def test_a_spell_drops_out_of_the_short_ones_when_it_is_too_long() -> None:
    rows = [away(MONDAY - 21 * ONE), away(MONDAY - 14 * ONE), Absence(start=MONDAY)]
    behind = {Absence: rows, WorkPattern: [FULL_TIME], StageHeld: []}
    (reading,) = track(SHORT_AND_LONG, W1, MONDAY, behind).readings
    (hit,) = reading.hits
    assert [reading.drops_out("short", spell, MONDAY) for spell in hit.spells][-1] == MONDAY + 10 * ONE


def test_a_gate_asks_of_any_length() -> None:
    with pytest.raises(PolicyError, match="interviews after absences of up to 10 days; a gate asks of any length"):
        policy(interviewed=SHORT_ONES)


LENGTHS = {"short": up_to(3, Count.DAYS), "working": up_to(5, Count.WORKING_DAYS), "long": longer_than(1, Count.WEEKS)}
COUNTED = {
    Straddling.INSIDE: DayCount.WORKING,
    Straddling.BY_START: DayCount.WORKING,
    Straddling.TOUCHING: DayCount.TO_RETURN,
    Straddling.BY_END: DayCount.TO_RETURN,
}


def _by_length(assessed: Assessed, *straddlings: Straddling) -> Any:
    """A policy with a measure for each length and each of some ways to count a spell across an end of the window."""
    made: dict[str, Any] = {
        f"{name}_{each.name}".lower(): spells(
            f"{name} {each}", attrs.evolve(COUNTING, length=length, straddling=each, days=COUNTED[each])
        )
        for name, length in LENGTHS.items()
        for each in straddlings
    }
    about: Any = type("ByEveryLength", (Attendance,), made)
    rules = [must(name, TALK, when=getattr(about, name) >= 2, cites=WORD) for name in made]
    how = attrs.evolve(SHORT_AND_LONG.conventions, assessed=assessed, fires=Fires.ON_EACH_ABSENCE)
    return policy(*rules, about=about, stages=(TALK,), conventions=how)


@pytest.mark.slow
@pytest.mark.parametrize("assessed", Assessed)
def test_a_workforce_is_told_what_each_worker_is(assessed: Assessed) -> None:
    chosen = _by_length(assessed, *Straddling)
    day, drawn = workforce(Random(assessed.name), chosen, 40)
    found = [row for row in agreed(chosen, day, drawn) if not row["refused"]]
    assert len({row["short_by_start"] for row in found}) > 2
    assert len({row["long_touching"] for row in found}) > 1


@pytest.mark.slow
def test_an_absence_is_short_until_the_day_on_which_it_is_longer_though_it_goes_on_after_the_day_asked() -> None:
    """On Wednesday it has three days; the row of the week after links over the weekend, and is not known by then."""
    rows = [away(MONDAY, MONDAY + 4 * ONE), away(MONDAY + 7 * ONE, MONDAY + 8 * ONE)]
    force, chosen = (
        Workforce({"W1": {Absence: rows}}, pattern=FULL_TIME),
        _by_length(Assessed.EACH_DAY, Straddling.INSIDE),
    )
    wanted = {2: (1, 1, 0), 3: (0, 1, 0), 6: (0, 1, 0), 7: (0, 0, 1)}
    for after, counts in wanted.items():
        (row,) = agreed(chosen, MONDAY + after * ONE, force)
        assert tuple(row[f"{name}_inside"] for name in LENGTHS) == counts

"""A window of whole calendar months: on the page, in the hash, in the difference, and when an absence drops out."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from attending import FULL_TIME, W1, away
from invented_attendance import CALENDAR_MONTHS, MONTHS_OVER, TALK, WORD
from yosrules import Edition, Maybe, must
from yosrules.attendance import track
from yosrules.deciding.hashes import edition_hash
from yosrules.english.attendance import during_in_words
from yosrules.policies.lost_time.measures import spells
from yosrules.policies.lost_time.windows import WholeMonths
from yosrules.records.absence import Absence, Attendance, StageHeld, WorkPattern
from yosrules.reports.attendance_page import attendance_page
from yosrules.reports.drawing.page import as_text


@pytest.mark.parametrize(
    ("during", "said"),
    [
        (WholeMonths(1, this_one=False), "over the whole month before that of the day asked about"),
        (WholeMonths(3, this_one=False), "over the 3 whole months before that of the day asked about"),
        (WholeMonths(1, this_one=True), "over the month of the day asked about, up to that day"),
        (
            WholeMonths(12, this_one=True),
            "over the month of the day asked about, up to that day, and the 11 whole months before it",
        ),
    ],
    ids=str,
)
def test_in_words(during: WholeMonths, said: str) -> None:
    assert during_in_words(during) == said


def test_the_page_of_a_policy_has_it() -> None:
    page = " ".join(as_text(attendance_page(CALENDAR_MONTHS, CALENDAR_MONTHS.editions[0])).split())
    assert "over the 3 whole months before that of the day asked about" in page


def test_the_hash_tells_windows_apart() -> None:
    def hashed(during: WholeMonths) -> str:
        class Own(Attendance):
            over: Maybe[int] = spells("absences", attrs.evolve(MONTHS_OVER, during=during))

        edition = Edition(date(2024, 1, 1), (must("absences", TALK, when=Own.over >= 3, cites=WORD),))
        return edition_hash(edition, policy=attrs.evolve(CALENDAR_MONTHS, about=Own, editions=(edition,)))

    several = [WholeMonths(3, this_one=True), WholeMonths(3, this_one=False), WholeMonths(4, this_one=False)]
    assert len({*map(hashed, several)}) == 3


def test_an_absence_drops_out_on_the_first_of_a_month() -> None:
    rows = [away(date(2024, 3, day)) for day in (1, 12, 20)]
    behind = {Absence: [*rows, away(date(2024, 6, 3))], WorkPattern: [FULL_TIME], StageHeld: []}
    (reading,) = track(CALENDAR_MONTHS, W1, date(2024, 6, 3), behind).readings
    (hit,) = reading.hits
    assert [spell.start for spell in hit.spells] == [row.start for row in rows]
    assert reading.drops_out("over", hit.spells[0], date(2024, 6, 3)) == date(2024, 7, 1)

"""Any absence history and any working week: Hypothesis strategies; nothing is drawn to be thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from hypothesis import strategies as st

from yosrules.language.kinds import Value
from yosrules.records.absence import Absence, Half, Reason, WorkPattern

_Said: TypeAlias = Value | None
"""What a row says of one fact."""

_absence: Callable[..., Absence] = Absence

FIRST = date(2021, 3, 1)
"""A Monday; no history begins earlier, unless another day is asked for."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GAPS = st.integers(0, 4) | st.integers(1, 90)
"""Days from one absence to the next: half of them share a day, follow on or have a weekend between them."""


def absences(
    *, first: date = FIRST, flags: bool = True, sessions: bool = True, most: int = 8
) -> st.SearchStrategy[list[Absence]]:
    """A worker's absences, in order and without overlaps; the last may be open.

    With `flags` reasons and what they are related to are stated or unknown; with `sessions` some begin or end at noon.
    """
    halves = _halves() if sessions else st.none()
    said = _said() if flags else st.just(dict[str, _Said]())
    one = st.tuples(_GAPS, st.integers(0, 12), halves, halves, said)

    @st.composite
    def drawn(draw: st.DrawFn) -> list[Absence]:
        rows: list[dict[str, _Said]] = []
        day = first
        for gap, length, begins, ends, more in draw(st.lists(one, max_size=most)):
            shares = gap == 0 and sessions and bool(rows) and _has_a_morning(rows[-1])
            if shares:
                rows[-1]["last_session"], begins = Half.AM, Half.PM
            start = day + timedelta(days=0 if shares else max(gap, 1))
            day = start + timedelta(days=length)
            ends = ends if length or begins is not Half.PM else None
            rows.append({"start": start, "end": day, "first_session": begins, "last_session": ends, **more})
        if draw(st.booleans()) and rows:
            rows[-1] |= {"end": None, "last_session": None}
        return [_absence(**row) for row in rows]

    return drawn()


def weeks(starts: date = date(2015, 1, 5)) -> st.SearchStrategy[WorkPattern]:
    """A work pattern of any days of the week, at least one of them."""
    make: Callable[..., WorkPattern] = WorkPattern
    return st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(
        lambda days: make(starts=starts, **dict.fromkeys(days, Decimal("7.4")))
    )


def _halves() -> st.SearchStrategy[Half | None]:
    return st.sampled_from([None, Half.AM, Half.PM])


def _said() -> st.SearchStrategy[dict[str, _Said]]:
    flag = st.sampled_from([None, False, True])
    return st.fixed_dictionaries(
        {
            "reason": st.sampled_from([None, Reason.COLD, Reason.STRESS]),
            "pregnancy_related": flag,
            "disability_related": flag,
            "industrial_injury": flag,
            "notified": flag,
        }
    )


def _has_a_morning(row: Mapping[str, _Said]) -> bool:
    """Whether an absence could end in the morning of its last day."""
    return row["start"] != row["end"] or row["first_session"] is not Half.PM

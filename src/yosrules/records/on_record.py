"""What several rows of one history cannot be: twice the same, overlapping, a cycle with a week missing.

What a single row cannot be is declared on its class, by `cannot_be`. Files, one record and bulk read this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeAlias, TypeVar

import attrs

from yosrules.errors import RecordError
from yosrules.language.facts import Facts
from yosrules.language.kinds import words
from yosrules.records.absence import (
    Absence,
    FitNote,
    Route,
    Shift,
    StageHeld,
    Step,
    WorkPattern,
    first_moment,
    last_moment,
)
from yosrules.records.case import Assessment, CareEpisode, CheckDone, ForumHeld, Waiver

R = TypeVar("R", bound=Facts)

Wrong: TypeAlias = Iterator[tuple[int, str, str]]
"""The place of a row that cannot be on record beside the others, the column, and what is allowed there."""

NO_ABSENCES = "there is no history of absences; without it there is nothing to count"
"""Why a worker without a history of absences is refused: known to have none is an empty history."""


@attrs.frozen
class Once:
    """No two rows of a record state the same in all of these columns; a row that leaves one out is no double."""

    columns: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """The columns without which a row is held against no other."""
        return self.columns

    @property
    def why(self) -> str:
        """What is allowed."""
        return f"each {' and '.join(self.columns)} once"

    def __call__(self, rows: Sequence[Facts]) -> Wrong:
        """The rows that say what an earlier one says."""
        seen: set[tuple[object, ...]] = set()
        for place, row in enumerate(rows):
            key = tuple(vars(row)[column] for column in self.columns)
            if key in seen:
                yield place, self.columns[-1], f"{self.why}; an earlier row says the same"
            elif None not in key:
                seen.add(key)


def _held_once(rows: Sequence[StageHeld]) -> Wrong:
    seen: set[tuple[date, Step, Route]] = set()
    for place, row in enumerate(rows):
        # A stage without a route is on the short-term one.
        key = (row.held, row.step, row.route or Route.SHORT_TERM)
        if key in seen:
            yield place, "held", "each stage of a route once a day; an earlier row says the same"
        seen.add(key)


@attrs.frozen
class Apart:
    """No two rows of a record that are alike in some columns share a day; one without an end goes on."""

    begins: str
    ends: str
    alike: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return (*self.told, self.ends)

    @property
    def told(self) -> tuple[str, ...]:
        """The columns without which a row is held against no other."""
        return (self.begins, *self.alike)

    @property
    def why(self) -> str:
        """What is allowed."""
        return f"a day after the end of what began before, of the same {' and '.join(self.alike)}: it overlaps that"

    def __call__(self, rows: Sequence[Facts]) -> Wrong:
        """The rows that begin before another one that began earlier has ended."""
        latest: dict[tuple[object, ...], Facts] = {}
        dated = [place for place, row in enumerate(rows) if vars(row)[self.begins] is not None]
        # Each row is compared with the one before it that ends latest, and not with its neighbour: a long one may hide
        # several short ones.
        for place in sorted(dated, key=lambda each: _day(rows[each], self.begins)):
            key = tuple(vars(rows[place])[column] for column in self.alike)
            before = latest.get(key)
            if None in key:
                continue
            if before is not None and _day(rows[place], self.begins) <= _day(before, self.ends):
                shared = _shared(before, self.begins, self.ends)
                yield place, self.begins, f"a day after {_until(before, self.ends)}: {shared}"
            if before is None or _day(rows[place], self.ends) > _day(before, self.ends):
                latest[key] = rows[place]


def _day(row: Facts, column: str) -> date:
    stated: date | None = vars(row)[column]
    return date.max if stated is None else stated


def _until(row: Facts, ends: str) -> str:
    return "its end" if vars(row)[ends] is None else words(vars(row)[ends])


def _shared(row: Facts, begins: str, ends: str) -> str:
    return f"it overlaps the row from {vars(row)[begins]} to {_until(row, ends)}"


def _absences(rows: Sequence[Absence]) -> Wrong:
    # Most histories are in order, each absence and its return before the next: then there is nothing to look for.
    if all(
        earlier.end is not None and earlier.end < later.start and (earlier.returned or earlier.end) <= later.start
        for earlier, later in pairwise(rows)
    ):
        return
    longest: int | None = None
    in_order = sorted(range(len(rows)), key=lambda each: first_moment(rows[each]))
    for place in in_order:
        if longest is None:
            longest = place
        elif rows[longest].end is None:
            # The rows after it are as they should be: it is this one that somebody forgot to end.
            yield longest, "end", _not_open(rows[place])
            longest = place
        else:
            if first_moment(rows[place]) <= last_moment(rows[longest]):
                yield place, "start", _overlap(rows[longest])
            longest = max(longest, place, key=lambda each: last_moment(rows[each]))
    for place, after in pairwise(in_order):
        returned, again = rows[place].returned, rows[after].start
        if returned is not None and returned > again:
            yield place, "returned", f"{again}, when the next absence began, or earlier"


def _overlap(earlier: Absence) -> str:
    return f"a day after {earlier.end}: it overlaps the absence from {earlier.start} to {earlier.end}"


def _not_open(later: Absence) -> str:
    return f"a day, since another absence began on {later.start}; only the latest is open"


def _weeks(rows: Sequence[WorkPattern]) -> Wrong:
    """Check that the rows of one start are the weeks of one cycle, numbered from 1 without a gap."""
    weeks: dict[date, list[tuple[int, int]]] = {}
    for place, row in enumerate(rows):
        weeks.setdefault(row.starts, []).append((row.week or 1, place))
    for cycle in weeks.values():
        for due, (week, place) in enumerate(sorted(cycle), start=1):
            if week != due:
                yield place, "week", f"{due}: the weeks of one cycle are numbered from 1, each once"
                break


def _of(kind: type[R], check: Callable[[Sequence[R]], Wrong]) -> tuple[type[Facts], Callable[[Sequence[Facts]], Wrong]]:
    return kind, lambda rows: check([row for row in rows if isinstance(row, kind)])


TOGETHER: Mapping[type[Facts], Callable[[Sequence[Facts]], Wrong]] = dict(
    [
        _of(Absence, _absences),
        _of(WorkPattern, _weeks),
        _of(StageHeld, _held_once),
        (Shift, Once(("day",))),
        (FitNote, Once(("start", "end"))),
        (CareEpisode, Apart("day", "ended", ("care",))),
        (Assessment, Once(("day", "tool", "kind"))),
        (ForumHeld, Once(("forum", "day"))),
        (CheckDone, Once(("system", "day"))),
        (Waiver, Once(("forum", "day"))),
    ]
)
"""How the rows of one history are checked against each other, by their kind.

Booked leave is not among them: rows of it may overlap, and each of their days counts once.
"""


def wrong_rows(kind: type[Facts], rows: Sequence[Facts]) -> Wrong:
    """What cannot be on record in the rows of one history together; a local kind of row is checked as its base is."""
    for base in kind.__mro__:
        if check := TOGETHER.get(base):
            yield from check(rows)


class OnRecord(dict[type[Facts], Sequence[Facts]]):
    """The histories of one record of which somebody has checked that all of their rows can be on record together."""


def check_histories(histories: Mapping[type[Facts], Sequence[Facts]]) -> None:
    """Raise a `RecordError` that names everything in the histories of one record that cannot be on record."""
    if isinstance(histories, OnRecord):
        return
    wrong = [
        f"{kind.__name__} {place + 1}, {column}: {_stated(rows[place], column)}; allowed: {allowed}"
        for kind, rows in histories.items()
        for place, column, allowed in wrong_rows(kind, rows)
    ]
    if wrong:
        raise RecordError("rows that cannot be on record: " + "\n  ".join(wrong))


def _stated(row: Facts, column: str) -> str:
    value = vars(row)[column]
    return "not given" if value is None else words(value)

"""Read absences and the histories behind them. Every bad row of every file is listed at once, with its worker.

A file of absences has a row for each, with a column `worker`, a column `start`, and one for any other fact of an
absence; a blank `end` means that the absence is still open. Further files, or further sheets of the workbook, are
called workers, patterns, shifts, stages, leave or fitnotes. A history that was not given is unknown; a worker without a
row in a history that was given is known to have none. Every history is about workers in the file of workers, or, where
there is none, in the file of absences.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import new_class

import attrs

from yosrules.files.cells import NotAllowedError
from yosrules.files.formats.headings import folded, heading_of
from yosrules.files.formats.tables import TextTable, read_table, rows_named
from yosrules.files.histories import check_whole, further_tables
from yosrules.files.mapping.columns import TEAM, Parse, knows, mapped_columns
from yosrules.files.mapping.maps import NO_MAP, FileMap, SheetMap
from yosrules.files.on_record import check_on_record
from yosrules.files.records import Sheet
from yosrules.files.synonyms import parser
from yosrules.files.work_patterns import all_along, spelt_out
from yosrules.language.facts import Facts, Maybe, vocabulary
from yosrules.language.kinds import Value
from yosrules.language.walks import reads
from yosrules.policies.lost_time.measures import Of, Tally, lost, where_of
from yosrules.records.absence import (
    WEEKDAYS,
    Absence,
    Attendance,
    FitNote,
    Leave,
    Shift,
    StageHeld,
    Worker,
    WorkPattern,
)
from yosrules.records.blanks import taken_as_blank
from yosrules.records.on_record import OnRecord, check_histories

WORKER_HISTORIES: Mapping[str, type[Facts]] = {
    "workers": Worker,
    "patterns": WorkPattern,
    "shifts": Shift,
    "stages": StageHeld,
    "leave": Leave,
    "fitnotes": FitNote,
}
"""What a file or a sheet of a history is called, and the kind of its rows."""
STILL_OPEN = ("", "open", "still open", "ongoing", "current")
"""What people write as the end of an open absence. "Unknown" is not one: that absence has ended."""

_DAY_HELD, _HELD = Absence.interviewed.fact.name, Absence.interview_held.fact.name
_YES_OR_NO = frozenset({"y", "yes", "true", "n", "no", "false"})

_FIGURE = re.compile(
    r"\b(days|hours|shifts)\b.*\b(lost|absent|absence|sick)|\b(lost|absent|sick)\b.*\b(days|hours)", re.I
)
"""Headings of what a file says was lost."""


@attrs.frozen
class Workforce:
    """Workers, those with absences first; the histories of each; the kinds of history given; the headings not used.

    `lacking` names the facts of an absence that the file has no column for, or in whose column a blank says nothing;
    `notes` says what a person should look at;
    `kept` has what stands in further columns that were asked for, by worker.
    """

    workers: tuple[Worker, ...]
    histories: Mapping[str, OnRecord]
    given: frozenset[type[Facts]]
    unused: tuple[str, ...] = ()
    lacking: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    kept: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])

    def settled(self, kind: type[Facts], rows: Sequence[Facts]) -> Workforce:
        """A copy in which every worker without rows of this kind has these rows."""
        check_histories({kind: rows})
        behind = {
            reference: OnRecord({**histories, kind: histories.get(kind) or rows})
            for reference, histories in self.histories.items()
        }
        return attrs.evolve(self, histories=behind, given=self.given | {kind})


def read_absences(
    path: Path,
    related: Sequence[Path] = (),
    about: type[Attendance] = Attendance,
    maps: FileMap = NO_MAP,
    keep: Sequence[str] = (),
    sheet: str = "",
    rows: type[Absence] = Absence,
    unread: Collection[str] = (),
) -> Workforce:
    """Read absences and the histories behind them, or raise one `InputError` that lists everything wrong.

    A fact of `about` that is no measure is a judgement about each worker, and a column of the file of workers.
    `maps` says what headings and words of a service's own mean; `keep` names headings of columns to be carried along;
    `sheet` is the sheet of a workbook that is wanted, and `rows` the kind of absence, with a service's own marks; what
    is not allowed in a column of `unread` is only noted.
    """
    mapped, judged = maps.of("absences"), judged_of(about)
    maps.check_named(["absences", *WORKER_HISTORIES])
    known = knows(rows, "worker", mapped)
    whole = read_table(path, known, WORKER_HISTORIES, sheet)
    table = _apart(whole, rows, mapped)
    absences = Sheet(table, rows, "worker", PARSED, mapped, unread)
    table.check_rows()
    kinds = {**WORKER_HISTORIES, "workers": judged}
    tables, others = further_tables(path, related, kinds, absences.table, of="the absences", whose="worker", maps=maps)
    if patterns_given := tables.get(WorkPattern):
        tables[WorkPattern] = all_along(spelt_out(patterns_given), maps.of("patterns"))
    names = {kind: name for name, kind in kinds.items()}
    behind = {kind: Sheet(table, kind, "worker", mapped=maps.of(names[kind])) for kind, table in tables.items()}
    absences.check_blanks({"end": "the worker is still away"})
    if patterns := behind.get(WorkPattern):
        patterns.check_together(WEEKDAYS, "a column for every weekday, blank where the worker does not work")
    for each in (absences, *behind.values()):
        check_on_record(each)
    if workers := behind.pop(judged, None):
        workers.check_each_once()
        absences.check_all_in(workers, "a worker")
    for each in behind.values():
        each.check_all_in(workers or absences, "a worker")
    further = [*([workers] if workers else []), *behind.values()]
    teams = _teams(absences) if workers is None else {}
    unused, notes = check_whole(path.name, absences, further, others)
    references = dict.fromkeys(reference for each in (absences, *further) for reference in each.lines)
    sheets: dict[type[Facts], Sheet] = {Absence: absences, **behind}
    return Workforce(
        tuple(_worker(reference, workers, teams) for reference in references),
        {
            reference: OnRecord({kind: each.records(reference) for kind, each in sheets.items()})
            for reference in references
        },
        frozenset(Worker if kind is judged else kind for kind in tables),
        unused,
        absences.lacking if table is whole else absences.lacking | {_DAY_HELD},
        (*notes, *_assumed(absences, about), *_stated(absences)),
        absences.kept(keep) if keep else {},
    )


def _apart(table: TextTable, rows_of: type[Absence], mapped: SheetMap) -> TextTable:
    """The table in which days of interviews, and yes or no in place of a day, are two columns; with a note of it."""
    columns = mapped_columns(rows_of, "worker", mapped, table.headings, table.file)
    of = {columns.get(heading_of(each)): each for each in table.headings}
    heading = of.get(_DAY_HELD)
    words = {row.cells[heading] for row in table.rows} if heading else set[str]()
    held = {word for word in words if folded(word) in _YES_OR_NO}
    said = [row.number for row in table.rows if heading and row.cells[heading] in held] if held else []
    if heading is None or not said or _HELD in of or _DAY_HELD in mapped.values:
        return table
    rows = tuple(attrs.evolve(row, cells=_in_two(row.cells, heading)) for row in table.rows)
    note = f"{heading} of {table.file} says yes or no without a day ({rows_named(said)}): whether an interview was held"
    note += " is read, and nobody can tell when; a blank there says neither"
    return attrs.evolve(table, headings=(*table.headings, _HELD), rows=rows, notes=(*table.notes, note))


def _in_two(cells: Mapping[str, str], heading: str) -> dict[str, str]:
    """The cells of a row with yes or no in a column of its own."""
    is_said = folded(cells[heading]) in _YES_OR_NO
    return {**cells, heading: "" if is_said else cells[heading], _HELD: cells[heading] if is_said else ""}


def unread_by(about: type[Attendance]) -> set[str]:
    """The columns of absences, of those that may be lacking, that no measure of a policy reads."""
    measured = [ref.by for ref in lost(about).values()]
    hours = any(isinstance(by, Tally) and by.of is Of.HOURS for by in measured)
    asked = {each.name for where in map(where_of, measured) if where is not None for each in reads(where)}
    return {"hours", Absence.set_aside.fact.name} - asked - ({"hours"} if hours else set())


def _assumed(absences: Sheet, about: type[Attendance]) -> Iterator[str]:
    """One sentence for the columns that the file lacks and that are read as if they were blank."""
    if said := taken_as_blank(absences.lacking, unread_by(about)):
        yield said


def _stated(absences: Sheet) -> Iterator[str]:
    """One sentence for the figures that the file itself states of its absences."""
    if names := [heading for heading in absences.unused if _FIGURE.search(heading)]:
        yield f"stated in the file, and not compared with what is counted: {', '.join(names)}"


def judged_of(about: type[Attendance]) -> type[Facts]:
    """The class of workers, with the facts that a policy adds and that no history gives."""
    facts, known = vocabulary(about), {*vocabulary(Attendance), *lost(about)}
    more: dict[str, Maybe[bool]] = {name: Maybe(fact) for name, fact in facts.items() if name not in known}
    return new_class("Worker", (Worker,), exec_body=lambda body: body.update(more)) if more else Worker


def _teams(absences: Sheet) -> dict[str, str]:
    """The team of each worker as the absences have it; of whoever is in two of them both."""
    heading = next((each for each in absences.unused if heading_of(each) == TEAM), "")
    if not heading or TEAM in absences.mapped.columns or "reference" not in absences.named:
        return {}
    absences.unused.remove(heading)
    return {reference: team for reference, (team,) in absences.kept([heading]).items()}


def _worker(reference: str, workers: Sheet | None, teams: Mapping[str, str]) -> Worker:
    stated = [each for each in (workers.records(reference) if workers else ()) if isinstance(each, Worker)]
    return stated[0] if stated else Worker(reference=reference, team=teams.get(reference, ""))


def _end(written: str) -> Value | None:
    """Parse the last day of an absence; None if the absence is still open."""
    if folded(written) in STILL_OPEN:
        return None
    fact = vocabulary(Absence)["end"]
    allowed = f"{fact.allowed}; written 2019-04-30 or 30/04/2019; nothing while it is still open"
    try:
        day = parser(fact)(written)
    except NotAllowedError as error:
        raise NotAllowedError(allowed, error.hint) from None
    if day is None:
        raise NotAllowedError(allowed)
    return day


PARSED: Mapping[str, Parse] = {"end": _end}
"""How the cells of absences are parsed where a blank or a word states more than a value."""


def _day_or_held(written: str) -> Value | None:
    """Parse the day of an interview, or yes or no in its place."""
    of = Absence.interview_held if folded(written) in _YES_OR_NO else Absence.interviewed
    return parser(of.fact)(written)


PROPOSED: Mapping[str, Parse] = {**PARSED, _DAY_HELD: _day_or_held}
"""How the cells of absences are looked at to propose what their columns mean."""

"""Show the calendar of a quality programme as a page, as plain data, or as rows for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from yosrules.disclosure.audience import Audience, Recipient
from yosrules.english.describe import day
from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain, plain_day
from yosrules.quality.programme import Programme, Progress, RoutinePeriod
from yosrules.reports.drawing.dates import short
from yosrules.reports.drawing.page import Block, Heading, Page, Points

PROGRAMME_COLUMNS = ("routine", "first", "last", "by", "progress", "to cover", "covered", "lacking", "cannot tell")


def programme_for(
    reader: Recipient, found: Sequence[RoutinePeriod], without_date: Sequence[tuple[str, str]]
) -> tuple[Sequence[RoutinePeriod], Sequence[tuple[str, str]]]:
    """What a reader may see: a practitioner what is their own and what is the service's, everybody nobody's name."""
    if reader.audience is Audience.MANAGER:
        return found, without_date
    if reader.audience is Audience.PRACTITIONER:
        own = [each if each.routine.covers is None else each.of(reader.practitioner) for each in found]
        dates = [(name, who) for name, who in without_date if who in ("", reader.practitioner)]
        return [each for each in own if each is not None], dates
    nobody = [attrs.evolve(each, who=(), lacking=(), unsure=()) for each in found]
    return nobody, [(name, "") for name in dict.fromkeys(name for name, _ in without_date)]


def programme_page(
    programme: Programme, on: date, found: Sequence[RoutinePeriod], without_date: Sequence[tuple[str, str]] = ()
) -> Page:
    """What is overdue and due first, then every period of every routine."""
    return (
        Heading(f"The quality programme on {day(on)}", 1),
        *_said(programme, without_date),
        Heading("Overdue"),
        *_lines([each for each in found if each.progress is Progress.OVERDUE]),
        Heading("Due"),
        *_lines([each for each in found if each.progress is Progress.DUE]),
        *_untold([each for each in found if each.progress is Progress.UNKNOWN]),
        Heading("Every period"),
        Grid(
            ("Routine", "Period", "Time until", "Progress", "Covered"),
            tuple(
                (each.routine.name, _period(each), short(each.by), each.progress.value, _covered(each))
                for each in found
            ),
        ),
    )


def _said(programme: Programme, without_date: Sequence[tuple[str, str]]) -> Iterator[Block]:
    lines = [f"from {day(programme.starts)} on{f'; {programme.cites}' if programme.cites else ''}"]
    lines.append("to be covered are those in post on the last day of a period, or today while it lasts")
    lines += [
        f"{name}{f' for {who}' if who else ''} was done, and it is not on record when" for name, who in without_date
    ]
    yield Points((*lines,))


def _lines(found: Sequence[RoutinePeriod]) -> Iterator[Block]:
    if not found:
        yield "Nothing."
        return
    yield Points(tuple(f"{each.routine.name}, {_period(each)}, by {day(each.by)}{_who(each)}" for each in found))


def _untold(found: Sequence[RoutinePeriod]) -> Iterator[Block]:
    if found:
        yield Heading("Cannot tell")
        yield from _lines(found)


def _who(each: RoutinePeriod) -> str:
    lacking = f": {', '.join(each.lacking)}" if each.lacking else ""
    return lacking + (f"; of these nobody can tell: {', '.join(each.unsure)}" if each.unsure else "")


def _period(each: RoutinePeriod) -> str:
    return f"{short(each.first)} to {short(each.last)}"


def _covered(each: RoutinePeriod) -> str:
    return f"{len(each.covered):,} of {len(each.who):,}" if each.who else "-"


def programme_data(
    programme: Programme, on: date, found: Sequence[RoutinePeriod], without_date: Sequence[tuple[str, str]] = ()
) -> dict[str, Plain]:
    """The same as plain data."""
    return {
        "day": plain_day(on),
        "starts": plain_day(programme.starts),
        "cites": programme.cites or None,
        "periods": [
            {
                "routine": each.routine.name,
                "first": plain_day(each.first),
                "last": plain_day(each.last),
                "by": plain_day(each.by),
                "progress": each.progress.value,
                "who": [*each.who],
                "lacking": [*each.lacking],
                "unsure": [*each.unsure],
            }
            for each in found
        ],
        "undated": [{"routine": name, "who": who or None} for name, who in without_date],
    }


def programme_rows(found: Sequence[RoutinePeriod]) -> list[list[CellValue]]:
    """A row for each period of each routine."""
    return [
        [
            each.routine.name,
            each.first,
            each.last,
            each.by,
            each.progress.value,
            len(each.who) if each.who else None,
            len(each.covered) if each.who else None,
            ", ".join(each.lacking) or None,
            ", ".join(each.unsure) or None,
        ]
        for each in found
    ]

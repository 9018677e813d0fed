"""Show an audit of management oversight as a page, as plain data, or as rows for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from yosrules.english.describe import day
from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain import Plain, plain_day
from yosrules.quality.oversight import Oversight, OversightRow, Scoped, progress_of
from yosrules.reports.drawing.page import Block, Heading, Page, Points

OVERSIGHT_COLUMNS = ("date", "printed", "manager", "case")
"""The columns before the judgements, which each audit has its own of."""

_BLANK = "not on record"


def oversight_page(oversight: Oversight, scope: Sequence[Scoped] | None = None) -> Page:
    """The table as it stands, what cannot be read of it, and what moved; the cases in scope where they are known."""
    return (
        Heading("Management oversight", 1),
        *_said(oversight),
        Grid(
            ("Round", "Manager", *_if_any(oversight, "Case"), *oversight.judgements),
            tuple(_line(oversight, row) for row in oversight.rows),
        ),
        *_moved(oversight),
        *(() if scope is None else _of_scope(scope)),
    )


def oversight_for_everybody(oversight: Oversight) -> Page:
    """What moved over all managers, with nobody's name, and no case."""
    rows = [
        (day(each.earlier), day(each.later), *(f"{many:,}" for many in each.moved.values()))
        for each in progress_of(oversight)
    ]
    heads = ("From", "To", "Better", "The same", "Worse", "Not comparable")
    return (
        Heading("Management oversight", 1),
        *_said(attrs.evolve(oversight, rows=tuple(each for each in oversight.rows if each.printed))),
        "How many judgements moved, of all managers together:",
        Grid(heads, tuple(rows)),
    )


def _if_any(oversight: Oversight, cell: str) -> tuple[str, ...]:
    return (cell,) if any(row.case for row in oversight.rows) else ()


def _line(oversight: Oversight, row: OversightRow) -> tuple[str, ...]:
    when = row.printed or day(row.day) if row.day else row.printed
    return (when, row.manager, *_if_any(oversight, row.case), *(level or _BLANK for level in row.judgements.values()))


def _said(oversight: Oversight) -> Iterator[Block]:
    """What cannot be read, and what is not there."""
    lines = []
    if oversight.nameless:
        names = " and the ".join(oversight.nameless)
        lines.append(f"in the source there is no heading for the {names}: what is judged there is not known")
    for printed, taken in oversight.illegible:
        said = f"taken for {day(taken)}" if taken else "in no round"
        lines.append(f"the date {printed!r} is illegible in the source and stands here as it does there; {said}")
    lines += [f"{manager} was not judged on {day(when)}" for when, manager in oversight.missing()]
    if lines:
        yield Points((*lines,))


def _moved(oversight: Oversight) -> Iterator[Block]:
    for each in progress_of(oversight):
        if not each.changes:
            continue
        yield Heading(f"From {day(each.earlier)} to {day(each.later)}")
        rows = ((one.subject, one.before or _BLANK, one.after or _BLANK, str(one)) for one in each.changes)
        yield Grid(("Manager and judgement", "Before", "After", "Change"), tuple(rows))


def _of_scope(scope: Sequence[Scoped]) -> Iterator[Block]:
    yield Heading("Cases handed over because of sickness")
    if not scope:
        yield "None is on record."
        return
    rows = (
        (each.case, day(each.handed_over) if each.handed_over else _BLANK, each.manager, _round(each), each.why)
        for each in scope
    )
    yield Grid(("Case", "Handed over", "Manager", "Round", "Oversight"), tuple(rows))


def _round(each: Scoped) -> str:
    return day(each.round) if each.round else "-"


def oversight_data(oversight: Oversight, scope: Sequence[Scoped] | None = None) -> dict[str, Plain]:
    """The same as plain data."""
    return {
        "judgements": [*oversight.judgements],
        "without_heading": [*oversight.nameless],
        "levels": [*oversight.levels],
        "rows": [
            {
                "date": plain_day(row.day),
                "printed": row.printed or None,
                "manager": row.manager,
                "case": row.case or None,
                "judgements": {**row.judgements},
            }
            for row in oversight.rows
        ],
        "changes": [
            {
                "from": plain_day(each.earlier),
                "to": plain_day(each.later),
                "subject": one.subject,
                "before": one.before,
                "after": one.after,
                "bands": one.bands,
            }
            for each in progress_of(oversight)
            for one in each.changes
        ],
        "moved": _moved_data(oversight),
        "not_judged": [{"date": plain_day(when), "manager": manager} for when, manager in oversight.missing()],
        "scope": None if scope is None else [_scoped(each) for each in scope],
    }


def oversight_data_for_everybody(oversight: Oversight) -> dict[str, Plain]:
    """The same for everybody: what moved, and nobody's row."""
    return {
        **oversight_data(attrs.evolve(oversight, rows=())),
        "moved": _moved_data(oversight),
    }


def _moved_data(oversight: Oversight) -> list[Plain]:
    return [
        {
            "from": plain_day(each.earlier),
            "to": plain_day(each.later),
            **{name.replace(" ", "_"): many for name, many in each.moved.items()},
        }
        for each in progress_of(oversight)
    ]


def _scoped(each: Scoped) -> dict[str, Plain]:
    return {
        "case": each.case,
        "handed_over": plain_day(each.handed_over),
        "manager": each.manager or None,
        "round": plain_day(each.round),
        "looked_at": each.looked_at,
        "why": each.why,
    }


def oversight_rows(oversight: Oversight) -> list[list[CellValue]]:
    """The rows as they stand."""
    return [
        [row.day, row.printed or None, row.manager, row.case or None, *row.judgements.values()]
        for row in oversight.rows
    ]

"""Show an audit of management oversight as a page, as plain data, or as rows for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain, plain_day
from yosrules.quality.oversight import Oversight, OversightRow, Scoped, progress_of
from yosrules.reports.drawing.dates import in_full
from yosrules.reports.drawing.page import Block, Heading, Page, Points
from yosrules.reports.site.catalogue import _, to_translate, translated

OVERSIGHT_COLUMNS = ("date", "printed", "manager", "case")
"""The columns before the judgements, which each audit has its own of."""

(_BLANK,) = to_translate("not on record")


def oversight_page(oversight: Oversight, scope: Sequence[Scoped] | None = None) -> Page:
    """The table as it stands, what cannot be read of it, and what moved; the cases in scope where they are known."""
    return (
        Heading(_("Management oversight"), 1),
        *_said(oversight),
        Grid(
            (_("Round"), _("Manager"), *_if_any(oversight, _("Case")), *oversight.judgements),
            tuple(_line(oversight, row) for row in oversight.rows),
        ),
        *_moved(oversight),
        *(() if scope is None else _of_scope(scope)),
    )


def oversight_for_everybody(oversight: Oversight) -> Page:
    """What moved over all managers, with nobody's name, and no case."""
    rows = [
        (in_full(each.earlier), in_full(each.later), *(f"{many:,}" for many in each.moved.values()))
        for each in progress_of(oversight)
    ]
    heads = (_("From"), _("To"), _("Better"), _("The same"), _("Worse"), _("Not comparable"))
    return (
        Heading(_("Management oversight"), 1),
        *_said(attrs.evolve(oversight, rows=tuple(each for each in oversight.rows if each.printed))),
        _("How many judgements moved, of all managers together:"),
        Grid(heads, tuple(rows)),
    )


def _if_any(oversight: Oversight, cell: str) -> tuple[str, ...]:
    return (cell,) if any(row.case for row in oversight.rows) else ()


def _line(oversight: Oversight, row: OversightRow) -> tuple[str, ...]:
    when = row.printed or in_full(row.day) if row.day else row.printed
    return (
        when,
        row.manager,
        *_if_any(oversight, row.case),
        *(level or translated(_BLANK) for level in row.judgements.values()),
    )


def _said(oversight: Oversight) -> Iterator[Block]:
    """What cannot be read, and what is not there."""
    lines = []
    if oversight.nameless:
        names = f" {_('and the')} ".join(oversight.nameless)
        lines.append(
            _("in the source there is no heading for the %(names)s: what is judged there is not known", names=names)
        )
    for printed, taken in oversight.illegible:
        said = _("taken for %(day)s", day=in_full(taken)) if taken else _("in no round")
        lines.append(
            _(
                "the date %(printed)s is illegible in the source and stands here as it does there; %(said)s",
                printed=f"{printed!r}",
                said=said,
            )
        )
    lines += [
        _("%(manager)s was not judged on %(day)s", manager=manager, day=in_full(when))
        for when, manager in oversight.missing()
    ]
    if lines:
        yield Points((*lines,))


def _moved(oversight: Oversight) -> Iterator[Block]:
    for each in progress_of(oversight):
        if not each.changes:
            continue
        yield Heading(_("From %(first)s to %(last)s", first=in_full(each.earlier), last=in_full(each.later)))
        rows = (
            (one.subject, one.before or translated(_BLANK), one.after or translated(_BLANK), str(one))
            for one in each.changes
        )
        yield Grid((_("Manager and judgement"), _("Before"), _("After"), _("Change")), tuple(rows))


def _of_scope(scope: Sequence[Scoped]) -> Iterator[Block]:
    yield Heading(_("Cases handed over because of sickness"))
    if not scope:
        yield _("None is on record.")
        return
    rows = (
        (
            each.case,
            in_full(each.handed_over) if each.handed_over else translated(_BLANK),
            each.manager,
            _round(each),
            each.why,
        )
        for each in scope
    )
    yield Grid((_("Case"), _("Handed over"), _("Manager"), _("Round"), _("Oversight")), tuple(rows))


def _round(each: Scoped) -> str:
    return in_full(each.round) if each.round else "-"


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

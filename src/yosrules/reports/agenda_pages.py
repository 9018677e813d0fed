"""How the agendas of forums are drawn: each as a page, and all of them as the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from yosrules.files.writing.workbooks import BookTable, CellValue
from yosrules.language.kinds import one_of
from yosrules.reports.agenda import Agenda, AgendaItem, AgendaPart
from yosrules.reports.drawing.dates import in_full
from yosrules.reports.drawing.page import Block, Heading, Page, Points
from yosrules.reports.site.catalogue import _, capital, to_translate, translated

_PARTS = dict(
    zip(
        AgendaPart,
        to_translate(
            "must be heard",
            "may be heard",
            "answered: held or waived",
            "stays under it",
            "cannot be told: find out first",
        ),
        strict=True,
    )
)
"""The parts in the words of a page."""


def agenda_page(agenda: Agenda) -> Page:
    """The agenda of one forum as a page."""
    return tuple(_page(agenda))


def _page(agenda: Agenda) -> Iterator[Block]:
    yield Heading(_("%(forum)s: agenda", forum=agenda.forum.title), 1)
    sitting = _(" Next sitting: %(day)s.", day=in_full(agenda.next_sitting)) if agenda.next_sitting else ""
    yield _("By %(policy)s, as of %(day)s.", policy=agenda.policy, day=in_full(agenda.day)) + sitting
    counts = {part: agenda.count(part) for part in AgendaPart}
    told = tuple(f"{counts[part]:,} {translated(words)}" for part, words in _PARTS.items() if counts[part])
    yield Points(told or (_("No case is on this agenda."),))
    if agenda.notes:
        yield Points(agenda.notes)
    for title, items in groupby(agenda.items, key=_title):
        yield Heading(title)
        for each in items:
            yield Heading(f"{each.reference}: {translated(each.status)}", 3)
            yield Points(tuple(_of_item(each)))


def _title(item: AgendaItem) -> str:
    part = capital(_PARTS[item.part])
    return part if item.part is AgendaPart.UNTOLD or not item.kept else f"{part}: {item.group or _('nobody named')}"


def _of_item(item: AgendaItem) -> Iterator[str]:
    yield from (f"{column}: {text or _('not stated')}." for column, text in item.kept)
    yield item.why or _("It %(stands)s.", stands=translated(_PARTS[item.part]))
    if item.says:
        yield item.says
    if item.find_out:
        yield _("Find out first: %(facts)s.", facts="; ".join(item.find_out))
    if item.check:
        yield _("Check first: %(checks)s.", checks="; ".join(item.check))
    if item.read_as:
        yield _("Read as: %(names)s.", names=one_of([*item.read_as]))


def agenda_tables(found: Sequence[Agenda]) -> tuple[BookTable, ...]:
    """The agendas as sheets of a workbook: an overview, a sheet for each forum, and what to find out first."""
    return (_overview(found), *map(_sheet, found), _find_out(found))


def _overview(found: Sequence[Agenda]) -> BookTable:
    columns = ["Forum", "Sheet", *(part[0].upper() + part[1:] for part in AgendaPart), "Overdue", "Next sitting"]
    rows: list[list[CellValue]] = [
        [
            each.forum.title,
            each.forum.name,
            *(each.count(part) for part in AgendaPart),
            len({item.reference for item in each.items if item.overdue}),
            each.next_sitting,
            each.policy,
            each.day,
            " ".join(each.notes) or None,
        ]
        for each in found
    ]
    return BookTable("Overview", [*columns, "Policy", "As of", "Note"], rows)


_COLUMNS: Mapping[str, Callable[[AgendaItem], CellValue]] = {
    "Part": lambda item: item.part.value,
    "Status": lambda item: item.status,
    "Due": lambda item: item.due,
    "How it stands": lambda item: item.standing,
    "Since": lambda item: item.since,
    "Find out first": lambda item: "; ".join(item.find_out),
    "Check first": lambda item: "; ".join(item.check),
    "Why": lambda item: item.why,
    "In full": lambda item: item.says,
    "Read as": lambda item: one_of([*item.read_as]) if item.read_as else "",
}
"""The columns of a forum's sheet after the case and what was kept; one that says nothing of any case is left out."""


def _sheet(agenda: Agenda) -> BookTable:
    kept = _kept_columns(agenda.items)
    cells = {name: [cell(item) or None for item in agenda.items] for name, cell in _COLUMNS.items()}
    told = {name: column for name, column in cells.items() if name == "Part" or any(column)}
    rows = [
        [item.reference, *map(dict(item.kept).get, kept), *(column[at] for column in told.values())]
        for at, item in enumerate(agenda.items)
    ]
    return BookTable(agenda.forum.name, ["Case", *kept, *told], rows)


def _kept_columns(items: Sequence[AgendaItem]) -> list[str]:
    return list(dict.fromkeys(column for item in items for column, _ in item.kept))


def _find_out(found: Sequence[Agenda]) -> BookTable:
    """A row for each case and each thing that is not on record: which forums it would settle."""
    items = [item for agenda in found for item in agenda.items]
    kept = _kept_columns(items)
    asked: dict[tuple[str, str, str], dict[str, AgendaItem]] = {}
    for item in items:
        for what in item.find_out:
            asked.setdefault((item.group, item.reference, what), {})[item.forum.name] = item
    rows: list[list[CellValue]] = []
    for group, reference, what in sorted(asked):
        forums = asked[group, reference, what]
        of_case = dict(next(iter(forums.values())).kept)
        rows.append([reference, *map(of_case.get, kept), what, ", ".join(forums)])
    return BookTable("Find out first", ["Case", *kept, "Not on record", "Forums that it would settle"], rows)

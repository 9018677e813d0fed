"""How the agendas of forums are drawn: each as a page, and all of them as the sheets of a workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from yosrules.english.describe import day
from yosrules.files.writing.workbooks import BookTable, CellValue
from yosrules.language.kinds import one_of
from yosrules.reports.agenda import Agenda, AgendaItem, AgendaPart
from yosrules.reports.drawing.page import Block, Heading, Page, Points


def agenda_page(agenda: Agenda) -> Page:
    """The agenda of one forum as a page."""
    return tuple(_page(agenda))


def _page(agenda: Agenda) -> Iterator[Block]:
    yield Heading(f"{agenda.forum.title}: agenda", 1)
    sitting = f" Next sitting: {day(agenda.next_sitting)}." if agenda.next_sitting else ""
    yield f"By {agenda.policy}, as of {day(agenda.day)}.{sitting}"
    counts = Counter(each.part for each in agenda.items)
    yield Points(
        tuple(f"{counts[part]:,} {part}" for part in AgendaPart if counts[part]) or ("No case is on this agenda.",)
    )
    if agenda.notes:
        yield Points(agenda.notes)
    for title, items in groupby(agenda.items, key=_title):
        yield Heading(title)
        for each in items:
            yield Heading(f"{each.reference}: {each.status}", 3)
            yield Points(tuple(_of_item(each)))


def _title(item: AgendaItem) -> str:
    part = f"{item.part[0].upper()}{item.part[1:]}"
    return part if item.part is AgendaPart.UNTOLD or not item.kept else f"{part}: {item.group or 'nobody named'}"


def _of_item(item: AgendaItem) -> Iterator[str]:
    yield from (f"{column}: {text or 'not stated'}." for column, text in item.kept)
    yield item.why or f"It {item.part}."
    if item.says:
        yield item.says
    if item.find_out:
        yield f"Find out first: {'; '.join(item.find_out)}."
    if item.check:
        yield f"Check first: {'; '.join(item.check)}."
    if item.read_as:
        yield f"Read as: {one_of([*item.read_as])}."


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
            sum(item.overdue for item in each.items),
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
    for _, reference, what in sorted(asked):
        forums = asked[_, reference, what]
        of_case = dict(next(iter(forums.values())).kept)
        rows.append([reference, *map(of_case.get, kept), what, ", ".join(forums)])
    return BookTable("Find out first", ["Case", *kept, "Not on record", "Forums that it would settle"], rows)

"""Show the allocations of a caseload as a summary on the screen, or as rows for a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from rich.console import Console

from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.decide import Status
from yosrules.english.describe import day, unknown
from yosrules.english.standing import out_of_date
from yosrules.files.rows import CellValue
from yosrules.reports.screen import clean, draw_table

_SHOWN = 10
"""The most unsettled cases that the screen lists; a file lists all of them."""


def show_caseload(screen: Console, allocations: Sequence[Allocation]) -> None:
    """Draw the unsettled cases first, with the facts they lack, then the counts of every forum."""
    first = allocations[0]
    unsettled = [each for each in allocations if each.unsettled]
    screen.print(
        f"\n{len(allocations):,} cases by {clean(first.policy.name)}, as of {day(first.day)}; "
        f"{len(unsettled):,} cannot be settled for every forum"
    )
    if old := out_of_date(first.policy, first.day):
        screen.print(clean(old), soft_wrap=True)
    lacking = Counter(unknown(fact) for each in unsettled for fact in each.missing)
    if lacking:
        draw_table(
            screen,
            "Not on record",
            ["What is missing", ">Cases"],
            [[clean(f), f"{n:,}"] for f, n in lacking.most_common()],
        )
        rows = [_unsettled(each) for each in islice(unsettled, _SHOWN)]
        draw_table(screen, "Cases that cannot be settled", ["Case", "Not settled", "Not on record"], rows)
        if len(unsettled) > _SHOWN:
            screen.print(f"  … and {len(unsettled) - _SHOWN:,} more; --out writes them all")
    names = [(str(each.forum), each.forum.name) for each in first.placements]
    counts = Counter((each.forum.name, each.status) for one in allocations for each in one.placements)
    rows = [[clean(title), *(f"{counts[name, status]:,}" for status in Status)] for title, name in names]
    draw_table(screen, "Forums", ["Forum", *(f">{status.value}" for status in Status)], rows)


def _unsettled(allocation: Allocation) -> list[str]:
    forums = ", ".join(each.forum.name for each in allocation.unsettled)
    return [clean(allocation.case.reference), forums, clean("; ".join(map(unknown, allocation.missing)))]


def caseload_rows(allocations: Sequence[Allocation]) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each case: status, rules and due day of each forum, and the facts not on record."""
    forums = [each.forum.name for each in allocations[0].placements]
    columns = ["reference", "policy", "edition", "as_of"]
    columns += [f"{name} {what}" for name in forums for what in ("status", "rules", "due")] + ["not_on_record"]
    return columns, [_row(each) for each in allocations]


def _row(allocation: Allocation) -> list[CellValue]:
    edition = allocation.decision.edition
    row: list[CellValue] = [
        allocation.case.reference,
        allocation.policy.name,
        edition.starts if edition.start_stated else "not stated",
        allocation.day,
    ]
    for placement in allocation.placements:
        row += [placement.status.value, _rules(placement), placement.due.binding[1] if placement.due.binding else None]
    return [*row, "; ".join(map(unknown, allocation.missing))]


def _rules(placement: Placement) -> str:
    return ", ".join(ruled.rule.id for ruled in placement.reached.because)

"""Show the allocations of a caseload as a summary on the screen, or as rows for a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import TypeVar

from yosrules.deciding.advising.questions import Asking
from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.decide import Status
from yosrules.deciding.duties import Duty
from yosrules.english.describe import day, unknown
from yosrules.english.explain import one_place, practice, status_in_words, why
from yosrules.english.standing import out_of_date
from yosrules.files.cases import said_in
from yosrules.files.writing.rows import CellValue
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.records.case import ForumHeld
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table

R = TypeVar("R", bound=Facts)

_SHOWN = 10
"""The most unsettled cases that the screen lists; a file lists all of them."""

_UNTOLD_STATUSES = (Status.AT_LEAST_MAY, Status.CANNOT_TELL)
_WHAT_UNTOLD_IS = (
    "cannot tell: what is not on record decides whether it follows; at least may: it may follow, and what is not on "
    "record decides whether it must"
)


def show_caseload(screen: Screen, allocations: Sequence[Allocation[R]]) -> None:
    """Draw the unsettled cases first, with the facts they lack, the counts of every forum, then what is overdue."""
    first = allocations[0]
    unsettled = [each for each in allocations if each.unsettled]
    cases = f"{len(allocations):,} case{'s' * (len(allocations) != 1)}"
    screen.print(
        f"\n{cases} by {clean(first.policy.name)}, as of {day(first.day)}; "
        f"{len(unsettled):,} cannot be settled for every forum"
    )
    if old := out_of_date(first.policy, first.day):
        draw_lines(screen, [old])
    lacking = Counter(fact for each in unsettled for fact in each.missing)
    if lacking:
        _show_missing(screen, first.policy.about, lacking, [each.asking for each in unsettled])
        rows = [_unsettled(each) for each in islice(unsettled, _SHOWN)]
        draw_table(screen, "Cases that cannot be settled", ["Case", "Not settled", "Not on record"], rows)
        if len(unsettled) > _SHOWN:
            draw_lines(screen, [f"  … and {len(unsettled) - _SHOWN:,} more; --out writes them all"])
    names = [(str(each.forum), each.forum.name) for each in first.placements]
    counts = Counter((each.forum.name, each.status) for one in allocations for each in one.placements)
    rows = [[clean(title), *(f"{counts[name, status]:,}" for status in Status)] for title, name in names]
    draw_table(screen, "Forums", ["Forum", *(f">{status.value}" for status in Status)], rows)
    if any(status in _UNTOLD_STATUSES for _, status in counts):
        draw_lines(screen, [_WHAT_UNTOLD_IS])
    _show_practice(screen, allocations)


def _show_missing(screen: Screen, about: type[Facts], lacking: Counter[Fact], askings: Sequence[Asking]) -> None:
    """Draw what is missing in how many cases, in how many it is asked for first, and how many questions that saves."""
    first = Counter(found.facts[0] for found in askings)
    rows = [[clean(unknown(f)), clean(said_in(about, f)), f"{n:,}", f"{first[f]:,}"] for f, n in lacking.most_common()]
    draw_table(screen, "Not on record", ["What is missing", "Give", ">Cases", ">Ask first"], rows)
    if expected := [found.average for found in askings if found.average is not None]:
        average, most = sum(expected, Fraction(0)) / len(expected), Fraction(sum(lacking.values()), len(askings))
        draw_lines(
            screen,
            [
                f"  Of a case {one_place(most)} facts are missing on average; asked in the order that explain gives, "
                f"{one_place(average)} questions settle it"
            ],
        )


def _unsettled(allocation: Allocation[R]) -> list[str]:
    forums = ", ".join(each.forum.name for each in allocation.unsettled)
    return [clean(allocation.reference), forums, clean("; ".join(map(unknown, allocation.missing)))]


def _show_practice(screen: Screen, allocations: Sequence[Allocation[R]]) -> None:
    """Draw how many cases are overdue, and how many stay under a forum that no longer follows, if there are any."""
    rows = []
    for at, first in enumerate(allocations[0].placements):
        placements = [each.placements[at] for each in allocations]
        counts = [
            sum(bool(each.overdue) for each in placements),
            sum(bool(each.perhaps_overdue) for each in placements),
            sum(each.status is Status.NO and bool(each.stays) for each in placements),
        ]
        rows += [[clean(str(first.forum)), *(f"{count:,}" for count in counts)]] if any(counts) else []
    if rows:
        columns = ["Forum", ">Overdue", ">Perhaps overdue", ">No, but stays"]
        draw_table(screen, "Overdue and staying", columns, rows)


def caseload_rows(allocations: Sequence[Allocation[R]]) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each case: of each forum the status, and everything that `explain` says of it but its advice."""
    forums = [each.forum.name for each in allocations[0].placements]
    columns = ["reference", "policy", "edition", "as_of"]
    columns += [f"{name} {what}" for name in forums for what in (*_COLUMNS, "says")] + ["not_on_record"]
    return columns, [_row(each) for each in allocations]


def _row(allocation: Allocation[R]) -> list[CellValue]:
    edition = allocation.decision.edition
    row: list[CellValue] = [
        allocation.reference,
        allocation.policy.name,
        edition.starts if edition.start_stated else "not stated",
        allocation.day,
    ]
    for placement in allocation.placements:
        row += [cell(placement) for cell in _COLUMNS.values()]
        row.append(" ".join([*why(allocation, placement), *practice(placement)]))
    return [*row, "; ".join(map(unknown, allocation.missing))]


def _deadline(placement: Placement) -> str:
    if placement.due.binding:
        return _duty(placement, placement.due.binding)
    return "cannot tell" if placement.due.duties else ""


def _duty(placement: Placement, duty: Duty) -> str:
    return f"{duty}{'' if duty.standing.answered or placement.owed(duty) else ', if it is to be held'}"


def _checks_missing(placement: Placement) -> str:
    if placement.status is Status.NO:
        return ""
    return "; ".join(f"{each.check}{_UNTOLD[each.made]}" for each in placement.checks if not each.made)


_UNTOLD = {False: "", None: " (cannot tell)"}


def _review(placement: Placement) -> str:
    if placement.review:
        return _duty(placement, placement.review)
    untold = ForumHeld in placement.not_given or placement.perhaps_stood_in
    return "cannot tell" if placement.forum.review and untold else ""


def _stand_in(placement: Placement) -> str:
    if row := placement.stood_in_for_by:
        return f"{row.forum}, {row.day}"
    return f"cannot tell: {row.forum}, {row.day}" if (row := placement.perhaps_stood_in) else ""


def _waiver(placement: Placement) -> str:
    waived = placement.waiver
    return f"{waived.by}, {waived.day} to {waived.expires}: {waived.reason}" if waived else ""


_COLUMNS: Mapping[str, Callable[[Placement], CellValue]] = {
    "status": status_in_words,
    "rules": lambda of: ", ".join(ruled.rule.id for ruled in of.reached.because),
    "not_on_record": lambda of: "; ".join(map(unknown, of.missing)),
    "due": lambda of: of.due.binding.due if of.due.binding else None,
    "deadline": _deadline,
    "next_sitting": lambda of: of.due.next_sitting,
    "checks_missing": _checks_missing,
    "last_held": lambda of: of.last_held,
    "review_due": lambda of: of.review_due,
    "review": _review,
    "stand_in": _stand_in,
    "waiver": _waiver,
    "stays": lambda of: of.stays,
}
"""The columns of each forum, in order, before `says`."""

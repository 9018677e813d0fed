"""Show workloads: what each practitioner holds, what a solver suggests, or counts only where the service reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from yosrules.deciding.decide import Verdict
from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.tables import Dimension, Run
from yosrules.english.describe import day, missing
from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain, plain_day
from yosrules.policies.policy import Edition
from yosrules.policies.rating import plain
from yosrules.quality.workload import CaseLoad, CaseWeight, Scheme, Workload, share_used_by_hmpps
from yosrules.records.choices import CaseStage
from yosrules.reports.drawing.page import Block, Heading, Page, Points

if TYPE_CHECKING:  # both import scipy, which is optional
    from yosrules.disclosure.suppress import Protected
    from yosrules.quality.reallocation import Move, Suggested

WORKLOAD_COLUMNS = (
    "practitioner",
    "cases",
    "points at least",
    "points at most",
    "available at least",
    "available at most",
    "% used at least",
    "% used at most",
    "over capacity",
    "pre- and post-court cases",
)
WORKLOAD_COUNTS = ("what", "category", "count")
_YES = {Verdict.HOLDS: "yes", Verdict.FAILS: "no", Verdict.CANNOT_TELL: "cannot tell"}
_COURT = Dimension("court", ("pre-court", "post-court", "not on record"))
_OVER = Dimension("capacity", ("over", "not over", "cannot tell"))
_OVER_IS = dict(zip((Verdict.HOLDS, Verdict.FAILS, Verdict.CANNOT_TELL), _OVER.parts[""], strict=True))
_HIDDEN = "hidden"


@attrs.frozen
class WorkloadFound:
    """What was found by one edition of a scheme on a day; `unheld` are cases of which nobody knows who holds them."""

    scheme: str
    edition: Edition[CaseWeight]
    terms: Scheme
    day: date
    loads: tuple[Workload, ...]
    unheld: tuple[CaseLoad, ...] = ()
    suggested: Suggested | None = None
    cases_only: bool = False
    """Whether nothing is on record of tasks beside cases."""


def workload_run(found: WorkloadFound) -> Run:
    """The counts that a report for the service has: cases by side of court, practitioners by capacity."""
    stages = [case.stage for each in found.loads for case in each.cases] + [case.stage for case in found.unheld]
    sides = Counter(_side(stage) for stage in stages)
    over = Counter(_OVER_IS[each.over] for each in found.loads)
    counts = {CountOf("cases", {_COURT.name: side}): sides[side] for side in _COURT.parts[""]}
    counts |= {CountOf("practitioners", {_OVER.name: side}): over[side] for side in _OVER.parts[""]}
    return Run((_COURT, _OVER), counts)


def _side(stage: CaseStage | None) -> str:
    return "not on record" if stage is None else "post-court" if stage is CaseStage.POST_COURT else "pre-court"


def workload_page(found: WorkloadFound, *, own: bool) -> Page:
    """What each practitioner holds; with `own`, the cases of the one whose page it is; and what is suggested."""
    return tuple(_page(found, own=own))


def _page(found: WorkloadFound, *, own: bool) -> Iterator[Block]:
    yield from _head(found)
    headings = ("Practitioner", "Cases", "Points", "Available", "Used", "Over", "Pre- and post-court")
    yield Grid(headings, tuple(_line(each) for each in found.loads))
    if remarks := [*_remarks(found)]:
        yield Points(tuple(remarks))
    for each in found.loads if own else ():
        yield Heading(f"Cases of {each.practitioner}")
        lines = tuple((case.reference, str(case.points), ", ".join(case.weights) or "-") for case in each.cases)
        yield Grid(("Case", "Points", "For"), lines)
    if found.suggested:
        yield from _suggestions(found.suggested)


def _head(found: WorkloadFound) -> Iterator[Block]:
    cites = f" ({found.edition.cites})" if found.edition.cites else ""
    hours = f"{plain(found.terms.hours)} hours"
    yield Heading("Workload", 1)
    by = f"By {found.scheme}, {found.edition}{cites}, as of {day(found.day)}"
    yield f"{by}: a week of {hours} has {found.terms.points:,} points."


def _line(each: Workload) -> tuple[str, ...]:
    return (
        each.practitioner,
        f"{len(each.cases):,}",
        str(each.load),
        "cannot tell" if each.available is None else _between(*each.available),
        "cannot tell" if each.used is None else f"{_between(*map(plain, each.used))}%",
        _YES[each.over],
        "-" if each.mixed is None else _YES[each.mixed],
    )


def _between(low: object, high: object) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def _remarks(found: WorkloadFound) -> Iterator[str]:
    if found.cases_only:
        yield "no file of tasks beside cases was given: these are the points of cases only"
    for each in found.loads:
        if each.available is None:
            yield f"{each.practitioner}: the hours, or the hours of reductions, are not on record"
        elif each.available[0] == 0:
            share = plain(share_used_by_hmpps(each.load.high, 0))
            as_read = f"HMPPS's own sum would say {share}%, and never that they are over"
            yield f"{each.practitioner}: no points are available, so that no share can be told; {as_read}"
        if each.untold:
            said = ", ".join(dict.fromkeys(each.untold))
            yield f"{each.practitioner}: what these tasks count cannot be told, and is not taken for 0: {said}"
        yield from (_untold(case) for case in each.cases if case.missing)
    yield from (f"{case.reference}: who holds it is not on record; {case.points} points" for case in found.unheld)


def _untold(case: CaseLoad) -> str:
    return f"{case.reference} counts {case.points} points; not on record: {missing(case.missing)}"


def _suggestions(of: Suggested) -> Iterator[Block]:
    yield Heading("Suggestions, for a manager to decide")
    yield (
        "In this order: the fewest points over capacity, the fewest practitioners without both pre- and post-court "
        "cases, the fewest moves. A case counts with the most points that it may have. Who knows a child is not "
        "considered."
    )
    after = {each.practitioner: each for each in of.after}
    yield Points(tuple(map(_said_of, of.moves)) or ("no move would be better than none",))
    if of.moves:
        changed = dict.fromkeys(
            name for move in of.moves for name in (move.giver.practitioner, move.taker.practitioner)
        )
        headings = ("After it", "Cases", "Points", "Available", "Used", "Over", "Pre- and post-court")
        yield Grid(headings, tuple(_line(after[name]) for name in changed))
    if of.left:
        yield f"Left out, as it cannot be told what is available or what their tasks count: {', '.join(of.left)}."
    if not of.best:
        yield "The solver ran out of time: something better may exist."


def _said_of(move: Move) -> str:
    what = f"{move.case.reference} ({move.case.points} points, {_side(move.case.stage)})"
    return f"{what} from {move.giver.practitioner} to {move.taker.practitioner}"


def workload_data(found: WorkloadFound) -> dict[str, Plain]:
    """The same as plain data; amounts are text, exact."""
    suggested = found.suggested
    moves: list[Plain] = [
        {"case": each.case.reference, "from": each.giver.practitioner, "to": each.taker.practitioner}
        for each in (suggested.moves if suggested else ())
    ]
    return {
        **_terms(found),
        "practitioners": [_data(each) for each in found.loads],
        "cases_only": found.cases_only,
        "unheld": [_case(each) for each in found.unheld],
        "suggested": {"moves": moves, "best": suggested.best, "left": [*suggested.left]} if suggested else None,
    }


def _terms(found: WorkloadFound) -> dict[str, Plain]:
    return {"scheme": found.scheme, "edition": plain_day(found.edition.starts), "day": plain_day(found.day)}


def _data(each: Workload) -> dict[str, Plain]:
    return {
        "practitioner": each.practitioner,
        "points": each.load.as_dict(),
        "available": None if each.available is None else {"low": each.available[0], "high": each.available[1]},
        "used": None if each.used is None else {"low": str(each.used[0]), "high": str(each.used[1])},
        "over": each.over.value,
        "mixed": None if each.mixed is None else each.mixed.value,
        "untold_tasks": [*each.untold],
        "cases": [_case(case) for case in each.cases],
    }


def _case(case: CaseLoad) -> dict[str, Plain]:
    return {
        "reference": case.reference,
        "points": case.points.as_dict(),
        "weights": [*case.weights],
        "missing": [fact.name for fact in case.missing],
    }


def workload_rows(loads: Sequence[Workload]) -> list[list[CellValue]]:
    """A row for each practitioner."""
    return [_row(each) for each in loads]


def _row(each: Workload) -> list[CellValue]:
    used: tuple[Fraction, Fraction] | tuple[None, None] = each.used or (None, None)
    return [
        each.practitioner,
        len(each.cases),
        each.load.low,
        each.load.high,
        *(each.available or (None, None)),
        *(None if share is None else Decimal(plain(share)) for share in used),
        _YES[each.over],
        None if each.mixed is None else _YES[each.mixed],
    ]


def workload_counts(kept: Protected) -> list[list[CellValue]]:
    """A row for each count of the report for the service; a count that is not shown is said to be hidden."""
    counts = {cell: kept.count(cell) for cell in kept.counts}
    return [
        [cell.of, ", ".join(part for _, part in cell.at) or "all", _HIDDEN if count is None else count]
        for cell, count in counts.items()
    ]


def workload_counts_page(found: WorkloadFound, kept: Protected) -> Page:
    """The counts that the service may see."""
    rows = tuple(tuple(str(cell) for cell in row) for row in workload_counts(kept))
    return (*_head(found), Grid(("What", "Category", "Count"), rows), Points((f"{kept.floor}",)))


def workload_counts_data(found: WorkloadFound, kept: Protected) -> dict[str, Plain]:
    """The same as plain data; a hidden count is null."""
    rows: list[Plain] = [
        {"what": str(what), "category": str(category), "count": None if count == _HIDDEN else int(str(count))}
        for what, category, count in workload_counts(kept)
    ]
    return {**_terms(found), "floor": str(kept.floor), "counts": rows}

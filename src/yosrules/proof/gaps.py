"""The gaps of an edition: where all that is asked is on record and still nothing follows, as few conditions as will do.

Public: `gaps`. Every region in which nothing follows lies in one of them. A gap is grown from one region: fact by
fact as many values are added as leave it a gap, so that a fact of which every value is in it is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from yosrules.language.expr import Compare, Condition, Known, Op, all_of, any_of, unless
from yosrules.language.facts import Facts
from yosrules.language.kinds import Value
from yosrules.language.walks import leaves
from yosrules.policies.policy import Edition, Outcome, Status
from yosrules.proof.claims import outcome_names, when_status
from yosrules.proof.provers.enumeration import Regions
from yosrules.proof.provers.kept import keeping
from yosrules.proof.provers.orders import Cell
from yosrules.proof.provers.partition import Column, Partition, leaf_holds, partition

T = TypeVar("T", bound=Outcome)

_FEW = 2
"""Up to so many conditions on one fact are said as they are."""


def gaps(edition: Edition[T], about: type[Facts]) -> Iterator[Condition]:
    """Where nothing follows in a resolved edition; `UndecidedError` where there are too many regions."""
    nothing = all_of(*(when_status(edition, name, Status.NO) for name in outcome_names(edition)))
    possible = keeping(about, edition.reads())
    asked = all_of(nothing, possible)
    cut = partition([asked])
    regions = Regions(cut)
    able = regions.where(possible)
    found = regions.both(regions.where(nothing), able)
    known = all_of(*(Known(fact) for column in cut.columns for fact in column.facts))
    rest, outside = regions.both(found, regions.where(known)), regions.without(able, found)
    while rest:
        box = _grown(cut, regions, rest, outside)
        yield _described(cut, box, [*leaves(asked), *leaves(~asked)])
        rest = regions.without(rest, regions.box(box))


def _grown(cut: Partition, regions: Regions, rest: int, outside: int) -> list[set[int]]:
    """The cells of each column of a box around a region, as wide as it can be made without what lies outside."""
    box = [{cell} for cell in regions.first(rest)]
    # Whole columns before single cells, because a fact of which nothing is asked needs no word.
    for whole in (True, False):
        for at, column in enumerate(cut.columns):
            for more in [set(range(len(column.cells)))] if whole else [{cell} for cell in range(len(column.cells))]:
                wider = [*box[:at], box[at] | more, *box[at + 1 :]]
                box = box if regions.both(regions.box(wider), outside) else wider
    return box


def _described(cut: Partition, box: Sequence[set[int]], asked: Iterable[Compare | Known]) -> Condition:
    """The condition that holds in the cells of a box and in no others."""
    alone = [Known(column.facts[0], known=False) for column in cut.columns if len(column.facts) == 1]
    every = list(dict.fromkeys([*asked, *alone]))
    said = [
        _cells(column, chosen, [leaf for leaf in every if leaf.fact in column.facts])
        for column, chosen in zip(cut.columns, box, strict=True)
        if len(chosen) < len(column.cells)
    ]
    return all_of(*said)


def _cells(column: Column, chosen: set[int], mine: Sequence[Compare | Known]) -> Condition:
    """The condition that tells these cells of a column from the others."""
    whole, values = _told_by(column, chosen, mine), _values(column, chosen, mine)
    # A long list of what a stage is not says less than what it is.
    if values and (whole is None or len(whole) > _FEW or len(values) < len(whole)):
        return any_of(*(Compare(column.facts[0], Op.EQ, value) for value in values))
    if whole is not None:
        return all_of(*whole)
    # One cell is always told from the others, because its verdicts are its own.
    return any_of(*(all_of(*(_told_by(column, {cell}, mine) or ())) for cell in sorted(chosen)))


def _values(column: Column, chosen: set[int], mine: Sequence[Compare | Known]) -> list[Value]:
    """The values of one fact that lie in these cells; none where it may be unknown, or has no list of values."""
    fact, *others = column.facts
    shown = [column.cells[at][0] for at in chosen]
    if others or None in shown:
        return []
    told = [[leaf_holds(leaf, {fact: value}) for leaf in mine] for value in shown]
    return [value for value in fact.members if [leaf_holds(leaf, {fact: value}) for leaf in mine] in told]


def _told_by(column: Column, chosen: set[int], mine: Sequence[Compare | Known]) -> list[Condition] | None:
    """The fewest conditions that hold in these cells of a column and not in the others; None where there are none."""
    cells = set(range(len(column.cells)))
    held = {leaf: {at for at in cells if _holds(leaf, column, column.cells[at])} for leaf in mine}
    asked: list[tuple[Condition, set[int]]] = [*held.items(), *((unless(leaf), cells - held[leaf]) for leaf in mine)]
    told = [(each, where) for each, where in asked if chosen <= where]
    if cells.intersection(*(where for _, where in told)) != chosen:
        return None
    for each in reversed(told):
        others = [other for other in told if other is not each]
        told = others if cells.intersection(*(where for _, where in others)) == chosen else told
    return [each for each, _ in told]


def _holds(leaf: Compare | Known, column: Column, cell: Cell) -> bool:
    return leaf_holds(leaf, dict(zip(column.facts, cell, strict=True)))

"""What every record keeps, as a condition: provers look only for records that keep the invariants of their kind.

Public: `keeping`, `fully_told`. Where a fact is not read, the record that is looked for leaves it unknown; an invariant
that then cannot be broken is left out, so that a claim reads no more facts than it has to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import assert_never

from yosrules.language.expr import NEVER, AllOf, AnyOf, Compare, Condition, Known, Op, all_of, any_of, unless
from yosrules.language.facts import Facts, invariants
from yosrules.language.kinds import Fact
from yosrules.language.measure import How, Measured, measures
from yosrules.language.walks import reads

_NEEDS_ALL_ROWS = (How.COUNT, How.TOTAL, How.EARLIEST, How.LATEST, How.LONGEST, How.WORST)
"""Measures that are known only where every row is known to count or not to count."""
_ALWAYS_TOLD = (How.COUNT, How.EXISTS, How.TOTAL, How.LONGEST)
"""Measures that are known wherever every row can be told, even where there are none."""


def keeping(about: type[Facts], read: Iterable[Fact]) -> Condition:
    """That a record of a kind breaks no invariant, if it states only these facts and those that the condition reads."""
    inside = set(read)
    never = [each.condition for each in invariants(about)]
    while True:
        asked = [each for each in (_if_unknown(each, inside) for each in never) if each != NEVER]
        more = {fact for each in asked for fact in reads(each)} - inside
        if not more:
            return all_of(*(unless(each) for each in (*asked, *_known_together(about, inside))))
        inside |= more


def _if_unknown(condition: Condition, inside: set[Fact]) -> Condition:
    """The condition where every other fact is unknown; that one *is* unknown stays a question, which reads the fact."""
    match condition:
        case Known(_, False):
            return condition
        case Compare() | Known():
            return condition if all(fact in inside or fact.given for fact in reads(condition)) else NEVER
        case AllOf(parts):
            every = [_if_unknown(part, inside) for part in parts]
            return NEVER if NEVER in every else all_of(*every)
        case AnyOf(parts):
            return any_of(*(part for part in (_if_unknown(part, inside) for part in parts) if part != NEVER))
        case _:
            assert_never(condition)


def _known_together(about: type[Facts], inside: set[Fact]) -> Iterator[Condition]:
    """What cannot be, because measures of the same rows are worked out together: which of them are then known."""
    # No invariants of a record: it may state one measure itself and leave another to nobody.
    mine = [ref for ref in measures(about).values() if ref.fact in inside]
    for one, other in permutations(mine, 2):
        if one.by.within(other.by):
            yield from _wider(one, other)
            if other.by.within(one.by):
                yield from _same_rows(one, other)


def _wider(one: Measured[bool], other: Measured[bool]) -> Iterator[Condition]:
    shown = one.shows_a_row()
    if other.by.how is How.EXISTS and shown is not None:
        # One row that counts settles it, whatever cannot be told of the rest.
        yield all_of(shown, Known(other.fact, known=False))


def _same_rows(one: Measured[bool], other: Measured[bool]) -> Iterator[Condition]:
    unknown, none = Known(other.fact, known=False), one.shows_no_row()
    if one.by.how in _NEEDS_ALL_ROWS and other.by.how in (How.COUNT, How.EXISTS):
        yield all_of(Known(one.fact), unknown)
    if none is not None and other.by.how in (How.COUNT, How.TOTAL, How.LONGEST):
        zero = other.fact.value(0)
        yield all_of(none, any_of(unknown, Compare(other.fact, Op.NE, zero)))
    if one.by.how is How.COUNT and other.by.how in (How.EARLIEST, How.LATEST) and other.by.of == other.by.dated:
        yield all_of(Compare(one.fact, Op.GE, 1), unknown)


def fully_told(about: type[Facts], read: Iterable[Fact]) -> Condition:
    """That measures of one history are known together or not at all, as they are where every row of it can be told."""
    inside = set(read)
    mine = [
        ref for ref in measures(about).values() if ref.fact in inside and ref.by.rows and ref.by.how in _ALWAYS_TOLD
    ]
    return all_of(
        *(
            any_of(Known(one.fact, known=False), Known(other.fact))
            for one, other in permutations(mine, 2)
            if one.by.rows is other.by.rows and _anchor(one) == _anchor(other)
        )
    )


def _anchor(ref: Measured[bool]) -> Fact | None:
    return ref.by.during.anchor if ref.by.during else None

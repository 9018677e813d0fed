"""Relative rate indices: how often something happens to the children of one group, beside those of another.

    index = (events in the group / what they are out of) / (the same of the group of reference)

What the events are out of, and whether periods are pooled, is declared each time: both change the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

import attrs

from yosrules.errors import RecordError
from yosrules.language.facts import Facts, Maybe, fact
from yosrules.language.never import Impossible, never
from yosrules.quality.intervals import IndexInterval, Side, clopper_pearson, wald

UNKNOWN_GROUPS = (
    "unknown",
    "not known",
    "not stated",
    "not recorded",
    "not on record",
    "information not obtainable",
    "n/k",
    "nk",
    "missing",
    "prefer not to say",
    "refused",
)
"""What the group is called of those whose group nobody knows, in small letters."""

SMALLEST = 100
"""Where events are out of fewer than this, no rate and no index is worked out, unless another number is declared."""


class Denominator(StrEnum):
    """What events are out of."""

    POPULATION = "population"
    PREVIOUS_STAGE = "previous-stage"


class GroupCount(Facts):
    """The events in one group of the population, and the children of this group."""

    group: str
    period: str = ""
    events: Maybe[int] = fact(int, "the number of events", low=0)
    out_of: Maybe[int] = fact(int, "the total", low=0)


class StageCount(GroupCount):
    """The events in one group out of those who were at the stage before, such as those with a remand decision."""

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Nobody reaches a stage without the one before."""
        return (never(cls.events > cls.out_of, "no more events than children at the stage before"),)


COUNT_OF: Mapping[Denominator, type[GroupCount]] = {
    Denominator.POPULATION: GroupCount,
    Denominator.PREVIOUS_STAGE: StageCount,
}
"""The kind of count for each denominator."""


@attrs.frozen
class Terms:
    """What is declared before anything is compared.

    `pooled` adds the periods up before comparing; otherwise each period stands by itself. `unknown` are further names
    of the group of those whose group is not known.
    """

    denominator: Denominator
    reference: str
    pooled: bool = False
    smallest: int = SMALLEST
    unknown: tuple[str, ...] = ()

    def unnamed(self, group: str) -> bool:
        """Whether these are the children whose group nobody knows."""
        return group.casefold() in {*UNKNOWN_GROUPS, *(each.casefold() for each in self.unknown)}


@attrs.frozen
class GroupRate:
    """One group beside the group of reference: exact index, both intervals, and what to say of them.

    `withheld` names the counts that the reader may not see; any other that is None is not on record.
    """

    group: str
    events: int | None
    out_of: int | None
    rate: Fraction | None = None
    index: Fraction | None = None
    wald: IndexInterval | None = None
    exact: IndexInterval | None = None
    remarks: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def side(self) -> Side | None:
        """What the exact interval says, the more cautious of the two; None where there is none."""
        return self.exact.side if self.exact else None


@attrs.frozen
class Disparity:
    """One decision in one period, or in several pooled: the group of reference, the others, and the unknown apart."""

    decision: str
    periods: tuple[str, ...]
    reference: GroupRate
    groups: tuple[GroupRate, ...]
    unknown: tuple[GroupRate, ...]
    unknown_share: Fraction | None
    """Which share of all events is of children whose group is not known; None where it cannot be told."""


def disparities(counts: Mapping[str, Sequence[GroupCount]], terms: Terms) -> tuple[Disparity, ...]:
    """Compare every group with the group of reference, by decision and period, or pooled."""
    return tuple(each for decision, rows in counts.items() for each in _of_decision(decision, rows, terms))


def _of_decision(decision: str, rows: Sequence[GroupCount], terms: Terms) -> Iterator[Disparity]:
    by_period: dict[str, dict[str, GroupCount]] = {}
    for row in rows:
        if by_period.setdefault(row.period, {}).setdefault(row.group, row) is not row:
            raise RecordError(f"{decision}{_in(row.period)}: two rows are about {row.group}; allowed: one")
    if terms.pooled:
        yield _disparity(decision, (*by_period,), _pooled(decision, by_period, terms), terms)
        return
    for period, groups in by_period.items():
        yield _disparity(decision, (period,), groups, terms)


def _in(period: str) -> str:
    return f", {period}" if period else ""


def _pooled(decision: str, by_period: Mapping[str, Mapping[str, GroupCount]], terms: Terms) -> dict[str, GroupCount]:
    """Each group with its periods added up; a number that one period lacks is not known of all of them."""
    names = dict.fromkeys(name for groups in by_period.values() for name in groups)
    for period, groups in by_period.items():
        for name in names:
            if name not in groups and not terms.unnamed(name):
                raise RecordError(
                    f"{decision}{_in(period)}: it has no row for {name}, so that periods cannot be pooled"
                )
    return {name: _sum(name, [groups.get(name) for groups in by_period.values()]) for name in names}


def _sum(name: str, rows: Sequence[GroupCount | None]) -> GroupCount:
    """The rows of a group added up; where there is no row, nothing is known."""
    events = _total(None if row is None else row.events for row in rows)
    return GroupCount(group=name, events=events, out_of=_total(None if row is None else row.out_of for row in rows))


def _total(numbers: Iterator[int | None]) -> int | None:
    known = [*numbers]
    return None if None in known else sum(each for each in known if each is not None)


def _disparity(decision: str, periods: tuple[str, ...], groups: Mapping[str, GroupCount], terms: Terms) -> Disparity:
    named = {name: row for name, row in groups.items() if not terms.unnamed(name)}
    base = next((row for name, row in named.items() if name.casefold() == terms.reference.casefold()), None)
    if base is None:
        where = _in(", ".join(filter(None, periods)))
        raise RecordError(f"{decision}{where}: no row is about {terms.reference}; there are {', '.join(named)}")
    unknown = tuple(row for row in groups.values() if row.group not in named)
    return Disparity(
        decision,
        periods,
        _alone(base, terms),
        tuple(_beside(row, base, terms) for row in named.values() if row is not base),
        tuple(GroupRate(row.group, row.events, row.out_of) for row in unknown),
        _share(unknown, groups),
    )


def _share(unknown: Sequence[GroupCount], groups: Mapping[str, GroupCount]) -> Fraction | None:
    apart, every = _total(row.events for row in unknown), _total(row.events for row in groups.values())
    return Fraction(apart, every) if apart is not None and every else None


def _alone(row: GroupCount, terms: Terms) -> GroupRate:
    """A group by itself: its rate, or why there is none."""
    if row.events is None or row.out_of is None:
        lacking = "the number of events" if row.events is None else "what they are out of"
        return GroupRate(row.group, row.events, row.out_of, remarks=(f"{lacking} is not on record",))
    if row.out_of < max(terms.smallest, 1):
        few = f"out of {row.out_of}, fewer than {max(terms.smallest, 1)}: too few for a rate or an index"
        return GroupRate(row.group, row.events, row.out_of, remarks=(few,))
    return GroupRate(row.group, row.events, row.out_of, Fraction(row.events, row.out_of))


def _beside(row: GroupCount, base: GroupCount, terms: Terms) -> GroupRate:
    """A group with its index and both intervals, where both groups have a rate."""
    own, other = _alone(row, terms), _alone(base, terms)
    if own.rate is None or other.rate is None:
        return attrs.evolve(own, remarks=own.remarks or (f"{base.group}: {other.remarks[0]}",))
    counts = (row.events or 0, row.out_of or 0, base.events or 0, base.out_of or 0)
    by_wald, by_exact = wald(*counts), clopper_pearson(*counts)
    return attrs.evolve(
        own,
        index=own.rate / other.rate if other.rate else None,
        wald=by_wald,
        exact=by_exact,
        remarks=(*_remarks(by_wald, by_exact, base.group),),
    )


def _remarks(by_wald: IndexInterval | None, by_exact: IndexInterval | None, reference: str) -> Iterator[str]:
    if by_exact is None:
        yield f"no event here and none of {reference}: there is nothing to compare"
    elif by_exact.high is None:
        yield f"no event of {reference}: there is no index, and only the low end of the exact interval"
    elif by_wald is None:
        yield "Wald's formula does not apply: it takes at least one event, and fewer events than children"
    elif by_wald.side is not by_exact.side:
        yield (
            f"the two intervals differ in what they say: Wald {by_wald}, {by_wald.side.value}; "
            f"exact {by_exact}, {by_exact.side.value}"
        )

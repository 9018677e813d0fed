"""What the measures of a policy need, each thing once: conditions, windows, amounts, and what may be undecided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from itertools import product
from typing import TypeAlias, TypeVar, assert_never

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.lost_days import Amount, PlacedOn, Wanted, places
from yosrules.bulk.attendance.measures.gates import Gate
from yosrules.bulk.attendance.measures.tallies import GroupTally, Latest, Tallied
from yosrules.bulk.attendance.measures.windows import DoubtColumns, Placed
from yosrules.bulk.attendance.tables.columns import AbsenceRow
from yosrules.bulk.attendance.tables.day_columns import DayRow, EventRow
from yosrules.language.expr import ALWAYS, Condition
from yosrules.language.holds import holds_by
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.calendar import Nation
from yosrules.policies.conventions import Assessed, Conventions
from yosrules.policies.lost_time.counting import Counting, DayCount, Length
from yosrules.policies.lost_time.measures import (
    Continuous,
    Expired,
    Lasted,
    LostTime,
    ShareOfTime,
    SinceHeld,
    Tally,
    lost,
    where_of,
)
from yosrules.policies.lost_time.scaling import Allowance, Pattern
from yosrules.policies.lost_time.windows import AnyWindow, During

InBulk: TypeAlias = Tally | Continuous | Lasted | SinceHeld | Allowance
"""The measures that are worked out in bulk."""

M = TypeVar("M", bound=LostTime)


@attrs.frozen
class Group:
    """Absences that are linked and added up together: those that meet a condition, and whether to the day of return.

    `over_excluded` is as of `Counting`. With a `length` those spells only that are as long in the end.
    """

    where: Condition
    to_return: bool
    over_excluded: bool
    length: Length | None = None

    @classmethod
    def unbroken(cls, where: Condition) -> Group:
        """The absences of which the length is asked: the days of an excluded one must not lengthen that before it."""
        return cls(where, to_return=False, over_excluded=where == ALWAYS)


def in_bulk(by: LostTime) -> InBulk | str:
    """A measure, if it is worked out in bulk; else why it is not."""
    match by:
        case Tally(_, counting) if isinstance(counting.during, AnyWindow):
            return "any window of one length"
        case Expired() | ShareOfTime():
            return "stages that expired, or a share of the hours due"
        case Allowance(pattern=Pattern.AVERAGE):
            return "the average week over a window"
        case Tally() | Continuous() | Lasted() | SinceHeld() | Allowance():
            return by
        case _:
            assert_never(by)


def bulk_measures(policy: AttendancePolicy) -> dict[str, InBulk]:
    """The measures of a policy that are worked out in bulk, by name."""
    found = {name: in_bulk(ref.by) for name, ref in lost(policy.about).items()}
    return {name: by for name, by in found.items() if not isinstance(by, str)}


def wheres(policy: AttendancePolicy) -> list[Condition]:
    """The conditions by which absences count, every absence first."""
    found = (where_of(by) for by in bulk_measures(policy).values())
    asked = [policy.interviewed.where] if policy.interviewed else []
    return list(dict.fromkeys([ALWAYS, *(where for where in found if where is not None), *asked]))


@attrs.frozen
class Plan:
    """What is to be worked out for one policy by one set of conventions."""

    measures: Mapping[str, InBulk]
    wheres: Sequence[Condition]
    groups: Sequence[Group]
    windows: Mapping[During, Placed]
    over_only: bool
    over_days_off: bool
    stages_given: bool
    notes_given: bool
    gate: Gate | None
    nation: Nation

    @classmethod
    def of(cls, policy: AttendancePolicy, conventions: Conventions, *, stages_given: bool, notes_given: bool) -> Plan:
        """The plan for a policy; all absences, to the last day of each, are its first group."""
        found, every = bulk_measures(policy), wheres(policy)
        countings = [by.counting for by in found.values() if isinstance(by, Tally)]
        lengths = [Group.unbroken(by.where) for by in found.values() if isinstance(by, Continuous | Lasted)]
        groups = dict.fromkeys([Group.unbroken(ALWAYS), *lengths, *map(_group, countings)])
        parts = dict.fromkeys(part for each in countings for part in _parts(each))
        asked = policy.interviewed
        durings = dict.fromkeys(each.during for each in [*countings, *([asked] if asked else [])])
        windows = {during: Placed(place, during) for place, during in enumerate(durings)}
        return cls(
            found,
            every,
            list(groups | parts),
            windows,
            conventions.assessed is Assessed.ON_RETURN,
            conventions.linking.over_days_off,
            stages_given,
            notes_given,
            _gate(asked, every, windows) if _asks_for_interviews(policy) else None,
            policy.nation,
        )

    def only(self, kind: type[M]) -> dict[str, M]:
        """The measures of one kind, by name."""
        return {name: by for name, by in self.measures.items() if isinstance(by, kind)}

    def where(self, group: Group) -> str:
        """The column that says whether an absence meets the condition of a group."""
        return AbsenceRow.where(self.wheres.index(group.where))

    def tallied(self, by: Tally) -> Tallied:
        """One tally, with the columns it reads."""
        window, found = self.windows[by.counting.during], list[GroupTally]()
        for group in _parts(by.counting):
            latest = _latest(by.counting.length, group)
            place = self.groups.index(group)
            found.append(GroupTally(by, place, window, latest, self.over_only, self.over_days_off))
        return Tallied(by, window, found, self.doubts(_group(by.counting)))

    def by_length(self, group: Group) -> Iterator[tuple[Group, Length]]:
        """The groups of those spells of a group that are of some length in the end."""
        same = ((each, each.length) for each in self.groups if attrs.evolve(each, length=None) == group)
        return ((each, length) for each, length in same if length is not None)

    def wanted(self, group: Group) -> Wanted:
        """The amounts to add up of a group, and where each must be placed."""
        place, found = self.groups.index(group), dict[Amount, dict[PlacedOn, None]]()
        for by in self.only(Tally).values():
            amount = Amount.of(by.of, by.counting, place)
            if amount is not None and group in _parts(by.counting):
                found.setdefault(amount, {}).update(dict.fromkeys(places(by.counting.straddling)))
        return {amount: tuple(at) for amount, at in found.items()}

    def doubts(self, group: Group) -> tuple[DoubtColumns, ...]:
        """The columns of what may be undecided in a group."""
        place, found = self.groups.index(group), []
        if self.over_days_off:
            found.append(DoubtColumns.of(EventRow.unsure, place, EventRow.until(place)))
        if not certain(group.where):
            found.append(DoubtColumns.of(EventRow.untold, place, EventRow.could(place)))
        return tuple(found)


def _gate(counting: Counting | None, wheres: Sequence[Condition], windows: Mapping[During, Placed]) -> Gate:
    if counting is None:
        return Gate(None, None, nw.lit(True))
    return Gate(counting, windows[counting.during], nw.col(AbsenceRow.where(wheres.index(counting.where))))


def _asks_for_interviews(policy: AttendancePolicy) -> bool:
    """Whether a rule or a gate reads of interviews, so that they must be looked for on every day."""
    editions = [read for edition in policy.editions for read, _ in policy.readings(edition).values()]
    gates = [fact.name for stage in policy.stages if stage.gate is not None for fact in reads(stage.gate)]
    return DayRow.interviews_held in {*gates, *(name for edition in editions for name in edition.facts())}


def _group(counting: Counting) -> Group:
    # With every absence counted none is excluded.
    over = counting.over_excluded or counting.where == ALWAYS
    return Group(counting.where, counting.days is DayCount.TO_RETURN, over)


def _latest(length: Length | None, group: Group) -> Latest:
    if length is None or group.length is None or not group.length.longer:
        return Latest.COUNTS
    return Latest.ONCE_LONGER if length.longer else Latest.ALONE


def _parts(counting: Counting) -> list[Group]:
    """The groups of which spells count; one that is longer in the end is of up to a span until it has outgrown that."""
    group, length = _group(counting), counting.length
    ways = [None] if length is None else dict.fromkeys([length, attrs.evolve(length, longer=True)])
    return [attrs.evolve(group, length=each) for each in ways]


@cache
def certain(where: Condition) -> bool:
    """Whether a condition has a verdict on every absence, whichever of its facts are unknown."""
    facts = list(dict.fromkeys(reads(where)))
    if any(not issubclass(fact.kind, Enum | bool) for fact in facts):
        return not facts
    values = [[None, *(fact.members if issubclass(fact.kind, Enum) else (False, True))] for fact in facts]
    rows = (dict(zip(facts, stated, strict=True)) for stated in product(*values))
    return all(holds_by(where, row.get) or holds_by(~where, row.get) for row in rows)

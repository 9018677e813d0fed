"""Disparity for everybody in a service: small counts hidden, and each index that is worked out from one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.referee import release
from yosrules.disclosure.suppress import Protected
from yosrules.disclosure.tables import Dimension, Run
from yosrules.quality.disparity import Denominator, Disparity, GroupRate, Terms
from yosrules.reports.shared_indicators import FLOOR

_EVENTS, _OUT_OF = "events", "out of"


def shared_disparities(found: Sequence[Disparity], terms: Terms) -> tuple[Disparity, ...]:
    """The same comparisons as everybody may see them; of a population nothing is hidden, since anybody can look it up.

    A reader is taken to know the total of each table, which another report may print; so more than one group is hidden.
    """
    return disparities_shown(found, release(disparity_run(found, terms), FLOOR))


def disparity_run(found: Sequence[Disparity], terms: Terms) -> Run:
    """The counts of comparisons."""
    public = frozenset([_OUT_OF] if terms.denominator is Denominator.POPULATION else [])
    groups = tuple(_groups(place, each) for place, each in enumerate(found))
    return Run(groups, dict(_counts(found)), public=public)


def disparities_shown(found: Sequence[Disparity], protected: Protected) -> tuple[Disparity, ...]:
    """Comparisons without the counts that are hidden, and without what is worked out from them."""
    return tuple(_shared(place, each, protected) for place, each in enumerate(found))


def _cell(what: str, place: int, group: GroupRate) -> CountOf:
    return CountOf(what, {"table": str(place), _named(place): group.group})


def _named(place: int) -> str:
    """The dimension of the groups of a table: each has its own."""
    return f"group of table {place}"


def _groups(place: int, each: Disparity) -> Dimension:
    return Dimension(_named(place), [group.group for group in _all(each)])


def _all(each: Disparity) -> tuple[GroupRate, ...]:
    return (each.reference, *each.groups, *each.unknown)


def _counts(found: Sequence[Disparity]) -> Iterator[tuple[CountOf, int]]:
    for place, each in enumerate(found):
        for group in _all(each):
            for what, count in ((_EVENTS, group.events), (_OUT_OF, group.out_of)):
                if count is not None:
                    yield _cell(what, place, group), count


def _shared(place: int, each: Disparity, protected: Protected) -> Disparity:
    def shown(what: str, group: GroupRate) -> bool:
        cell = _cell(what, place, group)
        return cell not in protected.hidden

    def whole(group: GroupRate) -> bool:
        enough = group.out_of is None or group.out_of >= protected.floor.fewest
        return shown(_EVENTS, group) and shown(_OUT_OF, group) and enough

    def seen(group: GroupRate) -> GroupRate:
        withheld = tuple(what for what in (_EVENTS, _OUT_OF) if not shown(what, group))
        kept = attrs.evolve(
            group,
            events=None if _EVENTS in withheld else group.events,
            out_of=None if _OUT_OF in withheld else group.out_of,
            withheld=withheld,
        )
        if whole(group) and whole(each.reference):
            return kept
        return attrs.evolve(kept, rate=None, index=None, wald=None, exact=None, remarks=())

    whole_share = all(shown(_EVENTS, group) for group in _all(each))
    return attrs.evolve(
        each,
        reference=seen(each.reference),
        groups=tuple(map(seen, each.groups)),
        unknown=tuple(map(seen, each.unknown)),
        unknown_share=each.unknown_share if whole_share else None,
    )

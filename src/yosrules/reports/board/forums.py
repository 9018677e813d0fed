"""The section about forums: how many cases must, may or cannot be told, for want of what, and what is overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.decide import Status
from yosrules.disclosure.audience import Recipient
from yosrules.disclosure.figures import CountOf
from yosrules.english.decision_table import Grid
from yosrules.english.describe import day, unknown
from yosrules.english.standing import out_of_date
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.policies.forum import Forum
from yosrules.reports.board.section import Basis, Content, Counted, Picture, Section
from yosrules.reports.board.shown import Shown
from yosrules.reports.board.tally import Tally, run_of
from yosrules.reports.charts.bars import Bar, Look, Part, bars
from yosrules.reports.drawing.page import Heading
from yosrules.reports.missing import said_in

_LISTED = 40
"""The most cases that a report lists; `allocate --out` writes all of them."""
_LOOKS = {
    Status.MUST: Look.FILLED,
    Status.AT_LEAST_MAY: Look.HALF,
    Status.MAY: Look.HOLLOW,
    Status.CANNOT_TELL: Look.DASHED,
}
"""How each status is drawn; what leads to no forum is not drawn."""
_STANDS = ("overdue", "perhaps overdue", "due", "due, if it is to be held", "cannot tell by when", "nothing due")
_OF = "cases"


@attrs.frozen
class ForumCount:
    """Every case of a caseload put to a policy, by each reading; the cases are in the same order."""

    by_reading: Mapping[str, Sequence[Allocation[Facts]]]

    @property
    def first(self) -> Allocation[Facts]:
        """One of them, for the policy, its forums and the day."""
        return next(iter(self.by_reading.values()))[0]

    @property
    def forums(self) -> tuple[Forum, ...]:
        """The forums."""
        return tuple(each.forum for each in self.first.placements)

    def statuses(self, at: int) -> Tally:
        """How the cases stand with one forum."""
        return self._tally(f"{self.forums[at].name}: status", lambda each: each.placements[at].status.value)

    def stands(self, at: int) -> Tally:
        """What is overdue and due in one forum."""
        return self._tally(f"{self.forums[at].name}: due", lambda each: _stand(each.placements[at]))

    def stays(self, at: int) -> Tally:
        """Which cases stay under one forum that no longer follows."""
        return self._tally(f"{self.forums[at].name}: stays", lambda each: _yes(_stays(each.placements[at])))

    def unsettled(self) -> Tally:
        """Which cases cannot be settled for every forum."""
        return self._tally("unsettled", lambda each: _yes(bool(each.unsettled)))

    @property
    def lacking(self) -> tuple[Fact, ...]:
        """Every fact that is missing somewhere."""
        every = (each for of in self.by_reading.values() for each in of)
        return tuple(dict.fromkeys(fact for each in every for fact in each.missing))

    def lacks(self, fact: Fact) -> Tally:
        """Which cases lack one fact."""
        return self._tally(f"lacks {fact.name}", lambda each: _yes(fact in each.missing))

    def tallies(self) -> Iterator[Tally]:
        """All of them."""
        yield self.unsettled()
        for at in range(len(self.forums)):
            yield from (self.statuses(at), self.stands(at), self.stays(at))
        yield from map(self.lacks, self.lacking)

    def _tally(self, by: str, what: Callable[[Allocation[Facts]], str]) -> Tally:
        of = f"{self.first.policy.name}, {self.first.day}: {by}"
        return Tally.counted(_OF, of, {name: [*map(what, each)] for name, each in self.by_reading.items()})


def _yes(is_so: bool) -> str:  # noqa: FBT001
    return "yes" if is_so else "no"


def _stays(placement: Placement) -> bool:
    return placement.status is Status.NO and bool(placement.stays)


def _stand(placement: Placement) -> str:
    overdue, perhaps, due, if_held, untold, nothing = _STANDS
    if placement.overdue:
        return overdue
    if placement.perhaps_overdue:
        return perhaps
    open_ones = [each for each in (placement.due.binding, placement.review) if each and not each.standing.answered]
    if any(placement.owed(each) for each in open_ones):
        return due
    if open_ones:
        return if_held
    return untold if placement.due.duties and placement.due.binding is None else nothing


def forums_counted(
    title: str, words: tuple[str, ...], found: ForumCount, reader: Recipient, basis: Basis, scope: str
) -> Counted:
    """The section, once it is settled which of its counts may be shown."""

    def write(shown: Shown) -> Section:
        return Section(title, tuple(_content(found, reader, shown)), basis, words)

    return Counted(scope, run_of(found.tallies()), write)


def _content(found: ForumCount, reader: Recipient, shown: Shown) -> Iterator[Content]:
    first = found.first
    yield f"{shown.said(CountOf(_OF))} cases by {first.policy.name}, as of {day(first.day)}."
    if old := out_of_date(first.policy, first.day):
        yield old
    if len(found.by_reading) > 1:
        yield f"The policy can be read in {len(found.by_reading)} ways; none is chosen."
    for name in found.by_reading:
        if name:
            yield Heading(f"Read as: {name}", 3)
        yield f"{shown.said(found.unsettled().cell('yes', name))} of them cannot be settled for every forum."
        yield _statuses(found, name, shown)
        yield from _wanting(found, name, shown)
        yield _due(found, name, shown)
        if not reader.protects:
            yield from _listed(found, name)


def _statuses(found: ForumCount, reading: str, shown: Shown) -> Picture:
    rows, drawn = list[tuple[str, ...]](), list[Bar]()
    for at, forum in enumerate(found.forums):
        tally = found.statuses(at)
        counts = {status: shown.count(tally.cell(status.value, reading)) for status in Status}
        rows.append((str(forum), *(shown.said(tally.cell(each.value, reading)) for each in Status)))
        told = [
            f"{'hidden' if counts[each] is None else counts[each]} {each.value}" for each in _LOOKS if counts[each] != 0
        ]
        parts = [Part(counts[each] or 0, look) for each, look in _LOOKS.items()]
        drawn.append(Bar(f"{forum.name}: {', '.join(told) or 'no case'}", tuple(parts)))
    chart = bars("Cases by forum", "; ".join(each.says for each in drawn), drawn)
    caption = "Filled: must. Shaded: at least may. Outlined: may. Dashed: cannot be told. What is hidden is not drawn."
    return Picture(chart, caption, Grid(("Forum", *(each.value for each in Status)), tuple(rows)))


def _wanting(found: ForumCount, reading: str, shown: Shown) -> Iterator[Content]:
    about = found.first.policy.about
    rows = [
        (unknown(fact), said_in(about, fact), shown.said(found.lacks(fact).cell("yes", reading)))
        for fact in found.lacking
    ]
    if rows:
        yield Heading("For want of what it cannot be told", 3)
        yield Grid(("What is not on record", "What would settle it", "Cases"), tuple(rows))


def _due(found: ForumCount, reading: str, shown: Shown) -> Grid:
    rows = []
    for at, forum in enumerate(found.forums):
        tally = found.stands(at)
        stays = shown.said(found.stays(at).cell("yes", reading))
        rows.append((forum.name, *(shown.said(tally.cell(each, reading)) for each in _STANDS), stays))
    heads = ("Forum", *(f"{each[:1].upper()}{each[1:]}" for each in _STANDS), "No longer follows, but stays")
    return Grid(heads, tuple(rows))


def _listed(found: ForumCount, reading: str) -> Iterator[Content]:
    """The cases that are overdue, the longest first."""
    late = sorted(
        (duty.due, each.reference, placement.forum.name, str(duty))
        for each in found.by_reading[reading]
        for placement in each.placements
        for duty in placement.overdue
        if duty.due is not None
    )
    if late:
        yield Heading("Overdue", 3)
        rows = tuple((reference, forum, said) for _, reference, forum, said in late[:_LISTED])
        yield Grid(("Case", "Forum", "What"), rows)
    if len(late) > _LISTED:
        yield f"… and {len(late) - _LISTED:,} more; allocate --out writes all of them."

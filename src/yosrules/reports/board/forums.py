"""The section about forums: how many cases must, may or cannot be told, for want of what, and what is overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.decide import Status
from yosrules.disclosure.audience import Recipient
from yosrules.disclosure.figures import CountOf
from yosrules.english.describe import unknown
from yosrules.english.grid import Grid
from yosrules.english.standing import out_of_date
from yosrules.files.cases import said_in
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.policies.forums.forum import Forum
from yosrules.reports.board.counted_bars import LISTED, bar_of, pictured, unlisted
from yosrules.reports.board.division import Division
from yosrules.reports.board.section import Content
from yosrules.reports.board.shown import Shown
from yosrules.reports.charts.bars import ChartBar, Look
from yosrules.reports.drawing.dates import in_full
from yosrules.reports.drawing.page import Heading
from yosrules.reports.site.catalogue import _, capital, to_translate, translated

_LOOKS = {
    Status.MUST.value: Look.FILLED,
    Status.AT_LEAST_MAY.value: Look.SHADED,
    Status.MAY.value: Look.HOLLOW,
    Status.CANNOT_TELL.value: Look.DASHED,
}
"""How each status is drawn; what leads to no forum is not drawn."""
_STANDS = to_translate(
    "overdue", "perhaps overdue", "due", "due, if it is to be held", "cannot tell by when", "nothing due"
)
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

    def statuses(self, at: int) -> Division:
        """How the cases stand with one forum."""
        return self._of(f"{self.forums[at].name}: status", lambda each: each.placements[at].status.value)

    def stands(self, at: int) -> Division:
        """What is overdue and due in one forum."""
        return self._of(f"{self.forums[at].name}: due", lambda each: _stand(each.placements[at]))

    def stays(self, at: int) -> Division:
        """Which cases stay under one forum that no longer follows."""
        return self._of(f"{self.forums[at].name}: stays", lambda each: _yes(_stays(each.placements[at])))

    def unsettled(self) -> Division:
        """Which cases cannot be settled for every forum."""
        return self._of("unsettled", lambda each: _yes(bool(each.unsettled)))

    @property
    def lacking(self) -> tuple[Fact, ...]:
        """Every fact that is missing somewhere."""
        every = (each for of in self.by_reading.values() for each in of)
        return tuple(dict.fromkeys(fact for each in every for fact in each.missing))

    def lacks(self, fact: Fact) -> Division:
        """Which cases lack one fact."""
        return self._of(f"lacks {fact.name}", lambda each: _yes(fact in each.missing))

    def divisions(self) -> Iterator[Division]:
        """All of them."""
        yield self.unsettled()
        for at in range(len(self.forums)):
            yield from (self.statuses(at), self.stands(at), self.stays(at))
        yield from map(self.lacks, self.lacking)

    def _of(self, by: str, what: Callable[[Allocation[Facts]], str]) -> Division:
        of = f"{self.first.policy.name}, {self.first.day}: {by}"
        return Division.counted(_OF, of, {name: [*map(what, each)] for name, each in self.by_reading.items()})


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


def forums_content(found: ForumCount, reader: Recipient, shown: Shown) -> Iterator[Content]:
    """How many cases stand how with each forum, for want of what, and what is overdue and due."""
    first = found.first
    yield _(
        "Cases by %(policy)s, as of %(day)s: %(count)s.",
        policy=first.policy.name,
        day=in_full(first.day),
        count=shown.said(CountOf(_OF)),
    )
    yield f"{'; '.join(f'{each.name}: {each.title}' for each in found.forums)}."
    if old := out_of_date(first.policy, first.day):
        yield old
    if len(found.by_reading) > 1:
        yield _("The policy can be read in %(many)s ways; none is chosen.", many=len(found.by_reading))
    for name in found.by_reading:
        if name:
            yield Heading(_("Read as: %(name)s", name=name), 3)
        yield _(
            "Cases that cannot be settled for every forum: %(count)s.",
            count=shown.said(found.unsettled().cell("yes", name)),
        )
        yield _statuses(found, name, shown)
        yield from _wanting(found, name, shown)
        yield _due(found, name, shown)
        if not reader.protects:
            yield from _listed(found, name)


def _statuses(found: ForumCount, reading: str, shown: Shown) -> Content:
    rows, drawn = list[tuple[str, ...]](), list[ChartBar]()
    for at, forum in enumerate(found.forums):
        of = found.statuses(at)
        rows.append((forum.name, *(shown.said(of.cell(each.value, reading)) for each in Status)))
        drawn.append(bar_of(forum.name, of, _LOOKS, shown, reading))
    caption = _(
        "Filled: must. Shaded: at least may. Outlined: may. Dashed: cannot be told. What is hidden is not drawn."
    )
    return pictured(
        _("Cases by forum"),
        drawn,
        caption,
        Grid((_("Forum"), *(translated(each.value) for each in Status)), tuple(rows)),
    )


def _wanting(found: ForumCount, reading: str, shown: Shown) -> Iterator[Content]:
    about = found.first.policy.about
    rows = [
        (unknown(fact), said_in(about, fact), shown.said(found.lacks(fact).cell("yes", reading)))
        for fact in found.lacking
    ]
    if rows:
        yield Heading(_("For want of what it cannot be told"), 3)
        yield Grid((_("What is not on record"), _("What would settle it"), _("Cases")), tuple(rows))


def _due(found: ForumCount, reading: str, shown: Shown) -> Grid:
    """What is overdue and due in each forum; of the rest only what there is."""
    columns: dict[str, list[str]] = {_("Forum"): [each.name for each in found.forums]}
    for what in _STANDS:
        columns[capital(what)] = [shown.said(found.stands(at).cell(what, reading)) for at in range(len(found.forums))]
    stays = [shown.said(found.stays(at).cell("yes", reading)) for at in range(len(found.forums))]
    columns[_("No longer follows, but stays")] = stays
    always = (_("Forum"), capital("overdue"), capital("due"))
    kept = {name: of for name, of in columns.items() if name in always or {*of} != {"0"}}
    return Grid((*kept,), tuple(zip(*kept.values(), strict=True)))


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
        yield Heading(_("Overdue"), 3)
        rows = tuple((reference, forum, said) for _, reference, forum, said in late[:LISTED])
        yield Grid((_("Case"), _("Forum"), _("What")), rows)
    yield from unlisted(len(late))

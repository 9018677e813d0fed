"""Sections of the quality programme: oversight round by round, disparity with its intervals, a sample and its cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from yosrules.disclosure.audience import Recipient
from yosrules.disclosure.figures import CountOf
from yosrules.english.grid import Grid
from yosrules.quality.disparity import Disparity, GroupRate, Terms
from yosrules.quality.oversight import Oversight
from yosrules.quality.sampling import Draw
from yosrules.reports.board.counted_bars import LISTED, unlisted
from yosrules.reports.board.section import Content, Picture, levels_in_order
from yosrules.reports.board.shown import Shown
from yosrules.reports.charts.bars import BarPart, ChartBar, Look, bars
from yosrules.reports.charts.intervals import Interval, intervals
from yosrules.reports.charts.lines import slope
from yosrules.reports.disparity import disparity_page
from yosrules.reports.drawing.dates import in_full
from yosrules.reports.drawing.page import Block, Heading
from yosrules.reports.oversight import oversight_for_everybody, oversight_page
from yosrules.reports.site.catalogue import _


def oversight_content(oversight: Oversight, reader: Recipient) -> Iterator[Content]:
    """What each manager was judged and what moved, with a slope for each judgement; for everybody only what moved."""
    if reader.protects:
        yield from map(_lower, oversight_for_everybody(oversight)[1:])
        return
    for judgement in oversight.judgements if len(oversight.rounds) > 1 else ():
        yield _slope(oversight, judgement)
    yield from map(_lower, oversight_page(oversight)[1:])


def _lower(block: Block) -> Block:
    """A block of a page as it stands in a section, whose own heading is above it."""
    return attrs.evolve(block, level=3) if isinstance(block, Heading) else block


def _slope(oversight: Oversight, judgement: str) -> Picture:
    managers = dict.fromkeys(row.manager for row in oversight.rows if not row.case)
    levels = {(row.manager, row.day): row.judgements[judgement] for row in oversight.rows if not row.case}
    found = {each: [levels.get((each, on)) for on in oversight.rounds] for each in managers}
    places = {
        name: [None if each is None else oversight.levels.index(each) for each in of] for name, of in found.items()
    }
    columns = [in_full(each) for each in oversight.rounds]
    rows = tuple((name, *(each or _("not on record") for each in of)) for name, of in found.items())
    says = "; ".join(f"{name}: {levels_in_order(of)}" for name, *of in rows)
    chart = slope(_("Oversight, %(judgement)s", judgement=judgement), says, columns, oversight.levels, places)
    return Picture(
        chart, _("How oversight was judged: %(judgement)s.", judgement=judgement), Grid((_("Manager"), *columns), rows)
    )


def disparity_content(found: Sequence[Disparity], terms: Terms) -> Iterator[Content]:
    """What was declared, and for each decision every group's index with its interval, drawn and in a table."""
    yield disparity_page((), terms)[1]
    for each in found:
        heading, *blocks = disparity_page((each,), terms)[2:]
        yield _lower(heading)
        drawn = [row for group in each.groups if (row := _interval(group))]
        for block in blocks:
            if isinstance(block, Grid) and drawn:
                says = "; ".join(row.says for row in drawn)
                chart = intervals(
                    _("Beside %(reference)s: %(decision)s", reference=terms.reference, decision=each.decision),
                    says,
                    drawn,
                )
                caption = _(
                    "How many times the rate of each group is that of %(reference)s, with the exact interval of "
                    "95 per cent, on a scale of ratios. At the dashed line both rates are the same.",
                    reference=terms.reference,
                )
                yield Picture(chart, caption, block)
            else:
                yield block


def _interval(group: GroupRate) -> Interval | None:
    if group.exact is None:
        return None
    index = None if group.index is None else float(group.index)
    said = _("no index") if index is None else f"{index:.2f}"
    high = None if group.exact.high is None else float(group.exact.high)
    says = f"{group.group}: {said}, {group.exact}, {group.side.value if group.side else '-'}"
    return Interval(says, index, float(group.exact.low), high)


def sample_content(found: Draw, of: CountOf, reader: Recipient, shown: Shown) -> Iterator[Content]:
    """How many cases of how many are to be audited; in each stratum for a manager, and whose for a practitioner."""
    yield (
        _(
            "%(size)s of %(count)s cases are to be audited, drawn with the seed %(seed)s; "
            "whoever has the seed draws the same cases.",
            size=f"{found.size:,}",
            count=shown.said(of),
            seed=f"{found.seed!r}",
        )
    )
    if reader.protects:
        return
    if found.strata and found.by:
        drawn = [
            ChartBar(
                _(
                    "%(stratum)s: %(wanted)s of %(cases)s",
                    stratum=", ".join(each.stratum),
                    wanted=each.wanted,
                    cases=each.cases,
                ),
                (BarPart(each.wanted - each.lacking, Look.FILLED), BarPart(each.cases - each.wanted, Look.HOLLOW)),
            )
            for each in found.strata
        ]
        rows = tuple(
            (", ".join(each.stratum), f"{each.cases:,}", f"{each.wanted:,}", f"{each.lacking:,}")
            for each in found.strata
        )
        chart = bars(_("What the sample covers"), "; ".join(each.says for each in drawn), drawn)
        grid = Grid((_("Stratum"), _("Cases"), _("To audit"), _("Lacking")), rows)
        yield Picture(chart, _("Filled: to audit. Outlined: the other cases of the stratum."), grid)
    if found.drawn:
        instead = any(each.instead_of for each in found.drawn)
        listed = tuple((each.reference, each.instead_of or "-")[: 1 + instead] for each in found.drawn)
        yield Grid((_("To audit"), *([_("Instead of")] if instead else [])), listed[:LISTED])
        yield from unlisted(len(listed))

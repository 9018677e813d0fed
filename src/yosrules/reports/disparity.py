"""Show relative rate indices as a page, as plain data, or as rows for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain
from yosrules.quality.disparity import Denominator, Disparity, GroupRate, Terms
from yosrules.quality.intervals import IndexInterval
from yosrules.quality.rounded import RoundedIndex
from yosrules.reports.drawing.page import Block, Heading, Page, Points
from yosrules.reports.drawing.shares import decimals
from yosrules.reports.site.catalogue import _, to_translate, translated

DISPARITY_COLUMNS = (
    "decision",
    "period",
    "group",
    "reference",
    "denominator",
    "events",
    "out of",
    "index",
    "Wald low",
    "Wald high",
    "exact low",
    "exact high",
    "says",
    "remarks",
)
ROUNDED_COLUMNS = ("decision", "period", "group", "reference", "rate", "low", "high", "says")
_OUT_OF = dict(
    zip(
        (Denominator.POPULATION, Denominator.PREVIOUS_STAGE),
        to_translate("children of each group in the population", "children of each group at the stage before"),
        strict=True,
    )
)
_HEADINGS = to_translate("Group", "Events", "Out of", "Index", "Wald, 95%", "Exact, 95%", "By the exact interval")


def disparity_page(found: Sequence[Disparity], terms: Terms) -> Page:
    """The indices of each decision, with what was declared, and what not to read out of them."""
    return (Heading(_("Disparity"), 1), Points((*_declared(terms),)), *(block for each in found for block in _of(each)))


def _declared(terms: Terms) -> Iterator[str]:
    yield _("events are out of: %(children)s", children=translated(_OUT_OF[terms.denominator]))
    yield _("the group of reference is %(reference)s, which is not tested", reference=terms.reference)
    yield (
        _("periods are pooled")
        if terms.pooled
        else _("each period stands by itself; pooling would steady small numbers")
    )
    yield _("where events are out of fewer than %(smallest)s, there is no rate and no index", smallest=terms.smallest)
    yield _("an interval takes events for independent; one child with several events is not several children")


def _of(found: Disparity) -> Iterator[Block]:
    yield Heading(_title(found))
    yield Grid((*map(translated, _HEADINGS),), (*(_line(each) for each in (found.reference, *found.groups)),))
    remarks = [f"{each.group}: {said}" for each in (found.reference, *found.groups) for said in each.remarks]
    if lines := (*_unknown(found), *remarks):
        yield Points(lines)


def _title(found: Disparity) -> str:
    return ", ".join([found.decision, *filter(None, [" and ".join(found.periods)])])


def _line(each: GroupRate) -> tuple[str, ...]:
    says = each.side.value if each.side and each.index is not None else "-"
    return (
        each.group,
        _count(each, "events", each.events),
        _count(each, "out of", each.out_of),
        "-" if each.index is None else decimals(each.index, 2),
        str(each.wald or "-"),
        str(each.exact or "-"),
        says,
    )


def _count(of: GroupRate, what: str, number: int | None) -> str:
    if what in of.withheld:
        return _("hidden")
    return _("not on record") if number is None else f"{number:,}"


def _unknown(found: Disparity) -> Iterator[str]:
    for row in found.unknown:
        yield _("%(group)s: %(count)s events, in no group", group=row.group, count=_count(row, "events", row.events))
    if found.unknown_share is not None and found.unknown:
        yield _(
            "of all events %(share)s are of children whose group is not known",
            share=f"{decimals(found.unknown_share * 100, 1)}%",
        )


def rounded_page(found: Sequence[RoundedIndex], reference: str, unit: Decimal) -> Page:
    """The range of each index that printed rates leave possible."""
    rows = (
        (each.decision, each.period or "-", each.group, f"{each.rate:f}", _range(each), each.side.value)
        for each in found
    )
    return (
        Heading("Disparity, from rounded rates", 1),
        f"Rates were rounded to {unit:f}, and their counts are not given: an index beside {reference} is only known to "
        "lie between two numbers, and how far chance goes nobody can tell.",
        Grid(("Decision", "Period", "Group", "Rate", "Index", "Whatever was rounded"), tuple(rows)),
    )


def _range(each: RoundedIndex) -> str:
    return f"{decimals(each.low, 2)} to {'any number' if each.high is None else decimals(each.high, 2)}"


def rounded_data(found: Sequence[RoundedIndex], reference: str, unit: Decimal) -> dict[str, Plain]:
    """The same as plain data; both ends are exact fractions."""
    return {
        "reference": reference,
        "rounded_to": f"{unit:f}",
        "indices": [
            {
                "decision": each.decision,
                "period": each.period or None,
                "group": each.group,
                "rate": f"{each.rate:f}",
                "low": str(each.low),
                "high": _exact(each.high),
                "says": each.side.value,
            }
            for each in found
        ],
    }


def rounded_rows(found: Sequence[RoundedIndex], reference: str) -> list[list[CellValue]]:
    """A row for each index, its ends to six places."""
    return [
        [
            *(each.decision, each.period or None, each.group, reference, each.rate),
            Decimal(decimals(each.low, 6)),
            None if each.high is None else Decimal(decimals(each.high, 6)),
            each.side.value,
        ]
        for each in found
    ]


def disparity_data(found: Sequence[Disparity], terms: Terms) -> dict[str, Plain]:
    """The same as plain data; an index is an exact fraction."""
    return {
        "denominator": terms.denominator.value,
        "reference": terms.reference,
        "pooled": terms.pooled,
        "smallest": terms.smallest,
        "decisions": [
            {
                "decision": each.decision,
                "periods": [*each.periods],
                "reference": _data(each.reference),
                "groups": [_data(group) for group in each.groups],
                "unknown": [_data(group) for group in each.unknown],
                "unknown_share": _exact(each.unknown_share),
            }
            for each in found
        ],
    }


def _data(each: GroupRate) -> dict[str, Plain]:
    return {
        "group": each.group,
        "events": each.events,
        "out_of": each.out_of,
        "index": _exact(each.index),
        "wald": _ends(each.wald),
        "exact": _ends(each.exact),
        "says": each.side.value if each.side else None,
        "remarks": [*each.remarks],
        "withheld": [*each.withheld],
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _ends(interval: IndexInterval | None) -> dict[str, Plain] | None:
    if interval is None:
        return None
    return {"low": str(interval.low), "high": None if interval.high is None else str(interval.high)}


def disparity_rows(found: Sequence[Disparity], terms: Terms) -> list[list[CellValue]]:
    """A row for each group that is compared."""
    return [_row(each, group, terms) for each in found for group in each.groups]


def _row(found: Disparity, each: GroupRate, terms: Terms) -> list[CellValue]:
    ends = [(way.low, way.high) if way else (None, None) for way in (each.wald, each.exact)]
    index = None if each.index is None else Decimal(decimals(each.index, 6))
    return [
        found.decision,
        " and ".join(found.periods) or None,
        each.group,
        found.reference.group,
        terms.denominator.value,
        each.events,
        each.out_of,
        index,
        *(end for pair in ends for end in pair),
        each.side.value if each.side else None,
        "; ".join(each.remarks) or None,
    ]

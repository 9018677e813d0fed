"""Show a sample for audit as a page, as plain data, or as rows for a file; and the sizes that it may have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import attrs

from yosrules.disclosure.audience import Audience, Recipient
from yosrules.english.describe import day
from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.facts import vocabulary
from yosrules.language.plain.values import Plain, plain_day
from yosrules.quality.sample_sizes import SampleSizes, SizeRule
from yosrules.quality.sampling import AuditedCase, AuditPeriod, Draw, DrawnCase
from yosrules.reports.drawing.page import Block, Heading, Page, Points
from yosrules.reports.drawing.shares import decimals

SAMPLE_COLUMNS = ("stratum", "place", "reference", "instead of")
_WAYS = {
    SizeRule.A_UP: "formula A, rounded up",
    SizeRule.A_NEAREST: "formula A, rounded to the nearest",
    SizeRule.B_UP: "formula B, rounded up",
    SizeRule.B_NEAREST: "formula B, rounded to the nearest",
    SizeRule.FIFTH: "20 per cent of the cases, 20 at least (the Board's self-assessment of 2019/20)",
}
_NOT_THEIRS = (
    "HM Inspectorate of Probation's own table of sample sizes could not be found; none of these is said to be its"
)


def size_in_words(rule: SizeRule | None) -> str:
    """What the size of a sample is by."""
    return _WAYS[rule] if rule else "a size that was asked for"


def sizes_page(sizes: SampleSizes) -> Page:
    """Every size for so many cases, with the arithmetic."""
    n0, n = decimals(sizes.unlimited, 2), f"{sizes.cases:,}"
    lines = (
        f"n0 = z² p (1 - p) / e² = {sizes.z}² × {sizes.share} × (1 - {sizes.share}) / {sizes.margin}² = {n0}",
        f"formula A: n0 / (1 + (n0 - 1) / N) = {n0} / (1 + ({n0} - 1) / {n}) = {decimals(sizes.a, 2)}",
        f"formula B: n0 / (1 + n0 / N) = {n0} / (1 + {n0} / {n}) = {decimals(sizes.b, 2)}",
        _NOT_THEIRS,
    )
    rows = tuple((each.value, way, f"{sizes.of(each):,}") for each, way in _WAYS.items())
    return (
        Heading(f"How many of {n} cases to audit", 2),
        Points(lines),
        Grid(("Rule", "By", "Cases"), rows),
    )


def sizes_data(sizes: SampleSizes) -> dict[str, Plain]:
    """The same as plain data; what is not rounded is an exact fraction."""
    return {
        "cases": sizes.cases,
        "z": str(sizes.z),
        "margin": str(sizes.margin),
        "share": str(sizes.share),
        "unlimited": str(sizes.unlimited),
        "a": str(sizes.a),
        "b": str(sizes.b),
        "sizes": {rule.value: sizes.of(rule) for rule in SizeRule},
    }


def sample_for(reader: Recipient, found: Draw, practitioners: Mapping[str, str]) -> Draw:
    """What a reader may see of a sample: a practitioner their own cases, everybody none, and no count of a stratum.

    `practitioners` says whose each case is, by its reference.
    """
    if reader.audience is Audience.MANAGER:
        return found

    def own(reference: str) -> bool:
        return bool(reader.own([reference], practitioners.get))

    drawn = [each for each in found.drawn if own(each.reference)]
    return attrs.evolve(
        found,
        drawn=tuple(each if own(each.instead_of) else attrs.evolve(each, instead_of="") for each in drawn),
        strata=(),
        excluded=tuple(each for each in found.excluded if own(each.reference)),
        not_audited={reference: why for reference, why in found.not_audited.items() if own(reference)},
    )


def sample_page(found: Draw, period: AuditPeriod | None, sizes: SampleSizes) -> Page:
    """The cases to audit, how they were drawn, and who was left out and why."""
    return (
        Heading("Cases to audit", 1),
        Points((*_declared(found, period),)),
        *_cases(found),
        *_left_out(found),
        *sizes_page(sizes),
    )


def _cases(found: Draw) -> Iterator[Block]:
    if found.drawn:
        yield Grid(
            (*_names(found), "Place", "Case", "Instead of"),
            tuple((*each.stratum, f"{each.place:,}", each.reference, each.instead_of) for each in found.drawn),
        )
    if found.strata:
        yield Heading("Strata")
        yield Grid(
            (*_names(found), "Cases", "To audit", "Lacking"),
            tuple((*each.stratum, f"{each.cases:,}", f"{each.wanted:,}", f"{each.lacking:,}") for each in found.strata),
        )


def _names(found: Draw) -> tuple[str, ...]:
    return tuple(_called(name).capitalize() for name in found.by)


def _called(name: str) -> str:
    facts = vocabulary(AuditedCase)
    return facts[name].label.removeprefix("the ") if name in facts else name


def _declared(found: Draw, period: AuditPeriod | None) -> Iterator[str]:
    yield f"{found.size:,} of {found.cases:,} cases, with the seed {found.seed!r}; the same seed draws the same cases"
    if period is not None:
        yield f"only cases whose {_called(period.by)} lies from {day(period.first)} to {day(period.last)}, both in"
    by = " and ".join(map(_called, found.by))
    yield f"in proportion to the cases of each {by}, by largest remainders" if by else "without strata"
    yield "within a stratum, cases are in the order of a hash of their reference, keyed with the seed"
    if lacking := sum(each.lacking for each in found.strata):
        yield f"{lacking:,} cases are lacking: their strata have no further case to draw instead"


def _left_out(found: Draw) -> Iterator[Block]:
    if found.not_audited:
        yield Heading("Drawn and not audited")
        yield Grid(("Case", "Why"), tuple(found.not_audited.items()))
    if found.excluded:
        yield Heading("Not drawn from")
        yield Points(
            tuple(f"{many:,}: {why}" for why, many in Counter(each.why for each in found.excluded).most_common())
        )


def sample_data(found: Draw, period: AuditPeriod | None, sizes: SampleSizes) -> dict[str, Plain]:
    """The same as plain data, with every case that was left out."""
    lasting: Plain = None
    if period is not None:
        lasting = {"by": period.by, "first": plain_day(period.first), "last": plain_day(period.last)}
    return {
        "seed": found.seed,
        "size": found.size,
        "by": [*found.by],
        "period": lasting,
        "sizes": sizes_data(sizes),
        "drawn": [_case(each) for each in found.drawn],
        "strata": [
            {"stratum": [*each.stratum], "cases": each.cases, "wanted": each.wanted, "lacking": each.lacking}
            for each in found.strata
        ],
        "excluded": [{"reference": each.reference, "why": each.why} for each in found.excluded],
        "not_audited": [{"reference": name, "why": why} for name, why in found.not_audited.items()],
    }


def _case(each: DrawnCase) -> dict[str, Plain]:
    return {
        "reference": each.reference,
        "stratum": [*each.stratum],
        "place": each.place,
        "instead_of": each.instead_of or None,
    }


def sample_rows(found: Draw) -> list[list[CellValue]]:
    """A row for each case to audit."""
    return [
        [", ".join(each.stratum) or None, each.place, each.reference, each.instead_of or None] for each in found.drawn
    ]

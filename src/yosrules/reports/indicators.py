"""Show indicators: an edition as a page, the figures of groups and periods, and one record with its reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from rich.console import Console

from yosrules.deciding.decide import Verdict
from yosrules.english.describe import because, day, guarantee_in_english, missing, unknown
from yosrules.english.indicator import per_cent, populations_in_words, reckoned_in_words, target_in_words
from yosrules.english.measured import measured_in_words
from yosrules.english.standing import standing_in_words
from yosrules.files.writing.rows import CellValue
from yosrules.policies.indicator import Indicator, Membership, Population
from yosrules.policies.policy import Edition
from yosrules.quality.figures import Figure, Series
from yosrules.quality.indicators import NoPeriod, Told, not_on_record
from yosrules.quality.outturns import Outturn
from yosrules.reports.drawing.page import Block, Heading, Page, Points
from yosrules.reports.drawing.screen import clean, draw_lines, draw_table

_REACHES = {Verdict.HOLDS: "yes", Verdict.FAILS: "no", Verdict.CANNOT_TELL: "cannot tell"}
_ALL = "all"
"""How the group of all records is called."""


def indicator_page(indicator: Indicator, edition: Edition[Population]) -> Page:
    """A page of one edition: whom it counts, who is left out, what meets it, the target, and every convention."""
    return tuple(_page(indicator, edition))


def _page(indicator: Indicator, edition: Edition[Population]) -> Iterator[Block]:
    yield Heading(indicator.name, 1)
    yield f"{indicator.title}. {standing_in_words(edition)}" + (f" Source: {edition.cites}." if edition.cites else "")
    for name, read in edition.readings().items():
        yield Heading(f"Read as: {name}" if name else "Whom it counts, and what meets it")
        yield Points((*populations_in_words(read), target_in_words(read)))
        if read.guarantees:
            yield Heading("Promises")
            yield Points(tuple(guarantee_in_english(each, read) for each in read.guarantees))
    yield Heading("How it is reckoned")
    yield Points((*reckoned_in_words(indicator), *measured_in_words(indicator.about, {*edition.reads()})))
    if indicator.not_stated:
        yield Heading("Not stated in the source")
        yield Points(indicator.not_stated)


def show_figures(screen: Console, found: Series, told: Sequence[Told | NoPeriod], named: str) -> None:
    """Draw the figures by group and period, what is missing for how many, who is left out, and who is in no period."""
    screen.print(f"\n{clean(found.indicator.title)}, as known on {day(found.on)}")
    columns = [named, "Period", ">Met", ">Of", ">Cannot tell", ">Share", "Could be", "Target reached", ">Change"]
    draw_table(screen, found.indicator.name, columns, [[clean(cell) for cell in _row(each)] for each in found.of])
    if lacking := not_on_record(told):
        rows = [[clean(unknown(fact)), f"{number:,}"] for fact, number in lacking.most_common()]
        draw_table(screen, "Not on record", ["What is missing", ">Records"], rows)
    draw_lines(screen, [*_left_out(told), *_remarks(found)])


def _row(figure: Figure) -> list[str]:
    of, change = figure.outturns, figure.change
    moved = "redefined" if figure.redefined else "-" if change is None else _signed(change)
    return [
        figure.group or _ALL,
        f"{figure.period}{' (so far)' * figure.running}",
        f"{of.numerator:,}",
        f"{of.denominator:,}",
        f"{of.cannot_tell:,}",
        _shown(of.share),
        _between(figure),
        _reached(figure),
        moved,
    ]


def _shown(share: Fraction | None) -> str:
    return "-" if share is None else per_cent(share)


def _signed(change: Fraction) -> str:
    sign = "-" if change < 0 else "+" * bool(change)
    return f"{sign}{per_cent(abs(change)).removesuffix('%')}"


def _between(figure: Figure) -> str:
    """What the share could be, from the worst to the best; the share itself where nothing is missing."""
    if figure.outturns.lowest == figure.outturns.highest:
        return _shown(figure.outturns.highest)
    return f"{_shown(figure.outturns.lowest)} to {_shown(figure.outturns.highest)}"


def _reached(figure: Figure) -> str:
    if figure.met is None:
        return "two targets"
    return "-" if figure.reaches is None else _REACHES[figure.reaches]


def _left_out(found: Iterable[Told | NoPeriod]) -> Iterator[str]:
    """Who is left out and why, and who is in no period."""
    reasons: Counter[str] = Counter()
    for each in found:
        if isinstance(each, NoPeriod):
            reasons[f"in no period: {each.value}"] += 1
        elif each.reason:
            reasons[each.reason] += 1
    yield from (f"{number:,} {reason}" for reason, number in sorted(reasons.items()))


def _remarks(found: Series) -> Iterator[str]:
    if any(each.redefined for each in found.of):
        yield "redefined: another edition was in force in the period before, so that the two are not compared"


def figure_rows(found: Mapping[str, Series], named: str) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each reading, group and period; shares as exact fractions, and as per cent to one place."""
    heads = ["reading", named, "period", "starts", "ends", "running", "numerator", "denominator", "cannot tell"]
    heads += ["excepted", "not counted", "share", "per cent", "worst", "best", "target", "reached", "change"]
    return heads, [[name, *_cells(each)] for name, of in found.items() for each in of.of]


def _cells(figure: Figure) -> Sequence[CellValue]:
    of = figure.outturns
    shares = (figure.worst, figure.best, figure.met.target if figure.met else None)
    return (
        figure.group or _ALL,
        str(figure.period),
        figure.period.starts,
        figure.period.ends,
        figure.running,
        of.numerator,
        of.denominator,
        of.cannot_tell,
        of[Outturn.EXCEPTED],
        of[Outturn.NOT_COUNTED],
        _text(of.share),
        None if of.share is None else _rounded(of.share),
        *map(_text, shares),
        "" if figure.reaches is None else _REACHES[figure.reaches],
        _text(figure.change),
    )


def _text(share: Fraction | None) -> str:
    return "" if share is None else str(share)


def _rounded(share: Fraction) -> Decimal:
    # By way of what is shown, which is rounded in whole numbers: a Decimal of a third would be rounded twice.
    return Decimal(per_cent(share).removesuffix("%"))


def record_rows(found: Iterable[tuple[str, str, str, Told | NoPeriod]]) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each reading and record: what becomes of it, the exception, and what is missing."""
    heads = ["reading", "reference", "group", "day", "outturn", "exception", "not on record"]
    return heads, [[reading, reference, group, *_of_record(each)] for reading, reference, group, each in found]


def _of_record(found: Told | NoPeriod) -> Sequence[CellValue]:
    if isinstance(found, NoPeriod):
        return None, f"in no period: {found.value}", "", ""
    return found.day, found.outturn.value, found.reason, "; ".join(map(unknown, found.missing))


def told_page(reference: str, found: Mapping[str, Told | NoPeriod]) -> Page:
    """What becomes of one record by each reading, with every reason, as a page."""
    return tuple(_told(reference, found))


def _told(reference: str, found: Mapping[str, Told | NoPeriod]) -> Iterator[Block]:
    for name, each in found.items():
        if name:
            yield Heading(f"Read as: {name}")
        if isinstance(each, NoPeriod):
            yield f"{reference} is in no period: {each.value}."
            continue
        fact = each.indicator.dated
        yield f"{reference}: {each.outturn.value}. {(fact.label or fact.name).capitalize()}: {day(each.day)}."
        yield Points(tuple(_why(each)))


_STANDS = {
    (Membership.COUNTED, Verdict.HOLDS): "Counted",
    (Membership.COUNTED, Verdict.FAILS): "Not counted",
    (Membership.COUNTED, Verdict.CANNOT_TELL): "Cannot tell whether it counts",
    (Membership.EXCEPTED, Verdict.HOLDS): "Left out",
    (Membership.EXCEPTED, Verdict.FAILS): "Not left out",
    (Membership.EXCEPTED, Verdict.CANNOT_TELL): "Cannot tell whether it is left out",
    (Membership.MEETS, Verdict.HOLDS): "Met",
    (Membership.MEETS, Verdict.FAILS): "Not met",
    (Membership.MEETS, Verdict.CANNOT_TELL): "Cannot tell whether it is met",
}


def _why(told: Told) -> Iterator[str]:
    # Who is not counted is not asked further, nor who is left out.
    asked = {Outturn.NOT_COUNTED: 1, Outturn.EXCEPTED: 2}.get(told.outturn, 3)
    for membership in [*Membership][:asked]:
        for ruled in told.because(membership):
            reason = ruled.rule.outcome.why
            yield f"{_STANDS[membership, told.verdict(membership)]}{f' ({reason})' * bool(reason)}: {because(ruled)}."
    if told.missing:
        yield f"Not on record: {missing(told.missing)}."

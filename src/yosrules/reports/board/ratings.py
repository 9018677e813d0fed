"""Sections about ratings: an audit beside others, and audits over several quarters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from yosrules.english.grid import Grid
from yosrules.errors import RatingError
from yosrules.policies.rating import NOT_RATED
from yosrules.ratings.compare import agreement, compare
from yosrules.ratings.rate import percent
from yosrules.ratings.rated import RatedSheet, RatedStandard
from yosrules.reports.board.section import Basis, Content, Picture, levels_in_order
from yosrules.reports.charts.bars import BarPart, ChartBar, Look, bars
from yosrules.reports.charts.lines import ChartLine, Stripe, lines, slope
from yosrules.reports.drawing.page import Points
from yosrules.reports.site.catalogue import _

_NONE = "-"
_LETTERS = 48
"""How many letters there is room for above a bar; a longer name is left to the table."""


def basis_of_ratings(files: tuple[str, ...], sheet: RatedSheet) -> Basis:
    """On whose word these ratings are."""
    framework = sheet.framework
    return Basis(files, None, f"{framework.id}: {framework.title}", str(framework.cites or ""))


def ratings_content(sheet: RatedSheet, beside: Sequence[RatedSheet]) -> Iterator[Content]:
    """Every standard beside the other sheets, a slope for each domain, shares on their scale, and what does not fit."""
    yield from _slopes(sheet, beside)
    yield from _shares(sheet)
    yield Points(tuple(_overall(sheet)))
    if remarks := (*_remarks(sheet, beside),):
        yield Points(remarks)


def _slopes(sheet: RatedSheet, beside: Sequence[RatedSheet]) -> Iterator[Content]:
    changes = [_changes(sheet, other) for other in beside]
    columns = [_("Standard"), *(each.title for each in beside), sheet.title]
    columns += (
        [_("Change from %(title)s", title=each.title) for each in beside]
        if len(beside) > 1
        else [_("Change")] * len(beside)
    )
    rows = [
        (
            str(each.standard),
            *(other.ratings.get(each.standard.number) or _NONE for other in beside),
            each.band.name if each.band else _unrated(each),
            *(moved[each.standard.number] for moved in changes),
        )
        for each in sheet.standards
    ]
    if not beside:
        if any(each.computed is None for each in sheet.standards):
            yield Grid(tuple(columns), tuple(rows))
        return
    for domain in dict.fromkeys(_domain(each) for each in sheet.standards):
        own = [(each, row) for each, row in zip(sheet.standards, rows, strict=True) if _domain(each) == domain]
        yield _slope([each for each, _ in own], [row for _, row in own], columns, [*beside, sheet])


def _slope(
    of: Sequence[RatedStandard], rows: Sequence[tuple[str, ...]], columns: Sequence[str], sheets: Sequence[RatedSheet]
) -> Picture:
    levels = sheets[-1].framework.scale.names
    places = {
        each.standard.number: [_place(sheet.ratings.get(each.standard.number), levels) for sheet in sheets]
        for each in of
    }
    titles = [each.title for each in sheets]
    said = "; ".join(f"{row[0]}: {levels_in_order(row[1 : len(sheets) + 1])}" for row in rows)
    chart = slope(_("Ratings, %(names)s", names=f" {_('and')} ".join(titles)), said, titles, levels, places)
    return Picture(chart, _("The rating of each standard, from left to right."), Grid(tuple(columns), tuple(rows)))


def _domain(each: RatedStandard) -> str:
    return each.standard.number.partition(".")[0]


def _place(rating: str | None, levels: Sequence[str]) -> int | None:
    return None if rating is None else [*levels].index(rating)


def _changes(sheet: RatedSheet, other: RatedSheet) -> dict[str, str]:
    theirs = {number: rating for number, rating in other.ratings.items() if number in sheet.ratings}
    return {each.subject: str(each) for each in compare(theirs, sheet.ratings, sheet.framework.scale.names)}


def _unrated(rated: RatedStandard) -> str:
    return _("cannot tell") if rated.questions and not rated.computed else NOT_RATED


def _shares(sheet: RatedSheet) -> Iterator[Content]:
    """What each rating was computed from, on the scale; nothing where no scores are on record."""
    rows, drawn = list[tuple[str, ...]](), list[ChartBar]()
    for each in sheet.standards:
        if each.score and each.computed:
            rows.append((str(each.standard), str(each.score), percent(each.computed), each.computed.name))
            figure = f"{percent(each.computed)}, {each.computed.name}"
            says = f"{each.standard}: {figure}"
            if len(says) > _LETTERS:
                says = f"{each.standard.number}: {figure}"
            drawn.append(ChartBar(says, (BarPart(each.computed.amount or 0, Look.FILLED),)))
    overall = sheet.overall
    if rows and overall.score and overall.computed:
        rows.append((_("Overall"), str(overall.score), percent(overall.computed), overall.computed.name))
        drawn.append(
            ChartBar(
                _("Overall: %(share)s, %(name)s", share=percent(overall.computed), name=overall.computed.name),
                (BarPart(overall.computed.amount or 0, Look.SHADED),),
            )
        )
    if rows:
        scale = sheet.framework.scale
        chart = bars(
            _("Scores of %(title)s", title=sheet.title),
            "; ".join(each.says for each in drawn),
            drawn,
            top=Fraction(scale.top),
            bands=[Fraction(band.starts) for band in scale.bands],
        )
        caption = _("Scores in per cent of what could be scored; shaded stripes are the bands of the scale.")
        yield Picture(chart, caption, Grid((_("Standard"), _("Score"), _("Share"), _("Rating")), tuple(rows)))


def _overall(sheet: RatedSheet) -> Iterator[str]:
    overall = sheet.overall
    if overall.computed:
        score = f" ({overall.score})" if overall.score else ""
        yield _("Overall: %(name)s%(score)s.", name=overall.computed.name, score=score)
    if overall.why_not:
        yield _("Overall: %(why_not)s.", why_not=overall.why_not)
    if overall.stated and not overall.computed:
        yield _("Overall: stated as %(stated)s.", stated=overall.stated)
    yield from (_("It contradicts itself. %(each)s.", each=each) for each in sheet.differences)


def _remarks(sheet: RatedSheet, beside: Sequence[RatedSheet]) -> Iterator[str]:
    for each in sheet.standards:
        if question := each.deciding:
            yield _(
                "%(standard)s: its lowest key question is %(id)s %(name)s.",
                standard=each.standard,
                id=question.question.id,
                name=question.question.name,
            )
    for other in beside:
        try:
            agreed = agreement(sheet.ratings, other.ratings, sheet.framework.scale.names)
        except RatingError:
            yield _(
                "%(title)s and %(other_title)s: no standard is rated in both.",
                title=sheet.title,
                other_title=other.title,
            )
            continue
        words = _(
            "; weighted kappa %(kappa)s, where 1 is full agreement and 0 what chance would give", kappa=agreed.kappa
        )
        kappa = "" if agreed.kappa is None else words
        caution = f" ({agreed.caution})" if agreed.caution else ""
        yield (
            _(
                "%(title)s and %(other_title)s: %(exact)s of %(n)s exactly the same, "
                "%(within_one)s of %(n)s within one band%(kappa)s%(caution)s.",
                title=sheet.title,
                other_title=other.title,
                exact=agreed.exact,
                n=agreed.n,
                within_one=agreed.within_one,
                kappa=kappa,
                caution=caution,
            )
        )
    yield from (f"{note[:1].upper()}{note[1:]}." for note in sheet.notes)


def trend_content(sheets: Sequence[RatedSheet]) -> Iterator[Content]:
    """The share of each standard in audits that follow each other, a picture for each domain."""
    last = sheets[-1]
    titles = [each.title for each in sheets]
    for domain in dict.fromkeys(_domain(each) for each in last.standards):
        own = [each.standard for each in last.standards if _domain(each) == domain]
        found = {each.number: [_of(sheet, each.number) for sheet in sheets] for each in own}
        drawn = [ChartLine(number, tuple(map(_share, of))) for number, of in found.items()]
        scale = last.framework.scale
        starts = [*(float(band.starts) for band in scale.bands), float(scale.top)]
        stripes = [Stripe(band.name, *starts[at : at + 2]) for at, band in enumerate(scale.bands)]
        said = "; ".join(f"{each}: {', '.join(map(_figure, found[each.number]))}" for each in own)
        chart = lines(
            _("Scores from %(first)s to %(last)s", first=titles[0], last=titles[-1]),
            said,
            titles,
            drawn,
            stripes,
        )
        rows = zip(titles, *(map(_figure, of) for of in found.values()), strict=True)
        caption = _(
            "The share of what could be scored, audit by audit, before the bands: %(names)s.",
            names="; ".join(map(str, own)),
        )
        yield Picture(chart, caption, Grid((_("Audit"), *found), tuple(rows)))
    yield Points(tuple(f"{each.title}. {line}" for each in sheets for line in _overall(each)))


def _of(sheet: RatedSheet, number: str) -> RatedStandard | None:
    return next((each for each in sheet.standards if each.standard.number == number), None)


def _figure(rated: RatedStandard | None) -> str:
    return f"{percent(rated.computed)}, {rated.computed.name}" if rated and rated.computed else _NONE


def _share(rated: RatedStandard | None) -> float | None:
    amount = rated.computed.amount if rated and rated.computed else None
    return None if amount is None else float(amount)

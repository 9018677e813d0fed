"""Rated sheets, comparisons and rating scales, as tables on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from yosrules.language.plain.values import Plain
from yosrules.policies.domain import Framework
from yosrules.policies.rating import NOT_RATED, plain
from yosrules.ratings.compare import KAPPA_IN_WORDS, Agreement, RatingChange
from yosrules.ratings.rate import percent
from yosrules.ratings.rated import RatedOverall, RatedSheet, RatedStandard
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table
from yosrules.reports.site.catalogue import _

_COLOURS = {"Inadequate": "red", "Requires improvement": "yellow", "Good": "green", "Outstanding": "bold cyan"}


def show_sheet(screen: Screen, sheet: RatedSheet, changes: Sequence[RatingChange] = (), beside: str = "") -> None:
    """Draw one rated sheet, with another set of ratings beside it, and its contradictions."""
    moved = {change.subject: change for change in changes}
    columns = ["Standard", ">Score", ">Share", "Rating", *([beside, "Change"] if changes else [])]
    rows = [_row(each) + _beside(changes, moved.get(each.standard.number)) for each in sheet.standards]
    rows.append(_overall_row(sheet) + (["", ""] if changes else []))
    draw_table(screen, f"{sheet.title} ({sheet.framework.id})", columns, rows)
    show_remarks(screen, sheet)


def show_remarks(screen: Screen, sheet: RatedSheet) -> None:
    """Print the contradictions within a sheet, why it has no overall rating, and its notes."""
    draw_lines(screen, (f"! {difference}" for difference in sheet.differences), "red")
    draw_lines(screen, [f"  {sheet.overall.why_not}"] if sheet.overall.why_not else [])
    lowest = [(each.standard, each.deciding.question) for each in sheet.standards if each.deciding]
    said = [f"  {of}: its lowest key question is {question.id} {question.name}" for of, question in lowest]
    draw_lines(screen, [*said, *(f"  {note}" for note in sheet.notes)], "dim")


def _row(rated: RatedStandard) -> list[str]:
    score = str(rated.score) if rated.score else "-"
    share = percent(rated.computed) if rated.computed else "-"
    return [clean(str(rated.standard)), score, share, _coloured(rated.band.name if rated.band else _unrated(rated))]


def _beside(changes: Sequence[RatingChange], change: RatingChange | None) -> list[str]:
    if not changes:
        return []
    return [_coloured(change.before), str(change)] if change else ["-", "-"]


def _unrated(rated: RatedStandard) -> str:
    return "cannot tell" if rated.questions and not rated.computed else NOT_RATED


def _overall_row(sheet: RatedSheet) -> list[str]:
    overall = sheet.overall
    audited = bool(overall.score) and any(each.score for each in sheet.standards)
    share = percent(overall.computed) if overall.computed and audited else "-"
    rating = _coloured(overall.computed.name) if overall.computed else _not_computed(overall)
    label = "Overall score" if audited else "Overall"
    return [label, str(overall.score) if overall.score else "-", share, rating]


def _not_computed(overall: RatedOverall) -> str:
    """The rating that is left where others are not, and what the sheet itself states, which nothing here can check."""
    left = overall.possible if len(overall.possible) == 1 else ()
    only = [f"only {_coloured(band.name)} is possible" for band in left]
    stated = [f"stated as {_coloured(overall.stated)}"] if overall.stated else []
    return "; ".join([*only, *stated]) or "-"


def show_services(screen: Screen, title: str, sheets: Sequence[RatedSheet]) -> None:
    """Draw a row for each inspection, and say how many agree with the published rating."""
    rows = [
        [
            clean(sheet.title),
            str(sheet.overall.score) if sheet.overall.score else "-",
            _coloured(sheet.overall.computed.name if sheet.overall.computed else None),
            _coloured(sheet.overall.stated),
        ]
        for sheet in sheets
    ]
    draw_table(screen, title, ["Service", ">Points", "Overall, computed", "Overall, published"], rows)
    for sheet in sheets:
        draw_lines(screen, (f"! {sheet.title}: {difference}" for difference in sheet.differences), "red")
        draw_lines(screen, [f"  {sheet.title}: {sheet.overall.why_not}"] if sheet.overall.why_not else [])
    both = [(o.computed.name, o.stated) for o in (sheet.overall for sheet in sheets) if o.computed and o.stated]
    same = sum(computed == stated for computed, stated in both)
    screen.print(f"\n{same} of {len(both)} computed overall ratings are as published; {len(sheets)} services in all")


def show_changes(screen: Screen, title: str, changes: Sequence[RatingChange], names: tuple[str, str]) -> None:
    """Draw two sets of ratings side by side."""
    rows = [[clean(c.subject), _coloured(c.before), _coloured(c.after), str(c)] for c in changes]
    draw_table(screen, title, ["Standard", *names, "Change"], rows)


def changed_rows(changes: Sequence[RatingChange]) -> tuple[list[str], list[list[str | int | None]]]:
    """A row for each standard: its rating before and after, and by how many bands it moved."""
    return ["standard", "before", "after", "bands"], [[c.subject, c.before, c.after, c.bands] for c in changes]


def show_agreement(screen: Screen, agreement: Agreement, one: str, other: str) -> None:
    """Print how far two sets agree, and the caution if there is one."""
    kappa = "" if agreement.kappa is None else f"; weighted kappa {_kappa(agreement)}"
    screen.print(
        f"\n{clean(one)} and {clean(other)}: {agreement.exact} of {agreement.n} exactly the same, "
        f"{agreement.within_one} of {agreement.n} within one band{kappa}"
    )
    said = [agreement.caution, f"of a weighted kappa {KAPPA_IN_WORDS}" if kappa else ""]
    draw_lines(screen, [f"  {each}" for each in said if each], "dim")


def _kappa(agreement: Agreement) -> str:
    return f"{agreement.kappa} ({float(agreement.kappa or 0):.2f})"


def show_scales(screen: Screen, framework: Framework) -> None:
    """Draw a framework's scales: where each band begins, also before rounding, and its points."""
    rows = [
        [_coloured(band.name), _starts(framework, place), str(framework.points[place])]
        for place, band in enumerate(framework.scale.bands)
    ]
    draw_table(screen, f"{framework.id}: {framework.title}", [_("Rating"), _("From"), f">{_('Points')}"], rows)
    lines = [_("shares are rounded: %(rounding)s", rounding=framework.scale.rounding)]
    for scale in framework.overall_bands:
        bands = ", ".join(
            _("%(band)s from %(starts)s", band=band.name, starts=plain(band.starts)) for band in scale.bands
        )
        lines.append(_("overall, in points out of %(top)s: %(bands)s", top=plain(scale.top), bands=bands))
    draw_lines(screen, lines)
    draw_lines(screen, (_("not established: %(question)s", question=question) for question in framework.open), "dim")
    if framework.absent:
        draw_lines(screen, [f"! {framework.lacks}"], "red")


def _starts(framework: Framework, place: int) -> str:
    band, exact = framework.scale.bands[place], framework.scale.threshold(framework.scale.bands[place])
    return f"{plain(band.starts)}%" + (
        "" if exact == band.starts else f" ({_('reached at %(share)s', share=f'{plain(exact)}%')})"
    )


def _coloured(name: str | None) -> str:
    """The name of a rating in its colour; "-" for none."""
    colour = _COLOURS.get(name or "")
    return f"[{colour}]{clean(name or '-')}[/{colour}]" if colour else clean(name or "-")


def scales_data(frameworks: Iterable[Framework]) -> list[Plain]:
    """Each framework's scale: where every band begins, and its points."""
    return [
        {
            "framework": each.id,
            "title": each.title,
            "rounding": str(each.scale.rounding),
            "bands": [
                {"name": band.name, "from": plain(band.starts), "points": each.points[at]}
                for at, band in enumerate(each.scale.bands)
            ],
            "not_established": [*each.open],
        }
        for each in frameworks
    ]


def compared_data(
    first: RatedSheet, second: RatedSheet, changes: Sequence[RatingChange], agreed: Agreement
) -> dict[str, Plain]:
    """Two rated sheets beside each other, and how far they agree."""
    moved: list[Plain] = [
        {"subject": each.subject, "before": each.before, "after": each.after, "bands": each.bands} for each in changes
    ]
    return {
        "before": first.as_dict(),
        "after": second.as_dict(),
        "changes": moved,
        "agreement": {
            "n": agreed.n,
            "exact": agreed.exact,
            "within_one": agreed.within_one,
            "kappa": _exact(agreed.kappa),
            "left_out": [*agreed.left_out],
        },
    }


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else str(number)

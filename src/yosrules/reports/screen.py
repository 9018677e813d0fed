"""Results -> tables for a person: coloured in a terminal, Markdown when piped."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yosrules.hooks.load import Rulebook
from yosrules.policies.domain import Framework
from yosrules.policies.rating import NOT_RATED, plain
from yosrules.ratings.compare import Agreement, RatingChange
from yosrules.ratings.rate import percent
from yosrules.ratings.rated import RatedSheet, RatedStandard

COLOURS = {"Inadequate": "red", "Requires improvement": "yellow", "Good": "green", "Outstanding": "bold cyan"}
PIPED_WIDTH = 120


def console(*, stderr: bool = False) -> Console:
    """Where tables are drawn: as wide as the terminal, or 120 columns when piped unless COLUMNS says otherwise."""
    screen = Console(stderr=stderr, highlight=False, emoji=False)
    if not screen.is_terminal and "COLUMNS" not in os.environ:
        screen.width = PIPED_WIDTH
    return screen


def table(screen: Console, title: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw one table. A column whose name begins with > is set to the right and never wrapped."""
    piped = not screen.is_terminal
    drawn = Table(box=box.MARKDOWN if piped else box.SIMPLE_HEAD, show_edge=not piped, pad_edge=False)
    for name in columns:
        right = name.startswith(">")
        drawn.add_column(clean(name.removeprefix(">")), justify="right" if right else "left", no_wrap=right)
    for row in rows:
        drawn.add_row(*((cell.replace("|", "/") for cell in row) if piped else row))
    screen.print(f"\n[bold]{clean(title)}[/bold]\n")
    screen.print(drawn)


def clean(text: object) -> str:
    """What somebody typed, made safe for the screen: on one line, without control characters, and no markup."""
    return escape("".join(sign for sign in " ".join(str(text).split()) if sign.isprintable()))


def coloured(name: str | None) -> str:
    """The name of a rating in its colour; "-" for none."""
    colour = COLOURS.get(name or "")
    return f"[{colour}]{clean(name or '-')}[/{colour}]" if colour else clean(name or "-")


def show_sheet(screen: Console, sheet: RatedSheet, changes: Sequence[RatingChange] = (), beside: str = "") -> None:
    """One rated sheet, each standard beside what another set said of it, then what does not fit."""
    moved = {change.subject: change for change in changes}
    columns = ["Standard", ">Score", ">Share", "Rating", *([beside, "Change"] if changes else [])]
    rows = [_row(each) + _beside(changes, moved.get(each.standard.number)) for each in sheet.standards]
    rows.append(_overall_row(sheet) + (["", ""] if changes else []))
    table(screen, f"{sheet.title} ({sheet.framework.id})", columns, rows)
    show_remarks(screen, sheet)


def show_remarks(screen: Console, sheet: RatedSheet) -> None:
    """What a sheet contradicts itself in, why it has no overall rating, and notes."""
    for difference in sheet.differences:
        screen.print(f"[red]! {clean(str(difference))}[/red]")
    if sheet.overall.why_not:
        screen.print(f"  {clean(sheet.overall.why_not)}")
    for note in sheet.notes:
        screen.print(f"[dim]  {clean(note)}[/dim]")


def _row(rated: RatedStandard) -> list[str]:
    score = str(rated.score) if rated.score else "-"
    share = percent(rated.computed) if rated.computed else "-"
    return [clean(str(rated.standard)), score, share, coloured(rated.band.name if rated.band else _unrated(rated))]


def _beside(changes: Sequence[RatingChange], change: RatingChange | None) -> list[str]:
    if not changes:
        return []
    return [coloured(change.before), str(change)] if change else ["-", "-"]


def _unrated(rated: RatedStandard) -> str:
    return "cannot tell" if rated.questions and not rated.computed else NOT_RATED


def _overall_row(sheet: RatedSheet) -> list[str]:
    overall = sheet.overall
    audited = bool(overall.score) and any(each.score for each in sheet.standards)
    share = percent(overall.computed) if overall.computed and audited else "-"
    rating = coloured(overall.computed.name if overall.computed else None)
    label = "Overall score" if audited else "Overall"
    return [label, str(overall.score) if overall.score else "-", share, rating]


def show_services(screen: Console, title: str, sheets: Sequence[RatedSheet]) -> None:
    """Many inspections, a row each, and how many agree with what was published."""
    rows = [
        [
            clean(sheet.title),
            str(sheet.overall.score) if sheet.overall.score else "-",
            coloured(sheet.overall.computed.name if sheet.overall.computed else None),
            coloured(sheet.overall.stated),
        ]
        for sheet in sheets
    ]
    table(screen, title, ["Service", ">Points", "Overall, computed", "Overall, published"], rows)
    for sheet in sheets:
        for difference in sheet.differences:
            screen.print(f"[red]! {clean(sheet.title)}: {clean(str(difference))}[/red]")
        if sheet.overall.why_not:
            screen.print(f"  {clean(sheet.title)}: {clean(sheet.overall.why_not)}")
    both = [(o.computed.name, o.stated) for o in (sheet.overall for sheet in sheets) if o.computed and o.stated]
    same = sum(computed == stated for computed, stated in both)
    screen.print(f"\n{same} of {len(both)} computed overall ratings are as published; {len(sheets)} services in all")


def show_changes(screen: Console, title: str, changes: Sequence[RatingChange], names: tuple[str, str]) -> None:
    """Two sets of ratings side by side."""
    rows = [[clean(c.subject), coloured(c.before), coloured(c.after), str(c)] for c in changes]
    table(screen, title, ["Standard", *names, "Change"], rows)


def show_agreement(screen: Console, agreement: Agreement, one: str, other: str) -> None:
    """How far two sets agree, in a sentence, with its caution."""
    kappa = "" if agreement.kappa is None else f"; weighted kappa {_kappa(agreement)}"
    screen.print(
        f"\n{clean(one)} and {clean(other)}: {agreement.exact} of {agreement.n} exactly the same, "
        f"{agreement.within_one} of {agreement.n} within one band{kappa}"
    )
    if agreement.caution:
        screen.print(f"[dim]  {agreement.caution}[/dim]")


def _kappa(agreement: Agreement) -> str:
    return f"{agreement.kappa} ({float(agreement.kappa or 0):.2f})"


def show_plugins(screen: Console, rulebook: Rulebook) -> None:
    """What is loaded, from which distribution and version, and what failed and why."""
    rows = [
        [clean(p.name), clean(p.distribution), clean(p.version), "\n".join(map(clean, p.offers)) or "-"]
        for p in rulebook.plugins
    ]
    table(screen, "Plugins", ["Plugin", "Distribution", "Version", "Offers"], rows)
    for failure in rulebook.failures:
        screen.print(f"[red]! {clean(str(failure))}[/red]")
    if not rulebook.plugins:
        screen.print("No plugin is installed. The README says how to install those of this repository.")


def show_scales(screen: Console, framework: Framework) -> None:
    """A framework's scales: where each band begins, before rounding too, and what it is worth."""
    rows = [
        [coloured(band.name), _starts(framework, place), str(framework.points[place])]
        for place, band in enumerate(framework.scale.bands)
    ]
    table(screen, f"{framework.id}: {framework.title}", ["Rating", "From", ">Points"], rows)
    screen.print(f"  shares are rounded: {framework.scale.rounding}")
    for scale in framework.overall_bands:
        bands = ", ".join(f"{band.name} from {plain(band.starts)}" for band in scale.bands)
        screen.print(f"  overall, in points out of {plain(scale.top)}: {bands}")
    for question in framework.open:
        screen.print(f"[dim]  not established: {clean(question)}[/dim]")
    if framework.absent:
        screen.print(f"[red]! no installed plugin brings domain {', '.join(framework.absent)}[/red]")


def _starts(framework: Framework, place: int) -> str:
    band, exact = framework.scale.bands[place], framework.scale.threshold(framework.scale.bands[place])
    return f"{plain(band.starts)}%" + ("" if exact == band.starts else f" (reached at {plain(exact)}%)")

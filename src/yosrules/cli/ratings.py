"""The commands about ratings: rate, compare, scales."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from yosrules.cli.common import (
    Force,
    SheetName,
    WithEngine,
    day_meant,
    installed_rulebook,
    needing,
    refuse_both,
    refuse_overwriting,
    say,
)
from yosrules.cli.pages import AsJson, say_json
from yosrules.cli.stdin import each_from_stdin
from yosrules.errors import InputError, RatingError, YosrulesError
from yosrules.files.audits.evidence import read_evidence
from yosrules.files.engines import Engine
from yosrules.files.formats.workbook import WORKBOOKS
from yosrules.files.ratings import FORMATS, check_ending
from yosrules.files.writing.atomic import write_whole
from yosrules.hooks.load import Rulebook
from yosrules.policies.domain import Framework
from yosrules.ratings.compare import RatingChange, agreement, compare
from yosrules.ratings.rate import rate
from yosrules.ratings.rated import RatedSheet
from yosrules.reports.drawing.screen import clean, console
from yosrules.reports.ratings import (
    compared_data,
    scales_data,
    show_agreement,
    show_changes,
    show_remarks,
    show_scales,
    show_services,
    show_sheet,
)

Sheets = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        callback=each_from_stdin,
        help="Audits or inspections: a workbook, .csv, .parquet or .json; - is stdin.",
    ),
]
FieldworkDay = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="The day on which the inspection's fieldwork began, not that of its report; today if left out.",
    ),
]
FrameworkId = Annotated[str | None, typer.Option("--framework", help="The inspection framework, such as hmip-2018.")]


def rate_files(
    paths: Sheets,
    against: Annotated[Path | None, typer.Option(help="Ratings to set beside them: an inspection or an audit.")] = None,
    framework: FrameworkId = None,
    on: FieldworkDay = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of tables.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write results to this file (.json or .csv).")] = None,
    engine: WithEngine = None,
    sheet: SheetName = "",
    force: Force = False,
) -> None:
    """Rate audits or inspections: every standard, the overall, and whatever the sheet states that does not fit.

    An audit sheet has the columns standard, score, out_of, and may state percent and rating; audit items have case,
    standard, question, score, out_of; inspections have standard, rating. For example:

        yosrules rate audit.csv --framework hmip-2018 --against inspection.csv
    """
    refuse_overwriting({"--out": out}, *paths, against, force=force or engine is not None)
    if engine:
        if len(paths) > 1 or against or as_json or as_csv:
            raise YosrulesError("--engine rates one dataset of audit items, and writes it to the folder --out")
        raise typer.Exit(_rate_by(engine, paths[0], out, framework, on))
    refuse_both({"--out": out, "--json": as_json, "--csv": as_csv})
    ending = check_ending(out) if out else ".csv" if as_csv else ".json"
    rulebook = installed_rulebook()
    chosen = _framework(rulebook, framework, on)
    *rated, other = rate_all([*paths, against], chosen, rulebook, sheet)
    sheets = [sheet for each in rated for sheet in each]
    beside = _only(against, other) if against else None
    changes = [changes_against(sheet, beside) for sheet in sheets]
    if out or as_json or as_csv:
        text = FORMATS[ending](list(zip(sheets, changes, strict=True)))
        _deliver(text, out, sheets)
    else:
        _show(sheets, changes, beside)
    raise typer.Exit(1 if any(sheet.differences for sheet in sheets) else 0)


def _rate_by(engine: Engine, dataset: Path, out: Path | None, framework: str | None, on: datetime | None) -> int:
    """Rate a dataset with an engine, and give the exit code."""
    with needing("bulk"):
        from yosrules.cli.datasets import rate_dataset  # noqa: PLC0415 -- an extra, imported when asked for
    return rate_dataset(_framework(installed_rulebook(), framework, on), dataset, out, engine)


def _deliver(text: str, out: Path | None, sheets: Sequence[RatedSheet]) -> None:
    """Print the data, or write it and print the contradictions within the sheets."""
    if out is None:
        typer.echo(text, nl=False)
        return
    write_whole(out, text.encode())
    for sheet in sheets:
        for difference in sheet.differences:
            say(f"{sheet.title}: {difference}", err=True)


def compare_files(
    before: Annotated[Path, typer.Argument(help="The earlier ratings, or one of two ways of rating.")],
    after: Annotated[Path, typer.Argument(help="The later ratings, or the other way.")],
    framework: FrameworkId = None,
    on: FieldworkDay = None,
    sheet: SheetName = "",
    as_json: AsJson = False,
) -> None:
    """Compare two audits or inspections: bands up or down for each standard, and how far the two agree."""
    rulebook = installed_rulebook()
    chosen = _framework(rulebook, framework, on)
    rated = rate_all([before, after], chosen, rulebook, sheet)
    first, second = (_only(path, each) for path, each in zip((before, after), rated, strict=True))
    agreed = agreement(first.ratings, second.ratings, chosen.scale.names)
    screen = console()
    changes = compare(first.ratings, second.ratings, chosen.scale.names)
    if as_json:
        say_json(compared_data(first, second, changes, agreed))
        raise typer.Exit(1 if first.differences or second.differences else 0)
    show_changes(screen, f"{first.title} and {second.title} ({chosen.id})", changes, (first.title, second.title))
    show_agreement(screen, agreed, first.title, second.title)
    for each in (first, second):
        show_remarks(screen, each)
    raise typer.Exit(1 if first.differences or second.differences else 0)


def list_scales(as_json: AsJson = False) -> None:
    """Show each framework's rating scale: where every band begins, its points, and what is not established."""
    if as_json:
        say_json(scales_data(installed_rulebook().frameworks.values()))
        return
    for framework in installed_rulebook().frameworks.values():
        show_scales(console(), framework)


def _framework(rulebook: Rulebook, id: str | None, on: datetime | None) -> Framework:
    refuse_both({"--framework": id, "--on": on})
    return rulebook.framework_on(day_meant(on)) if id is None else rulebook.framework(id)


def rate_all(
    paths: Sequence[Path | None], framework: Framework, rulebook: Rulebook, sheet: str = ""
) -> list[list[RatedSheet]]:
    """Rate the contents of every file, or raise one error that lists what is wrong in all of them.

    `sheet` is the sheet that is wanted of the files that are workbooks.
    """
    rated: list[list[RatedSheet]] = []
    wrong: list[str] = []
    stems = [stem for stem, _ in {(path.stem, path) for path in paths if path}]
    if sheet and not any(_has_sheets(path) for path in paths if path):
        raise YosrulesError("--sheet names a sheet of a workbook, and no file here is one")
    for path in paths:
        rated.append([])
        if path is None:
            continue
        wanted = sheet if _has_sheets(path) else ""
        try:
            contents = read_evidence(path, framework, None if stems.count(path.stem) == 1 else str(path), wanted)
        except InputError as error:
            wrong.append(f"{error}{_elsewhere(path, framework, rulebook, len(error.bad), wanted)}")
            continue
        rated[-1] = [rate(evidence, framework) for evidence in contents.evidence]
        for line in contents.notes:
            say(line, err=True)
        if contents.unused:
            say(f"{path.name}: columns not used: {', '.join(contents.unused)}", err=True)
    if wrong:
        raise YosrulesError("\n".join(wrong))
    return rated


def _has_sheets(path: Path) -> bool:
    return path.suffix.casefold() in WORKBOOKS


def _elsewhere(path: Path, framework: Framework, rulebook: Rulebook, bad: int, sheet: str) -> str:
    """A hint if more of the file can be read by another framework, and by which most of it."""
    others = {name: _wrong(path, each, sheet) for name, each in rulebook.frameworks.items() if each is not framework}
    fewest = min(others.values(), default=bad)
    fitting = " or ".join(name for name, wrong in others.items() if wrong == fewest)
    if fewest >= bad:
        return ""
    left = f" but for {fewest} thing{'s' if fewest > 1 else ''} to put right" if fewest else ""
    return f"\n  It can be read with --framework {fitting}{left}."


def _wrong(path: Path, framework: Framework, sheet: str) -> int:
    """How many things are wrong with a file by a framework; as many as there can be if it cannot be read at all."""
    try:
        read_evidence(path, framework, sheet=sheet)
    except InputError as error:
        return len(error.bad) or sys.maxsize
    return 0


def _only(path: Path, sheets: Sequence[RatedSheet]) -> RatedSheet:
    if len(sheets) > 1:
        raise InputError(path.name, why=f"it holds {len(sheets)} services; comparing takes a file with one")
    return sheets[0]


def changes_against(sheet: RatedSheet, beside: RatedSheet | None) -> tuple[RatingChange, ...]:
    """How the ratings changed from the other sheet to this one, for the standards of this one."""
    if beside is None:
        return ()
    theirs = {number: rating for number, rating in beside.ratings.items() if number in sheet.ratings}
    return compare(theirs, sheet.ratings, sheet.framework.scale.names)


def _show(sheets: Sequence[RatedSheet], changes: Sequence[Sequence[RatingChange]], beside: RatedSheet | None) -> None:
    screen = console()
    if len(sheets) > 1 and not beside and not any(each.score for sheet in sheets for each in sheet.standards):
        show_services(screen, f"Inspections ({sheets[0].framework.id})", sheets)
        return
    for sheet, moved in zip(sheets, changes, strict=True):
        show_sheet(screen, sheet, moved, beside.title if beside else "")
        if beside:
            say_agreement(screen, sheet, beside)


def say_agreement(screen: Console, one: RatedSheet, other: RatedSheet) -> None:
    """Print how far two sheets agree, or that they have nothing in common."""
    try:
        agreed = agreement(one.ratings, other.ratings, one.framework.scale.names)
    except RatingError:
        screen.print(f"\n{clean(one.title)} and {clean(other.title)}: no standard is rated in both")
        return
    show_agreement(screen, agreed, one.title, other.title)

"""The commands about ratings: rate, compare, scales."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.common import (
    ErrorsTo,
    Files,
    Force,
    Keep,
    MapGiven,
    SheetName,
    WithEngine,
    day_meant,
    installed_rulebook,
    needing,
    refuse_both,
    refuse_overwriting,
    refuse_with,
    refuse_without,
    say,
    say_of,
)
from yosrules.cli.pages import AsJson, Bom, Form, OutAnswer, PageForm, Reply, check_answer, deliver, say_json
from yosrules.cli.stdin import each_from_stdin, from_stdin
from yosrules.errors import InputError, RatingError, YosrulesError
from yosrules.files.audits.evidence import Contents, read_evidence
from yosrules.files.audits.mapped import AuditMap, audits_of
from yosrules.files.engines import Engine
from yosrules.files.formats.signatures import WORKBOOKS
from yosrules.files.ratings import Result, rating_rows, sheet_data
from yosrules.files.writing.rows import WRITERS
from yosrules.hooks.load import Rulebook
from yosrules.policies.domain import Framework
from yosrules.ratings.compare import RatingChange, agreement, compare
from yosrules.ratings.rate import rate
from yosrules.ratings.rated import RatedSheet
from yosrules.reports.drawing.screen import Screen, clean, console
from yosrules.reports.ratings import (
    changed_rows,
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
    against: Annotated[
        Path | None,
        typer.Option(callback=from_stdin, help="Ratings to set beside them: an inspection or an audit."),
    ] = None,
    framework: FrameworkId = None,
    on: FieldworkDay = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of tables.")] = False,
    out: OutAnswer = None,
    bom: Bom = False,
    engine: WithEngine = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    keep: Keep = None,
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Rate audits or inspections: every standard, the overall, and whatever the sheet states that does not fit.

    An audit sheet has the columns standard, score, out_of, and may state percent and rating; audit items have case,
    standard, question, score, out_of; inspections have standard, rating. For example:

        yosrules rate audit.csv --framework hmip-2018 --against inspection.csv
    """
    files = Files((*paths, *([against] if against else [])), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force or engine is not None)
    if engine:
        if len(paths) > 1 or against or as_json or as_csv or form is not Form.TEXT:
            raise YosrulesError("--engine rates one dataset of audit items, and writes it to the folder --out")
        refuse_with("--engine", {**files.given, "--keep": keep})
        raise typer.Exit(_rate_by(engine, paths[0], out, framework, on))
    check_answer(out, form=form, as_json=as_json, as_csv=as_csv)
    if not out:
        refuse_without("--out", {"--keep": keep})
    rulebook, kept = installed_rulebook(), dict[tuple[str, str], Mapping[str, str]]()
    rated = rate_all(files, _framework(rulebook, framework, on), rulebook, (len(paths), keep or ()), kept)
    beside = _only(against, rated.pop()) if against else None
    results = [(sheet, changes_against(sheet, beside)) for each in rated for sheet in each]
    rows = partial(rating_rows, results, kept)
    if as_csv:
        typer.echo(WRITERS[".csv"](*rows()).decode(), nl=False)
    else:
        answer = Reply(
            "Ratings", partial(_show, results, beside), lambda: [sheet_data(*each) for each in results], rows
        )
        deliver(answer, form, out, as_json=as_json, bom=bom)
    differences = [f"{sheet.title}: {difference}" for sheet, _ in results for difference in sheet.differences]
    for each in differences if out else ():
        say(each, err=True)
    raise typer.Exit(1 if differences else 0)


def _rate_by(engine: Engine, dataset: Path, out: Path | None, framework: str | None, on: datetime | None) -> int:
    """Rate a dataset with an engine, and give the exit code."""
    with needing("bulk"):
        from yosrules.cli.datasets import rate_dataset  # noqa: PLC0415 -- an extra, imported when asked for
    return rate_dataset(_framework(installed_rulebook(), framework, on), dataset, out, engine)


def compare_files(
    before: Annotated[
        Path, typer.Argument(callback=from_stdin, help="The earlier ratings, or one of two ways of rating; - is stdin.")
    ],
    after: Annotated[Path, typer.Argument(callback=from_stdin, help="The later ratings, or the other way.")],
    framework: FrameworkId = None,
    on: FieldworkDay = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: OutAnswer = None,
    bom: Bom = False,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Compare two audits or inspections: bands up or down for each standard, and how far the two agree."""
    files = Files((before, after), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    check_answer(out, form=form, as_json=as_json)
    rulebook = installed_rulebook()
    chosen = _framework(rulebook, framework, on)
    rated = rate_all(files, chosen, rulebook)
    first, second = (_only(path, each) for path, each in zip(files.paths, rated, strict=True))
    agreed = agreement(first.ratings, second.ratings, chosen.scale.names)
    changes = compare(first.ratings, second.ratings, chosen.scale.names)

    def draw(screen: Screen) -> None:
        show_changes(screen, f"{first.title} and {second.title} ({chosen.id})", changes, (first.title, second.title))
        show_agreement(screen, agreed, first.title, second.title)
        for each in (first, second):
            show_remarks(screen, each)

    answer = Reply(
        "Ratings compared", draw, lambda: compared_data(first, second, changes, agreed), lambda: changed_rows(changes)
    )
    deliver(answer, form, out, as_json=as_json, bom=bom)
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
    files: Files,
    framework: Framework,
    rulebook: Rulebook,
    keep: tuple[int, Sequence[str]] = (0, ()),
    kept: dict[tuple[str, str], Mapping[str, str]] | None = None,
) -> list[list[RatedSheet]]:
    """Rate the contents of every file, or raise one error that lists what is wrong in all of them.

    Columns of the first so many files are put into `kept`, by title and standard, as `keep` says.
    """
    rated: list[list[RatedSheet]] = []
    wrong: list[tuple[InputError, str]] = []
    stems = [stem for stem, _ in {(path.stem, path) for path in files.paths}]
    if files.sheet and not any(map(_has_sheets, files.paths)):
        raise YosrulesError("--sheet names a sheet of a workbook, and no file here is one")
    maps, headings = files.maps(), dict[str, Sequence[str]]()
    for place, path in enumerate(files.paths):
        rated.append([])
        wanted = files.sheet if _has_sheets(path) else ""
        read = partial(read_evidence, path, sheet=wanted, maps=maps, others=len(files.paths) > 1)
        try:
            title = None if stems.count(path.stem) == 1 else str(path)
            contents = read(framework, title=title, keep=keep[1] if place < keep[0] else ())
        except InputError as error:
            wrong.append((error, _elsewhere(read, framework, rulebook, len(error.bad))))
            continue
        rated[-1] = [rate(evidence, framework) for evidence in contents.evidence]
        headings[path.name] = contents.headings
        if kept is not None:
            kept |= contents.kept
        say_of(path, [each for each in contents.unused if each not in keep[1]], contents.notes)
    if wrong:
        raise files.refused([f"{error}{hint}" for error, hint in wrong], [error for error, _ in wrong])
    AuditMap(audits_of(maps)).check_headings(headings)
    return rated


def _has_sheets(path: Path) -> bool:
    return path.suffix.casefold() in WORKBOOKS


def _elsewhere(read: Callable[[Framework], Contents], framework: Framework, rulebook: Rulebook, bad: int) -> str:
    """A hint if more of the file can be read by another framework, and by which most of it."""
    others = {name: _wrong(read, each) for name, each in rulebook.frameworks.items() if each is not framework}
    fewest = min(others.values(), default=bad)
    fitting = " or ".join(name for name, wrong in others.items() if wrong == fewest)
    if fewest >= bad:
        return ""
    left = f" but for {fewest} thing{'s' if fewest > 1 else ''} to put right" if fewest else ""
    return f"\n  It can be read with --framework {fitting}{left}."


def _wrong(read: Callable[[Framework], Contents], framework: Framework) -> int:
    """How many things are wrong with a file by a framework; as many as there can be if it cannot be read at all."""
    try:
        read(framework)
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


def _show(results: Sequence[Result], beside: RatedSheet | None, screen: Screen) -> None:
    sheets = [sheet for sheet, _ in results]
    if len(sheets) > 1 and not beside and not any(each.score for sheet in sheets for each in sheet.standards):
        show_services(screen, f"Inspections ({sheets[0].framework.id})", sheets)
        return
    for sheet, moved in results:
        show_sheet(screen, sheet, moved, beside.title if beside else "")
        if beside:
            say_agreement(screen, sheet, beside)


def say_agreement(screen: Screen, one: RatedSheet, other: RatedSheet) -> None:
    """Print how far two sheets agree, or that they have nothing in common."""
    try:
        agreed = agreement(one.ratings, other.ratings, one.framework.scale.names)
    except RatingError:
        screen.print(f"\n{clean(one.title)} and {clean(other.title)}: no standard is rated in both")
        return
    show_agreement(screen, agreed, one.title, other.title)

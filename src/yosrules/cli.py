"""The `yosrules` command: one command a verb.

It ends with 0 when all is well, 1 when a sheet contradicts itself or a plugin cannot be used, 2 for bad input.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from yosrules.errors import InputError, YosrulesError
from yosrules.files import screen as show
from yosrules.files.read import read_evidence
from yosrules.files.write import FORMATS, check_ending, write_whole
from yosrules.hooks.load import Rulebook, load
from yosrules.policies.domain import Framework
from yosrules.policies.rated import RatedSheet
from yosrules.verbs.compare import Change, agreement, compare
from yosrules.verbs.rate import rate

app = typer.Typer(
    help="Rate youth justice audits and inspections exactly, and compare them.",
    epilog="Ends with 0: done; 1: a sheet contradicts itself, or a plugin cannot be used; 2: bad input, all listed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Sheets = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Audits or inspections: .csv, .xlsx, .parquet or .json.")
]
FrameworkId = Annotated[str | None, typer.Option("--framework", help="The inspection framework, such as hmip-2018.")]
OnDay = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        metavar="YYYY-MM-DD",
        formats=["%Y-%m-%d"],
        help="Use the framework in force on this day; today if left out.",
    ),
]


@app.callback(invoke_without_command=True)
def _top(show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if show_version:
        typer.echo(f"yosrules {version('yosrules')}")
        raise typer.Exit


@app.command("rate")
def rate_files(
    paths: Sheets,
    against: Annotated[Path | None, typer.Option(help="Ratings to set beside them: an inspection or an audit.")] = None,
    framework: FrameworkId = None,
    on: OnDay = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of tables.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write results to this file (.json or .csv).")] = None,
) -> None:
    """Rate audits or inspections: every standard, the overall, and whatever the sheet states that does not fit.

    An audit sheet has the columns standard, score, out_of, and may state percent and rating; audit items have case,
    standard, question, score, out_of; inspections have standard, rating. For example:

        yosrules rate audit.csv --framework hmip-2018 --against inspection.csv
    """
    if as_json and as_csv:
        raise YosrulesError("--json and --csv: choose one")
    ending = check_ending(out) if out else ".csv" if as_csv else ".json"
    rulebook = _load()
    chosen = _framework(rulebook, framework, on)
    sheets = _rate_all(paths, chosen, rulebook)
    beside = _one(against, chosen, rulebook) if against else None
    changes = [_changes(sheet, beside) for sheet in sheets]
    if out or as_json or as_csv:
        text = FORMATS[ending](list(zip(sheets, changes, strict=True)))
        if out:
            write_whole(out, text)
        else:
            typer.echo(text, nl=False)
    else:
        _show(sheets, changes, beside)
    raise typer.Exit(1 if any(sheet.differences for sheet in sheets) else 0)


@app.command("compare")
def compare_files(
    before: Annotated[Path, typer.Argument(help="The earlier ratings, or one of two ways of rating.")],
    after: Annotated[Path, typer.Argument(help="The later ratings, or the other way.")],
    framework: FrameworkId = None,
    on: OnDay = None,
) -> None:
    """Compare two audits or inspections: bands up or down for each standard, and how far the two agree."""
    rulebook = _load()
    chosen = _framework(rulebook, framework, on)
    first, second = _one(before, chosen, rulebook), _one(after, chosen, rulebook)
    screen = show.console()
    changes = compare(first.ratings, second.ratings, chosen.scale.names)
    show.show_changes(screen, f"{first.title} and {second.title} ({chosen.id})", changes, (first.title, second.title))
    _show_agreement(screen, first, second)


@app.command()
def plugins() -> None:
    """List the plugins that are installed, what each offers, and what failed and why."""
    rulebook = load(strict=False)
    show.show_plugins(show.console(), rulebook)
    raise typer.Exit(1 if rulebook.failures else 0)


@app.command()
def scales() -> None:
    """Show each framework's rating scale: where every band begins, its points, and what is not established."""
    for framework in _load().frameworks.values():
        show.show_scales(show.console(), framework)


@app.command()
def demo() -> None:
    """Rate Derby's real audits of 2018 and 2019, and set them beside the inspection of June 2018."""
    screen = show.console()
    rulebook = _load()
    chosen = rulebook.framework("hmip-2018")
    with as_file(files("yosrules") / "derby-2019") as folder:
        names = ("post-court-audit", "out-of-court-baseline", "out-of-court-after")
        sheets = _rate_all([folder / f"{name}.csv" for name in names], chosen, rulebook)
        inspection = _one(folder / "inspection-2018.csv", chosen, rulebook)
    screen.print("Derby YOS, 2018-19: its own HMIP-style case audits beside HMIP's inspection of June 2018.")
    for sheet in sheets:
        show.show_sheet(screen, sheet, _changes(sheet, inspection), "Inspection, June 2018")
        if sheet.title == "out-of-court-baseline":
            _show_agreement(screen, sheet, inspection)
    screen.print("\nNow your own: yosrules rate --help")


def _load() -> Rulebook:
    """What is installed; what cannot be used is said, and the rest goes on."""
    rulebook = load(strict=False)
    for failure in rulebook.failures:
        show.console(stderr=True).print(f"[yellow]plugin not used: {escape(str(failure))}[/yellow]")
    return rulebook


def _framework(rulebook: Rulebook, id: str | None, on: datetime | None) -> Framework:
    if id:
        return rulebook.framework(id)
    return rulebook.framework_on(on.date() if on else date.today())


def _rate_all(paths: Sequence[Path], framework: Framework, rulebook: Rulebook) -> list[RatedSheet]:
    """Rate every file, or raise one error that lists what is wrong in all of them."""
    sheets: list[RatedSheet] = []
    wrong: list[str] = []
    for path in paths:
        try:
            contents = read_evidence(path, framework)
        except InputError as error:
            wrong.append(f"{error}{_elsewhere(path, framework, rulebook)}")
            continue
        sheets += [rate(evidence, framework) for evidence in contents.evidence]
        if contents.unused:
            show.console(stderr=True).print(f"{path.name}: columns not used: {escape(', '.join(contents.unused))}")
    if wrong:
        raise YosrulesError("\n".join(wrong))
    return sheets


def _changes(sheet: RatedSheet, beside: RatedSheet | None) -> tuple[Change, ...]:
    if beside is None:
        return ()
    theirs = {number: rating for number, rating in beside.ratings.items() if number in sheet.ratings}
    return compare(theirs, sheet.ratings, sheet.framework.scale.names)


def _elsewhere(path: Path, framework: Framework, rulebook: Rulebook) -> str:
    """A hint, where a file that cannot be read by one framework can be read by another."""
    fitting = [name for name, other in rulebook.frameworks.items() if other is not framework and _reads(path, other)]
    return f"\n  It can be read with --framework {' or '.join(fitting)}." if fitting else ""


def _reads(path: Path, framework: Framework) -> bool:
    try:
        return bool(read_evidence(path, framework))
    except InputError:
        return False


def _one(path: Path, framework: Framework, rulebook: Rulebook) -> RatedSheet:
    sheets = _rate_all([path], framework, rulebook)
    if len(sheets) > 1:
        raise InputError(path.name, why=f"it holds {len(sheets)} services; comparing takes a file with one")
    return sheets[0]


def _show(sheets: Sequence[RatedSheet], changes: Sequence[Sequence[Change]], beside: RatedSheet | None) -> None:
    screen = show.console()
    if len(sheets) > 1 and not any(each.score for sheet in sheets for each in sheet.standards):
        show.show_services(screen, f"Inspections ({sheets[0].framework.id})", sheets)
        return
    for sheet, moved in zip(sheets, changes, strict=True):
        show.show_sheet(screen, sheet, moved, beside.title if beside else "")
        if beside:
            _show_agreement(screen, sheet, beside)


def _show_agreement(screen: Console, one: RatedSheet, other: RatedSheet) -> None:
    show.show_agreement(
        screen, agreement(one.ratings, other.ratings, one.framework.scale.names), one.title, other.title
    )


def main() -> None:
    """Run the command; whatever is wrong with the input is said in words, with exit code 2."""
    try:
        app()
    except YosrulesError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from None

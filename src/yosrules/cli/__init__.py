"""The `yosrules` command: one command a verb.

It ends with 0 when all is well, 1 when something contradicts itself or a plugin cannot be used, 2 for bad input.
"""

from __future__ import annotations

import sys
from datetime import date
from importlib.metadata import distribution, version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli import (
    attendance,  # noqa: F401 -- each adds its commands to the app
    forums,  # noqa: F401 -- each adds its commands to the app
    proof,  # noqa: F401 -- each adds its commands to the app
    ratings,  # noqa: F401 -- each adds its commands to the app
)
from yosrules.cli.common import app, installed
from yosrules.cli.new_plugin import command as newplugin  # noqa: F401 -- each adds its commands to the app
from yosrules.cli.ratings import changes_against, rate_all, say_agreement
from yosrules.deciding.allocate import allocate
from yosrules.errors import YosrulesError
from yosrules.hooks.load import load
from yosrules.reports import screen as show
from yosrules.reports.caseload import show_caseload
from yosrules.samples.cases import sample_cases


@app.callback(invoke_without_command=True)
def _top(show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if show_version:
        typer.echo(f"yosrules {version('yosrules')}")
        raise typer.Exit


@app.command()
def plugins() -> None:
    """List the plugins that are installed, what each offers, and what failed and why."""
    rulebook = load(strict=False)
    show.show_plugins(show.console(), rulebook)
    raise typer.Exit(1 if rulebook.failures else 0)


@app.command()
def demo() -> None:
    """Rate Derby's real audits beside its inspection of 2018, and allocate a synthetic caseload by its strategy."""
    screen = show.console()
    rulebook = installed()
    chosen = rulebook.framework("hmip-2018")
    # Not importlib.resources: an editable install has the files where it is installed, not beside the source.
    folder = Path(str(distribution("yosrules").locate_file("yosrules/derby-2019")))
    names = ("post-court-audit", "out-of-court-baseline", "out-of-court-after")
    paths = [folder / f"{name}.csv" for name in (*names, "inspection-2018")]
    *sheets, inspection = (sheet for (sheet,) in rate_all(paths, chosen, rulebook))
    screen.print("Derby YOS, 2018-19: its own HMIP-style case audits beside HMIP's inspection of June 2018.")
    for sheet in sheets:
        show.show_sheet(screen, sheet, changes_against(sheet, inspection), "Inspection, June 2018")
        if sheet.title == "out-of-court-baseline":
            say_agreement(screen, sheet, inspection)
    policy = rulebook.forum_policy("derby-high-risk-strategy")
    day = date(2019, 9, 9)
    allocations = [allocate(policy, case, day) for case in sample_cases(200, 7, day)]
    screen.print("\nAnd 200 synthetic cases, allocated to forums by Derby's strategy of 2019.")
    show_caseload(screen, allocations)
    screen.print("\nNow your own: yosrules rate --help, yosrules allocate --help")


def main() -> None:
    """Run the command; whatever is wrong with the input is said in words, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except YosrulesError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from None

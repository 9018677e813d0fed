"""What every command shares: the app, what is installed, the day that is meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from yosrules.errors import YosrulesError
from yosrules.files.engines import Engine
from yosrules.hooks.load import Rulebook, load

app = typer.Typer(
    help="Rate youth justice audits, allocate cases to forums, and say why; exactly, and on whose word.",
    epilog="Ends with 0: done; 1: something contradicts itself, is refuted or unusable; 2: bad input, all listed.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    pretty_exceptions_enable=False,
)

OnDay = Annotated[
    datetime | None,
    typer.Option("--on", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The day that is meant; today if left out."),
]

Settings = Annotated[
    Path | None, typer.Option(help="A TOML file with the numbers of a policy that leaves them to each service.")
]

WithEngine = Annotated[
    Engine | None,
    typer.Option("--engine", help="Work through a Parquet dataset of any size, and write one to the folder --out."),
]


def installed() -> Rulebook:
    """What is installed; what cannot be used is said, and the rest goes on."""
    rulebook = load(strict=False)
    for failure in rulebook.failures:
        typer.echo(f"plugin not used: {failure}", err=True)
    return rulebook


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say what to install, if something that is imported here is not."""
    try:
        yield
    except ImportError as error:
        raise YosrulesError(f"--engine needs {error.name}: pip install 'yosrules[{extra}]'") from None


def day_meant(on: datetime | None) -> date:
    """The day asked for, or today."""
    return on.date() if on else date.today()

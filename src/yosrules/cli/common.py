"""What several commands share: options, the installed rulebook, refusals of options, the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from yosrules.errors import Failure, YosrulesError
from yosrules.files.engines import Engine
from yosrules.hooks.load import Rulebook, load

DayAsked = Annotated[
    datetime | None,
    typer.Option("--on", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The day that is meant; today if left out."),
]

Settings = Annotated[
    Path | None, typer.Option(help="A TOML file with the numbers of a policy that leaves them to each service.")
]

BehindCases = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        help="A file named offences, outcomes, assessments, care, forums, checks or waivers, or for a history "
        "of the policy's own; repeat it.",
    ),
]

WithEngine = Annotated[
    Engine | None,
    typer.Option("--engine", help="Work through a Parquet dataset of any size, and write one to the folder --out."),
]


def installed_rulebook() -> Rulebook:
    """The rulebook of what is installed; each failure of a plugin is printed on stderr when it is found."""
    return load(strict=False, on_failure=_say)


def _say(failure: Failure) -> None:
    typer.echo(f"plugin not used: {failure}", err=True)


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Turn a failed import into an error that says which extra to install."""
    try:
        yield
    except ImportError as error:
        raise YosrulesError(f"--engine needs {error.name}: pip install 'yosrules[{extra}]'") from None


def say_of(file: Path, unused: Sequence[str], notes: Sequence[str]) -> None:
    """Say on stderr what was not used of a file, and what a person should look at."""
    for line in [*([f"not used: {', '.join(unused)}"] if unused else []), *notes]:
        typer.echo(f"{file.name}: {line}", err=True)


def refuse_without(option: str, given: Mapping[str, object]) -> None:
    """Refuse options that change nothing without another option."""
    if names := [name for name, value in given.items() if value]:
        raise YosrulesError(f"{' and '.join(names)} would change nothing without {option}")


def refuse_both(given: Mapping[str, object]) -> None:
    """Refuse more than one of several options that exclude each other."""
    if len(names := [name for name, value in given.items() if value]) > 1:
        raise YosrulesError(f"{' and '.join(names)}: choose one")


def day_meant(on: datetime | None) -> date:
    """The day in the option, or today."""
    return on.date() if on else date.today()

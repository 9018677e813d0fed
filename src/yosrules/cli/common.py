"""What several commands share: their options, what is installed, the day that is meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        "--with", help="A file named offences, outcomes, assessments, care, forums, checks or waivers; repeat it."
    ),
]

WithEngine = Annotated[
    Engine | None,
    typer.Option("--engine", help="Work through a Parquet dataset of any size, and write one to the folder --out."),
]


def installed_rulebook() -> Rulebook:
    """What is installed; each plugin that fails is named on stderr when it is found out, and the rest goes on."""
    return load(strict=False, on_failure=_say)


def _say(failure: Failure) -> None:
    typer.echo(f"plugin not used: {failure}", err=True)


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say what to install, if something that is imported here is not."""
    try:
        yield
    except ImportError as error:
        raise YosrulesError(f"--engine needs {error.name}: pip install 'yosrules[{extra}]'") from None


def refuse_without(option: str, given: Mapping[str, object]) -> None:
    """Refuse whatever is given of options that change nothing without another one."""
    if names := [name for name, value in given.items() if value]:
        raise YosrulesError(f"{' and '.join(names)} would change nothing without {option}")


def refuse_both(given: Mapping[str, object]) -> None:
    """Refuse two options of which only one can be meant."""
    if len(names := [name for name, value in given.items() if value]) > 1:
        raise YosrulesError(f"{' and '.join(names)}: choose one")


def day_meant(on: datetime | None) -> date:
    """The day asked for, or today."""
    return on.date() if on else date.today()

"""What several commands share: options, the installed rulebook, refusals of options, the day."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import Annotated, TypeVar

import attrs
import typer

from yosrules.errors import Failure, InputError, YosrulesError, visible
from yosrules.files.engines import Engine
from yosrules.files.mapping.maps import NO_MAP, FileMap, read_map
from yosrules.files.writing.problems import write_problems
from yosrules.files.writing.rows import CellValue
from yosrules.hooks.load import Rulebook, load
from yosrules.records.days import askable
from yosrules.reports.drawing.layout import wrapped

T = TypeVar("T")

DayAsked = Annotated[
    datetime | None,
    typer.Option(
        "--on", metavar="YYYY-MM-DD", formats=["%Y-%m-%d", "%d/%m/%Y"], help="The day that is meant; today if left out."
    ),
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

Force = Annotated[bool, typer.Option("--force", help="Replace files that are there already.")]

MapGiven = Annotated[
    Path | None,
    typer.Option("--map", metavar="TOML", help="What your own headings and words mean, as `yosrules map` writes it."),
]

SheetName = Annotated[
    str, typer.Option("--sheet", help="The sheet of a workbook; the one with the most known headings if left out.")
]

ErrorsTo = Annotated[
    Path | None, typer.Option("--errors", help="Write everything that is wrong with the files here, a row a problem.")
]

Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="HEADING", help='Carry a column along into --out: "Case Manager"; repeat it.'),
]

WithEngine = Annotated[
    Engine | None,
    typer.Option(
        "--engine",
        help="Work through a Parquet dataset of any size, and write one to the folder --out. With polars it is quicker "
        "from about 1,000 rows.",
    ),
]


def installed_rulebook() -> Rulebook:
    """The rulebook of what is installed; each failure of a plugin is printed on stderr when it is found."""
    return load(strict=False, on_failure=_say)


def _say(failure: Failure) -> None:
    say(f"plugin not used: {failure}", err=True)


def say(text: str, *, err: bool = False) -> None:
    """Print lines for people, with control characters written out and in a terminal as wide as it is.

    Data that is read back is echoed as it is.
    """
    stream = sys.stderr if err else sys.stdout
    said = visible(text)
    typer.echo(wrapped(said, get_terminal_size().columns, "    ") if stream.isatty() else said, err=err)


@contextmanager
def needing(extra: str, what: str = "--engine") -> Iterator[None]:
    """Turn a failed import into an error that says which extra to install."""
    try:
        yield
    except ImportError as error:
        library, _, _ = str(error.name).partition(".")
        raise YosrulesError(f"{what} needs {library}: pip install 'yosrules[{extra}]'") from None


def say_of(file: Path, unused: Sequence[str], notes: Sequence[str]) -> None:
    """Say on stderr what was not used of a file, and what a person should look at."""
    for line in [*([f"not used: {', '.join(unused)}"] if unused else []), *notes]:
        say(line if file.name in line else f"{file.name}: {line}", err=True)


@attrs.frozen
class Files:
    """The files that a command reads, by which map, and where to write everything that is wrong with them."""

    paths: tuple[Path, ...]
    map: Path | None = None
    errors: Path | None = None
    force: bool = False
    sheet: str = ""

    @property
    def given(self) -> dict[str, object]:
        """The options that say how files are read."""
        return {"--map": self.map, "--errors": self.errors, "--sheet": self.sheet}

    def maps(self) -> FileMap:
        """The map by which the files are read."""
        return read_map(self.map) if self.map else NO_MAP

    def refused(self, said: Sequence[str], errors: Sequence[InputError]) -> YosrulesError:
        """What is wrong with several files as one error; it is written where it was asked for."""
        if self.errors is None:
            return YosrulesError("\n".join(said))
        write_problems(self.errors, *errors)
        return YosrulesError("\n".join([*said, f"all of it is in {self.errors}"]))

    def read(self, read: Callable[[FileMap], T]) -> T:
        """What is read by the map; if anything is wrong it is written where it was asked for, and raised."""
        refuse_overwriting({"--errors": self.errors}, *self.paths, self.map, force=self.force)
        try:
            return read(self.maps())
        except InputError as error:
            if self.errors is None:
                raise
            write_problems(self.errors, error)
            raise InputError(
                error.file, error.bad, error.why, [*error.notes, f"all of it is in {self.errors}"]
            ) from None


def carried_along(
    table: tuple[Sequence[str], Sequence[Sequence[CellValue]]],
    key: str,
    headings: Sequence[str],
    kept: Mapping[str, Sequence[str]],
) -> tuple[Sequence[str], Sequence[Sequence[CellValue]]]:
    """A table with further columns, found by what stands in the column `key`."""
    columns, rows = table
    if twice := [heading for heading in headings if heading in columns]:
        raise YosrulesError(f"--keep {twice[0]}: the output has a column of this name already")
    place, nothing = columns.index(key), [""] * len(headings)
    return [*columns, *headings], [[*row, *kept.get(str(row[place]), nothing)] for row in rows]


def refuse_without(option: str, given: Mapping[str, object]) -> None:
    """Refuse options that change nothing without another option."""
    if names := [name for name, value in given.items() if value]:
        raise YosrulesError(f"{' and '.join(names)} would change nothing without {option}")


def refuse_with(option: str, given: Mapping[str, object]) -> None:
    """Refuse options that another option cannot carry out."""
    if names := [name for name, value in given.items() if value]:
        raise YosrulesError(f"{' and '.join(names)} cannot be given with {option}")


def refuse_both(given: Mapping[str, object]) -> None:
    """Refuse more than one of several options that exclude each other."""
    if len(names := [name for name, value in given.items() if value]) > 1:
        raise YosrulesError(f"{' and '.join(names)}: choose one")


def refuse_overwriting(written: Mapping[str, Path | None], *read: Path | None, force: bool = True) -> None:
    """Refuse to write to, or into, what the same command reads, by whatever name or link it is called.

    Neither may two options write to one file. Without `force`, what is there already is not replaced.
    """
    found: dict[str, str] = {}
    for option, path in written.items():
        if path is None:
            continue
        if any(_touches(path, each) for each in read if each is not None):
            raise YosrulesError(f"{option} {path} would overwrite what is read")
        if other := found.setdefault(os.path.realpath(path), option).removeprefix(option):
            raise YosrulesError(f"{option} {path} would overwrite what {other} writes")
        # What is no file, such as a device or a pipe, is written to and not replaced.
        if not force and os.path.lexists(path) and (path.is_file() or path.is_dir() or not path.exists()):
            raise YosrulesError(f"{option} {path} is there already; --force replaces it")


def _touches(written: Path, read: Path) -> bool:
    """Whether to write a file or a folder would change another, or put something into it."""
    target, source = Path(os.path.realpath(written)), Path(os.path.realpath(read))
    # A folder is worked on beside its final name, and what a killed run left there is removed.
    places = {target, target.with_name(f".{target.name}.part")} if target.name else {target}
    with suppress(OSError):  # one of them is not there
        if target.samefile(source):
            return True
    return source in target.parents or any(source.is_relative_to(each) for each in places)


def day_meant(on: datetime | None) -> date:
    """The day in the option, or today."""
    return askable(on.date() if on else date.today())

"""A known input: what is asked, the exit code, what the answer says, and what it never says."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import attrs

import yosrules_attendance
import yosrules_derby_forums
import yosrules_hmip
import yosrules_hmip_organisational
import yosrules_hmip_out_of_court
import yosrules_hmip_post_court
from known_inputs.policies import LOCAL
from yosrules import YosrulesError, __main__
from yosrules.cli import common
from yosrules.hooks.load import Rulebook, load

HERE = Path(__file__).parent


@attrs.frozen
class Answer:
    """How something ended, and all that it said, each run of white space made one space."""

    code: int
    text: str


@attrs.frozen
class Row:
    """One known input: its name in plain words, how it is asked in an empty folder, and what is expected."""

    name: str
    ask: Callable[[], Answer]
    code: int = 0
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@cache
def _rulebook(*, local: bool) -> Rulebook:
    """What is installed, perhaps with the local policies, loaded once: that takes longer than a command."""
    installed = (
        yosrules_attendance,
        yosrules_derby_forums,
        yosrules_hmip,
        yosrules_hmip_organisational,
        yosrules_hmip_out_of_court,
        yosrules_hmip_post_court,
    )
    return load({each.__name__: each for each in (*installed, *([LOCAL] if local else []))})


def command(line: str) -> Answer:
    """Run a command in this process; what it writes to `--out` is part of what it says."""
    arguments, said = shlex.split(line), io.StringIO()
    known = patch.object(common, "load", lambda **_: _rulebook(local="anytown" in line or "replay" in line))
    with known, patch.object(sys, "argv", ["yosrules", *arguments]), redirect_stdout(said), redirect_stderr(said):
        try:
            __main__.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    out = [Path(after) for before, after in pairwise(arguments) if before == "--out"]
    written = [path.read_text() for path in out if code < 2 and path.suffix in {".csv", ".json", ".txt"}]
    return Answer(code, _one_line("\n".join([said.getvalue(), *written])))


def call(asked: Callable[[], object]) -> Callable[[], Answer]:
    """Call something; what it refuses ends as a command does, with 2 and the words of the error."""

    def ask() -> Answer:
        try:
            return Answer(0, _one_line(str(asked())))
        except YosrulesError as error:
            return Answer(2, _one_line(str(error)))

    return ask


def _one_line(text: str) -> str:
    return " ".join(text.split())


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file of commands, of the form that `README.md` describes."""
    for block in re.split(r"^== ", path.read_text(), flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        yield _row(name, rest)


def _row(name: str, text: str) -> Row:
    files: dict[str, list[str]] = {}
    lines: dict[str, list[str]] = {"$": [], "exit": ["0"], "says": [], "never": []}
    lines_of_file: list[str] = []
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        if line.startswith("    "):
            lines_of_file.append(line[4:])
        elif line.endswith(":") and " " not in line:
            files[line[:-1]] = lines_of_file = []
        elif line:
            lines[key].append(value)

    def ask() -> Answer:
        for each, content in files.items():
            Path(each).write_text("".join(f"{line}\n" for line in content))
        answers = [command(line) for line in lines["$"]]
        return Answer(answers[-1].code, " ".join(each.text for each in answers))

    return Row(name, ask, int(lines["exit"][-1]), tuple(lines["says"]), tuple(lines["never"]))

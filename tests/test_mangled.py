"""Whatever a command is given, it ends with 0, 1 or 2, in time, without a traceback, and leaves only what it says.

By hand, for many: `python tests/test_mangled.py COUNT SEED`; input number N again: `python tests/test_mangled.py 1 N`.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import rmtree
from time import process_time
from typing import NoReturn
from unittest.mock import patch

import attrs
import pytest

from mangled_commands import KEPT, Given, drawn
from yosrules import __main__, cli
from yosrules.cli import common
from yosrules.errors import visible
from yosrules.hooks.load import load

LIMIT = 10.0
"""Seconds of this process that one input may take."""


class Hang(BaseException):
    """An input has taken longer than is allowed."""


@attrs.frozen
class Ended:
    """How a command ended, and what is wrong with that."""

    code: object
    wrong: tuple[str, ...]
    said: str


def _late(*_: object) -> NoReturn:
    raise Hang


@contextmanager
def in_time() -> Iterator[None]:
    """Raise where what is inside takes too long, by the time of this process, as the machine may be busy."""
    earlier = signal.signal(signal.SIGPROF, _late)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, earlier)


def run(words: list[str]) -> Ended:
    """Run a command as `main` does, in this process."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    began, code, wrong = process_time(), object(), list[str]()
    with patch.object(sys, "argv", ["yosrules", *words]), redirect_stdout(out), redirect_stderr(err):
        try:
            with in_time():
                __main__.main()
        except SystemExit as end:
            code = end.code or 0
        except Hang:
            wrong.append(f"hang at {_where(sys.exc_info()[2])}")
        except BaseException as error:
            wrong.append(f"traceback: {type(error).__name__} at {_where(error.__traceback__)}: {error!s:.300}")
    if code not in (0, 1, 2) and not wrong:
        wrong.append(f"ends with {code}")
    if (took := process_time() - began) > LIMIT and not wrong:
        wrong.append(f"hang of {took:.0f} s")
    said = [_all_of(each) for each in (out, err)]
    wrong += [f"unseen character {text!r:.80}" for text in said if visible(text) != text]
    return Ended(code, tuple(wrong), "".join(said))


def _all_of(stream: TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, BytesIO)
    return held.getvalue().decode()


def _where(trace: object) -> str:
    """The last lines of yosrules that a traceback names, and the very last."""
    frames = traceback.extract_tb(trace)
    own = [each for each in frames if "/yosrules" in each.filename and "/tests/" not in each.filename][-1:]
    return " > ".join(f"{Path(each.filename).name}:{each.lineno}" for each in [*own, frames[-1]])


def put_to(given: Given, folder: Path) -> Ended:
    """Give a command its files in an empty folder, and look at what it leaves."""
    for name, content in given.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    for name, to in given.links.items():
        (folder / name).parent.mkdir(exist_ok=True)
        if not (folder / name).exists():
            (folder / name).symlink_to(to)
    with chdir(folder):
        ended = run(given.words)
    left = {str(each.relative_to(folder)) for each in folder.rglob("*") if not each.is_dir() or each.is_symlink()}
    left -= given.files.keys() | given.links.keys()
    strange = sorted(name for name in left if not any(_goes_to(out, name) for out in given.outs))
    hidden = sorted(name for name in left if Path(name).name.startswith((".", "_")) and name.count("/") == 0)
    changed = [name for name, content in given.files.items() if _content(folder / name) != content]
    wrong = [f"left {each}" for each in {*strange, *hidden}] + [f"changed {each}" for each in changed]
    return attrs.evolve(ended, wrong=(*ended.wrong, *wrong))


def _goes_to(out: str, name: str) -> bool:
    """Whether a file is one that a command may write; only claims go into a folder that is there, such as this one."""
    return name == out or name.startswith(f"{out}/") or (out in ("", ".") and name.endswith(".smt2"))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


@contextmanager
def one_rulebook() -> Iterator[None]:
    """Load what is installed once, and build each command once: that takes longer than to run one."""
    built, make = dict[str, object](), cli._Commands.get_command

    def get_command(self: object, context: object, name: str) -> object:
        if name not in built:
            built[name] = make(self, context, name)
        return built[name]

    with patch.object(common, "load", cache(load)), patch.object(cli._Commands, "get_command", get_command):
        yield


@cache
def sound_records() -> str:
    """Decision records as `allocate` writes them."""
    with tempfile.TemporaryDirectory() as room, chdir(room):
        run(["sample-cases", "--out", "c.csv", "--n", "4", "--on", "2019-09-09"])
        assert run(["allocate", "c.csv", "--on", "2019-09-09", "--records", "r.json"]).code == 0
        return Path("r.json").read_text()


def wrong_with(number: int, room: Path) -> tuple[str, Given, Ended]:
    """Run input number so many in a folder of its own, which is emptied."""
    KEPT["records"] = sound_records()
    name, given = drawn(number)
    folder = room / str(number)
    folder.mkdir()
    try:
        return name, given, put_to(given, folder)
    finally:
        rmtree(folder)


@pytest.mark.slow
@pytest.mark.traced
@pytest.mark.parametrize("first", range(0, 100, 20))
def test_whatever_it_is_given_a_command_ends_in_words(tmp_path: Path, first: int) -> None:
    with one_rulebook():
        ran = [wrong_with(number, tmp_path) for number in range(first, first + 20)]
    assert not [(given.words, ended.wrong) for _, given, ended in ran if ended.wrong]


def _tell(*said: object) -> None:
    print(*said, sep="\n", flush=True)  # noqa: T201 -- run by hand


def main(count: int, seed: int) -> int:
    """Run many inputs, say how each command ended how often, and show the first of each kind of fault."""
    ended, faults = defaultdict[str, Counter[str]](Counter), defaultdict[str, list[int]](list)
    warnings.simplefilter("error")
    stop: list[object] = []
    signal.signal(signal.SIGINT, lambda *_: stop.append(True))
    with one_rulebook(), tempfile.TemporaryDirectory() as room:
        for number in range(seed, seed + count):
            if stop:
                count = number - seed
                break
            name, given, how = wrong_with(number, Path(room))
            ended[name][str(how.code) if how.code in (0, 1, 2) else "wrong"] += 1
            for each in how.wrong:
                kind = each[:160]
                faults[kind].append(number)
                if len(faults[kind]) == 1:
                    _tell(f"{number}: {[word[:80] for word in given.words]}\n    {each}")
            if count == 1:
                _tell(
                    given.words,
                    *((name, each[:2000]) for name, each in given.files.items()),
                    given.links,
                    how.said,
                )
    for name, codes in sorted(ended.items()):
        _tell(f"{name:20} {codes.total():>8,}  " + "  ".join(f"{code}: {codes[code]:,}" for code in sorted(codes)))
    _tell(f"{count:,} inputs from {seed}; faults: {sum(map(len, faults.values()))}")
    return 1 if faults else 0


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))

"""A file that comes in through standard input, written as `-`."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path

from yosrules.errors import InputError

_BEGINNINGS = ((b"PK\x03\x04", ".xlsx"), (b"\xd0\xcf\x11\xe0", ".xls"), (b"PAR1", ".parquet"))
"""How a file of each format begins; JSON begins with a bracket, and what is left is a table of text."""

_STDIN = Path("-")


def from_stdin(path: Path | None) -> Path | None:
    """The path as it is, or for `-` a file with what standard input holds, which is gone when the command ends."""
    if path != _STDIN:
        return path
    content = sys.stdin.buffer.read()
    if not content.strip():
        raise InputError("stdin", why="nothing came in")
    folder = Path(tempfile.mkdtemp(prefix="yosrules-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / f"stdin{_ending(content)}"
    file.write_bytes(content)
    return file


def each_from_stdin(paths: list[Path]) -> list[Path]:
    """The same of several paths, of which at most one is `-`."""
    if paths.count(_STDIN) > 1:
        raise InputError("stdin", why="it can be read once; allowed: one -")
    return [each for each in map(from_stdin, paths) if each is not None]


def _ending(content: bytes) -> str:
    for begins, ending in _BEGINNINGS:
        if content.startswith(begins):
            return ending
    return ".json" if content.lstrip()[:1] in (b"[", b"{") else ".csv"

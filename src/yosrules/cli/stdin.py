"""A file that comes in through standard input, written as `-`."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path

from yosrules.errors import InputError

_PACKED = ((b"application/vnd.oasis.opendocument.spreadsheet", ".ods"), (b"xl/workbook.bin", ".xlsb"))
"""What stands in a packed workbook that is no .xlsx."""

_BEGINNINGS = ((b"\xd0\xcf\x11\xe0", ".xls"), (b"PAR1", ".parquet"))
"""How a file of each format begins; JSON begins with a bracket, and what is left is a table of text."""

_STDIN = (Path("-"), Path("/dev/stdin"))


def from_stdin(path: Path | None) -> Path | None:
    """The path as it is, or for `-` a file with what standard input holds, which is gone when the command ends."""
    if path not in _STDIN:
        return path
    content = sys.stdin.buffer.read()
    if not content.strip():
        raise InputError("stdin", why="nothing came in; what comes in can be read once")
    folder = Path(tempfile.mkdtemp(prefix="yosrules-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / f"stdin{_ending(content)}"
    file.write_bytes(content)
    return file


def each_from_stdin(paths: list[Path]) -> list[Path]:
    """The same of several paths, of which at most one is `-`."""
    if sum(path in _STDIN for path in paths) > 1:
        raise InputError("stdin", why="it can be read once; allowed: one -")
    return [each for each in map(from_stdin, paths) if each is not None]


def _ending(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        return next((ending for mark, ending in _PACKED if mark in content), ".xlsx")
    for begins, ending in _BEGINNINGS:
        if content.startswith(begins):
            return ending
    return ".json" if content.lstrip()[:1] in (b"[", b"{") else ".csv"

"""Read delimited text as programs write it: commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252.

What is not UTF-8 with commas is said in a note, since a person may have to look at it.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from io import StringIO
from itertools import islice
from pathlib import Path

from yosrules.errors import InputError
from yosrules.files.formats.grids import RawTable

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_STATED = re.compile(r'"?sep=([,;\t|])"?\r?\n')
"""The first line by which spreadsheets are told the separator."""

_LOOKED_AT = 20
"""How many lines are looked at to find the separator."""


def read_delimited(path: Path) -> RawTable:
    """The lines of a text file; the first of them is row 1, also where it only states the separator."""
    text, encoding = _decoded(path)
    notes = [f"{path.name} is not UTF-8; it was read as {encoding}, so look at its accents"] if encoding else []
    if stated := _STATED.match(text):
        text = "\n" + text[stated.end() :]
    separator = stated[1] if stated else max(_SEPARATORS, key=lambda each: _orderly(text, each))
    if separator != ",":
        notes.append(f"{path.name} is separated by {_SEPARATORS[separator]}")
    try:
        return RawTable([*csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)], notes=(*notes,))
    except csv.Error as error:
        raise InputError(path.name, why=f"it is not a CSV file: {error}") from None


def _decoded(path: Path) -> tuple[str, str]:
    """The text, and its encoding where that is not UTF-8."""
    held = path.read_bytes()
    encodings = ["utf-16"] if held.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = held.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, {"utf-16": "UTF-16", "cp1252": "Windows-1252"}.get(encoding, "")
    raise InputError(path.name, why="it is not text; save it as 'CSV UTF-8'")


def _orderly(text: str, separator: str) -> int:
    """How much of a table the first lines are with a separator: the most cells in lines of equally many."""
    try:
        lines = [*islice(filter(None, csv.reader(StringIO(text, newline=""), delimiter=separator)), _LOOKED_AT)]
    except csv.Error:
        return 0
    return max((width * many for width, many in Counter(map(len, lines)).items() if width > 1), default=0)

"""What a file holds, by its first bytes, where that is not what its ending says."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from yosrules.errors import InputError

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""The endings of workbooks that can be read."""

MOST_UNPACKED = 400_000_000
"""The most bytes that a workbook may unpack to; a sheet of a million rows is about this big."""

_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
_SIGNATURES = {
    _ZIP: "a workbook or another zip file",
    _OLD: "a workbook of an old Excel (.xls)",
    _PARQUET: "Parquet",
    b"%PDF": "a PDF",
    b"<": "a page or another file of tags",
    b"[": "JSON",
    b"{": "JSON",
    b"": "text, such as CSV",
}
"""What files that begin with these bytes hold; the first that fits counts."""

_EXPECTED = {
    **dict.fromkeys(WORKBOOKS, _ZIP),
    ".xls": _OLD,
    ".parquet": _PARQUET,
}

_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The name of the stream in which a workbook with a password lies."""

_TAGS = {b"<html": "a web page", b"office:spreadsheet": "an XML spreadsheet of 2003"}
"""What a file of tags is, by what stands in its first part."""


def check_kind(path: Path) -> None:
    """Refuse a file that holds something else than its ending says."""
    ending = path.suffix.casefold()
    with path.open("rb") as file:
        begins = file.read(4_096)
        expected = _EXPECTED.get(ending)
        if expected and not begins:
            raise InputError(path.name, why="it is empty")
        plain = begins.lstrip(b"\xef\xbb\xbf \r\n")
        found = next(signature for signature in _SIGNATURES if plain.startswith(signature))
        if found == _OLD and _LOCKED in begins + file.read():
            raise InputError(path.name, why="it is protected with a password; save it without one")
        if found != expected and (expected or len(found) > 1):
            tags = next((what for mark, what in _TAGS.items() if found == b"<" and mark in plain.lower()), "")
            what = tags or _SIGNATURES[found]
            raise InputError(path.name, why=f"its name ends in {ending}, but it holds {what}; save it as {ending}")
    if expected == _PARQUET:
        check_parquet(path)


def check_parquet(path: Path) -> None:
    """Refuse a file that does not begin and end as Parquet does, or whose pages are not as it says."""
    from yosrules.files.formats.pages import damaged_pages  # noqa: PLC0415 -- most files are CSV or workbooks

    with path.open("rb") as file:
        if file.read(4) != _PARQUET:
            raise InputError(path.name, why="it is not Parquet, and a dataset for --engine is")
        file.seek(-4, 2)
        if file.read() != _PARQUET:
            raise InputError(path.name, why="it is not a whole Parquet file: its end is missing")
        if damaged_pages(file):
            raise InputError(path.name, why=_DAMAGED)


_DAMAGED = "it is a damaged Parquet file: the values that its pages say they hold are not those of its columns"


def check_workbook(path: Path) -> None:
    """Refuse a zip file that is no workbook that can be read, or one that is too big unpacked."""
    ending = path.suffix.casefold()
    if _EXPECTED[ending] != _ZIP:
        return
    try:
        with ZipFile(path) as book:
            parts = {part.filename: part.file_size for part in book.infolist()}
            main = book.read("xl/workbook.xml") if "xl/workbook.xml" in parts else b""
            kind = book.read("mimetype") if "mimetype" in parts else b""
    except (BadZipFile, NotImplementedError, EOFError) as error:
        raise InputError(path.name, why=f"it is not a whole workbook: {error}") from None
    unpacked = sum(parts.values())
    found = ".ods" if b"opendocument" in kind else ".xlsb" if "xl/workbook.bin" in parts else ".xlsx"
    if unpacked > MOST_UNPACKED:
        why = f"it unpacks to {unpacked:,} bytes; allowed: at most {MOST_UNPACKED:,}; save it as .csv or .parquet"
    elif b"purl.oclc.org/ooxml" in main:
        why = "it is saved as 'Strict Open XML'; save it as 'Excel Workbook (.xlsx)'"
    elif found != ending.replace(".xlsm", ".xlsx"):
        why = f"its name ends in {ending}, but it is {_BOOKS[found]}; let its name end in {found}"
    else:
        return
    raise InputError(path.name, why=why)


_BOOKS = {
    ".ods": "an OpenDocument file",
    ".xlsb": "a binary workbook",
    ".xlsx": "an Excel workbook",
}

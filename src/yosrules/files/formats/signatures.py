"""What a file holds, by its first bytes, where that is not what its ending says."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from yosrules.errors import InputError

MOST_UNPACKED = 400_000_000
"""The most bytes that a workbook may unpack to; a sheet of a million rows is about this big."""

_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_SIGNATURES = {
    _ZIP: "a workbook or another zip file",
    b"\xd0\xcf\x11\xe0": "a workbook of an old Excel (.xls), or one with a password",
    _PARQUET: "Parquet",
    b"%PDF": "a PDF",
    b"<": "a page or another file of tags",
    b"[": "JSON",
    b"{": "JSON",
    b"": "text, such as CSV",
}
"""What files that begin with these bytes hold; the first that fits counts."""

_EXPECTED = {".xlsx": _ZIP, ".parquet": _PARQUET}


def check_kind(path: Path) -> None:
    """Refuse a file that holds something else than its ending says."""
    ending = path.suffix.casefold()
    with path.open("rb") as file:
        begins = file.read(8)
        expected = _EXPECTED.get(ending)
        if expected and not begins:
            raise InputError(path.name, why="it is empty")
        plain = begins.lstrip(b"\xef\xbb\xbf \r\n")
        found = next(signature for signature in _SIGNATURES if plain.startswith(signature))
        if found != expected and (expected or len(found) > 1):
            what = _SIGNATURES[found]
            raise InputError(path.name, why=f"its name ends in {ending}, but it holds {what}; save it as {ending}")
    if expected == _PARQUET:
        check_parquet(path)


def check_parquet(path: Path) -> None:
    """Refuse a file that does not begin and end as Parquet does."""
    with path.open("rb") as file:
        if file.read(4) != _PARQUET:
            raise InputError(path.name, why="it is not Parquet, and a dataset for --engine is")
        file.seek(-4, 2)
        if file.read() != _PARQUET:
            raise InputError(path.name, why="it is not a whole Parquet file: its end is missing")


def check_workbook(path: Path) -> None:
    """Refuse a zip file that is no workbook that can be read, or one that is too big unpacked."""
    try:
        with ZipFile(path) as book:
            parts = {part.filename: part.file_size for part in book.infolist()}
            main = book.read("xl/workbook.xml") if "xl/workbook.xml" in parts else b""
            kind = book.read("mimetype") if "mimetype" in parts else b""
    except (BadZipFile, NotImplementedError, EOFError) as error:
        raise InputError(path.name, why=f"it is not a whole workbook: {error}") from None
    unpacked = sum(parts.values())
    if unpacked > MOST_UNPACKED:
        why = f"it unpacks to {unpacked:,} bytes; allowed: at most {MOST_UNPACKED:,}; save it as .csv or .parquet"
    elif b"purl.oclc.org/ooxml" in main:
        why = "it is saved as 'Strict Open XML'; save it as 'Excel Workbook (.xlsx)'"
    elif b"opendocument" in kind:
        why = "its name ends in .xlsx, but it is an OpenDocument file; save it as 'Excel Workbook (.xlsx)'"
    elif "xl/workbook.bin" in parts:
        why = "its name ends in .xlsx, but it is a binary workbook (.xlsb); save it as 'Excel Workbook (.xlsx)'"
    else:
        return
    raise InputError(path.name, why=why)

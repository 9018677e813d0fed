"""Find cells in error, and hidden rows and columns, of XLS and XLSB workbooks, which the values do not say."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias
from zipfile import ZipFile

from yosrules.files.formats.grids import MOST_COLUMNS, Marks, check_size
from yosrules.files.formats.sheet_xml import targets_of

_Record: TypeAlias = tuple[int, bytes]
"""The number of a kind of record, and what it holds."""

_ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
}
"""Errors by number; any other is #N/A."""

_END_OF_CHAIN = 0xFFFFFFFA
_BOF, _EOF, _SHEET, _ERROR, _FORMULA = 0x0809, 0x0A, 0x85, 0x0205, 0x06
_ROW, _COLUMNS, _FILTERED = 0x0208, 0x7D, 0x9B
_B_ROW, _B_ERROR, _B_FORMULA_ERROR, _B_COLUMNS, _B_SHEET, _B_FILTER = 0, 3, 11, 60, 156, 161


def marks_in_xls(path: Path) -> dict[str, Marks]:
    """The cells in error, and what is hidden, of each sheet of an XLS workbook, by its title."""
    book = _workbook_stream(path.read_bytes())
    found = {}
    for kind, held in _records(book, 0):
        if kind == _SHEET:
            # The title is in one byte a letter or in two.
            title = held[8 : 8 + 2 * held[6]].decode("utf-16-le") if held[7] & 1 else held[8:].decode("latin-1")
            records = [*_records(book, _number(held, 0))]
            found[title] = Marks(
                hidden_rows=frozenset(
                    _short(held, 0) + 1 for kind, held in records if kind == _ROW and held[12] & 0x20
                ),
                hidden_columns=_columns(
                    (_short(held, 0), _short(held, 2)) for kind, held in records if kind == _COLUMNS and held[8] & 1
                ),
                filtered=any(kind == _FILTERED for kind, _ in records),
                instead=dict(_errors(records)),
            )
    return found


def _columns(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The numbers of the columns in ranges that are counted from 0."""
    return frozenset(at + 1 for first, last in ranges for at in range(first, min(last, MOST_COLUMNS) + 1))


def _short(held: bytes, at: int) -> int:
    found: int = struct.unpack_from("<H", held, at)[0]
    return found


def _errors(records: Iterable[_Record]) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, held in records:
        if kind == _ERROR and held[7]:
            yield _place(held), _ERRORS.get(held[6], "#N/A")
        elif kind == _FORMULA and held[12:14] == b"\xff\xff" and held[6] == 2:
            yield _place(held), _ERRORS.get(held[8], "#N/A")


def _place(held: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", held)
    return row + 1, column + 1


def _records(book: bytes, at: int) -> Iterator[_Record]:
    """The records from a place on, to the end of the part that begins there, without what is inside it."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + size]
        elif depth == 0:
            return
        at += 4 + size


def _workbook_stream(held: bytes) -> bytes:
    """The stream that holds the workbook, out of the sectors of an OLE file."""
    size = 1 << struct.unpack_from("<H", held, 30)[0]
    tables = [each for each in struct.unpack_from("<109I", held, 76) if each < _END_OF_CHAIN]
    more = _number(held, 68)
    while more < _END_OF_CHAIN and len(tables) * size < len(held):
        further = struct.unpack_from(f"<{size // 4}I", _sector(held, more, size))
        tables += [each for each in further[:-1] if each < _END_OF_CHAIN]
        more = further[-1]
    chains = _numbers(b"".join(_sector(held, each, size) for each in tables))
    entries = _chained(_number(held, 48), chains, size, held[size:])
    named = {
        _title(entries, at): (_number(entries, at + 116), _number(entries, at + 120))
        for at in range(0, len(entries), 128)
    }
    start, length = named.get("Workbook") or named["Book"]
    if length >= _number(held, 56):
        return _chained(start, chains, size, held[size:])[:length]
    # A short stream lies in sectors of 64 bytes within the stream of the first entry.
    within = _chained(_number(entries, 116), chains, size, held[size:])
    found = _chained(start, _numbers(_chained(_number(held, 60), chains, size, held[size:])), 64, within)
    if len(found) < length:
        raise ValueError("its stream is too short for a workbook")
    return found[:length]


def _title(entries: bytes, at: int) -> str:
    return entries[at : at + max(struct.unpack_from("<H", entries, at + 64)[0] - 2, 0)].decode("utf-16-le")


def _chained(start: int, chains: tuple[int, ...], size: int, sectors: bytes) -> bytes:
    """The sectors of one chain, joined; no chain is longer than all there are."""
    parts = []
    for _ in chains:
        if start >= _END_OF_CHAIN:
            break
        parts.append(sectors[start * size : (start + 1) * size])
        start = chains[start]
    return b"".join(parts)


def _sector(held: bytes, number: int, size: int) -> bytes:
    return held[(number + 1) * size : (number + 2) * size]


def _numbers(held: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(held) // 4}I", held)


def _number(held: bytes, at: int) -> int:
    found: int = struct.unpack_from("<I", held, at)[0]
    return found


def marks_in_xlsb(path: Path) -> dict[str, Marks]:
    """The cells in error, and what is hidden, of each sheet of an XLSB workbook, by title; one too big is refused."""
    with ZipFile(path) as book:
        targets = targets_of(book, "xl/_rels/workbook.bin.rels")
        titles = dict(_titles(book.read("xl/workbook.bin")))
        return {title: _marks(title, book.read(targets[part])) for part, title in titles.items()}


def _titles(workbook: bytes) -> Iterator[tuple[str, str]]:
    for kind, held in _short_records(workbook):
        if kind == _B_SHEET:
            part, end = _text(held, 8)
            yield part, _text(held, end)[0]


def _text(held: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * _number(held, at)
    return held[at + 4 : end].decode("utf-16-le"), end


def _marks(title: str, sheet: bytes) -> Marks:
    instead, row, last = dict[tuple[int, int], str](), 0, 0
    rows, ranges, filtered = set[int](), list[tuple[int, int]](), False
    for kind, held in _short_records(sheet):
        filtered = filtered or kind == _B_FILTER
        if kind == _B_ROW:
            row = _number(held, 0) + 1
            rows.update({row} if held[11:12] and held[11] & 0x10 else ())
        elif kind == _B_COLUMNS and held[16] & 1:
            ranges.append((_number(held, 0), _number(held, 4)))
        elif kind <= _B_FORMULA_ERROR:
            column = _number(held, 0) + 1
            last = max(last, column)
            if kind in (_B_ERROR, _B_FORMULA_ERROR):
                instead[row, column] = _ERRORS.get(held[8], "#N/A")
    check_size(f"sheet {title}", 0, row * last if row > 1 else 0)
    return Marks((), frozenset(rows), _columns(ranges), filtered, instead)


def _short_records(part: bytes) -> Iterator[_Record]:
    """The records of a part of an XLSB workbook; the kind and the size have seven bits in each byte."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | part[at] << 7
            at += 1
        size = shift = 0
        while True:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[at : at + size]
        at += size

"""Whether each page of a Parquet file holds as many values as it can: where one does not, Polars ends the process.

Polars allocates what a page asks for, and where that fails nothing can be caught in Python. Only the headers of pages
are read here, not their values.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from typing import BinaryIO, TypeAlias

import attrs

_Value: TypeAlias = "int | list[_Value] | dict[int, _Value] | None"
"""What is read of Thrift: numbers, lists and structures by the number of the field; texts are passed over."""

_ROW_GROUPS, _COLUMNS, _ABOUT = 4, 1, 3
_VALUES, _FIRST_PAGE, _DICTIONARY = 5, 9, 11
"""The fields of a file, a group of rows, a column, and of what is said about a column."""

_LENGTH = 3
_PAGES = (5, 7, 8)
"""The fields of the header of a page: how long the page is, and, by its kind, what is said of its values."""

_DICTIONARY_PAGE = 7
_COUNT = 1
_MOST = 1 << 24
"""The most bytes that the header of a page has; others that read Parquet allow as many."""


class _DamagedError(Exception):
    """A header cannot be read, or says what cannot be."""


def damaged_pages(file: BinaryIO) -> bool:
    """Whether a page says that it has fewer values than none, or more than its column, or cannot be found."""
    with mmap(file.fileno(), 0, access=ACCESS_READ) as held:
        try:
            end = len(held) - 8
            footer = _Thrift(held, end - int.from_bytes(held[end : end + 4], "little"), end).struct()
            for column in _columns(footer):
                _check(held, column)
        except (_DamagedError, RecursionError):
            return True
    return False


def _columns(footer: dict[int, _Value]) -> Iterator[dict[int, _Value]]:
    """What the end of a file says about each column of each group of rows."""
    for group in _structs(footer, _ROW_GROUPS):
        for column in _structs(group, _COLUMNS):
            about = column.get(_ABOUT)
            if isinstance(about, dict):
                yield about


def _structs(of: dict[int, _Value], field: int) -> Iterator[dict[int, _Value]]:
    found = of.get(field)
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())


def _number(of: dict[int, _Value], field: int) -> int:
    found = of.get(field, 0)
    if not isinstance(found, int) or found < 0:
        raise _DamagedError
    return found


def _check(held: mmap, column: dict[int, _Value]) -> None:
    """Go from page to page until all values of a column are found."""
    left, at = _number(column, _VALUES), _number(column, _FIRST_PAGE)
    dictionary = _number(column, _DICTIONARY)
    at = dictionary if 0 < dictionary < at else at
    while left > 0:
        header = _Thrift(held, at, min(at + _MOST, len(held)))
        said = header.struct()
        for kind in _PAGES:
            page = said.get(kind)
            count = _number(page, _COUNT) if isinstance(page, dict) else 0
            left -= count if kind != _DICTIONARY_PAGE else 0
        if left < 0:
            raise _DamagedError
        at = header.at + _number(said, _LENGTH)


@attrs.define
class _Thrift:
    """Thrift's compact protocol, read from a place in a file, and not beyond another."""

    held: mmap
    at: int
    end: int

    def _byte(self) -> int:
        if not 0 <= self.at < self.end:
            raise _DamagedError
        self.at += 1
        return self.held[self.at - 1]

    def _varint(self) -> int:
        found, shift = 0, 0
        while (byte := self._byte()) >= 0x80:
            found, shift = found | (byte & 0x7F) << shift, shift + 7
            if shift > _LONGEST:
                raise _DamagedError
        return found | byte << shift

    def _signed(self) -> int:
        found = self._varint()
        return found >> 1 ^ -(found & 1)

    def struct(self) -> dict[int, _Value]:
        """The fields of a structure."""
        found, field = dict[int, _Value](), 0
        while kind := self._byte():
            field = field + (kind >> 4) if kind >> 4 else self._signed()
            kind &= 15
            found[field] = kind if kind in _BOOLEANS else self._value(kind)
        return found

    def _value(self, kind: int) -> _Value:
        match kind:
            case 1 | 2 | 3:
                return self._byte()
            case 4 | 5 | 6:
                return self._signed()
            case 7:
                self.at += 8
            case 8:
                length = self._varint()
                self.at += length
            case 9 | 10:
                size = self._byte()
                count = size >> 4 if size >> 4 != 15 else self._varint()
                return [self._value(size & 15) for _ in range(count)]
            case 12:
                return self.struct()
            case _:  # maps, which no header of Parquet has, and what is no type
                raise _DamagedError
        return None


_BOOLEANS = (1, 2)
"""The types of a field that are its value."""

_LONGEST = 63
"""The most bits of a number before the last of its groups of seven."""

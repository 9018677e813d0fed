"""What the XML of a workbook says beside the values of its sheets: formats, marks, where each sheet lies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from posixpath import join, normpath
from typing import TypeAlias
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

from yosrules.files.formats.grids import MOST_COLUMNS, Marks, Merged
from yosrules.files.formats.texts import changes_numbers

_Element: TypeAlias = tuple[str, str, dict[str, str]]

_TELLING = (b"mergeCell ", b"hidden=", b't="e"', b"t='e'")
"""What stands in a sheet that has marks; looked for in this way since sheets are big."""

_WITHOUT_RESULT = re.compile(
    rb"</(?:\w+:)?f>\s*</(?:\w+:)?c>|<(?:\w+:)?f\b[^>]*/>\s*</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v></"
)
"""A formula without a result, or with an empty one, which a text may have."""

_PER_CENTS = {9: "0%", 10: "0.00%"}
"""Formats by number that no workbook spells out."""


def paths_of_sheets(book: ZipFile) -> dict[str, str]:
    """The part of the file in which each sheet lies, by its title."""
    targets = targets_of(book, "xl/_rels/workbook.xml.rels")
    return {said["name"]: targets[said["id"]] for said in _found(book, "xl/workbook.xml", "sheet")}


def targets_of(book: ZipFile, part: str) -> dict[str, str]:
    """The parts of a workbook, by how its main part calls them."""
    found = _found(book, part, "Relationship")
    return {said["Id"]: normpath(join("xl", said["Target"])).lstrip("/") for said in found}


def telling_formats(book: ZipFile) -> dict[int, str]:
    """The formats that show a number as another text, by the number of the style that has them."""
    if "xl/styles.xml" not in book.namelist():
        return {}
    codes, styles, inside = dict(_PER_CENTS), dict[int, str](), False
    number = 0
    for event, tag, said in _elements(book.read("xl/styles.xml")):
        if tag == "cellXfs":
            inside = event == "start"
        elif (event, tag) == ("start", "numFmt"):
            codes[int(said["numFmtId"])] = said["formatCode"]
        elif inside and (event, tag) == ("start", "xf"):
            code = codes.get(int(said.get("numFmtId", "0")), "")
            if changes_numbers(code):
                styles[number] = code
            number += 1
    return styles


def marks_of(sheet: bytes, styles: Mapping[int, str] | None = None) -> Marks:
    """The marks in the XML of a sheet; of the styles, only those given here."""
    styled = styles and any(f"s={quote}{each}{quote}".encode() in sheet for each in styles for quote in "'\"")
    formulas = (b"<f" in sheet or b":f" in sheet) and _WITHOUT_RESULT.search(sheet)
    if not styled and not formulas and not any(mark in sheet for mark in _TELLING):
        return Marks()
    merged, rows, columns = list[Merged](), set[int](), set[int]()
    instead, styled_cells = dict[tuple[int, int], str](), dict[tuple[int, int], int]()
    row = column = 0
    for event, tag, said in _elements(sheet):
        if (event, tag) == ("start", "row"):
            row, column = int(said.get("r") or row + 1), 0
            if said.get("hidden") in ("1", "true"):
                rows.add(row)
        elif (event, tag) == ("end", "c"):
            column = _number(said["r"])[1] if "r" in said else column + 1
            if "instead" in said:
                instead[row, column] = said["instead"]
            if styles and int(said.get("s", "0")) in styles:
                styled_cells[row, column] = int(said.get("s", "0"))
        elif (event, tag) == ("start", "col") and said.get("hidden") in ("1", "true"):
            columns.update(range(int(said["min"]), min(int(said["max"]), MOST_COLUMNS) + 1))
        elif (event, tag) == ("start", "mergeCell"):
            first, _, last = said["ref"].partition(":")
            merged.append(Merged(said["ref"], *_number(first), *_number(last or first)))
    return Marks(tuple(merged), frozenset(rows), frozenset(columns), b"filterColumn" in sheet, instead, styled_cells)


def extent(sheet: bytes) -> tuple[int, int]:
    """The number of the last row in the XML of a sheet, and of its last column; more of them than there may be."""
    # A pattern that begins with plain text is searched for several times as fast.
    rows = max((int(found) for found in re.findall(rb"row [^>]*?r=[\"'](\d{1,9})[\"']", sheet)), default=0)
    if rows < _FEW_ROWS and not re.search(rb"r=[\"'][A-Z]{3}\d", sheet):
        return rows, 26 * 27
    letters = set(re.findall(rb"r=[\"']([A-Z]{1,3})\d", sheet))
    return rows, max((_number(f"{each.decode()}1")[1] for each in letters), default=0)


_FEW_ROWS = 25_000
"""Up to here a sheet of the usual width is read without looking for its last column."""


def _found(book: ZipFile, part: str, wanted: str) -> Iterator[dict[str, str]]:
    return (said for event, tag, said in _elements(book.read(part)) if (event, tag) == ("start", wanted))


def _elements(part: bytes) -> Iterator[_Element]:
    """The elements of a part with their attributes; a cell in error or without a result says `instead` what stands."""
    # What entities grow to is bounded by the parser itself.
    for event, element in iterparse(BytesIO(part), ["start", "end"]):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        said = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        if (event, tag) == ("end", "c"):
            inside = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
            result = inside.get("v")
            if "f" in inside and not result and not (result == "" and said.get("t") == "str"):
                said["instead"] = f"={inside['f']}"
            elif said.get("t") == "e":
                said["instead"] = result or "#N/A"
        elif (event, tag) == ("end", "table-cell"):
            said["instead"] = "".join(element.itertext())
        yield event, tag, said
        if event == "end" and tag in ("row", "table-row"):
            element.clear()


def _number(cell: str) -> tuple[int, int]:
    """The row and the column of a cell such as B2."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]), column


_MOST_HIDDEN = 100_000
"""Of so many rows that are written as one it is looked at whether they are hidden."""


def marks_in_ods(path: Path) -> dict[str, Marks]:
    """The cells in error, what is hidden and the merged cells of each sheet of an OpenDocument workbook, by its title.

    Without any of them in the whole workbook, there is nothing to give.
    """
    with ZipFile(path) as book:
        content = book.read("content.xml")
    if not any(mark in content for mark in (b'value-type="error"', b"visibility=", b"-spanned=")):
        return {}
    found = dict[str, Marks]()
    instead, hidden, merged = dict[tuple[int, int], str](), set[int](), list[Merged]()
    row, column, title, columns, filtered = 0, 1, "", set[int](), False
    for event, tag, said in _elements(content):
        seen = said.get("visibility", "visible")
        if (event, tag) == ("start", "table"):
            title, instead, hidden, merged, row = said["name"], {}, set(), [], 0
            column, columns, filtered = 1, set(), False
        elif (event, tag) == ("end", "table"):
            found[title] = Marks(tuple(merged), frozenset(hidden), frozenset(columns), filtered, instead)
        elif (event, tag) == ("start", "table-column"):
            after = column + int(said.get("number-columns-repeated", "1"))
            columns.update(range(column, min(after, MOST_COLUMNS + 1)) if seen != "visible" else ())
            column = after
        elif (event, tag) == ("start", "table-row"):
            row, column = row + 1, 1
            alike = min(int(said.get("number-rows-repeated", "1")), _MOST_HIDDEN)
            hidden.update(range(row, row + alike) if seen != "visible" else ())
            filtered = filtered or seen == "filter"
        elif (event, tag) == ("end", "table-row"):
            row += int(said.get("number-rows-repeated", "1")) - 1
        elif event == "end" and tag in ("table-cell", "covered-table-cell"):
            instead |= {(row, column): said["instead"]} if said.get("value-type") == "error" else {}
            merged += _spanning(said, row, column)
            column += int(said.get("number-columns-repeated", "1"))
    return found


def _spanning(said: Mapping[str, str], row: int, column: int) -> Iterator[Merged]:
    """The merged cells that a cell of an OpenDocument workbook begins."""
    down, across = (int(said.get(f"number-{each}-spanned", "1")) for each in ("rows", "columns"))
    if down > 1 or across > 1:
        name = f"cells from row {row}, column {column}"
        yield Merged(name, row, column, row + down - 1, column + across - 1)

"""A record from a plain mapping, such as a form or a service sends: read as one row of a file is."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from enum import IntEnum, StrEnum
from functools import partial
from inspect import signature
from typing import TypeVar, overload

import attrs

from yosrules.errors import HINT, BadCell, InputError, RecordError
from yosrules.files.formats.tables import TextRow, TextTable
from yosrules.files.formats.texts import text_of
from yosrules.files.on_record import check_on_record
from yosrules.files.records import Sheet
from yosrules.language.facts import Facts
from yosrules.language.kinds import words
from yosrules.records.case import Case

R = TypeVar("R", bound=Facts)


@overload
def record_from(stated: Mapping[str, object]) -> Case: ...
@overload
def record_from(stated: Mapping[str, object], about: type[R]) -> R: ...
def record_from(stated: Mapping[str, object], about: type[Facts] = Case) -> Facts:
    """The record that a mapping states, in the headings and words that a file may use, or in values of Python.

    None, "" and words such as "unknown" are unknown. One `InputError` lists everything wrong in `bad`: values that are
    not allowed, names that are no fact, and what cannot be on record.
    """
    given: object = stated
    if not isinstance(given, Mapping):
        raise RecordError(f"record_from takes a mapping of what is stated, then the kind of record; wrote {given!r}")
    cells = {name: _cell(value).strip() for name, value in stated.items()}
    if "reference" not in signature(about).parameters:
        cells["reference"] = about.__name__  # a row of a file always says whose it is
    sheet = Sheet(TextTable(about.__name__, tuple(cells), (TextRow(2, cells),)), about)
    check_on_record(sheet)
    bad = [
        *(attrs.evolve(each, row=None, said="") for each in sheet.sorted_bad),
        *map(partial(_no_fact, sheet), sheet.unused),
    ]
    if bad:
        raise InputError(about.__name__, bad)
    (record,) = sheet.records(sheet.written(sheet.table.rows[0], "reference"))
    return record


def _cell(value: object) -> str:
    return words(value) if isinstance(value, StrEnum | IntEnum) else text_of(value)


def _no_fact(sheet: Sheet, name: str) -> BadCell:
    near = get_close_matches(name, sheet.fields, 1)
    meant = f"{HINT}{near[0]}?" if near else ""
    return BadCell(None, name, name, f"the facts of {sheet.kind.__name__}{meant}")

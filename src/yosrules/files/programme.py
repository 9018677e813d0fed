"""Read a quality programme from a TOML file: its first day, and how often each routine is to be done and for whom.

starts = 2019-04-01
[routines."national standards audit"]
every = "3 months"
covers = "practitioner"     # everybody in this role; left out, the service as a whole
within = "10 working days"  # after the period; left out, there is time until its last day
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar, cast

from yosrules.errors import InputError, PolicyError
from yosrules.files.settings import read_settings
from yosrules.language.kinds import one_of
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.quality.programme import Programme, Routine
from yosrules.records.staff import Role

T = TypeVar("T")

_COUNTS = {name: count for count in Count for name in (count.value, count.value.removesuffix("s"))}
_NATIONS = {each.name.replace("_", " ").title(): each for each in Nation}
_ROLES = {each.value: each for each in Role}
_KEYS = ("starts", "cites", "nation", "routines")
_OF_ROUTINE = ("every", "covers", "within")


def read_programme(path: Path) -> Programme:
    """Read the programme, or raise one `InputError` that says why not."""
    said = read_settings(path)
    _check_keys(path, "", said, _KEYS)
    starts, routines = said.get("starts"), said.get("routines")
    if not isinstance(starts, date) or isinstance(starts, datetime):
        raise InputError(path.name, why="starts: allowed: a day such as 2019-04-01")
    if not isinstance(routines, dict):
        raise InputError(path.name, why='it has no routine; each is a table such as [routines."case audit"]')
    nation = _chosen(path, "nation", said.get("nation", "England"), _NATIONS)
    try:
        made = tuple(_routine(path, str(name), each) for name, each in routines.items())
        return Programme(starts, made, str(said.get("cites", "")), nation)
    except PolicyError as error:
        raise InputError(path.name, why=str(error)) from None


def _routine(path: Path, name: str, said: object) -> Routine:
    if not isinstance(said, dict):
        raise InputError(
            path.name, why=f"{name}: allowed: a table with every, and covers and within if they are needed"
        )
    table = cast("Mapping[str, object]", said)
    _check_keys(path, f"{name}: ", table, _OF_ROUTINE)
    covers = _chosen(path, f"{name}: covers", table["covers"], _ROLES) if "covers" in table else None
    within = _span(path, f"{name}: within", table.get("within", "0 days"))
    return Routine(name, _span(path, f"{name}: every", table.get("every")), covers, within)


def _check_keys(path: Path, where: str, said: Mapping[str, object], allowed: tuple[str, ...]) -> None:
    if strange := [key for key in said if key not in allowed]:
        raise InputError(path.name, why=f"{where}it has {strange[0]!r}; allowed: {one_of([*allowed])}")


def _chosen(path: Path, where: str, said: object, ways: Mapping[str, T]) -> T:
    if not isinstance(said, str) or said not in ways:
        raise InputError(path.name, why=f"{where}: wrote {said!r}; allowed: {one_of([*ways])}")
    return ways[said]


def _span(path: Path, where: str, said: object) -> Span:
    found = re.fullmatch(r"(\d{1,4}) ([a-z ]+)", said) if isinstance(said, str) else None
    if found is None or found[2] not in _COUNTS:
        raise InputError(path.name, why=f"{where}: wrote {said!r}; allowed: such as '3 months' or '10 working days'")
    return Span(int(found[1]), _COUNTS[found[2]])

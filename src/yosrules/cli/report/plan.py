"""What goes into a report, as a TOML file says it: the kinds of section and their keys, and what is wrong with one.

title = "Progress since inspection"
day = 2019-09-09
[[section]]
kind = "ratings"
file = "audit.csv"            # beside the TOML file
beside = ["inspection.csv"]
framework = "hmip-2018"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum
from pathlib import Path
from typing import cast, get_type_hints

import attrs

from yosrules.cli.report.kinds import SECTION_KINDS, ReportPlan, WantedSection, several
from yosrules.errors import HINT, InputError
from yosrules.files.settings import read_settings
from yosrules.language.kinds import one_of
from yosrules.quality.disparity import Denominator
from yosrules.quality.periods import Every
from yosrules.quality.sample_sizes import SizeRule

_TOP = ("title", "service", "day", "section")


def read_plan(path: Path) -> ReportPlan:
    """Read what goes into a report, or raise one `InputError` that says what is wrong with it."""
    said = read_settings(path)
    _check_keys(path, "", said, _TOP)
    listed = said.pop("section", None)
    if not isinstance(listed, list) or not listed:
        raise InputError(path.name, why='it has no section; each begins with [[section]] and kind = "ratings", ...')
    if "title" not in said:
        raise InputError(path.name, why="title: what the report is called is not given")
    top = {name: _value(path, name, value, _TYPES_OF_TOP[name]) for name, value in said.items()}
    sections = [_section(path, f"section {place}", each) for place, each in enumerate(cast("list[object]", listed), 1)]
    return cast("Callable[..., ReportPlan]", ReportPlan)(**top, sections=tuple(sections))


_TYPES_OF_TOP: Mapping[str, object] = {"title": str, "service": str, "day": date | None}


def _section(path: Path, where: str, said: object) -> WantedSection:
    if not isinstance(said, dict):
        raise InputError(path.name, why=f"{where}: allowed: a table, which begins with [[section]]")
    table = cast("dict[str, object]", said)
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in SECTION_KINDS:
        near = get_close_matches(str(kind), SECTION_KINDS, 1)
        hint = f"{HINT}{near[0]}?" if near else ""
        told = "no kind is given" if kind is None else f"kind: wrote {kind!r}"
        raise InputError(path.name, why=f"{where}: {told}; allowed: {one_of([*SECTION_KINDS])}{hint}")
    where, of = f"{where} ({kind})", SECTION_KINDS[kind]
    keys = {each.metadata.get("key", each.name): each for each in attrs.fields(of)}
    _check_keys(path, f"{where}: ", table, ("kind", *keys))
    if lacking := [name for name, each in keys.items() if each.default is attrs.NOTHING and name not in table]:
        raise InputError(path.name, why=f"{where}: {one_of(lacking)} is not given")
    types = get_type_hints(of)
    values = {
        keys[name].name: _value(path, f"{where}: {name}", value, types[keys[name].name])
        for name, value in table.items()
        if name != "kind"
    }
    return cast("Callable[..., WantedSection]", of)(**values)


def _check_keys(path: Path, where: str, said: Mapping[str, object], allowed: Sequence[str]) -> None:
    for key in said:
        if key not in allowed:
            near = get_close_matches(key, allowed, 1)
            hint = f"{HINT}{near[0]}?" if near else ""
            raise InputError(path.name, why=f"{where}it has {key!r}; allowed: {one_of([*allowed])}{hint}")


def _value(path: Path, where: str, said: object, kind: object) -> object:
    """One value of the kind that its key has."""
    read, allowed = _reader(kind)
    value = read(said)
    if value is None:
        raise InputError(path.name, why=f"{where}: wrote {said!r}; allowed: {allowed}")
    for each in (each for each in several(value) if isinstance(each, Path)):
        if not (path.parent / each).is_file():
            raise InputError(path.name, why=f"{where}: there is no file {str(each)!r} in the folder of {path.name}")
    if isinstance(value, Path):
        return path.parent / value
    if isinstance(value, tuple):
        return tuple(path.parent / each if isinstance(each, Path) else each for each in several(value))
    return value


def _reader(kind: object) -> tuple[Callable[[object], object], str]:
    """How a value of a kind is read, None where it is none; and what is allowed."""
    if kind in _READERS:
        return _READERS[kind]
    (choices,) = [each for each in (Every, Denominator, SizeRule) if kind in (each, each | None)]
    return _choice(choices), one_of([each.value for each in choices])


def _choice(choices: type[Enum]) -> Callable[[object], object]:
    return lambda said: next((each for each in choices if each.value == said), None)


def _text(said: object) -> str | None:
    return said if isinstance(said, str) else None


def _texts(said: object) -> tuple[str, ...] | None:
    listed = cast("list[object]", said) if isinstance(said, list) else [said]
    found = [each for each in listed if isinstance(each, str) and each.strip()]
    return tuple(found) if len(found) == len(listed) and found else None


def _path(said: object) -> Path | None:
    return Path(said) if isinstance(said, str) and said.strip() else None


def _paths(said: object) -> tuple[Path, ...] | None:
    return None if (found := _texts(said)) is None else tuple(map(Path, found))


def _day(said: object) -> date | None:
    return said if isinstance(said, date) and not isinstance(said, datetime) else None


def _flag(said: object) -> bool | None:
    return said if isinstance(said, bool) else None


def _number(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) and said > 0 else None


_READERS: Mapping[object, tuple[Callable[[object], object], str]] = {
    str: (_text, "a text in quotation marks"),
    bool: (_flag, "true or false"),
    int: (_number, "a whole number above 0"),
    date | None: (_day, "a day such as 2019-09-09, without quotation marks"),
    Path: (_path, 'a file, such as "audit.csv"'),
    Path | None: (_path, 'a file, such as "map.toml"'),
    tuple[Path, ...]: (_paths, 'files, such as ["audit.csv", "inspection.csv"]'),
    tuple[str, ...]: (_texts, 'texts, such as ["Q1", "Q2"]'),
}

"""Read a service's scheme of weights from TOML, and the practitioners, and tasks beside cases, from tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs

from yosrules.deciding.codec import edition_from
from yosrules.errors import BadCell, InputError, PolicyError
from yosrules.files.cases import CASE_HISTORIES, Caseload, read_cases
from yosrules.files.mapping.maps import NO_MAP, FileMap
from yosrules.files.one_table import OneTable, read_one_table
from yosrules.files.settings import read_settings
from yosrules.language.facts import vocabulary
from yosrules.policies.policy import Edition, Policy
from yosrules.policies.rating import exact
from yosrules.quality.workload import CaseWeight, NewlyQualified, Practitioner, Scheme, TaskCounted, WorkloadPolicy
from yosrules.records.case import Case
from yosrules.records.references import did_you_mean, instead_of, likeness

_OF_EDITION = {"starts", "ends", "cites", "checked", "points", "hours", "tasks", "newly_qualified", "weights"}
_OF_CASES = ("cases", *CASE_HISTORIES)
_PEOPLE, _TASKS = "practitioners", "tasks"
_OF_WEIGHT = {"name", "points", "when"}


@attrs.frozen
class Held:
    """A caseload with who holds each case, "" where that is not on record; practitioners; and tasks beside cases."""

    caseload: Caseload[Case]
    holders: Mapping[str, str]
    team: OneTable[Practitioner]
    tasks: OneTable[TaskCounted] | None


def read_held(cases: Path, team: Path, tasks: Path | None, by: str, maps: FileMap = NO_MAP, sheet: str = "") -> Held:
    """Read who holds which case, or raise an `InputError`; whoever holds a case or did a task is in `team`."""
    maps.check_named([*_OF_CASES, _PEOPLE, _TASKS])
    caseload = read_cases(cases, maps=maps.only(*_OF_CASES), keep=[by], sheet=sheet)
    people = read_one_table(
        team, Practitioner, called=_PEOPLE, whose="practitioner", once=True, maps=maps.only(_PEOPLE)
    )
    of_tasks = maps.only(_TASKS)
    done = read_one_table(tasks, TaskCounted, called=_TASKS, whose="practitioner", maps=of_tasks) if tasks else None
    said = {reference: kept[0].strip() for reference, kept in caseload.kept.items()}
    holders = {reference: "" if instead_of(name) else name for reference, name in said.items()}
    _check_known(cases.name, by, holders.values(), people)
    if tasks and done:
        _check_known(tasks.name, "practitioner", done.rows, people)
    return Held(caseload, holders, people, done)


def _check_known(file: str, column: str, names: Iterable[str], people: OneTable[Practitioner]) -> None:
    """Refuse names of nobody in the team, each once, with the one that looks the same."""
    meant = {likeness(name): name for name in people.rows}
    bad = [
        BadCell(None, column, name, f"a practitioner of the team{did_you_mean(meant.get(likeness(name)))}")
        for name in dict.fromkeys(names)
        if name and name not in people.rows
    ]
    if bad:
        raise InputError(file, bad)


def read_workload_policy(path: Path) -> WorkloadPolicy:
    """The scheme in a TOML file, its editions oldest first; an `InputError` says what does not fit."""
    try:
        return _policy(read_settings(path), path.stem)
    except PolicyError as error:
        raise InputError(path.name, why=str(error)) from None


def _policy(written: Mapping[str, object], called: str) -> WorkloadPolicy:
    _only(written, {"name", "edition"}, "the file")
    editions = _listed(written.get("edition"), "[[edition]]")
    made = [(_edition(each), _scheme(each)) for each in editions]
    name = written.get("name", called)
    if not isinstance(name, str):
        raise PolicyError(f"name: wrote {name!r}; allowed: text")
    policy = Policy(name, Case, tuple(edition for edition, _ in made))
    return WorkloadPolicy(policy, {edition.starts: scheme for edition, scheme in made})


def _edition(written: Mapping[str, object]) -> Edition[CaseWeight]:
    """The weights of an edition, read as the rules of any edition are."""
    _only(written, _OF_EDITION, "[[edition]]")
    weights = dict[str, CaseWeight]()
    rules = list[object]()
    for each in _listed(written.get("weights"), "[[edition.weights]]"):
        _only(each, _OF_WEIGHT, "[[edition.weights]]")
        name = each.get("name")
        if not isinstance(name, str) or not name or name in weights:
            raise PolicyError(f"[[edition.weights]]: wrote {name!r} for a name; allowed: text, each once")
        weights[name] = CaseWeight(name, _number(each.get("points"), f"points of {name!r}"))
        when = _plain(each.get("when", {"all": []}))
        rules.append({"id": name, "outcome": name, "modality": "must", "when": when})
    own = {key: _plain(value) for key, value in written.items() if key in ("starts", "ends", "cites", "checked")}
    return edition_from({**own, "rules": rules}, vocabulary(Case), weights)


def _scheme(written: Mapping[str, object]) -> Scheme:
    points, hours = written.get("points"), _number(written.get("hours"), "hours")
    if type(points) is not int:
        raise PolicyError(f"points: wrote {points!r}; allowed: the points of a full week, a whole number")
    tasks = _table(written.get("tasks", {}), "[edition.tasks]")
    each = {name: _number(value, f"points of the task {name!r}") for name, value in tasks.items()}
    new = written.get("newly_qualified")
    return Scheme(points, hours, each, None if new is None else _newly(_table(new, "[edition.newly_qualified]")))


def _newly(written: Mapping[str, object]) -> NewlyQualified:
    _only(written, {"months", "percent"}, "[edition.newly_qualified]")
    months, percent = written.get("months"), _number(written.get("percent"), "percent")
    if type(months) is not int or months < 1 or percent > 100:
        allowed = "months, a whole number from 1 up, and percent, up to 100"
        raise PolicyError(f"[edition.newly_qualified]: wrote {months!r} and {percent}; allowed: {allowed}")
    return NewlyQualified(months, percent)


def _number(written: object, what: str) -> Decimal:
    if (
        isinstance(written, int | Decimal)
        and not isinstance(written, bool)
        and Decimal(written).is_finite()
        and written >= 0
    ):
        return exact(written)
    raise PolicyError(f"{what}: wrote {written!r}; allowed: a number from 0 up, with two places at the most")


def _table(written: object, what: str) -> Mapping[str, object]:
    if not isinstance(written, dict):
        raise PolicyError(f"{what}: wrote {written!r}; allowed: a table")
    return written


def _listed(written: object, what: str) -> list[Mapping[str, object]]:
    if not isinstance(written, list) or not written:
        raise PolicyError(f"{what}: there is none; allowed: one or more of these tables")
    return [_table(each, what) for each in written]


def _only(written: Mapping[str, object], allowed: set[str], what: str) -> None:
    if strange := sorted(written.keys() - allowed):
        raise PolicyError(
            f"{what} has what does not belong there: {', '.join(strange)}; allowed: {', '.join(sorted(allowed))}"
        )


def _plain(written: object) -> object:
    """What TOML says as the plain data that conditions are read from: dates and numbers with a point are text there."""
    match written:
        case dict():
            return {key: _plain(value) for key, value in written.items()}
        case list():
            return [_plain(value) for value in written]
        case date() | Decimal():
            return str(written)
        case _:
            return written

"""Every way to work out a published attendance policy says what the files beside this one say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

from attending import FULL_TIME
from frames import needs_spark
from histories import EVERY, Judged
from invented_attendance import INVENTED
from workforce import KINDS, Behind, Row, Workforce, agreed, as_row, bulk
from yosrules import Facts, PolicyError, vocabulary
from yosrules.attendance.track import Tracker
from yosrules.attendance.triggers.rulings import Rulings
from yosrules.files.synonyms import parser
from yosrules.records.absence import Absence, FitNote, Leave, StageHeld, Worker, WorkPattern

FILES = {path.stem.replace("_", "-"): path for path in sorted(Path(__file__).parent.glob("*.toml"))}
POLICIES = EVERY | INVENTED
ALONE = {"aberdeen", "argyll-and-bute", "supermarket"}
"""Policies that bulk refuses: they ask for what is worked out for one worker at a time only."""
ELSEWHERE = ("neath-port-talbot", "royal-mail", *INVENTED)
"""Policies that differ much, and the invented ones. DuckDB plans one for half a minute, PySpark longer: it runs one."""

TRACED = ("calendar-months", "northern-trust", "royal-mail", "short-and-long", "york-university")
"""Policies that together reach every branch that all of them reach."""


@attrs.frozen(kw_only=True)
class Case:
    """One worker's histories, and what follows from them by some readings of a policy; README.md has the keys."""

    policy: str
    why: str
    absences: Sequence[date | Mapping[str, Any]]
    hits: Sequence[str]
    misses: Sequence[str] = ()
    follows: Sequence[str] = ()
    readings: Sequence[str] = attrs.field()
    stages: Sequence[Mapping[str, Any]] = ()
    worker: Mapping[str, Any] = attrs.field(factory=dict)
    pattern: Mapping[str, Any] | None = None
    leave: Sequence[Mapping[str, Any]] = ()
    fit_notes: Sequence[Mapping[str, Any]] = ()
    day: date = date(2024, 6, 28)

    @readings.default
    def _every_reading(self) -> Sequence[str]:
        return Rulings(POLICIES[self.policy]).readings

    @property
    def behind(self) -> Behind:
        """The worker's histories: every kind of them was given, most without a row."""
        absences = [each if isinstance(each, Mapping) else {"start": each, "end": each} for each in self.absences]
        weekdays = {"starts": FULL_TIME.starts, **self.pattern} if self.pattern else None
        return {
            **dict.fromkeys(KINDS, ()),
            Absence: [_record(Absence, row) for row in absences],
            Worker: [_record(Judged, {"reference": "W1", **self.worker})],
            WorkPattern: [_record(WorkPattern, weekdays) if weekdays else FULL_TIME],
            StageHeld: [_record(StageHeld, row) for row in self.stages],
            Leave: [_record(Leave, row) for row in self.leave],
            FitNote: [_record(FitNote, row) for row in self.fit_notes],
        }

    def __str__(self) -> str:
        return f"{self.policy}: {self.why}"


def _record(kind: type[Facts], stated: Mapping[str, Any]) -> Facts:
    """A record of what a file states; words are read as in files of absences."""
    facts = vocabulary(kind)

    def value(name: str, given: Any) -> Any:
        if name not in facts or isinstance(given, bool):
            return given
        if isinstance(given, str):
            return parser(facts[name])(given)
        return Decimal(given) if facts[name].kind is Decimal else given

    return kind(**{name: value(name, given) for name, given in stated.items()})


@cache
def cases(policy: str) -> list[Case]:
    stated = tomllib.loads(FILES[policy].read_text(), parse_float=Decimal)
    return [Case(policy=policy, **case) for case in stated["case"]]


def followed(policy: str, row: Row) -> list[str]:
    """What a row of bulk, or the row that tracking comes to, says of each stage, in words."""
    said = [(row[stage.name], stage.name, row[f"{stage.name} since"]) for stage in POLICIES[policy].stages]
    # A stage with a day since which it is "no" was hit, and the worker is over its line no more.
    said = [("lapsed" if status == "no" and since else status, name, since) for status, name, since in said]
    return [f"{status} {name}" + (f" since {since}" if since else "") for status, name, since in said if status != "no"]


EVERY_CASE = [pytest.param(case, id=f"{case}, {n}") for policy in FILES for n, case in enumerate(cases(policy), 1)]


def check(case: Case) -> None:
    """Track the worker, and hold every reading that the case is about against it."""
    policy, behind = POLICIES[case.policy], case.behind
    timeline = Tracker(policy).track(behind[Worker][0], case.day, behind, one_more=False)
    hit = {reading.name: {each.rule.id for each in reading.hits} for reading in timeline.readings}
    rows = {reading.name: as_row(policy, "W1", case.day, reading) for reading in timeline.readings}
    for reading in case.readings:
        assert hit[reading] == set(case.hits)
        assert followed(case.policy, rows[reading]) == list(case.follows)


@pytest.mark.parametrize("case", EVERY_CASE)
def test_tracking_says_what_the_file_says(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", EVERY_CASE)
def test_tracking_with_reasons_says_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the quick way to work out a measure, each is worked out with what it is made of."""
    monkeypatch.setattr("yosrules.attendance.facts.quick", lambda *_, **__: None)
    check(case)


def in_bulk(policy: str, engine: str) -> None:
    """Put all cases of a policy to one engine, a frame for each day asked about."""
    for day in {case.day for case in cases(policy)}:
        asked = {str(n): case for n, case in enumerate(cases(policy)) if case.day == day}
        workforce = Workforce({worker: case.behind for worker, case in asked.items()})
        for row in agreed(POLICIES[policy], day, workforce, engine):
            case = asked[row["worker"]]
            if row["reading"] in case.readings:
                assert followed(policy, row) == list(case.follows), f"{case}, {row['reading']}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "policy",
    [pytest.param(each, marks=[pytest.mark.traced] * (each in TRACED)) for each in sorted(FILES.keys() - ALONE)],
)
def test_bulk_says_the_same(policy: str) -> None:
    in_bulk(policy, "polars lazy")


@pytest.mark.slow
@pytest.mark.parametrize("policy", ELSEWHERE)
def test_duckdb_says_the_same(policy: str) -> None:
    in_bulk(policy, "duckdb")


@needs_spark
def test_spark_says_the_same() -> None:
    in_bulk(ELSEWHERE[0], "spark")


@pytest.mark.parametrize("policy", sorted(ALONE))
def test_bulk_refuses_by_name_what_it_cannot_work_out(policy: str) -> None:
    with pytest.raises(PolicyError, match=f"^{policy}-attendance is not worked out in bulk"):
        bulk(POLICIES[policy], date(2024, 6, 28), Workforce({"W1": cases(policy)[0].behind}))


def stated(which: str) -> set[tuple[str, str, str]]:
    """The rules that some case hits, or misses by the least step, by policy and reading."""
    every = [case for policy in FILES for case in cases(policy)]
    return {
        (each.policy, reading, rule) for each in every for reading in each.readings for rule in getattr(each, which)
    }


def rules() -> Iterator[tuple[str, str, str]]:
    for name, policy in POLICIES.items():
        for edition in policy.editions:
            for reading, (read, _) in policy.readings(edition).items():
                yield from ((name, reading, rule.id) for rule in read.rules)


@pytest.mark.parametrize("which", ["hits", "misses"])
def test_every_rule_of_every_reading_is_just_hit_and_just_missed(which: str) -> None:
    assert stated(which) == set(rules())


def test_no_case_misses_what_it_hits() -> None:
    assert not [str(case) for policy in FILES for case in cases(policy) if set(case.hits) & set(case.misses)]

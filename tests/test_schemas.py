"""JSON Schemas: each answer fits that of its command, and each record that fits its schema is read."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given, settings

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.deciding.allocate import allocate
from yosrules.files.absences import WORKER_HISTORIES
from yosrules.files.cases import CASE_HISTORIES
from yosrules.files.plain import record_from
from yosrules.files.schemas import schema_of
from yosrules.hooks.load import load
from yosrules.language import Facts, Maybe, fact
from yosrules.language.kinds import words
from yosrules.language.plain.values import plain_value
from yosrules.records.absence import Absence
from yosrules.records.case import Case
from yosrules.testing.strategies.records import records

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "specs" / "schemas"
INPUTS: Mapping[str, tuple[type[Facts], str]] = {
    "case": (Case, ""),
    **{name: (kind, "reference") for name, kind in CASE_HISTORIES.items()},
    "absence": (Absence, "worker"),
    **{name: (kind, "worker") for name, kind in WORKER_HISTORIES.items() if name != "workers"},
    "workers": (WORKER_HISTORIES["workers"], ""),
}
"""The schema of each kind of row, and the key that says whose a row is."""

CASES = ("specs/forums/cases.csv", "--on", "2019-09-09")
SHEFFIELD = ("--policy", "sheffield-university-attendance", "--on", "2025-10-01", "--pattern", "mon-fri:7.4")
ABSENCES = "specs/attendance/absences.csv"
DERBY = "specs/derby-2019"
VICTIMS = "specs/indicators/victims.csv"
STRATEGY = "derby-high-risk-strategy"
WORKLOAD = (
    *("specs/workload/cases.csv", "--weights", "specs/workload/weights.toml"),
    *("--team", "specs/workload/practitioners.csv", "--on", "2019-09-09"),
)
ASKED = {
    "allocate": CASES,
    "explain": ("specs/forums/cases.csv", "A1", "--on", "2019-09-09"),
    "triggers": (ABSENCES, *SHEFFIELD),
    "timeline": (ABSENCES, "W1", *SHEFFIELD, "--no-stages"),
    "interviews": (ABSENCES, "--policy", "lincolnshire-attendance", "--on", "2025-10-01"),
    "indicators": (VICTIMS, "--indicator", "derby-victims-contacted", "--by", "team", "--on", "2019-09-09"),
    "rate": (f"{DERBY}/post-court-audit.csv", "--framework", "hmip-2018", "--against", f"{DERBY}/inspection-2018.csv"),
    "compare": (f"{DERBY}/post-court-audit.csv", f"{DERBY}/inspection-2018.csv", "--framework", "hmip-2018"),
    "disparity": ("specs/quality/disparity-pooled.csv", "--denominator", "previous-stage", "--reference", "White"),
    "misprints": ("specs/quality/occasions-of-caution-or-sentence.csv", "--what", "totals"),
    "sample": ("specs/quality/cases.csv", "--size", "5", "--seed", "x", "--by", "sex"),
    "oversight": ("specs/quality/oversight.csv", "--handovers", "specs/quality/handovers.csv"),
    "programme": (
        "specs/quality/programme.toml",
        *("--done", "specs/quality/done.csv", "--staff", "specs/quality/staff.csv", "--on", "2019-09-09"),
    ),
    "toolkit": ("specs/quality/outcomes.csv",),
    "workload": (*WORKLOAD, "--tasks", "specs/workload/tasks.csv", "--suggest"),
    "scales": (),
    "policies": (),
    "plugins": (),
    "show": (STRATEGY,),
    "verify": ("hmip-2025",),
    "mutate": ("hmip-2025",),
    "boundaries": ("hmip-2025",),
    "diff": (STRATEGY, STRATEGY, "--cases", *CASES),
}


def checker(name: str) -> jsonschema.Draft202012Validator:
    return checker_of(json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))


def checker_of(schema: object) -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))


@pytest.mark.parametrize("command", ASKED)
def test_what_a_command_answers_fits_its_schema(run: Run, command: str) -> None:
    code, out, _ = run(command, *ASKED[command], "--json")
    assert code in (0, 1)
    checker(command).validate(json.loads(out))


def test_a_replay_fits_its_schema(run: Run, tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.json")
    assert run("allocate", *CASES, "--records", kept).code == 0
    code, out, _ = run("replay", kept, CASES[0], "--json")
    checker("replay").validate(json.loads(out))
    assert (code, json.loads(out)["replayed"], json.loads(out)["differing"]) == (0, 6, 0)
    others = tmp_path / "others.csv"
    others.write_text("reference,rosh\nA1,High\n")
    code, out, _ = run("replay", kept, str(others), "--json")
    checker("replay").validate(json.loads(out))
    assert (code, json.loads(out)["differing"]) == (1, 6)


@pytest.mark.parametrize("reference", ["V1", "V5", "V9"])
def test_one_record_of_an_indicator_fits_its_schema(run: Run, reference: str) -> None:
    asked = ("--indicator", "derby-victims-interested", "--on", "2019-09-09")
    code, out, _ = run("indicators", VICTIMS, reference, *asked, "--json")
    assert code == 0
    checker("indicators").validate(json.loads(out))


@pytest.mark.parametrize("audience", [("service",), ("practitioner", "--practitioner", "Lee")])
def test_a_workload_fits_its_schema_for_every_audience(run: Run, audience: tuple[str, ...]) -> None:
    code, out, err = run("workload", *WORKLOAD, "--audience", *audience, "--json")
    assert code == 0, err
    checker("workload").validate(json.loads(out))


@pytest.mark.parametrize("policy", ["sheffield-university-attendance", "aberdeen-attendance"])
def test_a_policy_of_attendance_fits_the_schema_of_show(run: Run, policy: str) -> None:
    code, out, err = run("show", policy, "--json")
    assert code == 0, err
    checker("show").validate(json.loads(out))


def test_an_allocation_and_its_decision_fit_their_schemas() -> None:
    policy = load().forum_policy(STRATEGY)
    found = allocate(policy, Case(reference="A1"), date(2019, 9, 9))
    checker("allocation").validate(found.as_dict())
    checker("decision").validate(found.decision.as_dict())


def test_every_schema_is_one_of_a_command_or_of_what_it_says() -> None:
    known = {*ASKED, "replay", "allocation", "decision", *(f"inputs/{name}" for name in INPUTS)}
    there = (path.relative_to(SCHEMAS).as_posix().removesuffix(".schema.json") for path in SCHEMAS.rglob("*.json"))
    assert sorted(there) == sorted(known)


def test_the_schemas_are_in_the_wheel() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["specs/schemas"] == "yosrules/schemas"


@pytest.mark.parametrize("name", INPUTS)
def test_the_schema_of_an_input_is_the_one_that_its_facts_give(name: str) -> None:
    kept = json.loads((SCHEMAS / "inputs" / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert kept == schema_of(*INPUTS[name]), "python tests/test_schemas.py --write"


class Own(Case):
    score: Maybe[int] = fact(int, "a score", low=1, high=20)
    share: Maybe[Decimal] = fact(Decimal, places=2, low=Decimal("-1"))
    whole: Maybe[Decimal] = fact(Decimal, "a whole amount", places=0, low=Decimal(0), high=Decimal(9))
    count: Maybe[int] = fact(int, "a count")


OWN = checker_of(schema_of(Own))


@pytest.mark.slow
@settings(max_examples=20)
@given(records(Own))
def test_every_record_can_be_stated_as_its_schema_says_and_is_read_as_it_was(record: Own) -> None:
    texts = [name for name, value in vars(record).items() if type(value) is str]
    record = attrs.evolve(record, **dict.fromkeys(texts, "A1"))  # white space around text is left out
    stated = {name: _stated(value) for name, value in vars(record).items()}
    OWN.validate(stated)
    assert record_from(stated, Own) == record


def _stated(value: Any) -> object:
    return value if isinstance(value, bool) else words(value) if hasattr(value, "name") else plain_value(value)


@pytest.mark.parametrize(
    "wrong", [{"score": 21}, {"share": "0.123"}, {"whole": "-1"}, {"rosh": "Enormous"}, {"age": 15.5}, {"roshh": None}]
)
def test_what_does_not_fit_a_schema_is_refused(wrong: dict[str, object]) -> None:
    assert not OWN.is_valid({"reference": "A1", **wrong})


def test_what_a_blank_says_is_said() -> None:
    facts = schema_of(Absence, "worker")
    assert facts["required"] == ["worker", "start"]
    assert facts["properties"]["end"]["description"].endswith("; null: the worker is still away")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    (SCHEMAS / "inputs").mkdir(parents=True, exist_ok=True)
    for each, (kind, whose) in INPUTS.items():
        text = json.dumps(schema_of(kind, whose), indent=1, ensure_ascii=False) + "\n"
        (SCHEMAS / "inputs" / f"{each}.schema.json").write_text(text, encoding="utf-8")

"""One decision at a time: yosrules' compiled table beside other engines, on one job, in one run.

    python -m venv bench
    bench/bin/pip install . -r benchmarks/requirements.txt
    bench/bin/python benchmarks/single.py

The job is an invented table of eight rules over eight fields, collect-all: nobody's policy. A Python dict goes in; out
come the rules that fired, what is required, and what is at somebody's discretion and not required already. Every engine
first has to give the oracle's answer on all 80,640 cases. Then all are timed in turn, in blocks of 1,000 cases drawn at
random, round after round, so that whatever else the machine does strikes all of them; the median block is shown.
"""

from __future__ import annotations

import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from itertools import product
from typing import Any

from yosrules import Band, Edition, Facts, all_of, given, is_in, may, must
from yosrules.proof.provers.compiled import table

Case = dict[str, Any]
Answer = tuple[frozenset[str], frozenset[str], frozenset[str]]

LEVELS = ["Low", "Medium", "High", "Very High"]
FIELDS: dict[str, list[Any]] = {
    "rosh": LEVELS,
    "safety": LEVELS,
    "reoffending": LEVELS[:3],
    "custody_risk": [False, True],
    "mappa": ["none", "1", "2", "3"],
    "disposal": ["OOCD", "RO", "YRO", "YRO-ISS", "DTO", "S250", "Remand"],
    "level_change": ["none", "up", "down"],
    "age": list(range(10, 20)),
}
SERIOUS, RAISED = LEVELS[2:], LEVELS[1:]

# Each rule: the values that each of its fields may have, what it requires, what it leaves to discretion.
TABLE: dict[str, tuple[dict[str, list[Any]], list[str], list[str]]] = {
    "R1": ({"rosh": SERIOUS}, ["RMP"], []),
    "R2": ({"safety": SERIOUS}, ["SWP"], []),
    "R3": ({"mappa": ["2", "3"]}, ["MAPPA", "RMP"], []),
    "R4": ({"mappa": ["1"], "rosh": RAISED}, [], ["MAPPA"]),
    "R5": ({"custody_risk": [True], "disposal": ["RO", "YRO", "YRO-ISS"]}, ["CRP"], []),
    "R6": ({"disposal": ["DTO", "S250", "Remand"], "age": [17, 18, 19]}, ["RTP"], []),
    "R7": ({"level_change": ["up", "down"], "rosh": RAISED}, ["MOM"], []),
    "R8": (
        {
            "reoffending": ["High"],
            "rosh": ["Low", "Medium"],
            "safety": ["Low", "Medium"],
            "disposal": ["RO", "YRO", "YRO-ISS", "DTO", "S250", "Remand"],
        },
        ["MOM"],
        ["RRF", "RMP"],
    ),
}
FORUMS = ("RMP", "SWP", "MAPPA", "CRP", "RTP", "MOM", "RRF")


def answer(fired: frozenset[str]) -> Answer:
    """What follows from the rules that fired."""
    required = frozenset(forum for rule in fired for forum in TABLE[rule][1])
    return fired, required, frozenset(forum for rule in fired for forum in TABLE[rule][2]) - required


ANSWERS = {
    sum(1 << place for place, rule in enumerate(TABLE) if rule in fired): answer(fired)
    for taken in product((False, True), repeat=len(TABLE))
    for fired in [frozenset(rule for rule, yes in zip(TABLE, taken, strict=True) if yes)]
}
BIT = {rule: 1 << place for place, rule in enumerate(TABLE)}


def oracle(case: Case) -> Answer:
    """The table, read cell by cell."""
    return answer(
        frozenset(rule for rule, (cells, _, _) in TABLE.items() if all(case[name] in cells[name] for name in cells))
    )


def every_case() -> Iterator[Case]:
    return (dict(zip(FIELDS, values, strict=True)) for values in product(*FIELDS.values()))


# --- the engines: each a function from a case to its answer ---


def yosrules_masks() -> Callable[[Case], Answer]:
    """The table as a policy: one rule for each forum that a row leads to, compiled to masks."""
    kinds: dict[str, Any] = {
        name: StrEnum(name, {f"value_{place}": value for place, value in enumerate(values)})
        for name, values in FIELDS.items()
        if isinstance(values[0], str)
    }
    kinds |= {"custody_risk": bool, "age": int}
    facts = {name: given(kind, low=10, high=19) if kind is int else given(kind) for name, kind in kinds.items()}
    about = type("Job", (Facts,), facts)
    forums = {name: Band(name, 0) for name in FORUMS}
    rules = []
    for rule, (cells, required, left) in TABLE.items():
        when = all_of(*(is_in(getattr(about, name), *map(kinds[name], some)) for name, some in cells.items()))
        rules += [must(f"{rule} {forum}", forums[forum], when=when) for forum in required]
        rules += [may(f"{rule} {forum}", forums[forum], when=when) for forum in left]
    masks = table(Edition(date(2019, 4, 1), tuple(rules)), about).compile()
    rows: dict[tuple[str, ...], frozenset[str]] = {}
    names = {forum: name for name, forum in forums.items()}

    def decide(case: Case) -> Answer:
        stands = masks(case)
        fired = rows.get(stands.holding)
        if fired is None:
            fired = rows[stands.holding] = frozenset(each.split()[0] for each in stands.holding)
        return fired, stands.must, stands.may

    def named(case: Case) -> Answer:
        fired, required, left = decide(case)
        return fired, frozenset(names[each] for each in required), frozenset(names[each] for each in left)

    decide.checked = named  # a Band compares by value; the oracle has its name only
    return decide


def by_hand() -> Callable[[Case], Answer]:
    """The table typed out as Python, as a floor."""

    def decide(case: Case) -> Answer:
        rosh, safety, mappa, disposal = case["rosh"], case["safety"], case["mappa"], case["disposal"]
        fired = 0
        if rosh in ("High", "Very High"):
            fired |= 1
        if safety in ("High", "Very High"):
            fired |= 2
        if mappa in ("2", "3"):
            fired |= 4
        if mappa == "1" and rosh != "Low":
            fired |= 8
        if case["custody_risk"] and disposal in ("RO", "YRO", "YRO-ISS"):
            fired |= 16
        if disposal in ("DTO", "S250", "Remand") and case["age"] >= 17:
            fired |= 32
        if case["level_change"] != "none" and rosh != "Low":
            fired |= 64
        low = ("Low", "Medium")
        if case["reoffending"] == "High" and rosh in low and safety in low and disposal != "OOCD":
            fired |= 128
        return ANSWERS[fired]

    return decide


def json_logic() -> dict[str, Any]:
    rows = [
        {"if": [{"and": [{"in": [{"var": name}, some]} for name, some in cells.items()]}, [BIT[rule]], []]}
        for rule, (cells, _, _) in TABLE.items()
    ]
    return {"merge": rows}


def datalogic() -> Callable[[Case], Answer]:
    import datalogic_py

    rule = datalogic_py.Engine().compile(json_logic())
    return lambda case: ANSWERS[sum(rule.evaluate(case))]


def json_logic_qubit() -> Callable[[Case], Answer]:
    from json_logic import jsonLogic

    logic = json_logic()
    return lambda case: ANSWERS[sum(jsonLogic(logic, case))]


def summed(joined: str, chosen: str) -> str:
    """One expression that adds up the bits of the rules that fire."""
    return " + ".join(
        f"(({f' {joined} '.join(f'{name} in {json.dumps(some)}' for name, some in cells.items())}) "
        f"{chosen.format(BIT[rule])})"
        for rule, (cells, _, _) in TABLE.items()
    )


def zen_expression() -> Callable[[Case], Answer]:
    import zen

    compiled = zen.compile_expression(summed("and", "? {} : 0"))
    return lambda case: ANSWERS[int(compiled.evaluate(case))]


def zen_table() -> Callable[[Case], Answer]:
    import zen

    columns = [{"id": name, "name": name, "field": name} for name in FIELDS]
    rows = [
        {"_id": rule, "bit": str(BIT[rule])}
        | {name: ", ".join(map(json.dumps, cells[name])) if name in cells else "" for name in FIELDS}
        for rule, (cells, _, _) in TABLE.items()
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": columns,
        "outputs": [{"id": "bit", "name": "bit", "field": "bit"}],
        "rules": rows,
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": content},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "one", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "two", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    content = {"loader": {"type": "static", "content": {"job": {"nodes": nodes, "edges": edges}}}}
    engine = zen.ZenEngine(content)
    return lambda case: ANSWERS[sum(row["bit"] for row in engine.evaluate("job", case)["result"] or ())]


def common_expression() -> Callable[[Case], Answer]:
    import cel

    compiled = cel.compile(summed("&&", "? {} : 0"))
    return lambda case: ANSWERS[compiled.execute(case)]


def rule_engine_peer() -> Callable[[Case], Answer]:
    import rule_engine

    compiled = [
        (BIT[rule], rule_engine.Rule(" and ".join(f"{name} in {json.dumps(some)}" for name, some in cells.items())))
        for rule, (cells, _, _) in TABLE.items()
    ]
    return lambda case: ANSWERS[sum(bit for bit, rule in compiled if rule.matches(case))]


ENGINES: dict[str, tuple[str | None, Callable[[], Callable[[Case], Answer]]]] = {
    "Python by hand": (None, by_hand),
    "yosrules, compiled table": ("yosrules", yosrules_masks),
    "datalogic-py": ("datalogic-py", datalogic),
    "zen-engine, one expression": ("zen-engine", zen_expression),
    "zen-engine, decision table": ("zen-engine", zen_table),
    "common-expression-language": ("common-expression-language", common_expression),
    "json-logic-qubit": ("json-logic-qubit", json_logic_qubit),
    "rule-engine": ("rule-engine", rule_engine_peer),
}


def wrong(decide: Callable[[Case], Answer], truth: list[tuple[Case, Answer]]) -> int:
    checked = getattr(decide, "checked", decide)
    return sum(checked(case) != answer for case, answer in truth)


def block(decide: Callable[[Case], Answer], cases: list[Case]) -> float:
    """Microseconds for one case, over a block of them."""
    began = time.perf_counter_ns()
    for case in cases:
        decide(case)
    return (time.perf_counter_ns() - began) / len(cases) / 1000


def main(rounds: int) -> None:
    truth = [(case, oracle(case)) for case in every_case()]
    chance = random.Random(2019)
    blocks = [[truth[chance.randrange(len(truth))][0] for _ in range(1000)] for _ in range(10)]
    engines: dict[str, Callable[[Case], Answer]] = {}
    lines = {}
    for name, (distribution, make) in ENGINES.items():
        began = time.perf_counter()
        try:
            decide = make()
        except ImportError as missing:
            print(f"{name}: not installed ({missing.name})", file=sys.stderr)
            continue
        first = partial(decide, truth[0][0])
        first()
        ready = (time.perf_counter() - began) * 1000
        differs = wrong(decide, truth)
        lines[name] = [(distribution and version(distribution)) or "-", f"{len(truth) - differs:,}", f"{ready:.1f}"]
        if not differs:
            engines[name] = decide
    times: dict[str, list[float]] = {name: [] for name in engines}
    for turn in range(rounds):
        for name, decide in engines.items():
            times[name].append(block(decide, blocks[turn % len(blocks)]))
    print(f"{date.today()}, Python {platform.python_version()}, {len(truth):,} cases, {rounds} rounds of 1,000\n")
    print("| engine | version | right on | ready in ms | median µs | fastest | slowest |")
    print("|---|---|---:|---:|---:|---:|---:|")
    ranked = sorted(lines, key=lambda name: statistics.median(times.get(name) or [float("inf")]))
    for name in ranked:
        taken = times.get(name)
        said = [f"{each:.2f}" for each in (statistics.median(taken), min(taken), max(taken))] if taken else ["-"] * 3
        print(f"| {' | '.join([name, *lines[name], *said])} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)

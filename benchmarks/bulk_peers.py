"""Other engines on the job, each by the fastest way that its documents name, as contenders of bulk.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hand import RULES, TABLE
from job import FIELDS
from ours import Contender

CELLS: dict[str, dict[str, tuple[str, Any]]] = {
    "R1": {"rosh": ("in", ["High", "Very High"])},
    "R2": {"safety": ("in", ["High", "Very High"])},
    "R3": {"mappa": ("in", ["2", "3"])},
    "R4": {"mappa": ("==", "1"), "rosh": ("in", ["Medium", "High", "Very High"])},
    "R5": {"custody_risk": ("==", True), "disposal": ("in", ["RO", "YRO", "YRO-ISS"])},
    "R6": {"disposal": ("in", ["DTO", "S250", "Remand"]), "age": (">=", 17)},
    "R7": {"level_change": ("!=", "none"), "rosh": ("in", ["Medium", "High", "Very High"])},
    "R8": {
        "reoffending": ("==", "High"),
        "rosh": ("in", ["Low", "Medium"]),
        "safety": ("in", ["Low", "Medium"]),
        "disposal": ("!=", "OOCD"),
    },
}
BIT = {rule: 1 << place for place, rule in enumerate(RULES)}


class Row(Contender):
    """An engine that takes one case at a time: dictionaries in, the fired rules out, forums looked up."""

    vector = False

    def prepare(self, codes: Any) -> Any:
        columns = [[values[code] for code in codes[name].tolist()] for name, values in FIELDS.items()]
        plain = [[str(cell) if isinstance(cell, str) else cell for cell in column] for column in columns]
        return [dict(zip(FIELDS, row, strict=True)) for row in zip(*plain, strict=True)]

    def fired(self, case: dict[str, Any]) -> int:
        raise NotImplementedError

    def run(self, given: Any) -> Any:
        return [TABLE[self.fired(case)] for case in given]

    def answers(self, out: Any) -> tuple[Any, Any]:
        return [must for must, _ in out], [may for _, may in out]


class Zen(Row):
    """GoRules Zen: a decision table that collects."""

    def __init__(self) -> None:
        import zen

        def cell(asked: tuple[str, Any] | None) -> str:
            if asked is None:
                return ""
            op, value = asked
            if op == "in":
                return ", ".join(map(json.dumps, value))
            return json.dumps(value) if op == "==" else f"{op} {json.dumps(value)}"

        inputs = [{"id": name, "type": "expression", "field": name, "name": name} for name in FIELDS]
        rules = [
            {"_id": rule, **{name: cell(cells.get(name)) for name in FIELDS}, "rule": json.dumps(rule)}
            for rule, cells in CELLS.items()
        ]
        outputs = [{"id": "rule", "type": "expression", "field": "rule", "name": "rule"}]
        content = {"hitPolicy": "collect", "inputs": inputs, "outputs": outputs, "rules": rules}
        at = {"x": 0, "y": 0}
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in", "position": at},
            {"id": "table", "type": "decisionTableNode", "name": "table", "position": at, "content": content},
            {"id": "out", "type": "outputNode", "name": "out", "position": at},
        ]
        edges = [
            {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
            for one, other in (("in", "table"), ("table", "out"))
        ]
        model = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"job": model}}})

    def fired(self, case: dict[str, Any]) -> int:
        return sum(BIT[hit["rule"]] for hit in self.engine.evaluate("job", case)["result"] or ())


class DataLogic(Row):
    """JSONLogic, compiled once."""

    def __init__(self) -> None:
        import datalogic_py

        def cell(name: str, op: str, value: Any) -> dict[str, Any]:
            return {{"in": "in", "==": "===", "!=": "!==", ">=": ">="}[op]: [{"var": name}, value]}

        parts = [
            {"if": [{"and": [cell(name, *asked) for name, asked in cells.items()]}, [rule], []]}
            for rule, cells in CELLS.items()
        ]
        self.rule = datalogic_py.Engine().compile({"merge": parts})

    def fired(self, case: dict[str, Any]) -> int:
        return sum(BIT[rule] for rule in self.rule.evaluate(case))


class RuleEngine(Row):
    """rule-engine: eight typed rules."""

    def __init__(self) -> None:
        import rule_engine

        kinds = rule_engine.DataType
        types = dict.fromkeys(FIELDS, kinds.STRING) | {"custody_risk": kinds.BOOLEAN, "age": kinds.FLOAT}
        context = rule_engine.Context(type_resolver=rule_engine.type_resolver_from_dict(types))

        def cell(name: str, op: str, value: Any) -> str:
            return f"{name} {op} {json.dumps(value)}"

        self.rules = [
            (
                BIT[rule],
                rule_engine.Rule(" and ".join(cell(name, *asked) for name, asked in cells.items()), context=context),
            )
            for rule, cells in CELLS.items()
        ]

    def fired(self, case: dict[str, Any]) -> int:
        return sum(bit for bit, rule in self.rules if rule.matches(case))


class Cedar(Row):
    """Cedar: a permit policy a rule; those that determined the answer are the rules that fired."""

    def __init__(self) -> None:
        import cedarpy

        def cell(name: str, op: str, value: Any) -> str:
            if op == "in":
                return f"{json.dumps(value)}.contains(context.{name})"
            return f"context.{name} {op} {json.dumps(value)}"

        texts = [
            f'@id("{rule}") permit(principal, action, resource) when {{ '
            + " && ".join(cell(name, *asked) for name, asked in cells.items())
            + " };"
            for rule, cells in CELLS.items()
        ]
        self.cedar, self.policies = cedarpy, "\n".join(texts)

    def run(self, given: Any) -> Any:
        asked = {"principal": 'U::"u"', "action": 'A::"a"', "resource": 'R::"r"'}
        requests = [{**asked, "context": case} for case in given]
        told = self.cedar.is_authorized_batch(requests, self.policies, [])
        return [TABLE[self._bits(each)] for each in told]

    def _bits(self, result: Any) -> int:
        return sum(1 << int(reason.removeprefix("policy")) for reason in result.diagnostics.reasons)


class OpenFisca(Contender):
    """OpenFisca: one entity, eight inputs already encoded, a variable a rule, and three for the answers."""

    def __init__(self) -> None:
        import numpy as np
        from openfisca_core import entities, indexed_enums, periods, simulations, taxbenefitsystems, variables

        self.builder, self.array = simulations.SimulationBuilder, indexed_enums.EnumArray
        case = entities.build_entity(key="case", plural="cases", label="case", is_person=True)
        self.enums_of = {
            name: indexed_enums.Enum(name, {f"v{at}": str(value) for at, value in enumerate(values)})
            for name, values in FIELDS.items()
            if isinstance(values[0], str)
        }
        self.system = taxbenefitsystems.TaxBenefitSystem([case])
        common = {"entity": case, "definition_period": periods.DateUnit.MONTH}

        def add(name: str, **more: Any) -> None:
            self.system.add_variable(type(name, (variables.Variable,), {**common, "label": name, **more}))

        for name in FIELDS:
            kind = self.enums_of.get(name)
            if kind:
                add(name, value_type=indexed_enums.Enum, possible_values=kind, default_value=next(iter(kind)))
            else:
                add(name, value_type=int if name == "age" else bool)
        for rule, cells in CELLS.items():
            add(rule, value_type=bool, formula=self._formula(cells))
        must, may = (np.array([masks[at] for masks in TABLE], np.uint8) for at in (0, 1))

        def fired(person: Any, period: Any) -> Any:
            return sum(person(rule, period).astype(np.int32) * BIT[rule] for rule in RULES)

        add("fired", value_type=int, formula=fired)
        add("must", value_type=int, formula=lambda person, period: must[person("fired", period)])
        add("may", value_type=int, formula=lambda person, period: may[person("fired", period)])
        self.period = periods.period("2026-01")

    def _formula(self, cells: dict[str, tuple[str, Any]]) -> Callable[..., Any]:
        def formula(person: Any, period: Any) -> Any:
            told = True
            for name, (op, value) in cells.items():
                column = person(name, period)
                told = told & self._cell(name, column, op, value)
            return told

        return formula

    def _cell(self, name: str, column: Any, op: str, value: Any) -> Any:
        if name not in self.enums_of:
            return column >= value if op == ">=" else column == value
        members = {member.value: member for member in self.enums_of[name]}
        if op == "in":
            told = column == members[value[0]]
            for other in value[1:]:
                told = told | (column == members[other])
            return told
        return column == members[value] if op == "==" else column != members[value]

    def prepare(self, codes: Any) -> Any:
        import numpy as np

        given = {name: self.array(codes[name], kind) for name, kind in self.enums_of.items()}
        return given | {"age": codes["age"].astype(np.int32) + 10, "custody_risk": codes["custody_risk"].astype(bool)}

    def run(self, given: Any) -> Any:
        simulation = self.builder().build_default_simulation(self.system, count=len(given["age"]))
        for name, column in given.items():
            simulation.set_input(name, self.period, column)
        return {name: simulation.calculate(name, self.period) for name in ("fired", "must", "may")}


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "OpenFisca, encoded": OpenFisca,
    "datalogic-py": DataLogic,
    "Zen": Zen,
    "Cedar (cedarpy)": Cedar,
    "rule-engine": RuleEngine,
}
"""One that is not installed is left out, and said."""

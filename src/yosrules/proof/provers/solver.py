"""The second prover: the solver z3, asked in SMT-LIB 2. Only this file knows z3, which is typed nowhere."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from yosrules.errors import UndecidedError
from yosrules.language.expr import Condition
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import reads
from yosrules.proof.provers.smt import known_symbol, script, value_symbol

PATIENCE = 10_000
"""How many milliseconds the solver may think about one question."""


def available() -> bool:
    """Whether z3 is installed: `pip install 'yosrules[prove]'`."""
    return find_spec("z3") is not None


def solved(sought: Condition, patience: int = PATIENCE) -> dict[Fact, Value | None] | None:
    """The emptiest assignment for which a condition holds, or None; refused when out of patience."""
    import z3  # noqa: PLC0415 -- an extra, imported when asked for

    # Of the same questions `Solver`, which chooses among tactics first, takes five times as long.
    solver: Any = z3.SimpleSolver()
    solver.set("timeout", patience)
    solver.from_string(script(sought))
    facts = tuple(dict.fromkeys(reads(sought)))
    if not _found(solver, z3):
        return None
    stated: Any = z3.Sum([z3.If(z3.Bool(_bare(known_symbol(fact))), 1, 0) for fact in facts])
    # The solver's first model may state facts that the condition does not need. That model exists, so the loop ends.
    most = 0
    while not _found(solver, z3, stated <= most):
        most += 1
    return _assigned(solver.model(), facts, z3)


def _found(solver: Any, z3: Any, *more: Any) -> bool:
    said = solver.check(*more)
    # Out of time is not "no": read as unsatisfiable, it would prove claims that nobody has proved.
    if said == z3.unknown:
        raise UndecidedError(f"z3 does not know: {solver.reason_unknown()}")
    return bool(said == z3.sat)


def _assigned(model: Any, facts: tuple[Fact, ...], z3: Any) -> dict[Fact, Value | None]:
    # A model leaves out symbols that do not matter to it; completion gives those a value too.
    known = {fact: z3.is_true(model.eval(z3.Bool(_bare(known_symbol(fact))), model_completion=True)) for fact in facts}
    numbers = {fact: model.eval(z3.Int(_bare(value_symbol(fact))), model_completion=True).as_long() for fact in facts}
    return {fact: fact.value(numbers[fact]) if known[fact] else None for fact in facts}


def _bare(symbol: str) -> str:
    return symbol.strip("|")

"""Many records -> columns: the same meaning as `decide`, for every row of a frame at once.

    decided = decide_frame(policy.on(day), frame)

Polars, DuckDB, PySpark, pyarrow and pandas frames come in, eager or lazy, and the same kind goes out, with one column
an outcome: must, at least may, may, cannot tell, no. Nothing lazy is collected: an eager frame with a value that is not
allowed is refused whole, in a lazy one every outcome of such a row is null; `refusals` is the query that counts them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.engine import N, anew, opened, refusing, returned
from yosrules.bulk.outcomes import WORD, Bulk, conditions_of
from yosrules.errors import RecordError
from yosrules.language.facts import Facts
from yosrules.policies.policy import Edition, Outcome, Policy

T = TypeVar("T", bound=Outcome)


@refusing()
def decide_frame(
    asked: Edition[T] | Policy[T],
    frame: N,
    *,
    on: str | None = None,
    masks: bool = False,
    fired: bool = False,
    keep: Sequence[str] | None = None,
    unknown: Collection[str] = (),
    about: type[Facts] | None = None,
    meant: date | str | None = None,
) -> N:
    """Decide every row by an edition; by a policy, each by the edition in force on the day its column `on` states.

    With `masks` the outcomes are bits of `must`, `at_least_may`, `may` and `cannot_tell`, in the order of
    `outcomes_of`; `fired` adds what holds, a bit for all rules of one condition, which `fired_rules` reads. `keep` are
    the columns that stay (all, if left out), `unknown` facts that no column states. A row is refused that no record of
    the kind `about` can be, as far as there are columns for that; a policy says itself what it is about. `meant` is the
    day that the facts are of, or its column (`on`, if left out): a row is refused whose age its date of birth denies.
    """
    whole = opened(frame)
    bulk = Bulk.over(whole, asked, on, unknown, about, meant)
    made = bulk.decided(masks=masks, fired=fired)
    folded = str.casefold if isinstance(whole, nw.LazyFrame) and not whole.implementation.is_polars() else str
    kept = {folded(name): name for name in (whole.collect_schema().names() if keep is None else keep)}
    if clash := [kept[folded(name)] for name in made if folded(name) in kept]:
        why = "keep= leaves it out, an answer goes there" + "; to SQL capitals are the same" * (folded is not str)
        raise RecordError(f"the frame has a column called {', '.join(clash)} already: {why}")
    names = {name: f"{bulk.columns.prefix}made{place}" for place, name in enumerate(made)}
    decided = bulk.columns.put({names[name]: expr for name, expr in made.items()}, bulk.conditions, alone=not kept)
    return returned(frame, whole, decided, names, keep)


@refusing()
def refusals(
    asked: Edition[T] | Policy[T],
    frame: N,
    *,
    on: str | None = None,
    unknown: Collection[str] = (),
    about: type[Facts] | None = None,
    meant: date | str | None = None,
) -> N:
    """One row: how many rows there are, how many are refused, and for how many of them each fact is to blame."""
    table = opened(frame)
    counted = Bulk.over(table, asked, on, unknown, about, meant).refusals()
    return anew(frame, table, counted)


def outcomes_of(asked: Edition[T] | Policy[T]) -> tuple[T, ...]:
    """Every outcome of an edition, or of any edition of a policy, each name once: the order of the columns and bits."""
    editions = (asked,) if isinstance(asked, Edition) else asked.editions
    # By name: a forum that changes with the edition is one column, decided in each edition as it was then.
    return tuple({outcome.name: outcome for edition in editions for outcome in edition.outcomes}.values())


def fired_rules(edition: Edition[T], mask: int, place: int = 0) -> tuple[str, ...]:
    """The ids of the rules that a number in the column `fired` stands for; `place` is 32 for `fired_32`."""
    rules = edition.resolved.rules
    bits = {when: bit for bit, when in enumerate(conditions_of(edition.resolved)[place : place + WORD])}
    return tuple(rule.id for rule in rules if rule.when in bits and mask >> bits[rule.when] & 1)

"""People on the two sides of every threshold, from the files beside this one; each notices a change of some rule.

They were found by mutation: each is the emptiest record by which a changed rule would be told from the rule.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

from yosrules.language import Fact, Facts, Value, vocabulary, words
from yosrules.policies import Example, Status

_READ: dict[type, Callable[[str], Value]] = {date: date.fromisoformat, Decimal: Decimal, int: int}


def examples(file: str, about: type[Facts]) -> Iterator[Example]:
    """The examples of a file: in each row an outcome, how it stands, and what is on record; a blank is unknown."""
    facts, made = vocabulary(about), cast("Callable[..., Facts]", about)
    with Path(__file__).with_name(file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            outcome, stands = row.pop("outcome"), Status(row.pop("stands"))
            stated = {name: _value(facts[name], cell) for name, cell in row.items() if cell}
            yield Example(made(reference="example", **stated), outcome, stands)


def _value(fact: Fact, cell: str) -> Value:
    if fact.members:
        return next(member for member in fact.members if words(member) == cell)
    return _READ[fact.kind](cell)

"""Values as JavaScript: whole numbers as BigInt, which is exact, and text in which nothing can end the script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs


@attrs.frozen
class Code:
    """JavaScript to be written as it is."""

    text: str


Literal: TypeAlias = "Code | str | int | bool | Sequence[Literal] | Mapping[str, Literal] | None"
"""What can be written as a value of JavaScript."""


def literal(value: Literal) -> str:
    """A value as an expression of JavaScript, in ASCII."""
    match value:
        case Code(text):
            return text
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value:d}n"
        case str():
            # A browser looks for the end of a script before it reads the script.
            return json.dumps(value).replace("<", "\\u003c")
        case Mapping():
            # A name in square brackets is a property of its own, even "__proto__".
            return "{" + ",".join(f"[{literal(name)}]:{literal(each)}" for name, each in value.items()) + "}"
        case _:
            return "[" + ",".join(map(literal, value)) + "]"

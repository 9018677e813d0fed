"""A kind of record as a JSON Schema: what a row of a file, or a mapping for `record_from`, may state of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from inspect import signature

from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, words
from yosrules.language.plain.values import Plain
from yosrules.records.blanks import BLANK_SAYS


def schema_of(kind: type[Facts], whose: str = "") -> dict[str, Plain]:
    """The JSON Schema of one kind of record; `whose` is the key that says whose a row of a history is, if it is one.

    A file and `record_from` take more: headings in words, and synonyms. What fits the schema, they always read, unless
    it states what cannot be on record together.
    """
    facts, fields = vocabulary(kind), signature(kind).parameters
    said: dict[str, Plain] = {whose: _of_text("reference")} if whose else {}
    blank = BLANK_SAYS.get(kind, {})
    said |= {name: _of_fact(facts[name], blank.get(name)) if name in facts else _of_text(name) for name in fields}
    needed = [name for name, field in fields.items() if field.default is field.empty]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.__name__,
        "description": (kind.__doc__ or "").split("\n")[0],
        "type": "object",
        "properties": said,
        "required": [*([whose] if whose else []), *needed],
        "additionalProperties": False,
    }


def _of_text(name: str) -> dict[str, Plain]:
    return {"type": "string", **({"pattern": "\\S"} if name == "reference" else {})}


def _of_fact(fact: Fact, blank: str | None) -> dict[str, Plain]:
    means = "" if fact.given else f"; null: {blank or 'it is not known'}"
    said: dict[str, Plain] = {"description": f"{fact.label or fact.name}{means}"}
    unknown: list[Plain] = [] if fact.given else [None]
    if fact.members:
        values: list[Plain] = [True, False] if fact.kind is bool else [words(member) for member in fact.members]
        return {**said, "enum": [*values, *unknown]}
    shape = _shape(fact)
    return {**said, **shape, "type": shape["type"] if fact.given else [str(shape["type"]), "null"]}


def _shape(fact: Fact) -> dict[str, Plain]:
    """What a whole number, a decimal or a day is; a decimal is text, so that none of its digits is lost."""
    if fact.kind is date:
        return {"type": "string", "format": "date", **_ends(fact)}
    if fact.kind is Decimal:
        places = f"(\\.[0-9]{{1,{fact.places}}})?" if fact.places else ""
        sign = "" if isinstance(fact.low, Decimal) and fact.low >= 0 else "-?"
        return {"type": "string", "pattern": f"^{sign}[0-9]+{places}$", **_ends(fact)}
    ends: dict[str, Plain] = {"minimum": fact.low} if isinstance(fact.low, int) else {}
    return {"type": "integer", **ends, **({"maximum": fact.high} if isinstance(fact.high, int) else {})}


def _ends(fact: Fact) -> dict[str, Plain]:
    """Bounds that JSON Schema has no word for, as a note."""
    ends = [f"from {words(fact.low)}" if fact.low is not None else ""]
    ends += [f"to {words(fact.high)}" if fact.high is not None else ""]
    said = " ".join(filter(None, ends))
    return {"$comment": said} if said else {}

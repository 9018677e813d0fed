"""A refuted claim -> English: the claim, and the record that refutes it."""

from __future__ import annotations

from collections.abc import Iterator

from yosrules.english.describe import called, day, record_in_english
from yosrules.language.facts import vocabulary
from yosrules.proof.prove import Refuted, facts_of
from yosrules.proof.provers.witness import History


def refutation(refuted: Refuted) -> Iterator[str]:
    """The claim, and the record that refutes it, in words."""
    claim = refuted.claim
    yield f"Refuted: {claim.says}"
    if refuted.record is None:
        yield "  There is no such record."
        return
    facts = facts_of(claim)
    yield f"  For example: {record_in_english(refuted.record, facts)}."
    if refuted.beside is not None:
        yield f"  Compared with: {record_in_english(refuted.beside, facts)}."
    if missing := [called(fact) for fact in facts if vars(refuted.record)[fact.name] is None]:
        yield f"  Not on record: {', '.join(missing)}."
    if refuted.measured:
        named = ", ".join(called(fact) for fact in refuted.measured)
        yield from _behind(refuted.behind, named)


def _behind(found: History | None, named: str) -> Iterator[str]:
    """The history that leads to what is worked out, or that none was found."""
    if found is None:
        yield f"  Perhaps nobody is like that: no history was found that leads to {named}."
        return
    own = vocabulary(type(found.record)).values()
    yield f"  A history that leads there, as of {day(found.day)}: {record_in_english(found.record, own)}."
    for kind, rows in found.rows.items():
        told = "; ".join(record_in_english(row, vocabulary(kind).values()) for row in rows)
        yield f"  {kind.__name__}: {told or 'none'}."

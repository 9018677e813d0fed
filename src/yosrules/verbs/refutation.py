"""A refuted claim -> English: the claim, and the record that refutes it."""

from __future__ import annotations

from collections.abc import Iterator

from yosrules.language.expr import reads
from yosrules.verbs.describe import called, record_in_english
from yosrules.verbs.prove import Refuted


def refutation(refuted: Refuted) -> Iterator[str]:
    """The claim, and the record that refutes it, in words."""
    claim = refuted.claim
    yield f"Refuted: {claim.says}"
    if refuted.record is None:
        yield "  There is no such record."
        return
    facts = [fact for fact in dict.fromkeys(reads(claim.sought)) if not claim.raised or fact != claim.raised[1]]
    yield f"  For example: {record_in_english(refuted.record, facts)}."
    if refuted.beside is not None:
        yield f"  Compared with: {record_in_english(refuted.beside, facts)}."
    if missing := [called(fact) for fact in facts if vars(refuted.record)[fact.name] is None]:
        yield f"  Not on record: {', '.join(missing)}."
    if refuted.measured:
        named = ", ".join(called(fact) for fact in refuted.measured)
        yield f"  Perhaps no child is like that: no history was sought that leads to {named}."

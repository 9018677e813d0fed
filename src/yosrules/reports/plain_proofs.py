"""Proofs, differences and mutants as plain data for `--json`; each is described by a JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from yosrules.english.describe import record_in_english
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.plain.values import Plain
from yosrules.policies.policy import Outcome
from yosrules.proof.diff import Diff, Touched
from yosrules.proof.mutate import Fate, JudgedMutant
from yosrules.proof.prove import NotAnalysed, Proved, Refuted
from yosrules.reports.proofs import Verified

T = TypeVar("T", bound=Outcome)


def verified_data(found: Iterable[Verified]) -> list[Plain]:
    """Every claim with its answer, and what is to be put right."""
    return [
        {
            "name": each.name,
            "claims": [_answer(answer, each) for answer in each.answers],
            "to_put_right": [*each.wrong],
            "for_information": [str(remark) for remark in each.remarks if not remark.wrong],
        }
        for each in found
    ]


def _answer(answer: Proved | Refuted | NotAnalysed, of: Verified) -> dict[str, Plain]:
    claim = answer.claim
    said = {Proved: "proved", Refuted: "refuted", NotAnalysed: "not analysed"}[type(answer)]
    return {
        "claim": claim.name,
        "edition": claim.where,
        "says": claim.says,
        "answer": said,
        "by": [] if isinstance(answer, NotAnalysed) else [each.value for each in answer.by],
        "example": None if isinstance(answer, NotAnalysed) else _in_words(answer.record),
        "why": answer.why if isinstance(answer, NotAnalysed) else None,
        "declared": of.meant.get(claim.name),
    }


def _in_words(record: Facts | None) -> str | None:
    return None if record is None else record_in_english(record, vocabulary(type(record)).values())


def diff_data(found: Diff, touched: Sequence[Touched] | None) -> dict[str, Plain]:
    """For whom each outcome stands otherwise, what was rewritten, and the cases of a caseload that it touches."""
    outcomes: list[Plain] = [
        {
            "outcome": each.outcome,
            "way": each.way.value,
            "higher": _in_words(each.higher),
            "lower": _in_words(each.lower),
            "why": each.why or None,
        }
        for each in found.outcomes
    ]
    rules: list[Plain] = [{"rule": each.rule, "what": each.what, "details": [*each.details]} for each in found.rules]
    cases: list[Plain] | None = (
        None
        if touched is None
        else [
            {
                "reference": str(vars(each.record)["reference"]),
                "outcome": each.outcome,
                "before": each.before.value,
                "after": each.after.value,
            }
            for each in touched
        ]
    )
    attributes: list[Plain] = [str(each) for each in found.attributes]
    return {"outcomes": outcomes, "rules": rules, "attributes": attributes, "touched": cases}


def mutants_data(name: str, judged: Sequence[JudgedMutant[T]]) -> dict[str, Plain]:
    """How many changes of a policy came to what, and each that nobody would notice."""
    unseen = [each.mutant for each in judged if each.fate in (Fate.SURVIVES, Fate.UNTOLD)]
    return {
        "name": name,
        "changes": {fate.value: sum(each.fate is fate for each in judged) for fate in Fate},
        "unnoticed": [{"rule": each.rule, "change": each.change} for each in unseen],
    }

"""Every defect of the zoo is found and named, and no sound edition is accused."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from yosrules.proof.claims import claims
from yosrules.proof.prove import Proved, Prover, Refuted, prove
from zoo import SPECIMENS, Kind, Specimen, Young

PAGE = (Path(__file__).parent.parent / "specs" / "proof.md").read_text()


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda each: f"{each.kind}-{each.name}".replace(" ", "-"))
def test_exactly_the_claims_that_are_not_kept_are_refuted_by_both_provers(specimen: Specimen) -> None:
    answers = [prove(claim) for claim in claims(specimen.edition, Young, ranked=specimen.ranked)]
    assert {answer.claim.name for answer in answers if not isinstance(answer, Proved)} == specimen.refuted
    for answer in answers:
        assert isinstance(answer, Proved | Refuted)
        assert answer.by == (Prover.ENUMERATION, Prover.Z3)


def test_a_control_keeps_every_claim_and_a_defect_does_not() -> None:
    assert all(bool(each.refuted) is (each.kind is not Kind.NOTHING) for each in SPECIMENS)


def test_no_two_specimens_are_the_same() -> None:
    assert len({(each.name, each.edition) for each in SPECIMENS}) == len({each.name for each in SPECIMENS})
    assert len({each.edition.rules for each in SPECIMENS}) == len(SPECIMENS)


def test_the_page_counts_the_zoo() -> None:
    counts = Counter(each.kind.value for each in SPECIMENS)
    shown = re.findall(r"^\| ([a-z][^|]*?) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert shown == [(kind.value, str(counts[kind]), str(0 if kind is Kind.NOTHING else counts[kind])) for kind in Kind]


def test_there_are_sixty_defects_or_more() -> None:
    assert sum(each.kind is not Kind.NOTHING for each in SPECIMENS) >= 60

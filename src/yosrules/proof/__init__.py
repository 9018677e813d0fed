"""What holds for every possible record: proved, or refuted with one."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.proof.boundaries import Boundary as Boundary
    from yosrules.proof.boundaries import Coverage as Coverage
    from yosrules.proof.boundaries import boundaries as boundaries
    from yosrules.proof.boundaries import coverage as coverage
    from yosrules.proof.claims import Claim as Claim
    from yosrules.proof.claims import claims as claims
    from yosrules.proof.diff import Diff as Diff
    from yosrules.proof.diff import Moved as Moved
    from yosrules.proof.diff import RuleChange as RuleChange
    from yosrules.proof.diff import Touched as Touched
    from yosrules.proof.diff import Way as Way
    from yosrules.proof.diff import diff as diff
    from yosrules.proof.diff import touched as touched
    from yosrules.proof.mutate import Fate as Fate
    from yosrules.proof.mutate import Mutant as Mutant
    from yosrules.proof.mutate import judge as judge
    from yosrules.proof.mutate import mutants as mutants
    from yosrules.proof.mutate import scale_mutants as scale_mutants
    from yosrules.proof.mutate import survivors as survivors
    from yosrules.proof.prove import Answer as Answer
    from yosrules.proof.prove import NotAnalysed as NotAnalysed
    from yosrules.proof.prove import Proved as Proved
    from yosrules.proof.prove import Prover as Prover
    from yosrules.proof.prove import Refuted as Refuted
    from yosrules.proof.prove import export as export
    from yosrules.proof.prove import prove as prove
    from yosrules.proof.prove import prove_all as prove_all

lazily(
    __name__,
    {
        "boundaries": "Boundary Coverage boundaries coverage",
        "claims": "Claim claims",
        "diff": "Diff Moved RuleChange Touched Way diff touched",
        "mutate": "Fate Mutant judge mutants scale_mutants survivors",
        "prove": "Answer NotAnalysed Proved Prover Refuted export prove prove_all",
    },
)

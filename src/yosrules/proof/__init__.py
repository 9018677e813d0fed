"""What holds for every possible record: proved, or refuted with one."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.proof.boundaries import (
        Boundary as Boundary,
        Coverage as Coverage,
        boundaries as boundaries,
        coverage as coverage,
    )
    from yosrules.proof.claims import Claim as Claim, claims as claims
    from yosrules.proof.diff import (
        Diff as Diff,
        Moved as Moved,
        RuleChange as RuleChange,
        Touched as Touched,
        Way as Way,
        diff as diff,
        touched as touched,
    )
    from yosrules.proof.mutate import (
        Fate as Fate,
        Mutant as Mutant,
        judge as judge,
        mutants as mutants,
        scale_mutants as scale_mutants,
        survivors as survivors,
    )
    from yosrules.proof.prove import (
        Answer as Answer,
        NotAnalysed as NotAnalysed,
        Proved as Proved,
        Prover as Prover,
        Refuted as Refuted,
        export as export,
        prove as prove,
        prove_all as prove_all,
    )
    from yosrules.proof.remarks import Remark as Remark, remarks as remarks

lazily(
    __name__,
    {
        "boundaries": "Boundary Coverage boundaries coverage",
        "claims": "Claim claims",
        "diff": "Diff Moved RuleChange Touched Way diff touched",
        "mutate": "Fate Mutant judge mutants scale_mutants survivors",
        "prove": "Answer NotAnalysed Proved Prover Refuted export prove prove_all",
        "remarks": "Remark remarks",
    },
)

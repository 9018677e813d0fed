"""What holds for every possible record: proved by two provers, or refuted with a record."""

from yosrules.proof.boundaries import (
    boundaries as boundaries,
    coverage as coverage,
)
from yosrules.proof.claims import (
    Claim as Claim,
    claims as claims,
)
from yosrules.proof.diff import (
    Diff as Diff,
    diff as diff,
    touched as touched,
)
from yosrules.proof.mutate import (
    mutants as mutants,
    survivors as survivors,
)
from yosrules.proof.prove import (
    Answer as Answer,
    NotAnalysed as NotAnalysed,
    Proved as Proved,
    Refuted as Refuted,
    export as export,
    prove as prove,
    prove_all as prove_all,
    unsettled as unsettled,
)
from yosrules.proof.refutation import (
    refutation as refutation,
)

"""The conformance kit: a plugin's tests begin `test_laws = laws(POLICY)`, and Hypothesis draws what the laws need."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.testing.conformance.policies import (
        Law as Law,
    )
    from yosrules.testing.kit import (
        laws as laws,
    )
    from yosrules.testing.strategies.absences import (
        absences as absences,
        weeks as weeks,
    )
    from yosrules.testing.strategies.ratings import (
        evidence as evidence,
        scales as scales,
        scores as scores,
    )
    from yosrules.testing.strategies.records import (
        records as records,
    )
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "conformance.policies": "Law",
            "kit": "laws",
            "strategies.absences": "absences weeks",
            "strategies.ratings": "evidence scales scores",
            "strategies.records": "records",
        },
    )

"""Synthetic caseloads and absences, to try things on."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.samples.absences import (
        sample_absences as sample_absences,
    )
    from yosrules.samples.cases import (
        sample_cases as sample_cases,
    )
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "absences": "sample_absences",
            "cases": "sample_cases",
        },
    )

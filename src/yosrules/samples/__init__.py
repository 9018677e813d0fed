"""Synthetic caseloads and absences."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.samples.absences import absence_rows as absence_rows
    from yosrules.samples.absences import sample_absences as sample_absences
    from yosrules.samples.cases import case_rows as case_rows
    from yosrules.samples.cases import sample_cases as sample_cases

lazily(
    __name__,
    {
        "absences": "absence_rows sample_absences",
        "cases": "case_rows sample_cases",
    },
)

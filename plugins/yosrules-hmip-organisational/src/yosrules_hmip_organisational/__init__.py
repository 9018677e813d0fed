"""HMIP domain 1, organisational delivery. Inspectors judge it on evidence; nothing is computed from cases."""

from collections.abc import Iterable

from yosrules.hooks import hookimpl
from yosrules.policies import Domain, KeyQuestion, RatedBy, Standard, cite

ANNEX = cite("HM Inspectorate of Probation, youth inspection standards", "domain 1")

STANDARDS = {
    "1.1 Governance and leadership": ("vision and strategy", "partnership arrangements", "leadership of the service"),
    "1.2 Staff": ("staffing and workload", "skills", "oversight", "learning and development"),
    "1.3 Partnerships and services": (
        "profile and needs analysis",
        "volume, range and quality of services",
        "statutory and other partners",
    ),
    "1.4 Information and facilities": ("policies and guidance", "premises", "ICT", "analysis, evidence and learning"),
}


def _standard(heading: str, questions: tuple[str, ...]) -> Standard:
    number, name = heading.split(" ", 1)
    asked = tuple(KeyQuestion(f"{number}.{place}", label) for place, label in enumerate(questions, start=1))
    return Standard(number, name, RatedBy.JUDGEMENT, asked)


@hookimpl
def yosrules_domains() -> Iterable[Domain]:
    standards = tuple(_standard(heading, questions) for heading, questions in STANDARDS.items())
    return [Domain(edition, "1", "Organisational delivery", standards, ANNEX) for edition in ("hmip-2018", "hmip-2021")]

"""HMIP domain 2, court disposals. Each standard takes the lowest of its three key questions' ratings."""

from collections.abc import Iterable

from yosrules.hooks import hookimpl
from yosrules.policies import Domain, KeyQuestion, RatedBy, Standard, cite

ANNEX = cite("HM Inspectorate of Probation, youth inspection standards", "domain 2")
NAMES = ("Assessment", "Planning", "Implementation and delivery", "Reviewing")
QUESTIONS = ("desistance", "safety of the child", "safety of others")


def _standard(number: str, name: str) -> Standard:
    asked = tuple(KeyQuestion(f"{number}.{place}", label) for place, label in enumerate(QUESTIONS, start=1))
    return Standard(number, name, RatedBy.LOWEST_KEY_QUESTION, asked)


@hookimpl
def yosrules_domains() -> Iterable[Domain]:
    standards = tuple(_standard(f"2.{place}", name) for place, name in enumerate(NAMES, start=1))
    return [Domain(edition, "2", "Court disposals", standards, ANNEX) for edition in ("hmip-2018", "hmip-2021")]

"""HMIP domain 3, out-of-court disposals; in the 2021 edition with resettlement, which does not count overall."""

from collections.abc import Iterable

from yosrules.hooks import hookimpl
from yosrules.policies import Domain, KeyQuestion, RatedBy, Standard, cite

ANNEX = cite("HM Inspectorate of Probation, youth inspection standards", "domain 3")
CASE = ("desistance", "safety of the child", "safety of others")
POLICY = ("policy", "provision", "review")


def _standard(number: str, name: str, rated_by: RatedBy, labels: tuple[str, ...], *, counts: bool = True) -> Standard:
    asked = tuple(KeyQuestion(f"{number}.{place}", label) for place, label in enumerate(labels, start=1))
    return Standard(number, name, rated_by, asked, counts)


BOTH = tuple(
    _standard(number, name, RatedBy.LOWEST_KEY_QUESTION, CASE)
    for number, name in (("3.1", "Assessment"), ("3.2", "Planning"), ("3.3", "Implementation and delivery"))
)
JOINT = _standard(
    "3.4", "Joint working", RatedBy.LOWEST_KEY_QUESTION, ("recommendations", "joint work with the police")
)
PROVISION = _standard("3.4", "Out-of-court disposal policy and provision", RatedBy.JUDGEMENT, POLICY)
RESETTLEMENT = _standard("R1.1", "Resettlement policy and provision", RatedBy.JUDGEMENT, POLICY, counts=False)


@hookimpl
def yosrules_domains() -> Iterable[Domain]:
    name = "Out-of-court disposals"
    return (
        Domain("hmip-2018", "3", name, (*BOTH, JOINT), ANNEX),
        Domain("hmip-2021", "3", name, (*BOTH, PROVISION, RESETTLEMENT), ANNEX),
    )

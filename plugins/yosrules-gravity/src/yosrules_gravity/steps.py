"""What the edition of 2025 adds beside the score: a form for prosecutors, deciding together, and traffic offences."""

from __future__ import annotations

from datetime import date

from yosrules.language import ConditionLike
from yosrules.policies import Edition, Example, Forum, ForumPolicy, Status, must, should
from yosrules_gravity.matter import NPCC_2025, READ, Matter

FORM = Forum("CIF", "Child Information Form", None, "completed when the case is sent to prosecutors", meets=False)
TOGETHER = Forum(
    "JOINT",
    "Decided jointly by the youth justice service and the police",
    None,
    "the police have the last word",
    meets=False,
)
CONSIDERED = Forum("OUT-OF-COURT", "An out-of-court disposal is considered", None, meets=False)
_ASKED: dict[Forum, ConditionLike] = {FORM: Matter.to_cps, TOGETHER: Matter.borderline, CONSIDERED: Matter.traffic}
_STANDS = {True: Status.MUST, False: Status.NO, None: Status.CANNOT_TELL}

STEPS = ForumPolicy(
    "child-gravity-matrix-steps",
    about=Matter,
    forums=(*_ASKED,),
    editions=(
        Edition(
            date(2025, 2, 1),
            (
                must("form", FORM, when=Matter.to_cps, cites=NPCC_2025),
                should("together", TOGETHER, when=Matter.borderline, cites=NPCC_2025),
                should("traffic", CONSIDERED, when=Matter.traffic, cites=NPCC_2025),
            ),
            cites=NPCC_2025,
            checked=READ,
        ),
    ),
    not_stated=(
        "from which day all but the form is used: the form is mandatory from 1 February 2025",
        "what is borderline: whoever decides says so",
        "when deciding together is asked for beside borderline cases, of which it is said in particular",
    ),
    examples=tuple(
        example
        for said, stands in _STANDS.items()
        for example in (
            Example(Matter(reference="example", to_cps=said), "CIF", stands),
            Example(Matter(reference="example", borderline=said), "JOINT", stands),
            Example(Matter(reference="example", traffic=said), "OUT-OF-COURT", stands),
        )
    ),
)

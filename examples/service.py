"""A web service with one policy: POST a case to /allocations, get every forum's status and why.

uvicorn service:app
"""

from datetime import date

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from yosrules.deciding import allocate
from yosrules.english import explain
from yosrules.errors import RecordError
from yosrules.hooks import load
from yosrules.records import Case, RiskLevel

app = FastAPI(title="Forums by Derby's High Risk Strategy")
POLICY = load().forum_policy("derby-high-risk-strategy")


class StatedCase(BaseModel):
    """What a caller states. A field that is left out is unknown, which is not "no"."""

    reference: str
    day: date
    rosh: RiskLevel | None = None
    safety_wellbeing: RiskLevel | None = None
    at_risk_of_custody: bool | None = None
    mappa_referral_criteria_met: bool | None = None


class Answer(BaseModel):
    edition: str
    statuses: dict[str, str]
    missing: list[str]
    explanation: str


@app.post("/allocations")
def allocation(stated: StatedCase) -> Answer:
    try:
        case = Case(**stated.model_dump(exclude={"day"}))
    except RecordError as error:
        raise HTTPException(422, str(error)) from error
    found = allocate(POLICY, case, stated.day)
    return Answer(
        edition=str(POLICY.on(stated.day)),
        statuses={each.forum.name: each.status.value for each in found.placements},
        missing=[fact.name for fact in found.missing],
        explanation=explain(found),
    )

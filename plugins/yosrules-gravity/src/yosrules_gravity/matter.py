"""One offence of one child, as whoever decides about it has scored it by a gravity matrix."""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from yosrules.language import Facts, Maybe, fact
from yosrules.policies import Citation, cite

ACPO: Citation = cite("ACPO, youth offender case disposal gravity factor system, March 2013", "sections 1.2 to 1.4")
NPCC_2023: Citation = cite(
    "NPCC, Child Gravity Matrix, 2023", "the key changes, as the Youth Justice Legal Centre states them"
)
NPCC_2025: Citation = cite(
    "NPCC, Child Gravity Matrix, 2025",
    "the key changes, as the Youth Justice Legal Centre stated them on 26 February 2025",
)
READ = date(2026, 11, 28)
"""The day on which what is public of the three was last read."""


class Factors(IntEnum):
    """What the aggravating and mitigating factors of an offence do to its score."""

    LOWERED = 1
    UNCHANGED = 2
    RAISED = 3


class Matter(Facts):
    """One offence of one child, with its score.

    `listed` is the score that the list of offences gives, `score` the one that whoever decides has recorded after the
    factors. Neither is the seriousness score of the Youth Justice Board, which runs from 1 to 8.
    """

    reference: str
    listed: Maybe[int] = fact(int, "the score of the offence in the list", low=1, high=5)
    factors: Maybe[Factors] = fact(Factors, "what its factors do to the score")
    score: Maybe[int] = fact(int, "the score recorded after its factors", low=1, high=5)
    traffic: Maybe[bool] = fact(bool, "it is a traffic offence")
    to_cps: Maybe[bool] = fact(bool, "the case is sent to the Crown Prosecution Service for a decision")
    borderline: Maybe[bool] = fact(bool, "it is borderline between a prosecution and an out-of-court disposal")

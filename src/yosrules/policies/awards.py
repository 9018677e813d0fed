"""Professional discretion: a rating awarded that differs from the one computed, and the grounds on which it may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import attrs

from yosrules.errors import RatingError
from yosrules.policies.citation import Citation, cite
from yosrules.policies.rating import Band, RatingScale, Score

SOURCE: Citation = cite("HM Inspectorate of Probation, youth inspection report annexes", "rating of standards")
NEAR = 5
"""Percentage points from a boundary that count as close."""
FEW = 5
"""Cases in a sub-sample that count as few."""


class Ground(StrEnum):
    """The three published grounds for moving a standard by one band."""

    NEAR_BOUNDARY = "the deciding key question is within 5 percentage points of the boundary"
    ONE_CASE = "one case judged differently, all of its points met or none, would change the band"
    FEW_CASES = "the deciding key question was judged on 5 cases or fewer"


@attrs.frozen
class Award:
    """A rating that a panel decided on: which band, on what ground, by whom, when and why."""

    band: Band
    ground: Ground
    by: str
    on: date
    why: str


def awarded(
    scale: RatingScale,
    deciding: Score,
    band: str,
    *,
    ground: Ground,
    by: str,
    on: date,
    why: str,
    cases: Sequence[Score] = (),
) -> Award:
    """Move a standard one band from what was computed, or refuse because the ground does not hold.

    `deciding` is the standard's deciding key question: cases that were sufficient, out of cases inspected; or points,
    and then `cases` are the points of each case. One case judged differently is one whose points are all met, or none.
    """
    computed, moved = scale.rate(deciding), scale.band(band)
    if not by.strip() or not why.strip():
        raise RatingError("an award says by whom it was made and why")
    if computed.band is None:
        raise RatingError("there is no computed rating to move: no case was inspected")
    if abs(scale.place(moved) - scale.place(computed.band)) != 1:
        raise RatingError(f"an award moves a rating by one band; {computed.name} to {moved.name} is not one band")
    if ground not in (hold := grounds(scale, deciding, moved, cases)):
        others = "; these do: " + "; ".join(hold) if hold else ", nor does any other published ground"
        raise RatingError(f"{deciding} cannot be moved to {moved.name} because {ground}: that does not hold{others}")
    return Award(moved, ground, by, on, why)


def grounds(scale: RatingScale, deciding: Score, awarded: Band, cases: Sequence[Score] = ()) -> tuple[Ground, ...]:
    """Which of the published grounds hold for moving this score into the neighbouring band `awarded`."""
    computed = scale.rate(deciding)
    if computed.band is None or computed.amount is None:
        return ()
    # Two neighbouring bands meet where the upper one begins, whichever way the rating is moved.
    boundary = scale.threshold(max(awarded, computed.band, key=scale.place))
    tests = {
        Ground.NEAR_BOUNDARY: abs(computed.amount - boundary) <= NEAR,
        Ground.ONE_CASE: awarded in _with_one_case_changed(scale, deciding, cases),
        Ground.FEW_CASES: (len(cases) or deciding.out_of) <= FEW,
    }
    return tuple(ground for ground, true in tests.items() if true)


def _with_one_case_changed(scale: RatingScale, deciding: Score, cases: Sequence[Score]) -> set[Band | None]:
    near = {deciding.scored - 1, deciding.scored + 1}
    if cases:
        near = {deciding.scored - each.scored + points for each in cases for points in (0, each.out_of)}
    return {scale.rate(Score(scored, deciding.out_of)).band for scored in near if 0 <= scored <= deciding.out_of}

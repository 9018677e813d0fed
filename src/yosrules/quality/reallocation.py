"""Suggest which cases to move so that fewer points are over capacity and more practitioners hold a mix of cases.

In this order: the fewest points over what is available; then the fewest practitioners without a mix of pre- and
post-court cases; then the fewest moves. A solver (HiGHS) finds it; a manager decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from yosrules.errors import UndecidedError
from yosrules.quality.workload import CaseLoad, Workload
from yosrules.records.choices import CaseStage

_HUNDREDTHS = 100
"""Points have two places at the most."""
_MOVE = 10_000
_SECONDS = 20


@attrs.frozen
class Move:
    """One suggestion: a case, who holds it, and who might."""

    case: CaseLoad
    giver: Workload
    taker: Workload


@attrs.frozen
class Suggested:
    """The moves suggested, what each practitioner would hold after them, and whose cases were left where they are.

    `best` is whether the solver showed that nothing is better, in the time that it had.
    """

    moves: tuple[Move, ...]
    after: tuple[Workload, ...]
    left: tuple[str, ...]
    best: bool


def suggest(loads: Sequence[Workload]) -> Suggested:
    """Suggest moves among the practitioners of whom it can be told what is available.

    A case counts with the most points that it may have, and a practitioner with the least that may be available. Who
    has nothing available is given nothing.
    """
    told = [each for each in loads if each.available is not None and not each.untold]
    left = tuple(each.practitioner for each in loads if each not in told)
    held = [(case, at) for at, each in enumerate(told) for case in each.cases]
    goes, best = _Choice(told, held).best() if held else ([], True)
    moves = tuple(Move(case, told[at], told[to]) for (case, at), to in zip(held, goes, strict=True) if at != to)
    cases = [tuple(case for (case, _), to in zip(held, goes, strict=True) if to == who) for who in range(len(told))]
    after = {each.practitioner: attrs.evolve(each, cases=own) for each, own in zip(told, cases, strict=True)}
    return Suggested(moves, tuple(after.get(each.practitioner, each) for each in loads), left, best)


class _Choice:
    """Who holds which case, in whole numbers: a place for each case and practitioner, then what is off for each.

    These are the hundredths of points over what is available, and whether a side of court is lacking.
    """

    def __init__(self, told: Sequence[Workload], held: Sequence[tuple[CaseLoad, int]]) -> None:
        self.told, self.held, self.many = told, held, len(told)
        self.first = len(held) * self.many
        self.size = self.first + 2 * self.many
        self.points = [each.available[0] if each.available else 0 for each in told]

    def best(self) -> tuple[list[int], bool]:
        """Who would hold each case, and whether that is shown to be best."""
        rules, wanted = self._rules(), np.zeros((3, self.size))
        wanted[0, self.first : self.first + self.many] = 1
        # Whoever has nothing available needs no mix of cases.
        wanted[1, self.first + self.many :] = [each > 0 for each in self.points]
        for at, (_, own) in enumerate(self.held):
            # Of moves that do as well, those of cases that come first are suggested.
            wanted[2, self._places(at)] = [0 if who == own else _MOVE + at for who in range(self.many)]
        shown, found = True, np.zeros(self.size)
        for each in wanted:
            answer = milp(
                each,
                integrality=np.ones(self.size, int),
                bounds=self._bounds(),
                constraints=rules,
                options={"time_limit": _SECONDS},
            )
            if answer.x is None:
                raise UndecidedError(f"no reallocation was found in {_SECONDS} seconds")
            found, shown = np.rint(answer.x), shown and answer.status == 0
            rules.append(LinearConstraint(each, -np.inf, each @ found))
        return [int(np.argmax(found[self._places(at)])) for at in range(len(self.held))], shown

    def _places(self, at: int) -> slice:
        """Where it stands who holds a case."""
        return slice(at * self.many, (at + 1) * self.many)

    def _bounds(self) -> Bounds:
        most = np.full(self.size, np.inf)
        most[: self.first] = 1
        for at, (_, own) in enumerate(self.held):
            most[self._places(at)] = [points > 0 or who == own for who, points in enumerate(self.points)]
        return Bounds(np.zeros(self.size), most)

    def _rules(self) -> list[LinearConstraint]:
        """Each case is held once; what is over is at least the points above those available; a mix has both sides."""
        once, over = np.zeros((len(self.held), self.size)), np.zeros((self.many, self.size))
        sides = np.zeros((2 * self.many, self.size))
        who = np.arange(self.many)
        for at, (case, _) in enumerate(self.held):
            once[at, self._places(at)] = 1
            over[who, at * self.many + who] = int(case.points.high * _HUNDREDTHS)
            if case.stage is not None:
                sides[who + self.many * (case.stage is CaseStage.POST_COURT), at * self.many + who] = 1
        over[who, self.first + who] = -1
        sides[np.arange(2 * self.many), self.first + self.many + np.tile(who, 2)] = 1
        room = [(points - each.tasks.high) * _HUNDREDTHS for points, each in zip(self.points, self.told, strict=True)]
        most = np.array([int(each) for each in room], float)
        return [LinearConstraint(once, 1, 1), LinearConstraint(over, -np.inf, most), LinearConstraint(sides, 1, np.inf)]

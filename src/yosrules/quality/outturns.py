"""What becomes of a record in the share of an indicator, and the share of many, as far as it can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

import attrs

from yosrules.deciding.decide import Verdict
from yosrules.policies.indicators.indicator import Better, Cohort


class Outturn(StrEnum):
    """What becomes of one record; of the last five it cannot be told, and they say what it may yet be."""

    MET = "met"
    NOT_MET = "not met"
    EXCEPTED = "excepted"
    NOT_COUNTED = "not counted"
    UNTOLD = "counted; cannot tell whether it is met"
    PERHAPS_MET = "cannot tell whether it counts; met if it does"
    PERHAPS_NOT_MET = "cannot tell whether it counts; not met if it does"
    PERHAPS_UNTOLD = "cannot tell whether it counts, nor whether it is met"
    NO_MATTER = "in no share; cannot tell whether it is excepted or not counted"

    @property
    def told(self) -> bool:
        """Whether nothing is left open."""
        return self in (Outturn.MET, Outturn.NOT_MET, Outturn.EXCEPTED, Outturn.NOT_COUNTED)


_PERHAPS = {
    Verdict.HOLDS: Outturn.PERHAPS_MET,
    Verdict.FAILS: Outturn.PERHAPS_NOT_MET,
    Verdict.CANNOT_TELL: Outturn.PERHAPS_UNTOLD,
}
_COUNTED = {
    Verdict.HOLDS: Outturn.MET,
    Verdict.FAILS: Outturn.NOT_MET,
    Verdict.CANNOT_TELL: Outturn.UNTOLD,
}


def outturn(counted: Verdict, excepted: Verdict, met: Verdict) -> Outturn:
    """What becomes of a record, by what is known of its being counted, excepted and met."""
    if counted is Verdict.FAILS:
        return Outturn.NOT_COUNTED
    if excepted is Verdict.HOLDS:
        return Outturn.EXCEPTED if counted is Verdict.HOLDS else Outturn.NO_MATTER
    certain = counted is Verdict.HOLDS and excepted is Verdict.FAILS
    return (_COUNTED if certain else _PERHAPS)[met]


def _share(met: int, out_of: int) -> Fraction | None:
    return Fraction(met, out_of) if out_of else None


@attrs.frozen
class Outturns:
    """How many records come out in which way, and how many are excepted for which reason; they can be added.

    A record that is excepted for several reasons is under the first of them.
    """

    of: Mapping[Outturn, int] = attrs.field(factory=dict[Outturn, int])
    reasons: Mapping[str, int] = attrs.field(factory=dict[str, int])

    @classmethod
    def counted(cls, counts: Mapping[tuple[Outturn, str], int]) -> Outturns:
        """By how many there are of each outturn with its reason, "" where it has none."""
        of, reasons = Counter[Outturn](), Counter[str]()
        for (becomes, reason), number in counts.items():
            of[becomes] += number
            if reason:
                reasons[reason] += number
        return cls(of, reasons)

    def __add__(self, other: Outturns) -> Outturns:
        return Outturns(Counter(self.of) + Counter(other.of), Counter(self.reasons) + Counter(other.reasons))

    def __getitem__(self, outturn: Outturn) -> int:
        return self.of.get(outturn, 0)

    @property
    def numerator(self) -> int:
        """Those that met it."""
        return self[Outturn.MET]

    @property
    def denominator(self) -> int:
        """Those that are counted, not excepted, and told: they met it or they did not."""
        return self[Outturn.MET] + self[Outturn.NOT_MET]

    @property
    def cannot_tell(self) -> int:
        """Those that may be in the share and cannot be told; they are in neither number above."""
        perhaps = (Outturn.UNTOLD, Outturn.PERHAPS_MET, Outturn.PERHAPS_NOT_MET, Outturn.PERHAPS_UNTOLD)
        return sum(self[each] for each in perhaps)

    @property
    def at_most(self) -> int:
        """Those that met it, and all those that may have."""
        return self.numerator + self[Outturn.UNTOLD] + self[Outturn.PERHAPS_MET] + self[Outturn.PERHAPS_UNTOLD]

    @property
    def share(self) -> Fraction | None:
        """The exact share of those told; None where nobody is."""
        return _share(self.numerator, self.denominator)

    @property
    def highest(self) -> Fraction | None:
        """The greatest share that what is not on record allows; None where nobody can be in it."""
        certain = self.denominator + self[Outturn.UNTOLD]
        joining = self[Outturn.PERHAPS_MET] + self[Outturn.PERHAPS_UNTOLD]
        # Whoever counts only perhaps, and then not as met, is left out, unless there would be nobody.
        alone = 0 if certain or joining else self[Outturn.PERHAPS_NOT_MET]
        return _share(self.at_most, certain + joining + alone)

    @property
    def lowest(self) -> Fraction | None:
        """The smallest share that what is not on record allows; None where nobody can be in it."""
        certain = self.denominator + self[Outturn.UNTOLD]
        joining = self[Outturn.PERHAPS_NOT_MET] + self[Outturn.PERHAPS_UNTOLD]
        alone = 0 if certain or joining else self[Outturn.PERHAPS_MET]
        return _share(self.numerator + alone, certain + joining + alone)

    def best(self, better: Better) -> Fraction | None:
        """The best share that what is not on record allows."""
        return self.highest if better is Better.HIGHER else self.lowest

    def worst(self, better: Better) -> Fraction | None:
        """The worst."""
        return self.lowest if better is Better.HIGHER else self.highest

    def reaches(self, met: Cohort) -> Verdict | None:
        """Whether the target is reached whatever is missing; None where there is no target, or nobody in the share."""
        best, worst = self.best(met.better), self.worst(met.better)
        if met.target is None or best is None or worst is None:
            return None
        if met.reached_by(worst):
            # Perhaps nobody is in the share at all; then a target is not reached but idle.
            return Verdict.HOLDS
        return Verdict.CANNOT_TELL if met.reached_by(best) else Verdict.FAILS

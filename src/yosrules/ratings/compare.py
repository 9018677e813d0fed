"""Two sets of ratings: what moved between them, and how far they agree.

Both verbs take plain mappings from a subject (a standard, a manager) to the name of its rating, None where it was not
rated, and the names of the ratings in order, lowest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from yosrules.errors import RatingError
from yosrules.language.kinds import one_of

_FEW = 10
"""Below this many subjects a measure of agreement says little; ours, a matter of prudence."""

KAPPA_IN_WORDS = "1 is full agreement and 0 what chance would give"
"""What a weighted kappa says."""


@attrs.frozen
class RatingChange:
    """One subject's rating before and after; `bands` is how many bands it moved up, None where either is missing."""

    subject: str
    before: str | None
    after: str | None
    bands: int | None

    def __str__(self) -> str:
        if self.bands is None:
            return "not comparable"
        if not self.bands:
            return "no change"
        return f"{'up' if self.bands > 0 else 'down'} {abs(self.bands)} band{'s' if abs(self.bands) > 1 else ''}"


@attrs.frozen
class Agreement:
    """How far two ratings of the same subjects agree, over the `n` subjects that both rated.

    `kappa` is Cohen's, linearly weighted: 1 is full agreement, 0 is what chance would give. It is None where chance
    leaves nothing to disagree about.
    """

    n: int
    exact: int
    within_one: int
    kappa: Fraction | None
    left_out: tuple[str, ...]

    @property
    def caution(self) -> str | None:
        """A warning where the number of subjects is too small to lean on, or None."""
        few = "1 rating is" if self.n == 1 else f"{self.n} ratings are"
        return f"{few} few: one judged differently would change this much" if self.n < _FEW else None


def compare(
    before: Mapping[str, str | None], after: Mapping[str, str | None], levels: Sequence[str]
) -> tuple[RatingChange, ...]:
    """Every subject of either set, in order, with how many bands it moved."""
    return tuple(_change(subject, before, after, levels) for subject in dict.fromkeys([*before, *after]))


def agreement(one: Mapping[str, str | None], other: Mapping[str, str | None], levels: Sequence[str]) -> Agreement:
    """How far two sets agree on the subjects that both rated; the rest are named in `left_out`."""
    subjects = list(dict.fromkeys([*one, *other]))
    changes = [_change(subject, one, other, levels) for subject in subjects]
    gaps = [abs(change.bands) for change in changes if change.bands is not None]
    if not gaps:
        raise RatingError("there is nothing to agree on: no subject is rated in both")
    pairs = [(_place(c.before, levels), _place(c.after, levels)) for c in changes if c.bands is not None]
    return Agreement(
        n=len(gaps),
        exact=gaps.count(0),
        within_one=sum(gap <= 1 for gap in gaps),
        kappa=_kappa(pairs),
        left_out=tuple(change.subject for change in changes if change.bands is None),
    )


def _change(
    subject: str, before: Mapping[str, str | None], after: Mapping[str, str | None], levels: Sequence[str]
) -> RatingChange:
    first, then = before.get(subject), after.get(subject)
    moved = None if first is None or then is None else _place(then, levels) - _place(first, levels)
    return RatingChange(subject, first, then, moved)


def _place(name: str | None, levels: Sequence[str]) -> int:
    if name not in levels:
        raise RatingError(f"{name!r} is not a rating; allowed: {one_of(list(levels))}")
    return levels.index(name)


def _kappa(pairs: list[tuple[int, int]]) -> Fraction | None:
    """One less observed over expected disagreement, both weighted by the number of bands apart."""
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(abs(one - other) for one, other in pairs) * len(pairs)
    expected = sum(abs(a - b) * ones[a] * others[b] for a in ones for b in others)
    return None if not expected else 1 - Fraction(observed, expected)

"""Draw cases for an audit: a stratified sample that comes out the same on every computer for the same seed.

Cases are put in order by a hash of their reference, keyed with the seed. Neither the order of the rows nor a case that
joins or leaves another stratum changes the order within one, and whoever has the seed can draw again.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from typing import TypeAlias, cast

import attrs

from yosrules.errors import RecordError
from yosrules.language.facts import Maybe, fact, vocabulary
from yosrules.language.kinds import Value, one_of, words
from yosrules.quality.groups import Ethnicity, Sex
from yosrules.records.case import Case

_NOT_ON_RECORD = "not on record"
"""The stratum of what is not on record."""


class AuditedCase(Case):
    """A case as an audit samples it: with the child's group, the practitioner, and why it is left out, if it is."""

    sex: Maybe[Sex] = fact(Sex, "the sex")
    ethnicity: Maybe[Ethnicity] = fact(Ethnicity, "the ethnicity")
    practitioner: str = ""
    excluded: str = ""


STRATA = ("stage", "disposal", "sex", "ethnicity", "rosh", "safety_wellbeing", "reoffending", "tool", "practitioner")
"""What cases can be put into strata by."""

Stratum: TypeAlias = tuple[str, ...]
"""What the cases of a stratum have in common, in words, one for each fact that strata are made by."""


@attrs.frozen
class AuditPeriod:
    """From which day to which, both in, a date of the case must lie; such as the period of an inspection."""

    by: str
    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        dated = [name for name, each in vocabulary(AuditedCase).items() if each.kind is date]
        if self.by not in dated:
            raise RecordError(f"{self.by!r} is no date of a case; allowed: {one_of(dated)}")
        if self.last < self.first:
            raise RecordError(f"a period does not end on {self.last}, before it begins on {self.first}")


@attrs.frozen
class Excluded:
    """A case that is not drawn from, and why."""

    reference: str
    why: str


@attrs.frozen
class DrawnCase:
    """A case to audit, its stratum and its place there; `instead_of` is the case that could not be audited."""

    reference: str
    stratum: Stratum
    place: int
    instead_of: str = ""


@attrs.frozen
class DrawnStratum:
    """How many cases a stratum has, how many are to be audited, and how many of these could not be drawn."""

    stratum: Stratum
    cases: int
    wanted: int
    lacking: int = 0


@attrs.frozen
class Draw:
    """A sample with everything that it takes to draw it again."""

    seed: str
    by: tuple[str, ...]
    size: int
    cases: int
    drawn: tuple[DrawnCase, ...]
    strata: tuple[DrawnStratum, ...]
    excluded: tuple[Excluded, ...]
    not_audited: Mapping[str, str]


def eligible(
    cases: Sequence[AuditedCase], period: AuditPeriod | None = None
) -> tuple[tuple[AuditedCase, ...], tuple[Excluded, ...]]:
    """The cases that can be drawn, and those that cannot, each with the reason."""
    left_out = [Excluded(each.reference, why) for each in cases if (why := _why_not(each, period))]
    gone = {each.reference for each in left_out}
    return tuple(each for each in cases if each.reference not in gone), tuple(left_out)


def _why_not(case: AuditedCase, period: AuditPeriod | None) -> str:
    if case.excluded:
        return case.excluded
    if period is None:
        return ""
    label = vocabulary(AuditedCase)[period.by].label
    day = cast("date | None", vars(case)[period.by])
    if day is None:
        return f"{label} is not on record, so that nobody can tell whether it lies in the period"
    return "" if period.first <= day <= period.last else f"{label} lies outside the period"


def draw(
    cases: Sequence[AuditedCase],
    size: int,
    seed: str,
    *,
    by: Sequence[str] = (),
    at_least: int = 0,
    period: AuditPeriod | None = None,
    not_audited: Mapping[str, str] | None = None,
) -> Draw:
    """Draw so many cases, each stratum in proportion to its cases and `at_least` so many of each.

    `not_audited` has the cases that were drawn and cannot be audited, each with the reason: the next of the same
    stratum is drawn instead.
    """
    _check(seed, by)
    can, left_out = eligible(cases, period)
    unfit = dict(not_audited or {})
    if not 0 < size <= len(can):
        raise RecordError(f"{size} cases cannot be drawn from {len(can)}; allowed: 1 to {len(can)}")
    strata: dict[Stratum, list[str]] = {}
    for case in can:
        strata.setdefault(_stratum(case, by), []).append(case.reference)
    ordered = {name: sorted(listed, key=lambda each: _key(seed, each)) for name, listed in sorted(strata.items())}
    wanted = _shared({name: len(listed) for name, listed in ordered.items()}, size, at_least)
    found = {name: _drawn(name, listed, wanted[name], unfit) for name, listed in ordered.items()}
    reached = {each for _, come_to in found.values() for each in come_to}
    for reference in unfit:
        if reference not in reached:
            raise RecordError(f"{reference!r} was not drawn, so that nothing can be drawn instead of it")
    lines = [
        DrawnStratum(name, len(ordered[name]), wanted[name], wanted[name] - len(drawn))
        for name, (drawn, _) in found.items()
    ]
    drawn = tuple(each for cases_of, _ in found.values() for each in cases_of)
    return Draw(seed, tuple(by), size, len(can), drawn, tuple(lines), left_out, unfit)


def _check(seed: str, by: Sequence[str]) -> None:
    if not seed.strip():
        raise RecordError("a seed is a text of your own, such as the quarter; without it nobody can draw again")
    for name in by:
        if name not in STRATA:
            raise RecordError(f"cases are not put into strata by {name!r}; allowed: {one_of([*STRATA])}")


def _stratum(case: AuditedCase, by: Sequence[str]) -> Stratum:
    said = (cast("Value | str | None", vars(case)[name]) for name in by)
    return tuple(_NOT_ON_RECORD if each is None or each == "" else words(each) for each in said)


def _key(seed: str, reference: str) -> bytes:
    return hmac.digest(seed.encode(), reference.encode(), "sha256")


def _shared(cases: Mapping[Stratum, int], size: int, at_least: int) -> dict[Stratum, int]:
    """How many to draw of each stratum: first `at_least`, then in proportion to the rest, by largest remainders.

    Of equal remainders the stratum that comes first by its words has it.
    """
    first = {name: min(at_least, many) for name, many in cases.items()}
    left = size - sum(first.values())
    if left < 0:
        raise RecordError(f"{at_least} of each of {len(cases)} strata are more than {size} cases")
    rest = {name: many - first[name] for name, many in cases.items()}
    exact = {name: Fraction(left * many, max(sum(rest.values()), 1)) for name, many in rest.items()}
    shared = {name: first[name] + floor(each) for name, each in exact.items()}
    by_remainder = sorted(exact, key=lambda name: floor(exact[name]) - exact[name])
    for name in by_remainder[: size - sum(shared.values())]:
        shared[name] += 1
    return shared


def _drawn(
    name: Stratum, listed: Sequence[str], wanted: int, unfit: Mapping[str, str]
) -> tuple[list[DrawnCase], list[str]]:
    """The first cases of a stratum in its order that can be audited, and every case that was come to.

    Those that stand after the first `wanted` are drawn instead of those that cannot be audited.
    """
    found, waiting = list[DrawnCase](), list[str]()
    for place, reference in enumerate(listed):
        if len(found) == wanted:
            return found, [*listed[:place]]
        if reference in unfit:
            waiting.append(reference)
        else:
            found.append(DrawnCase(reference, name, place + 1, waiting.pop(0) if place >= wanted else ""))
    return found, [*listed]

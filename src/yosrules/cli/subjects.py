"""Find what can be proved, by name: policies, and rating scales as policies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias, cast

import attrs

from yosrules.errors import PolicyError, YosrulesError
from yosrules.files.indicator_settings import settled_indicator
from yosrules.files.settings import settled
from yosrules.hooks.load import Rulebook, meant
from yosrules.language.kinds import one_of
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.indicators.indicator import Indicator
from yosrules.policies.indicators.open_indicators import OpenIndicator
from yosrules.policies.open_policies import OpenPolicy
from yosrules.policies.policy import Edition, Outcome, Policy
from yosrules.policies.rating import RatingScale

AnyPolicy: TypeAlias = Policy[Outcome]
AnyEdition: TypeAlias = Edition[Outcome]


@attrs.frozen
class Subject:
    """A policy, or a rating scale as one."""

    policy: AnyPolicy
    scale: RatingScale | None = None

    def editions(self) -> Iterator[tuple[str, AnyEdition]]:
        """Every edition in every reading, each with a label."""
        for edition in self.policy.editions:
            for reading, read in edition.readings().items():
                yield "" if self.scale else f", {edition}{f', read as {reading}' if reading else ''}", read


def subjects(rulebook: Rulebook, name: str | None, settings: Path | None = None) -> list[Subject]:
    """Every policy and rating scale of this name, or all of them; a framework's name stands for its scales.

    A policy that leaves its numbers to each service is among them only if it is named, with its settings.
    """
    for policy in rulebook.attendance_policies.values():
        if isinstance(policy, OpenPolicy) and policy.name == name:
            return [Subject(cast("AnyPolicy", _settled(policy, settings)))]
    for each in rulebook.indicators.values():
        if isinstance(each, OpenIndicator) and each.name == name:
            return [Subject(cast("AnyPolicy", settled_indicator(each, settings)))]
    if settings is not None:
        raise PolicyError(f"--settings would change nothing: {name or 'none that is named'} leaves no numbers open")
    whole = [each for each in rulebook.attendance_policies.values() if isinstance(each, AttendancePolicy)]
    shares = [each for each in rulebook.indicators.values() if isinstance(each, Indicator)]
    policies = (*rulebook.forum_policies.values(), *whole, *shares)
    found = [Subject(cast("AnyPolicy", policy)) for policy in policies]
    named = [{subject.policy.name} for subject in found]
    for framework in rulebook.frameworks.values():
        for scale in (framework.scale, *framework.overall_bands):
            subject = Subject(cast("AnyPolicy", scale.as_policy()), scale)
            if subject not in found:
                found, named = [*found, subject], [*named, {scale.name}]
            named[found.index(subject)].add(framework.id)
    chosen = [subject for subject, names in zip(found, named, strict=True) if name is None or name in names]
    if name is not None and not chosen:
        known = list(dict.fromkeys(each for names in named for each in sorted(names)))
        names = [*known, *left_open(rulebook)]
        near = meant(name, names)
        raise YosrulesError(f"no policy, scale or framework is called {name!r}; installed: {one_of(names)}{near}")
    return chosen


def left_open(rulebook: Rulebook) -> list[str]:
    """The names of the policies that leave their numbers to each service."""
    every = (*rulebook.attendance_policies.values(), *rulebook.indicators.values())
    return [each.name for each in every if isinstance(each, OpenPolicy | OpenIndicator)]


def without_numbers(policy: OpenPolicy) -> AttendancePolicy | None:
    """An open policy for questions about interviews, if its interviews hang on none of its numbers; else None."""
    # Built by two sets of numbers: what is the same in both does not hang on them, unless they ask what is measured.
    made = []
    for number, yes in ((1, True), (2, False)):
        try:
            made.append(policy.settle({each.name: yes if each.kind is bool else number for each in policy.settings}))
        except PolicyError:
            return None
    one, other = made
    if one.interviews and one.interviews.when is not None:
        return None
    same = (one.interviews, one.conventions, one.nation) == (other.interviews, other.conventions, other.nation)
    return one if same else None


def _settled(policy: OpenPolicy, settings: Path | None) -> AttendancePolicy:
    """The policy with a service's settings; without any it says what they are and how to give them."""
    try:
        return settled(policy, settings)
    except PolicyError as error:
        how = "" if settings else "\n  write them in a TOML file and give it with --settings"
        raise PolicyError(f"{error}{how}") from None

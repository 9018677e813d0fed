"""Find what can be proved, by name: policies, and rating scales as policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, cast

import attrs

from yosrules.errors import YosrulesError
from yosrules.hooks.load import Rulebook
from yosrules.language.kinds import one_of
from yosrules.policies.attendance import AttendancePolicy
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


def subjects(rulebook: Rulebook, name: str | None) -> list[Subject]:
    """Every policy and rating scale of this name, or all of them; a framework's name stands for its scales."""
    settled = [each for each in rulebook.attendance_policies.values() if isinstance(each, AttendancePolicy)]
    found = [Subject(cast("AnyPolicy", policy)) for policy in (*rulebook.forum_policies.values(), *settled)]
    named = [{subject.policy.name} for subject in found]
    for framework in rulebook.frameworks.values():
        for scale in (framework.scale, *framework.overall_bands):
            subject = Subject(cast("AnyPolicy", scale.as_policy()), scale)
            if subject not in found:
                found, named = [*found, subject], [*named, {scale.name}]
            named[found.index(subject)].add(framework.id)
    chosen = [subject for subject, names in zip(found, named, strict=True) if name is None or name in names]
    if name is not None and not chosen:
        known = one_of(list(dict.fromkeys(each for names in named for each in sorted(names))))
        raise YosrulesError(f"no policy, scale or framework is called {name!r}; installed: {known}")
    return chosen

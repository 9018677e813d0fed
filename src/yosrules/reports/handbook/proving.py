"""What holds of every possible record, as sections of a page: claims, boundaries to sign, what changed in meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

from yosrules.english.grid import Grid
from yosrules.language.facts import Facts
from yosrules.policies.policy import Edition, Outcome, Policy
from yosrules.proof.boundaries import boundaries, coverage
from yosrules.proof.diff import diff
from yosrules.proof.mutate import examples_of
from yosrules.reports.drawing.page import Block, Heading
from yosrules.reports.drawing.paper import Paper
from yosrules.reports.proofs import BOUNDARY_COLUMNS, boundary_rows, coverage_blocks, show_diff, show_verified, verified
from yosrules.reports.site.catalogue import _, translated

T = TypeVar("T", bound=Outcome)


def proofs(policy: Policy[T]) -> Iterator[Block]:
    """What the policy claims of every possible record, how each claim was proved, and the gaps that there are."""
    paper = Paper(policy.name)
    show_verified(paper, verified(policy))
    yield Heading(_("Claims about every possible record, and how each was proved"))
    yield from _under(paper.blocks[2:])


def boundary_examples(policy: Policy[T]) -> Iterator[Block]:
    """The records on both sides of every condition, for the policy's owner to sign."""
    yield Heading(_("Boundary examples, to be signed"))
    yield _("Two records that differ in one fact, on both sides of a condition. Is what follows what the policy means?")
    for where, edition in _resolved(policy):
        if where:
            yield Heading(where, 3)
        found = boundary_rows(boundaries(edition, policy.about))
        yield Grid((*map(translated, BOUNDARY_COLUMNS), _("Agreed by")), tuple((*row, "") for row in found))
        seen = [example.record for example in examples_of(policy, edition)]
        yield from coverage_blocks(coverage(edition, policy.about, seen))


def changes(policy: Policy[T]) -> Iterator[Block]:
    """For whom each edition differs in meaning from the one before it, and each reading of one from the others."""
    if len(policy.editions) > 1:
        yield Heading(_("What each edition changed in meaning"))
    for before, after in pairwise(policy.editions):
        ways = before.readings()
        for reading, new in after.readings().items():
            for name in [reading] if reading in ways else ways:
                title = _("From %(before)s to %(after)s", before=f"{before}{_as(name)}", after=f"{after}{_as(reading)}")
                yield from _differences(policy.about, title, ways[name], new)
    several = [edition for edition in policy.editions if len(edition.readings()) > 1]
    if several:
        yield Heading(_("For whom the readings differ"))
    for edition in several:
        for (one, first), (other, second) in combinations(edition.readings().items(), 2):
            title = _("%(edition)s: %(one)s, and %(other)s", edition=edition, one=one, other=other)
            yield from _differences(policy.about, title, first, second)


def _differences(about: type[Facts], title: str, one: Edition[T], other: Edition[T]) -> Iterator[Block]:
    paper = Paper(title)
    show_diff(paper, title, diff(one, other, about))
    yield from _under(paper.blocks[1:])


def _under(drawn: Sequence[Block]) -> Iterator[Block]:
    """What was drawn, below a heading of the second level."""
    yield from (Heading(each.text, 3) if isinstance(each, Heading) else each for each in drawn)


def _resolved(policy: Policy[T]) -> Iterator[tuple[str, Edition[T]]]:
    """Every reading of every edition; a name for each where there are several."""
    found = [(edition, name, read) for edition in policy.editions for name, read in edition.readings().items()]
    yield from ((f"{edition}{_as(name)}" if len(found) > 1 else "", read) for edition, name, read in found)


def _as(reading: str) -> str:
    return _(", read as %(reading)s", reading=reading) if reading else ""

"""One case's allocation in words: what follows and why, what does not and what would change it, what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator

from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.decide import UNSETTLED, Status, Verdict
from yosrules.deciding.nearest import nearest
from yosrules.english.describe import because, day, missing, would_be
from yosrules.english.standing import out_of_date

_ORDER = (Status.AT_LEAST_MAY, Status.CANNOT_TELL, Status.MUST, Status.MAY, Status.NO)
"""What a manager needs to see first: what nobody can settle."""


def explain(allocation: Allocation) -> str:
    """Every forum for one case, a paragraph each, what cannot be told first."""
    edition = allocation.decision.edition
    head = f"{allocation.case.reference}, as of {day(allocation.day)}, by {allocation.policy.name} ({edition})"
    ranked = sorted(allocation.placements, key=lambda each: _ORDER.index(each.status))
    old = out_of_date(allocation.policy, allocation.day)
    paragraphs = ("\n" + "\n".join(_paragraph(allocation, each)) for each in ranked)
    return "\n".join([head, *([old] if old else []), *paragraphs])


def _paragraph(allocation: Allocation, placement: Placement) -> Iterator[str]:
    yield f"{placement.forum}: {placement.status.value}."
    if placement.status is Status.NO:
        yield from _contrast(allocation, placement)
    held = [ruled for ruled in placement.reached.because if ruled.finding.verdict is Verdict.HOLDS]
    yield from (f"  Because {because(ruled)}." for ruled in held)
    if placement.status in UNSETTLED:
        yield from _untold(placement)
    if placement.status is not Status.NO:
        yield from _first(allocation, placement)
    yield from _history(placement)


def _untold(placement: Placement) -> Iterator[str]:
    facts = placement.reached.missing
    more = " whether it must" if placement.status is Status.AT_LEAST_MAY else ""
    yield f"  Nobody can tell{more}: {missing(facts)} {'is' if len(facts) == 1 else 'are'} not on record."
    rules = [ruled.rule for ruled in placement.reached.because if ruled.finding.verdict is Verdict.CANNOT_TELL]
    modality = " or ".join(dict.fromkeys(rule.modality for rule in rules))
    ids = ", ".join(rule.id for rule in rules)
    yield f"  On record, {'it' if len(facts) == 1 else 'they'} would settle whether it {modality} follow (rule {ids})."


def _first(allocation: Allocation, placement: Placement) -> Iterator[str]:
    """By when, and what must be done first."""
    due = placement.due
    if due.binding:
        clock, when = due.binding
        yield f"  {'Due' if when >= allocation.day else 'Overdue: it was due'} by {day(when)}: {clock}."
    if due.missing:
        yield f"  A deadline cannot be told: {missing(due.missing)} is not on record."
    if due.next_sitting:
        yield f"  Next sitting: {day(due.next_sitting)}."
    if placement.checks_missing:
        yield f"  Still to be checked: {'; '.join(map(str, placement.checks_missing))}."


def _history(placement: Placement) -> Iterator[str]:
    """When the forum was last held, which other one stood in for it, and whether it was waived."""
    if placement.last_held:
        review = f"; review due by {day(placement.review_due)}" if placement.review_due else ""
        yield f"  Last held {day(placement.last_held)}{review}."
    if placement.stays:
        yield "  It stays under this forum until that has ended."
    if placement.stood_in_for_by:
        other = placement.stood_in_for_by
        yield f"  {other.forum} stood in for it on {day(other.day)}."
    if placement.waiver:
        waived = placement.waiver
        yield f"  Waived by {waived.by} on {day(waived.day)} until {day(waived.expires)}: {waived.reason}."


def _contrast(allocation: Allocation, placement: Placement) -> Iterator[str]:
    edition = allocation.decision.edition
    wanted = (Status.MUST, Status.AT_LEAST_MAY, Status.MAY)
    changes = nearest(edition, allocation.case, placement.forum, wanted)
    if not changes:
        yield "  No change of one or two facts would lead to it."
        return
    change = changes[0]
    would = " and ".join(would_be(fact, value) for fact, value in change)
    yield f"  It would follow if {would}."

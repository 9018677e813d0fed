"""The pages of forums: a policy in plain English, and the referral template that all forums share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.as_of import Histories
from yosrules.deciding.decide import UNSETTLED, Status, Verdict
from yosrules.english.decision_table import Grid, decision_table
from yosrules.english.describe import because, day, guarantee_in_english, missing, rule_in_english, said
from yosrules.english.standing import out_of_date, standing
from yosrules.errors import PolicyError
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Value
from yosrules.policies.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition
from yosrules.records.case import Assessment, Case
from yosrules.reports.page import Block, Heading, Page, Points, Space

_LEVELS = ("rosh", "safety_wellbeing", "reoffending")


def policy_page(policy: ForumPolicy, edition: Edition[Forum]) -> Page:
    """A page of one edition: forums, rules, decision table, promises, and what the source does not state."""
    return tuple(_policy(policy, edition))


def _policy(policy: ForumPolicy, edition: Edition[Forum]) -> Iterator[Block]:
    yield Heading(policy.name, 1)
    yield standing(edition) + (f" Source: {edition.cites}." if edition.cites else "")
    yield Heading("Forums")
    yield Points(tuple(_forum(forum) for forum in edition.outcomes))
    for name, read in edition.readings().items():
        yield Heading(f"Rules, read as: {name}" if name else "Rules")
        yield Points(tuple(rule_in_english(rule) for rule in read.rules))
        yield decision_table(read)
    if edition.guarantees:
        yield Heading("Promises")
        yield Points(tuple(guarantee_in_english(each, edition) for each in edition.guarantees))
    if policy.not_stated:
        yield Heading("Not stated in the source")
        yield Points(policy.not_stated)


def _forum(forum: Forum) -> str:
    parts = [f"{forum}: {forum.purpose}" if forum.purpose else str(forum)]
    parts.append(f"chaired by a {said(forum.chair).lower()} or above")
    parts += [str(clock) for clock in forum.deadlines]
    parts += [f"reviewed every {forum.review.every}"] if forum.review else []
    parts += [f"first to be checked: {', '.join(map(str, forum.checks))}"] if forum.checks else []
    return "; ".join(parts)


def referral_page(allocation: Allocation, forum: str, histories: Histories) -> Page:
    """The referral of one case to one forum: reasons, levels and their history, checks, space for the discussion."""
    placement = next((each for each in allocation.placements if each.forum.name == forum), None)
    if placement is None:
        names = ", ".join(each.forum.name for each in allocation.placements)
        raise PolicyError(f"{allocation.policy.name} has no forum {forum!r}; allowed: {names}")
    return tuple(_referral(allocation, placement, histories))


def _referral(allocation: Allocation, placement: Placement, histories: Histories) -> Iterator[Block]:
    yield Heading(f"{placement.forum.title}: referral", 1)
    yield f"Case {allocation.case.reference}, prepared for {day(allocation.day)}."
    if old := out_of_date(allocation.policy, allocation.day):
        yield old
    yield Heading("Why this forum")
    yield Points(tuple(_why(placement)))
    yield Heading("Levels")
    yield _levels(allocation.case)
    yield Heading("History of levels")
    yield _level_history(histories)
    yield Heading("Checks to be made first")
    yield Points(tuple(_checks(placement))) if placement.forum.checks else "None are stated for this forum."
    yield Heading("Focused discussion of risk and safety levels")
    yield "Do the levels above still fit? What has changed, what supports the assessment, what is missing from it?"
    yield Space(8)
    yield Heading("Decisions and actions, who, by when")
    yield Space(6)
    yield Heading("Review")
    yield f"Due by {day(placement.review_due)}." if placement.review_due else "Date of review:"
    yield Space(1)


def _why(placement: Placement) -> Iterator[str]:
    yield f"By the policy: {placement.status.value}."
    if placement.status is Status.NO:
        yield "No rule leads to it; referred by agreement, because:"
    held = [ruled for ruled in placement.reached.because if ruled.finding.verdict is Verdict.HOLDS]
    yield from (f"Because {because(ruled)}." for ruled in held)
    if placement.status in UNSETTLED:
        yield f"Not on record: {missing(placement.reached.missing)}."
    if placement.due.binding:
        clock, when = placement.due.binding
        yield f"Due by {day(when)}: {clock}."


def _levels(case: Case) -> Grid:
    facts = vocabulary(type(case))
    rows = tuple((facts[name].label, _or_not_on_record(vars(case)[name])) for name in _LEVELS)
    return Grid(("Judgement", "Level now"), rows)


def _or_not_on_record(value: Value | None) -> str:
    return "not on record" if value is None else said(value)


def _level_history(histories: Histories) -> Block:
    rows = histories.get(Assessment)
    if rows is None:
        return "The assessments were not given."
    dated = sorted((row for row in rows if isinstance(row, Assessment)), key=lambda row: row.day or date.min)
    cells = (
        tuple(_or_not_on_record(each) for each in (row.day, row.kind, row.tool, row.rosh, row.safety_wellbeing))
        for row in dated
    )
    return Grid(("Assessed", "Kind", "Tool", "Risk of serious harm", "Safety and wellbeing"), tuple(cells))


def _checks(placement: Placement) -> Iterator[str]:
    for check in placement.forum.checks:
        yield f"{check}: {'still to be made' if check in placement.checks_missing else 'done'}"

"""The pages of forums: a policy in plain English, and the referral template that all forums share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.as_of import Histories
from yosrules.deciding.decide import Status
from yosrules.english.attendance import HOW_MONTHS_COUNT
from yosrules.english.decision_table import decision_table
from yosrules.english.describe import (
    english,
    promises_in_english,
    rule_in_english,
    said,
)
from yosrules.english.explain import about, attendance_in_words, practice, ranked, to_ask_in_words, why
from yosrules.english.forums import attendee_in_words, review_in_words
from yosrules.english.grid import Grid
from yosrules.english.measured import measured_in_words
from yosrules.english.standing import out_of_date, standing_in_words
from yosrules.errors import PolicyError
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Value, one_of
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition
from yosrules.records.case import Assessment
from yosrules.records.choices import Chair
from yosrules.reports.drawing.dates import in_full
from yosrules.reports.drawing.page import Block, Heading, Page, Points, Space
from yosrules.reports.site.catalogue import _, translated

R = TypeVar("R", bound=Facts)

_LEVELS = ("rosh", "safety_wellbeing", "reoffending")


def policy_page(policy: ForumPolicy, edition: Edition[Forum]) -> Page:
    """A page of one edition: forums, rules, decision table, promises, and what the source does not state."""
    return tuple(_policy(policy, edition))


def _policy(policy: ForumPolicy, edition: Edition[Forum]) -> Iterator[Block]:
    yield Heading(policy.name, 1)
    yield standing_in_words(edition) + (f" {_('Source: %(cites)s.', cites=edition.cites)}" if edition.cites else "")
    yield Heading(_("Forums"))
    yield Points(tuple(forum_in_words(forum) for forum in edition.outcomes))
    for name, read in edition.readings().items():
        yield Heading(_("Rules, read as: %(name)s", name=name) if name else _("Rules"))
        yield Points(tuple(rule_in_english(rule) for rule in read.rules))
        yield _table(read)
    if any(forum.deadlines or forum.review or forum.satisfied_by for forum in edition.outcomes):
        yield Heading(_("How deadlines are met"))
        yield Points(_ANSWERS)
    asked = {fact for forum in edition.outcomes for fact in forum.asks()}
    if measured := tuple(measured_in_words(policy.about, {*edition.reads(), *asked})):
        yield Heading(_("How facts are worked out"))
        yield Points(measured)
    if promises := [*promises_in_english(policy, edition)]:
        yield Heading(_("Promises"))
        yield Points(tuple(promises))
    if policy.not_stated:
        yield Heading(_("Not stated in the source"))
        yield Points(policy.not_stated)


def _table(read: Edition[Forum]) -> Grid | str:
    try:
        found = decision_table(read)
    except PolicyError as why:
        return _("No decision table is shown: %(why)s.", why=why)
    return Grid((_("Rule"), *found.headings[1:-1], _("Leads to")), found.rows)


def forum_in_words(forum: Forum) -> str:
    """Everything that an edition states of a forum, beside the rules that lead to it."""
    parts = [f"{forum}: {forum.purpose}" if forum.purpose else str(forum), *_attends(forum)]
    parts += [f"sits {forum.sits}"] if forum.sits else []
    parts += [f"{clock.what} is due {clock}" for clock in forum.deadlines]
    parts += [f"reviewed {review_in_words(forum.review)}"] if forum.review else []
    parts += [f"first to be checked: {', '.join(map(str, forum.checks))}"] if forum.checks else []
    parts += [f"it ends with {one_of([str(each) for each in forum.ends_with])}"] if forum.ends_with else []
    parts += [f"{one_of([*forum.satisfied_by])} may stand in for it"] if forum.satisfied_by else []
    parts += (
        [f"a case that it has heard stays under it until {english(forum.until)}"] if forum.until is not None else []
    )
    at_most = f", for {forum.longest_waiver} at most" if forum.longest_waiver else ""
    parts += [f"{_grade(forum.may_waive)} may waive it{at_most}"] if forum.may_waive else []
    return "; ".join(parts)


def _attends(forum: Forum) -> list[str]:
    """Who chairs a forum, who attends, who may and who must not."""
    found = [_chaired(forum)] if forum.meets else []
    for words, everybody in (
        ("attended by", forum.members),
        ("may be attended by", forum.may_attend),
        ("must not be attended by", forum.must_not_attend),
    ):
        found += [f"{words} {', '.join(map(attendee_in_words, everybody))}"] if everybody else []
    return found


def _chaired(forum: Forum) -> str:
    if forum.chair is None:
        return "who chairs it is not stated"
    deputy = f", or as a deputy by {_grade(forum.deputy)}" if forum.deputy else ""
    return f"chaired by {_grade(forum.chair)}{deputy}"


def _grade(lowest: Chair) -> str:
    return f"a {said(lowest).lower()} or above"


_ANSWERS = (
    "A deadline runs from the day after its date. A meeting on that date or later answers it, held in time or late.",
    "A meeting before the earliest day of a deadline is too early and does not answer it; one on that day does.",
    f"{HOW_MONTHS_COUNT}.",
    "A forum that may stand in answers a deadline as the forum itself does, and the next review counts from it.",
    "A meeting does not count if its chair is on record as of a lower grade than the forum's chair; it still keeps a "
    "case under the forum.",
    "A waiver answers until its last day, both of its days in; after that what was due is due again.",
    "The next review counts from the last meeting, for as long as the case is under the forum.",
    "Nothing is due from a forum that does not follow, but the review of a case that stays under it.",
)
"""How what was done counts, for every forum of every policy."""


def explained_page(allocation: Allocation[R]) -> Page:
    """Every forum for one case as a page, what cannot be told first."""
    return tuple(_explained(allocation))


def _explained(allocation: Allocation[R]) -> Iterator[Block]:
    policy = f"{allocation.policy.name} ({allocation.decision.edition})"
    said_of = _(
        "%(whose)s, as of %(day)s, by %(policy)s",
        whose=allocation.reference,
        day=in_full(allocation.day),
        policy=policy,
    )
    yield Heading(said_of, 1)
    if old := out_of_date(allocation.policy, allocation.day):
        yield old
    for placement in ranked(allocation):
        yield Heading(f"{placement.forum}: {_status(placement)}")
        yield Points(tuple(about(allocation, placement)))
    if to_ask := tuple(to_ask_in_words(allocation.asking)):
        yield Heading(_("What to ask, in this order"))
        yield Points(to_ask)


def _status(placement: Placement) -> str:
    """As `status_in_words`, in the language of the page."""
    stays = placement.status is Status.NO and placement.stays
    return _("no, but the case stays under it") if stays else translated(placement.status)


def referral_page(allocation: Allocation[R], forum: str, histories: Histories) -> Page:
    """The referral of one case to one forum: reasons, levels and their history, checks, space for the discussion."""
    placement = next((each for each in allocation.placements if each.forum.name == forum), None)
    if placement is None:
        names = ", ".join(each.forum.name for each in allocation.placements)
        raise PolicyError(f"{allocation.policy.name} has no forum {forum!r}; allowed: {names}")
    return tuple(_referral(allocation, placement, histories))


def _referral(allocation: Allocation[R], placement: Placement, histories: Histories) -> Iterator[Block]:
    yield Heading(_("%(forum)s: referral", forum=placement.forum.title), 1)
    yield _("Case %(reference)s, prepared for %(day)s.", reference=allocation.reference, day=in_full(allocation.day))
    if old := out_of_date(allocation.policy, allocation.day):
        yield old
    yield Heading(_("Why this forum"))
    yield Points(tuple(_why(allocation, placement)))
    yield Heading(_("By when, and what was done"))
    done = tuple(practice(placement, checks=False))
    yield Points(done or (_("Nothing is due by a day, and nothing is on record."),))
    yield Heading(_("Who attends"))
    chair, *others = (f"{each[0].upper()}{each[1:]}." for each in _attends(placement.forum))
    yield Points((chair, *(attendance_in_words(placement) if placement.attendance else others)))
    yield Heading(_("Levels"))
    yield _levels(allocation.case)
    yield Heading(_("History of levels"))
    yield _level_history(histories)
    yield Heading(_("Checks to be made first"))
    yield Points(tuple(_checks(placement))) if placement.forum.checks else _("None are stated for this forum.")
    yield Heading(_("Focused discussion of risk and safety levels"))
    yield _("Do the levels above still fit? What has changed, what supports the assessment, what is missing from it?")
    yield Space(8)
    yield Heading(_("Decisions and actions, who, by when"))
    if placement.forum.ends_with:
        yield Points(tuple(f"[  ] {each}" for each in placement.forum.ends_with))
    yield Space(6)
    yield Heading(_("Review"))
    due = placement.review_due
    yield _("Due by %(day)s.", day=in_full(due)) if due else _("Date of review:")
    yield Space(1)


def _why(allocation: Allocation[R], placement: Placement) -> Iterator[str]:
    yield _("By the policy: %(status)s.", status=_status(placement))
    yield from why(allocation, placement)
    if placement.status is Status.NO:
        yield _("Referred by agreement, because:")


def _levels(case: Facts) -> Grid:
    facts = vocabulary(type(case))
    rows = ((facts[name].label, _or_not_on_record(vars(case)[name])) for name in _LEVELS if name in facts)
    return Grid((_("Judgement"), _("Level now")), tuple(rows))


def _or_not_on_record(value: Value | None) -> str:
    return _("not on record") if value is None else said(value)


def _level_history(histories: Histories) -> Block:
    rows = histories.get(Assessment)
    if rows is None:
        return _("The assessments were not given.")
    dated = sorted((row for row in rows if isinstance(row, Assessment)), key=lambda row: row.day or date.min)
    cells = (
        tuple(_or_not_on_record(each) for each in (row.day, row.kind, row.tool, row.rosh, row.safety_wellbeing))
        for row in dated
    )
    heads = (_("Assessed"), _("Kind"), _("Tool"), _("Risk of serious harm"), _("Safety and wellbeing"))
    return Grid(heads, tuple(cells))


def _checks(placement: Placement) -> Iterator[str]:
    for each in placement.checks:
        when = _("on %(day)s", day=in_full(each.day)) if each.day else _("not on record")
        last = f"{when}: {each.result}" if each.day and each.result else when
        words = {
            True: _("done %(when)s", when=last),
            False: _("still to be made"),
            None: _("whether it was made for this: %(when)s", when=last),
        }
        yield f"{each.check}: {words[each.made]}"

"""A forum policy as one script of JavaScript: its facts, its rules by edition and reading, and how they are decided.

The script defines `POLICY` and the functions of `runtime/`, which read it. Whole numbers are BigInt, decimals are
scaled by their places and dates are numbers of days, as `Fact.number` has them: nothing is a float. It asks for nothing
outside itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from yosrules.browser.conditions import expression
from yosrules.browser.literals import Code, Literal, literal
from yosrules.deciding.seats import Seating, seated
from yosrules.english.describe import called, english, rule_in_english, said, unknown
from yosrules.language.expr import ALWAYS, Compare, Op
from yosrules.language.facts import declared
from yosrules.language.kinds import Fact
from yosrules.language.never import Impossible, Never
from yosrules.language.walks import comparisons, reads
from yosrules.policies.calendar import ONE, Count, Nation, Span
from yosrules.policies.forums.attendees import Attendee
from yosrules.policies.forums.deadlines import Deadline
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition, Rule

RUNTIME = tuple(f"{name}.js" for name in ("verdicts", "days", "words", "changes"))
"""The files that every script begins with, in their order."""

_HOLIDAYS = (1990, 2060)
"""The years whose bank holidays a script knows, where a policy counts working days."""


def in_javascript(policy: ForumPolicy) -> str:
    """The script that decides any record by any edition and reading of a policy as `decide` does."""
    folder = Path(__file__).parent / "runtime"
    runtime = "".join((folder / name).read_text(encoding="utf-8") for name in RUNTIME)
    return f"{runtime}const POLICY = {literal(_policy(policy))};\n"


def _policy(policy: ForumPolicy) -> Literal:
    facts = asked_facts(policy)
    kept = [each for each in declared(policy.about) if each.needs <= facts.keys()]
    nevers: list[Literal] = [{"why": each.why, "shown": _shown(each)} for each in kept]
    spoken = {fact.name: fact for each in kept for fact in each.facts} | facts
    return {
        "name": policy.name,
        "facts": {name: _fact(policy, fact) for name, fact in spoken.items()},
        "asked": [*facts],
        "nevers": nevers,
        "editions": [_edition(edition) for edition in policy.editions],
        **_holidays(policy),
    }


def asked_facts(policy: ForumPolicy) -> dict[str, Fact]:
    """Every fact that a rule or a promise of some edition reads, or a forum, by name."""
    facts = {name: fact for edition in policy.editions for name, fact in edition.facts().items()}
    return facts | {fact.name: fact for forum in policy.forums for fact in forum.asks()}


def _shown(never: Impossible) -> Code:
    if isinstance(never, Never):
        return Code(f"isShown({expression(never.condition).text})")
    most = never.most * 10 ** (never.amount.places or 0)
    named = ",".join(map(literal, (never.amount.name, most, never.first.name, never.last.name)))
    return Code(f"tooMuch({named})")


def _fact(policy: ForumPolicy, fact: Fact) -> Literal:
    low, high = fact.reach
    clauses = {member: english(Compare(fact, Op.EQ, member)) for member in fact.members}
    members: list[Literal] = [
        {"value": fact.number(member), "words": said(member), "clause": clause} for member, clause in clauses.items()
    ]
    return {
        "called": called(fact),
        "unknown": unknown(fact),
        "kind": "yesno" if fact.kind is bool else "date" if fact.kind is date else "choice" if members else "number",
        "members": members or None,
        "places": fact.places or 0,
        "low": low,
        "high": high,
        "given": fact.given,
        "ordered": fact.ordered,
        "rising": policy.rising(fact),
        "allowed": fact.allowed,
    }


def _edition(edition: Edition[Forum]) -> Literal:
    return {
        "words": str(edition),
        "starts": edition.starts.toordinal(),
        "ends": None if edition.ends is None else edition.ends.toordinal(),
        "forums": {forum.name: _forum(forum) for forum in edition.outcomes},
        "readings": [_reading(name, read) for name, read in edition.readings().items()],
    }


def _reading(name: str, read: Edition[Forum]) -> Literal:
    asked = [leaf for rule in read.rules for leaf in comparisons(rule.when)]
    return {
        "name": name,
        "outcomes": [forum.name for forum in read.outcomes],
        "rules": [_rule(rule) for rule in read.rules],
        "reads": [*dict.fromkeys(fact.name for rule in read.rules for fact in reads(rule.when))],
        "thresholds": [_threshold(leaf) for leaf in dict.fromkeys(asked)],
    }


def _threshold(leaf: Compare) -> Literal:
    """The names of the facts of a comparison, and the value if it is with one."""
    if isinstance(leaf.right, Fact):
        return [leaf.fact.name, leaf.right.name, None]
    return [leaf.fact.name, None, leaf.fact.number(leaf.right)]


def _rule(rule: Rule[Forum]) -> Literal:
    return {
        "id": rule.id,
        "outcome": rule.outcome.name,
        "modality": rule.modality.value,
        "cites": "" if rule.cites is None else str(rule.cites),
        "words": rule_in_english(rule),
        "reads": [*dict.fromkeys(fact.name for fact in reads(rule.when))],
        "when": expression(rule.when),
    }


def _forum(forum: Forum) -> Literal:
    return {
        "title": str(forum),
        "purpose": forum.purpose,
        "checks": [str(check) for check in forum.checks],
        "deadlines": [_deadline(clock) for clock in forum.deadlines],
        "seats": [_seat(seating, each) for seating, everybody in seated(forum) for each in everybody],
        "review": None if forum.review is None else str(forum.review),
        "sits": None if forum.sits is None else str(forum.sits),
        "standIns": ", ".join(forum.satisfied_by),
    }


def _seat(seating: Seating, each: str | Attendee) -> Literal:
    who, when = (each, ALWAYS) if isinstance(each, str) else (each.who, each.when)
    return {"who": who, "seating": seating.value, "when": expression(when)}


def _deadline(clock: Deadline) -> Literal:
    return {
        "what": clock.what,
        "words": str(clock),
        "counted": clock.counted_from.name,
        "since": clock.since.name,
        "span": _span(clock.span),
        "earliest": _span(clock.earliest),
        "clear": clock.clear,
        "ahead": clock.ahead_of is not None,
    }


def _span(span: Span | None) -> Literal:
    return None if span is None else {"amount": span.amount, "count": span.count.value}


def _holidays(policy: ForumPolicy) -> dict[str, Literal]:
    """The bank holidays of a policy's nation, if one of its deadlines counts working days."""
    clocks = [clock for forum in policy.forums for clock in forum.deadlines]
    spans = [span for clock in clocks for span in (clock.span, clock.earliest) if span is not None]
    counts = any(span.count is Count.WORKING_DAYS for span in spans)
    first, last = date(_HOLIDAYS[0], 1, 1), date(_HOLIDAYS[1], 12, 31)
    days = ",".join(str(day.toordinal()) for day in _bank_holidays(policy.nation, first, last)) if counts else ""
    return {
        "holidays": Code(f"new Set([{days}])"),
        "holidaysFrom": Code(str(first.toordinal())),
        "holidaysTo": Code(str(last.toordinal())),
    }


def _bank_holidays(nation: Nation, first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if nation.bank_holiday(day):
            yield day
        day += ONE

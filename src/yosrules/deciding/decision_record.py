"""A decision record: what is kept of a decision, so that it can be checked again years later.

It states no fact of the case. Its hashes tell whether something is still the same; they do not hide it: whoever has the
hash of a few facts can try all their values.
"""

from __future__ import annotations

import re
from datetime import date
from importlib.metadata import version
from typing import TypeVar

import attrs

from yosrules.deciding.codec import CODEC, Plain, edition_hash, facts_hash, read_plain
from yosrules.deciding.decide import UNSETTLED, Decision, Reached, Status, decide
from yosrules.errors import PolicyError, RecordError
from yosrules.language.facts import Facts
from yosrules.policies.policy import Citation, Edition, Outcome, Policy

T = TypeVar("T", bound=Outcome)

SCHEMA = 1
"""The form of decision record written and read here, published as specs/decision-record.schema.json."""
LIBRARY = version("yosrules")


@attrs.frozen
class Because:
    """A rule behind an outcome, with its source: the rule's own citation, or else its edition's."""

    rule: str
    cites: Citation | None

    def __str__(self) -> str:
        return f"{self.rule} ({', '.join(filter(None, attrs.astuple(self.cites)))})" if self.cites else self.rule


@attrs.frozen
class RecordedOutcome:
    """The status of one outcome, the rules that gave it, and the names of the facts that were missing."""

    outcome: str
    status: Status
    because: tuple[Because, ...]
    missing: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        if bool(self.because) is (self.status is Status.NO):
            raise PolicyError(f"{self.outcome}: 'no' has no rules behind it, and every other status has")
        if bool(self.missing) is not (self.status in UNSETTLED):
            names = " and ".join(f"'{status}'" for status in UNSETTLED)
            raise PolicyError(f"{self.outcome}: {names} name what is missing, and no other status does")


@attrs.frozen
class DecisionRecord:
    """What is kept of one decision: the edition and the facts as hashes, the day, and the outcomes."""

    schema: int
    library: str
    policy: str
    edition_starts: date
    edition_hash: str
    day: date
    reference: str | None
    facts_hash: str
    outcomes: tuple[RecordedOutcome, ...]

    def __attrs_post_init__(self) -> None:
        if self.schema != SCHEMA:
            raise PolicyError(f"wrote {self.schema!r} for the schema; allowed: {SCHEMA}")
        for written in (self.edition_hash, self.facts_hash):
            if not re.fullmatch("[0-9a-f]{64}", written):
                raise PolicyError(f"wrote {written!r} for a SHA-256 hash; allowed: 64 digits from 0 to f")
        names = [each.outcome for each in self.outcomes]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise PolicyError(f"{self.policy} has two outcomes called {twice!r}; a record cannot tell them apart")


def record_of(
    policy: Policy[T], edition: Edition[T], decision: Decision[T], record: Facts, day: date
) -> DecisionRecord:
    """What to keep of a decision; refused unless the policy's edition of the day makes it of this very record."""
    if not isinstance(record, policy.about):
        raise RecordError(f"{policy.name} is about a {policy.about.__name__}, not a {type(record).__name__}")
    # Decided again, because a decision can be built by hand or belong to another record.
    if decision != decide(edition, record):
        raise PolicyError(f"{policy.name}: the decision is not the one that {edition} makes of this record")
    if edition not in policy.on(day).readings().values():
        raise PolicyError(f"{policy.name}: {edition} as given is not the one in force on {day}")
    reference = vars(record).get("reference")
    named = reference if type(reference) is str else None
    stated, rules = facts_hash(policy.about, record), edition_hash(edition)
    # Sorted, because the order in which a policy lists its rules means nothing.
    outcomes = sorted((_recorded(each, edition.cites) for each in decision.outcomes), key=lambda each: each.outcome)
    return DecisionRecord(SCHEMA, LIBRARY, policy.name, edition.starts, rules, day, named, stated, tuple(outcomes))


def _recorded(reached: Reached[T], word: Citation | None) -> RecordedOutcome:
    because = [Because(ruled.rule.id, ruled.rule.cites or word) for ruled in reached.because]
    behind = tuple(sorted(because, key=lambda each: each.rule))
    missing = tuple(sorted(fact.name for fact in reached.missing))
    return RecordedOutcome(reached.outcome.name, reached.status, behind, missing)


def replay(record: DecisionRecord, policy: Policy[T], case: Facts) -> tuple[str, ...]:
    """Decide a case again as of the recorded day; return a sentence for each difference but the library's version."""
    try:
        edition = policy.on(record.day).resolved
    except PolicyError as why:
        raise PolicyError(f"{policy.name} cannot be replayed: {why}") from None
    was, now = _told(record), _told(record_of(policy, edition, decide(edition, case), case, record.day))
    pairs = {what: (was.get(what, ()), now.get(what, ())) for what in {**was, **now}}
    return tuple(f"{what} differs from {_words(a)} to {_words(b)}" for what, (a, b) in pairs.items() if a != b)


def _told(record: DecisionRecord) -> dict[str, object]:
    """The values that a replay compares, each under its English name."""
    told: dict[str, object] = {
        "the policy": record.policy,
        "the reference": record.reference,
        "the start of the edition": record.edition_starts,
        "the hash of the edition": record.edition_hash,
        "the hash of the facts": record.facts_hash,
    }
    for each in record.outcomes:
        told[f"{each.outcome}: the status"] = each.status
        told[f"{each.outcome}: the list of rules behind it"] = each.because
        told[f"{each.outcome}: the list of missing facts"] = each.missing
    return told


def _words(told: object) -> str:
    return ", ".join(map(str, told)) or "none" if isinstance(told, tuple) else str(told or "none")


def to_plain(record: DecisionRecord) -> dict[str, Plain]:
    """A decision record as plain data, of the form that the JSON Schema describes."""
    data: dict[str, Plain] = CODEC.unstructure(record)
    return data


def from_plain(data: object) -> DecisionRecord:
    """Read a decision record from plain data; a `PolicyError` lists what does not fit."""
    return read_plain(CODEC, data, DecisionRecord, "decision record")

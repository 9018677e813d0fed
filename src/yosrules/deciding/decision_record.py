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

from yosrules.deciding.codec import CODEC, Plain, read_plain
from yosrules.deciding.decide import UNSETTLED, Decision, Reached, Status, decide
from yosrules.deciding.hashes import SCHEMA, edition_hash, facts_hash, plain_hash
from yosrules.errors import PolicyError, RecordError
from yosrules.language.facts import Facts
from yosrules.policies.citation import Citation
from yosrules.policies.policy import Edition, Outcome, Policy

T = TypeVar("T", bound=Outcome)

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
    """What is kept of one decision: the edition and the facts as hashes, the day, and the outcomes.

    `reading` is the name of the reading that decided, "" where the text is read in one way. `record_hash` is over all
    the rest, so that a day or a status changed afterwards shows; a record of form 1 has none.
    """

    schema: int
    library: str
    policy: str
    edition_starts: date
    edition_hash: str
    day: date
    reference: str | None
    facts_hash: str
    outcomes: tuple[RecordedOutcome, ...]
    reading: str = ""
    start_stated: bool = True
    edition_ends: date | None = None
    source_checked: date | None = None
    record_hash: str = ""

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.schema <= SCHEMA:
            raise PolicyError(f"wrote {self.schema!r} for the schema; allowed: 1 to {SCHEMA}")
        for written in (self.edition_hash, self.facts_hash, *([self.record_hash] if self.schema > 1 else ())):
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
    return _kept(policy, edition, decision, record, day, SCHEMA)


def _kept(
    policy: Policy[T], edition: Edition[T], decision: Decision[T], record: Facts, day: date, schema: int
) -> DecisionRecord:
    read_as = [name for name, read in policy.on(day).readings().items() if read == edition]
    if not read_as:
        raise PolicyError(f"{policy.name}: {edition} as given is not the one in force on {day}")
    reference = vars(record).get("reference")
    made = DecisionRecord(
        schema=schema,
        library=LIBRARY,
        policy=policy.name,
        edition_starts=edition.starts,
        edition_hash=edition_hash(edition, schema, policy=policy),
        day=day,
        reference=reference if type(reference) is str else None,
        facts_hash=facts_hash(policy.about, record, schema),
        # Sorted, because the order in which a policy lists its rules means nothing.
        outcomes=tuple(sorted((_recorded(each, edition.cites) for each in decision.outcomes), key=_name)),
        reading=read_as[0],
        start_stated=edition.start_stated,
        edition_ends=edition.ends,
        source_checked=edition.checked,
        record_hash="0" * 64,
    )
    return attrs.evolve(made, record_hash=sealed(made))


def sealed(record: DecisionRecord) -> str:
    """The hash that a record has unless it was changed after it was written."""
    return plain_hash({name: value for name, value in to_plain(record).items() if name != "record_hash"})


def _name(outcome: RecordedOutcome) -> str:
    return outcome.outcome


def _recorded(reached: Reached[T], word: Citation | None) -> RecordedOutcome:
    because = [Because(ruled.rule.id, ruled.rule.cites or word) for ruled in reached.because]
    behind = tuple(sorted(because, key=lambda each: each.rule))
    missing = tuple(sorted(fact.name for fact in reached.missing))
    return RecordedOutcome(reached.outcome.name, reached.status, behind, missing)


def replay(record: DecisionRecord, policy: Policy[T], case: Facts) -> tuple[str, ...]:
    """Decide a case again as of the recorded day, by the recorded reading; return a sentence for each difference.

    Neither the library's version nor a later look at the source is one.
    """
    try:
        edition = policy.on(record.day)
        edition = edition.readings().get(record.reading) or edition.resolved
    except PolicyError as why:
        raise PolicyError(f"{policy.name} cannot be replayed: {why}") from None
    changed = record.schema > 1 and record.record_hash != sealed(record)
    again = _kept(policy, edition, decide(edition, case), case, record.day, record.schema)
    was, now = _told(record), _told(again)
    pairs = {what: (was.get(what, ()), now.get(what, ())) for what in {**was, **now}}
    return (
        *(["the record was changed after it was written: it does not fit its own hash"] if changed else []),
        *(f"{what} differs from {_words(a)} to {_words(b)}" for what, (a, b) in pairs.items() if a != b),
    )


def _told(record: DecisionRecord) -> dict[str, object]:
    """The values that a replay compares, each under its English name."""
    told: dict[str, object] = {
        "the policy": record.policy,
        "the reference": record.reference,
        "the start of the edition": record.edition_starts,
        "the end of the edition": record.edition_ends if record.schema > 1 else None,
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

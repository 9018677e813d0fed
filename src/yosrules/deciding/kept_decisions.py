"""Decision records kept together in one file, so that one dropped, doubled or changed afterwards shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from yosrules.deciding.codec import CODEC, Plain, read_plain
from yosrules.deciding.decision_record import LIBRARY, DecisionRecord, from_plain
from yosrules.deciding.hashes import plain_hash


@attrs.frozen
class KeptDecisions:
    """The records of one run, how many they were when they were written, and a hash of all of them in their order."""

    count: int
    hash: str
    decisions: tuple[DecisionRecord, ...]


def kept_together(decisions: Sequence[DecisionRecord]) -> dict[str, Plain]:
    """Decision records as the plain data of one file."""
    data: dict[str, Plain] = CODEC.unstructure(KeptDecisions(len(decisions), _hash(decisions), tuple(decisions)))
    return data


def read_together(data: object) -> KeptDecisions:
    """Read the plain data of a file; a bare list, as it was written before, has nothing to be held against."""
    if isinstance(data, list):
        decisions = tuple(from_plain(each) for each in data)
        return KeptDecisions(len(decisions), _hash(decisions), decisions)
    return read_plain(CODEC, data, KeptDecisions, "decision records")


def changed_since(kept: KeptDecisions) -> Iterator[str]:
    """What shows that the file is not as it was written: records that are gone, doubled or changed."""
    if len(kept.decisions) != kept.count:
        yield f"{kept.count:,} decisions were written, {len(kept.decisions):,} are there"
    elif kept.hash != _hash(kept.decisions):
        yield "the decisions are not those that were written: they do not fit the hash of the file"
    same = Counter((each.reference, each.policy, each.day, each.reading) for each in kept.decisions)
    yield from (f"{key[0]}: {times} decisions by {key[1]} for {key[2]}" for key, times in same.items() if times > 1)


def other_libraries(kept: KeptDecisions) -> Iterator[str]:
    """The versions of the library, other than this one, by which decisions were made."""
    made = Counter(each.library for each in kept.decisions if each.library != LIBRARY)
    for library, times in made.items():
        yield f"{times:,} of the decisions were made by yosrules {library}; this is {LIBRARY}"


def _hash(decisions: Sequence[DecisionRecord]) -> str:
    return plain_hash([each.record_hash for each in decisions])

"""How many questions settle a drawn caseload: asked as `asking` says, and in the order in which the facts are listed.

    python benchmarks/questions.py 2000

Of a synthetic caseload every second fact that a rule reads is left out by chance, as in a first referral, and answered
by chance, each value of a fact as likely as another. In turn means to ask for the facts that are listed as missing
until everything is settled; "skipping" leaves out those that an earlier answer made needless.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from yosrules.deciding import asking, to_settle
from yosrules.deciding.as_of import as_of
from yosrules.errors import RecordError
from yosrules.hooks import load
from yosrules.language.facts import Facts, restated
from yosrules.language.kinds import Fact
from yosrules.policies.forums.forum import Forum
from yosrules.policies.policy import Edition
from yosrules.samples.cases import sample_cases

DAY = date(2019, 9, 9)
HALF = 0.5


def lacking(edition: Edition[Forum], record: Facts) -> tuple[Fact, ...]:
    """The facts that are missing for a status, in the order in which they are listed."""
    return tuple(dict.fromkeys(fact for each in edition.outcomes for fact in to_settle(edition, record, each)))


def by_advice(edition: Edition[Forum], record: Facts, _: Sequence[Fact]) -> Fact | None:
    """What `asking` says is asked first."""
    return next(iter(asking(edition, record).facts), None)


def in_turn(edition: Edition[Forum], record: Facts, listed: Sequence[Fact]) -> Fact | None:
    """The first of the facts listed that is not on record, while anything is open."""
    open_ = lacking(edition, record)
    return next((fact for fact in listed if vars(record)[fact.name] is None), None) if open_ else None


def skipping(edition: Edition[Forum], record: Facts, _: Sequence[Fact]) -> Fact | None:
    """The first of the facts that are still listed."""
    return next(iter(lacking(edition, record)), None)


WAYS: dict[str, Callable[[Edition[Forum], Facts, Sequence[Fact]], Fact | None]] = {
    "as asking says": by_advice,
    "in turn": in_turn,
    "in turn, skipping": skipping,
}


def answered(record: Facts, facts: Sequence[Fact], dice: Random) -> Facts:
    """The record with all of these facts answered by chance."""
    for fact in facts:
        values = [*fact.members]
        dice.shuffle(values)
        for value in values:
            try:
                record = restated(record, {fact.name: value})
            except RecordError:
                continue
            break
    return record


def questions(edition: Edition[Forum], record: Facts, truth: Facts, way: str) -> int:
    """How many questions settle a record."""
    asked, listed = 0, lacking(edition, record)
    while (fact := WAYS[way](edition, record, listed)) is not None:
        record, asked = restated(record, {fact.name: vars(truth)[fact.name]}), asked + 1
    return asked


def counted(many: int, seed: int = 7) -> tuple[int, dict[str, int]]:
    """Of a drawn caseload how many cases lack something, and how many questions they take in each way."""
    edition, dice = load().forum_policy("derby-high-risk-strategy").on(DAY), Random(seed)
    cases = [
        restated(as_of(case, DAY, {}), {fact.name: None for fact in edition.reads() if dice.random() < HALF})
        for case in sample_cases(many, seed, DAY)
    ]
    open_ = [case for case in cases if lacking(edition, case)]
    truths = [answered(case, lacking(edition, case), dice) for case in open_]
    pairs = [*zip(open_, truths, strict=True)]
    return len(open_), {way: sum(questions(edition, *pair, way) for pair in pairs) for way in WAYS}


if __name__ == "__main__":
    lack, totals = counted(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    for way, total in totals.items():
        print(f"{way}: {total} questions for {lack} cases, {total / lack:.2f} each")

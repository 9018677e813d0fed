"""Every way to work out a drawn forum policy, set beside `decide` and a second opinion on it.

`python tests/drawn_editions.py 10000 7` draws so many from a seed and says, every 500, how many differ and in what.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

import attrs

from chromium import FOUND
from drawn_forums import DAY, Drawing, Incident
from frames import native, rows, statuses, table
from strategies import truth
from yosrules import Edition, Facts, Status, decide, holds, vocabulary
from yosrules.bulk.as_of import as_of_frame
from yosrules.bulk.decide import decide_frame, fired_rules
from yosrules.deciding import allocate, edition_data, edition_from, residual
from yosrules.deciding.as_of import Histories, as_of
from yosrules.deciding.decider import Decider
from yosrules.deciding.decision_record import from_plain, record_of, replay, to_plain
from yosrules.deciding.placing import Placer
from yosrules.english import explain
from yosrules.errors import ProofError, UndecidedError
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Modality
from yosrules.proof.claims import claims
from yosrules.proof.prove import Proved, prove
from yosrules.proof.provers.compiled import table as compiled

EVERY_DUCK, EVERY_PAGE = (int(os.environ.get(name, often)) for name, often in (("DUCK", "20"), ("PAGE", "50")))
"""DuckDB plans each edition for long, and a browser is asked one policy at a time: they take one in so many."""
CLAIMS, CASES = 4, 6
"""How many claims of an edition the provers are put, and how many cases are decided by it."""

Stand = list[Status]


def stands(edition: Edition[Forum], record: Facts) -> Stand:
    """The statuses worked out once more, from the truth of each rule, as a second opinion on `decide`."""
    return [_status(edition, outcome, record) for outcome in edition.outcomes]


def _status(edition: Edition[Forum], outcome: Forum, record: Facts) -> Status:
    told = {
        modality: [
            truth(rule.when, record) for rule in edition.rules if (rule.outcome, rule.modality) == (outcome, modality)
        ]
        for modality in Modality
    }
    must, may = told[Modality.MUST], told[Modality.MAY]
    if True in must:
        return Status.MUST
    if True in may:
        return Status.AT_LEAST_MAY if None in must else Status.MAY
    return Status.CANNOT_TELL if None in (*must, *may) else Status.NO


def differences(drawing: Drawing, number: int) -> Iterator[str]:
    """What differs of a drawn policy: the way, and where."""
    policy = drawing.policy()
    stated = [drawing.record(f"A{at}") for at in range(CASES)]
    behind: list[Histories] = [drawing.histories() for _ in stated]
    cases = [as_of(each, DAY, rows) for each, rows in zip(stated, behind, strict=True)]
    yield from _measured(stated, behind, cases) if not number % EVERY_DUCK else ()
    for read in policy.editions[0].readings().values():
        said = [[decide(read, each).status(outcome) for outcome in read.outcomes] for each in cases]
        yield from (f"decide: {each}" for each, now in zip(cases, said, strict=True) if stands(read, each) != now)
        yield from _singly(read, policy.about, cases, said)
        yield from _in_frames(read, cases, said, "polars", *["polars lazy", "duckdb"] * (not number % EVERY_DUCK))
        yield from _residuals(drawing, read, cases)
        yield from _proofs(drawing, read, policy)
        yield from _allocated(policy, read, stated, behind)
    if FOUND and not number % EVERY_PAGE:
        yield from _on_the_page(policy, cases)


def _singly(read: Edition[Forum], about: type[Facts], cases: Sequence[Facts], said: list[Stand]) -> Iterator[str]:
    """By the decider that remembers, by the compiled table, and by the edition read back from plain data."""
    decider = Decider(read)
    again = edition_from(edition_data(read), vocabulary(about), {each.name: each for each in read.outcomes})
    if again.rules != read.rules:
        yield "codec: its rules read back otherwise"
    try:
        masks = compiled(read, about).compile()
    except UndecidedError:
        masks = None
    for case, now in zip(cases, said, strict=True):
        if decider.decide(case) != decide(read, case):
            yield f"decider: {case}"
        if [decide(again, case).status(each) for each in again.outcomes] != now:
            yield f"codec: {case}"
        if masks and [masks.of(case).status(each) for each in read.outcomes] != now:
            yield f"table: {case}"


def _in_frames(read: Edition[Forum], cases: Sequence[Facts], said: list[Stand], *engines: str) -> Iterator[str]:
    for engine in engines:
        out = decide_frame(read, native(table(type(cases[0]), cases), engine), fired=True)
        if statuses(out, read.outcomes) != [[each.value for each in now] for now in said]:
            yield f"{engine}: statuses differ"
        fired = [fired_rules(read, row["fired"]) for row in rows(out)]
        if fired != [tuple(rule.id for rule in read.rules if holds(rule.when, each)) for each in cases]:
            yield f"{engine}: what holds differs"


def _measured(stated: Sequence[Facts], behind: Sequence[Histories], cases: Sequence[Facts]) -> Iterator[str]:
    """What is worked out from incidents, in a frame of all cases of which they were given."""
    given = [at for at, rows_of in enumerate(behind) if Incident in rows_of]
    frames = {engine: table(type(stated[0]), [stated[at] for at in given]) for engine in ("polars", "duckdb") if given}
    for engine, frame in frames.items():
        some = [(f"A{at}", row) for at in given for row in behind[at][Incident]]
        history = table(Incident, [row for _, row in some])
        whose = type(frame)(
            {"reference": [reference for reference, _ in some]}, schema={"reference": frame["reference"].dtype}
        )
        put = {Incident: native(whose.hstack(history), engine)}
        out = {row["reference"]: row for row in rows(as_of_frame(type(stated[0]), native(frame, engine), DAY, put))}
        for at in given:
            own = {name: vars(cases[at])[name] for name in ("incidents", "armed", "newest", "going_on")}
            if own != {name: out[f"A{at}"][name] for name in own}:
                yield f"as of in {engine}: {own}"


def _residuals(drawing: Drawing, read: Edition[Forum], cases: Sequence[Facts]) -> Iterator[str]:
    """What is left once some of a case is known decides the case as the edition does."""
    for case in cases:
        some = {name: value for name, value in vars(case).items() if name == "reference" or drawing.maybe()}
        known = object.__new__(type(case))
        vars(known).update(dict.fromkeys(vars(case)), **some)
        left = residual(read, known)
        if [decide(left, case).status(each) for each in read.outcomes] != stands(read, case):
            yield f"residual: {case} of what is known: {some}"


def _proofs(drawing: Drawing, read: Edition[Forum], policy: ForumPolicy) -> Iterator[str]:
    """Two provers agree on some claims, and what they find is confirmed by `decide`."""
    made = claims(read, policy.about, apart=policy.apart)
    for claim in drawing.draw.sample(made, min(CLAIMS, len(made))):
        try:
            answer = prove(claim)
        except ProofError as why:
            yield f"provers: {claim.name}: {why}"
            continue
        if (
            isinstance(answer, Proved)
            and answer.record
            and claim.wanted
            and not claim.replay(answer.record, answer.record)
        ):
            yield f"provers: {claim.name} is not shown"


def _allocated(
    policy: ForumPolicy, read: Edition[Forum], stated: Sequence[Facts], behind: Sequence[Histories]
) -> Iterator[str]:
    """Forums of each case with all that is due, remembered and not; kept as a record and decided again; explained."""
    for case, given in zip(stated, behind, strict=True):
        found = allocate(policy, case, DAY, given, edition=read)
        without: Mapping[Any, Any] = dict.fromkeys(given, ())
        remembered = Placer(policy, read, DAY)
        quick = [remembered(found.case, without)[1] for _ in range(2)][-1]
        slow = tuple(remembered.place(each, found.case, without) for each in found.decision.outcomes)
        if quick != slow:
            yield f"placing: {case}"
        kept = from_plain(to_plain(record_of(policy, read, found.decision, found.case, DAY)))
        if told := replay(kept, policy, found.case):
            yield f"replay: {told}"
        said = explain(found)
        if lost := [each for each in found.placements if f"{each.forum}: {each.status.value}" not in said]:
            yield f"explain: {lost[0].forum} is not said"


def _on_the_page(policy: ForumPolicy, cases: Sequence[Facts]) -> Iterator[str]:
    from test_whatif_script import Asking

    yield from (f"what if: {case}" for case, _, _ in Asking.of(attrs.evolve(policy)).differing(cases))


def main(many: int, seed: int) -> int:
    """Draw so many policies, and say in what the ways to work them out differ."""
    found = Counter[str]()
    for number in range(seed, seed + many):
        for what in differences(Drawing(Random(number)), number):
            found[what.partition(":")[0]] += 1
            sys.stdout.write(f"policy of seed {number}: {what}\n")
        done = number + 1 - seed
        if not done % 500 or done == many:
            sys.stdout.write(f"{done:,} policies: {dict(found) or 'no difference'}\n")
            sys.stdout.flush()
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))

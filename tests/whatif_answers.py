"""What Python and the script of a what-if page answer of the same records; this imports nothing that only tests have.

So it runs in Pyodide too, which is a Python of another maker and has no pytest.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from yosrules.deciding.advising.nearest import advice
from yosrules.deciding.decide import Status, decide
from yosrules.english.describe import or_else, reasons
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Value
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition
from yosrules.proof.provers.partition import MOST_REGIONS, Assignment, Partition, partition

FOLLOWS = (Status.MUST, Status.AT_LEAST_MAY, Status.MAY)
DAY = date(2024, 2, 29)

ASK = """text => {
  const [edition, reading, records, day] = JSON.parse(text);
  const read = POLICY.editions[edition].readings[reading];
  return records.map(record => {
    const said = Object.fromEntries(Object.keys(POLICY.facts).map(fact => [fact, null]));
    for (const [fact, value] of Object.entries(record)) said[fact] = BigInt(value);
    const decided = decide(read, said);
    for (const each of decided.outcomes)
      if (statusOf(read, each.outcome, said) !== each.status) throw new Error(`${each.outcome} stands in two ways`);
    return [decided.outcomes.map(each => [each.outcome, each.status, each.missing, each.because.map(ruled =>
        [ruled.rule.id, ruled.rule.cites, reasons(POLICY, ruled)])]),
      decided.rules.map(each => each.finding.verdict),
      day === null ? [] : decided.outcomes.filter(each => each.status === NO).map(each =>
        advice(POLICY, read, said, each.outcome, BigInt(day)).map(way => [way.status, orElse(POLICY, way.changes)]))];
  });
}"""

Answer: TypeAlias = list[object]


def by_python(policy: ForumPolicy, read: Edition[Forum], record: Facts, day: date | None) -> Answer:
    decided = decide(read, record)
    outcomes = [
        [
            each.outcome.name,
            each.status.value,
            [fact.name for fact in each.missing],
            [[ruled.rule.id, str(ruled.rule.cites or ""), reasons(ruled)] for ruled in each.because],
        ]
        for each in decided.outcomes
    ]
    refused = [each.outcome for each in decided.outcomes if each.status is Status.NO and day is not None]
    ways = [
        [[way.status.value, or_else(way.changes)] for way in advice(policy, read, record, outcome, day or DAY, FOLLOWS)]
        for outcome in refused
    ]
    return [outcomes, [each.finding.verdict.value for each in decided.rules], ways]


def stated(record: Facts) -> dict[str, str]:
    facts = vocabulary(type(record))
    said: dict[str, Value | None] = {name: vars(record)[name] for name in facts}
    return {name: str(facts[name].number(value)) for name, value in said.items() if value is not None}


def regions(policy: ForumPolicy, most: int = MOST_REGIONS) -> list[Facts]:
    """A record of every region that the rules of a policy distinguish, those included in which no record can lie.

    Of more than `most` in an edition only so many are taken, evenly spread.
    """
    parts = [partition(rule.when for rule in edition.rules) for edition in policy.editions]
    steps = [(part, -(-part.size // most)) for part in parts]
    each = ((part, _cells(part, number)) for part, step in steps for number in range(0, part.size, step))
    return [unchecked(policy.about, part.of(cells)) for part, cells in each]


def _cells(part: Partition, number: int) -> list[int]:
    """The cell of each column in the region of a number, counted with the last column fastest."""
    found = list[int]()
    for column in reversed(part.columns):
        number, cell = divmod(number, len(column.cells))
        found.append(cell)
    return found[::-1]


def unchecked(about: type[Facts], facts: Assignment) -> Facts:
    # Not by the constructor, which refuses what cannot be on record, while `decide` reads it all the same.
    record = object.__new__(about)
    vars(record).update(dict.fromkeys(vocabulary(about)), **{fact.name: value for fact, value in facts.items()})
    return record

"""What can be taken away from tables, and where an answer rests, by design, on whether something is on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import attrs

from asking.policies import policy_named
from asking.question import NOTHING, Answers, Possible, Question
from asking.synthetic import CASES_DAY, KINDS, Tables
from yosrules.bulk.measuring import own_facts
from yosrules.files.histories import BLANK_MEANS
from yosrules.language import Facts, Measure
from yosrules.language.expr import Condition, Known, all_of
from yosrules.language.measure import measures
from yosrules.language.walks import leaves, reads
from yosrules.policies import AttendancePolicy, ForumPolicy
from yosrules.policies.lost_time.measures import lost, where_of
from yosrules.records.absence import FROM_STAGES, SETTLES
from yosrules.records.blanks import BLANK_SAYS, TAKEN_AS_BLANK

EVERYTHING = "*"
ASSUMED = {*BLANK_MEANS, *TAKEN_AS_BLANK}
"""Columns that are taken to be blank where they are not there: a declared convention, said of each such history."""


@attrs.frozen
class Erasure:
    """A cell, a column, a row of an audit or a whole history that is taken away; of a cell what stands in its place."""

    table: str
    column: str = ""
    row: int | None = None
    instead: str = ""

    def of(self, tables: Tables) -> Tables:
        """The tables without it."""
        if not self.column and self.row is None:
            return {name: rows for name, rows in tables.items() if name != self.table}
        rows = tables[self.table]
        if self.row is not None and not self.column:
            return {**tables, self.table: (*rows[: self.row], *rows[self.row + 1 :])}
        at = rows[0].index(self.column)
        if self.row is None:
            return {**tables, self.table: tuple((*row[:at], *row[at + 1 :]) for row in rows)}
        blanked = (*rows[self.row][:at], self.instead, *rows[self.row][at + 1 :])
        return {**tables, self.table: (*rows[: self.row], blanked, *rows[self.row + 1 :])}


EVIDENCE = ("audit", "items", "inspection")
"""Tables in which a row that is not there is not known; in a history it did not happen."""
NOT_APPLICABLE = ("items", "score")
"""A blank score of an audit item states that the question does not apply to the case."""


def says_something(table: str, heading: str) -> bool:
    """Whether a blank cell states something: then blanking it takes nothing away, and writing "unknown" does.

    A column of such cells that is not there states nothing.
    """
    return (table, heading) == NOT_APPLICABLE or heading in BLANK_SAYS.get(KINDS.get(table, Facts), {})


def erasures(tables: Tables) -> Iterator[Erasure]:
    """Everything that can be taken away: each history, each row of an audit, each column, each cell."""
    for place, (name, (headings, *rows)) in enumerate(tables.items()):
        if place:
            yield Erasure(name)
        if name in EVIDENCE and len(rows) > 1:
            yield from (Erasure(name, row=number) for number, _ in enumerate(rows, 1))
        for at, heading in enumerate(headings):
            if heading not in ASSUMED:
                yield Erasure(name, heading)
            for number, row in enumerate(rows, 1):
                if row[at] and not says_something(name, heading):
                    yield Erasure(name, heading, number)
                elif row[at]:
                    yield Erasure(name, heading, number, "unknown")


def became_another(question: Question, erasure: Erasure, was: Answers, after: Answers | None) -> list[tuple[str, ...]]:
    """The answers that became another; none where the tables are refused."""
    if after is None:
        return []
    # What has no row in an audit has no line in the answer, which then says nothing of it.
    gone = None if erasure.table in EVIDENCE and not erasure.column else NOTHING
    return [
        key
        for key in dict.fromkeys([*was, *after])
        if not _leaves_open(after.get(key, gone), was.get(key, NOTHING)) and not by_design(question, erasure, key)
    ]


def _leaves_open(after: Possible, was: Possible) -> bool:
    return after is None or (was is not None and was <= after)


# By design


def by_design(question: Question, erasure: Erasure, key: tuple[str, ...]) -> bool:
    """Whether an answer rests on whether something is on record: that it is not is an answer there.

    Such is a rule that asks `known(fact)`, or `unless(condition)`: something counts unless it is shown not to.
    """
    # Without points a sheet is one of judged standards, whose overall rating is made otherwise, as the answer says.
    if erasure in (Erasure("audit", "score"), Erasure("audit", "out_of")) and key == ("overall",):
        return True
    asked = asked_whether_known(question.policy)
    # Without the file of workers nothing is known of any of them; without a history there is no row that lacks a cell.
    whole = erasure == Erasure("workers")
    return any(
        table == erasure.table and (whole or column in (EVERYTHING, erasure.column))
        for part in (*key, EVERYTHING)
        for table, column in asked.get(part, ())
    )


@cache
def asked_whether_known(name: str) -> Mapping[str, frozenset[tuple[str, str]]]:
    """By outcome or fact, the columns of which a policy asks whether they are on record; `*` for every outcome."""
    policy = policy_named(name)
    if isinstance(policy, ForumPolicy):
        edition = policy.on(CASES_DAY)
        conditions = {
            outcome.name: [rule.when for rule in edition.rules if rule.outcome == outcome]
            for outcome in edition.outcomes
        }
        by_outcome = {name: _asked_of_case(policy, all_of(*each)) for name, each in conditions.items()}
        facts = {name: frozenset(_asked_by(ref.by)) for name, ref in measures(policy.about).items()}
        return {**by_outcome, **facts}
    return _asked_of_workers(policy) if isinstance(policy, AttendancePolicy) else {}


def _asked_of_case(policy: ForumPolicy, when: Condition) -> frozenset[tuple[str, str]]:
    known = {leaf.fact for leaf in leaves(when) if isinstance(leaf, Known)}
    found = {("cases", fact.name) for fact in known}
    by_name = measures(policy.about)
    found |= {each for fact in known if fact.name in by_name for each in _sources(by_name[fact.name].by)}
    found |= {each for fact in reads(when) if fact.name in by_name for each in _asked_by(by_name[fact.name].by)}
    return frozenset(found)


def _sources(by: Measure) -> Iterator[tuple[str, str]]:
    """Every column that a measure reads."""
    yield from (("cases", fact.name) for fact in own_facts(by))
    yield from ((name, EVERYTHING) for name, kind in KINDS.items() if kind is by.rows)


def _asked_by(by: Measure) -> Iterator[tuple[str, str]]:
    """The columns of a history of which a measure itself asks whether they are on record."""
    known = [leaf.fact.name for leaf in leaves(all_of(by.where, by.lies(CASES_DAY, CASES_DAY))) if _is_known(leaf)]
    yield from ((name, fact) for name, kind in KINDS.items() if kind is by.rows for fact in known)


def _is_known(leaf: object) -> bool:
    return isinstance(leaf, Known)


def _asked_of_workers(policy: AttendancePolicy) -> Mapping[str, frozenset[tuple[str, str]]]:
    counted = [where_of(ref.by) for ref in lost(policy.about).values()]
    marks = {leaf.fact.name for where in counted if where is not None for leaf in leaves(where) if _is_known(leaf)}
    if marks & {*SETTLES.values()}:
        marks |= {"reason"}
    found: dict[str, set[tuple[str, str]]] = {EVERYTHING: {("absences", mark) for mark in marks}}
    for edition in policy.editions:
        for rule in edition.rules:
            known = {leaf.fact.name for leaf in leaves(rule.when) if isinstance(leaf, Known)}
            asked = found.setdefault(rule.outcome.name, set())
            asked |= {("workers", name) for name in known - {*FROM_STAGES, *lost(policy.about)}}
            asked |= {("stages", EVERYTHING) for name in known & {*FROM_STAGES}}
            if known & {*lost(policy.about)}:
                asked |= {(name, EVERYTHING) for name in ("absences", "patterns", "leave", "fitnotes", "workers")}
    return {name: frozenset(each) for name, each in found.items()}

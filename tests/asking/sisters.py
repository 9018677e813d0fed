"""Changes to tables that change no answer: later rows, another order, other names, one absence entered as two rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from asking.policies import policy_named
from asking.question import Answers, Question
from asking.synthetic import CASES_DAY, DAY, KINDS, Table, Tables
from yosrules.bulk.measuring import own_facts
from yosrules.language import Fact, Measure, reads, vocabulary
from yosrules.language.measure import measures
from yosrules.policies import AttendancePolicy, ForumPolicy
from yosrules.policies.lost_time.measures import lost, where_of
from yosrules.records.absence import SETTLES

Change = Callable[[Question, Random], tuple[Tables, Callable[[Answers], Answers]] | None]


def _same(answers: Answers) -> Answers:
    return answers


def later_rows(question: Question, random: Random) -> tuple[Tables, Callable[[Answers], Answers]] | None:
    """Rows of histories dated after the day asked."""
    day = CASES_DAY if isinstance(policy_named(question.policy), ForumPolicy) else DAY
    names = [name for name in question.tables if name not in ("cases", "workers") and name in KINDS]
    if not names:
        return None
    name = random.choice(names)
    rows = question.tables[name]
    # Nobody whose absence is open can have been away again since: such rows are refused.
    away = {row[0] for row in rows[1:] if name == "absences" and not row[rows[0].index("end")]}
    if not (those := [row for row in rows[1:] if row[0] not in away]):
        return None
    moved = _later(name, rows[0], random.choice(those), day, random.randint(1, 90))
    return {**question.tables, name: (*rows, moved)}, _same


def _later(name: str, headings: Sequence[str], row: Sequence[str], day: date, days: int) -> tuple[str, ...]:
    """A row moved so that its first date is some days after a day."""
    dated = [
        at
        for at, each in enumerate(headings)
        if row[at] and each in (facts := vocabulary(KINDS[name])) and facts[each].kind is date
    ]
    first = min(date.fromisoformat(row[at]) for at in dated)
    by = day + timedelta(days=days) - first
    return tuple(str(date.fromisoformat(cell) + by) if at in dated else cell for at, cell in enumerate(row))


def other_order(question: Question, random: Random) -> tuple[Tables, Callable[[Answers], Answers]] | None:
    """The rows, and the columns, of every table in another order."""
    return {name: _shuffled(rows, random) for name, rows in question.tables.items()}, _same


def _shuffled(rows: Table, random: Random) -> Table:
    places = random.sample(range(len(rows[0])), len(rows[0]))
    body = random.sample(rows[1:], len(rows) - 1)
    return tuple(tuple(row[at] for at in places) for row in (rows[0], *body))


def other_names(question: Question, random: Random) -> tuple[Tables, Callable[[Answers], Answers]] | None:
    """Every reference renamed, in every table, to one that sorts elsewhere."""
    whose = [*dict.fromkeys(row[0] for rows in question.tables.values() for row in rows[1:])]
    if question.tables.keys().isdisjoint(("cases", "absences")) or question.asks == "replay":
        return None  # of ratings nobody has a reference; what is replayed was recorded under the names of then
    names = dict(zip(whose, random.sample([f"Person {letter}" for letter in "QRSTUVWXYZ"], len(whose)), strict=True))
    back = {new: old for old, new in names.items()}
    renamed = {
        table: (rows[0], *((names[row[0]], *row[1:]) for row in rows[1:])) for table, rows in question.tables.items()
    }
    return renamed, lambda answers: {tuple(back.get(part, part) for part in key): it for key, it in answers.items()}


def two_rows(question: Question, random: Random) -> tuple[Tables, Callable[[Answers], Answers]] | None:
    """One absence entered as two, the second from the day after the first ends."""
    rows = question.tables.get("absences", ((),))
    at = {heading: place for place, heading in enumerate(rows[0])}
    long = [row for row in rows[1:] if row[at["end"]] > row[at["start"]]]
    if not long:
        return None
    row = random.choice(long)
    start, end = (date.fromisoformat(row[at[name]]) for name in ("start", "end"))
    ends = start + timedelta(days=random.randrange((end - start).days))
    first = _with(row, at, end=str(ends), returned="", interviewed="", last_session="")
    second = _with(row, at, start=str(ends + timedelta(days=1)), first_session="")
    split = tuple(part for each in rows for part in ((first, second) if each is row else (each,)))
    return {**question.tables, "absences": split}, _same


def _with(row: Sequence[str], at: Mapping[str, int], **cells: str) -> tuple[str, ...]:
    changed = {at[name]: cell for name, cell in cells.items() if name in at}
    return tuple(changed.get(place, cell) for place, cell in enumerate(row))


def unread(question: Question, random: Random) -> tuple[Tables, Callable[[Answers], Answers]] | None:
    """A column that no rule reads: dropped, blanked, or of other values; or one that no record has."""
    name = next(iter(question.tables))
    rows = question.tables[name]
    lost_ = [at for at, heading in enumerate(rows[0]) if heading in unread_columns(question.policy)]
    if not lost_ or random.random() < 0.2:
        added = ("weather", *(random.choice(("fine", "wet")) for _ in rows[1:]))
        return {**question.tables, name: tuple((*row, cell) for row, cell in zip(rows, added, strict=True))}, _same
    at = random.choice(lost_)
    if random.random() < 0.3:
        return {**question.tables, name: tuple((*row[:at], *row[at + 1 :]) for row in rows)}, _same
    cells = random.choice([[""] * (len(rows) - 1), random.sample([row[at] for row in rows[1:]], len(rows) - 1)])
    body = ((*row[:at], cell, *row[at + 1 :]) for row, cell in zip(rows[1:], cells, strict=True))
    return {**question.tables, name: (rows[0], *body)}, _same


@cache
def unread_columns(name: str) -> frozenset[str]:
    """The columns of the main table that a policy does not read."""
    policy = policy_named(name)
    if isinstance(policy, ForumPolicy):
        edition = policy.on(CASES_DAY)
        asked = [rule.when for rule in edition.rules]
        asked += [forum.until for forum in edition.outcomes if forum.until is not None]
        read = {fact for when in asked for fact in reads(when)}
        read |= {
            fact
            for forum in edition.outcomes
            for clock in forum.deadlines
            for fact in (clock.since, clock.counted_from)
        }
        read |= {fact for ref in measures(policy.about).values() for fact in _own(ref.by)}
        return frozenset({*vocabulary(policy.about), "tool_version", "at_risk_of_custody_author"} - _names(read))
    if isinstance(policy, AttendancePolicy):
        counted = [where_of(ref.by) for ref in lost(policy.about).values()]
        counted += [policy.interviewed.where] if policy.interviewed else []
        marks = _names({fact for where in counted if where is not None for fact in reads(where)})
        marks |= {"reason"} if policy.conventions.linking.reasons or marks & {*SETTLES.values()} else set()
        every = {"reason", "industrial_injury", "disability_related", "pregnancy_related", "notified"}
        return frozenset(every - marks)
    return frozenset()


def _own(by: Measure) -> Iterator[Fact]:
    yield from own_facts(by)
    yield from (fact for fact in (by.dated, by.of, by.until) if by.rows is None and fact)


def _names(facts: set[Fact]) -> set[str]:
    return {fact.name for fact in facts}


SISTERS: Mapping[str, Change] = {
    "rows after the day asked": later_rows,
    "the order of rows": other_order,
    "names": other_names,
    "one absence as two rows": two_rows,
    "what no rule reads": unread,
}

"""Pages ready to print about triggers: one for a worker, and one for whoever manages a team."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from yosrules.attendance.measures.windows import Counted
from yosrules.attendance.triggers.timeline import Reading, Timeline
from yosrules.english.attendance import interviews_in_words, stage_in_words
from yosrules.english.describe import called, day, english, rule_in_english, unknown
from yosrules.english.grid import Grid
from yosrules.english.standing import standing_in_words
from yosrules.language.facts import Facts, vocabulary
from yosrules.policies.attendance import AttendancePolicy
from yosrules.reports.drawing.dates import short, stretch
from yosrules.reports.drawing.page import Block, Drawing, Heading, Page, Points, Space
from yosrules.reports.missing import settled_by
from yosrules.reports.timeline import due_lines, lapsed_lines, picture_lines
from yosrules.reports.trigger_lines import Assumed, WorkerLine, absences_counted, by_rule, figure, lines_of, not_counted


def worker_page(timeline: Timeline, assumed: Iterable[Assumed] = (), given: Collection[type[Facts]] = ()) -> Page:
    """What one worker hit, which absences count, by which rule and on whose word, and what the policy says next."""
    return tuple(_worker(timeline, tuple(assumed), given))


def _worker(timeline: Timeline, assumed: Sequence[Assumed], given: Collection[type[Facts]]) -> Iterator[Block]:
    policy, worker = timeline.policy, timeline.worker
    edition = policy.on(timeline.day)
    yield Heading(f"{worker.reference}: sickness absence, as of {day(timeline.day)}", 1)
    source = f" Source: {edition.cites}." if edition.cites else ""
    yield f"By {policy.title} ({policy.name}). {standing_in_words(edition)}{source}"
    told = [f"Assumed: {each.what}." for each in assumed if worker.reference in each.workers]
    told += [f"Team: {worker.team}."] if worker.team else []
    if told:
        yield Points(tuple(told))
    ways: dict[tuple[Block, ...], list[str]] = {}
    for reading in timeline.readings:
        ways.setdefault(tuple(_of_reading(timeline, reading, given)), []).append(reading.name)
    if len(timeline.readings) > 1:
        yield f"The text can be read in {len(timeline.readings)} ways; none is chosen."
    for blocks, names in ways.items():
        if len(ways) > 1:
            yield Heading(f"Read as: {'; '.join(names)}")
        yield from blocks
    yield Heading("Discussed on, with whom, what was said and decided")
    yield Space(6)


def _of_reading(timeline: Timeline, reading: Reading, given: Collection[type[Facts]]) -> Iterator[Block]:
    (line,) = [each for each in lines_of(timeline) if each.reading == reading.name]
    yield Heading("What is due")
    yield Points((*map(str.strip, due_lines(reading)), *lapsed_lines(reading)))
    yield Drawing(tuple(picture_lines(timeline, reading))[1:])
    if reading.hits:
        yield Heading("What was hit, and by which rule")
        yield Grid(
            ("Day", "Rule, and what it found", "Leads to", "Absences counted"),
            tuple(
                (short(hit.day), by_rule(hit, hit.day), hit.rule.outcome.name, absences_counted([hit]))
                for hit in reading.hits
            ),
        )
        yield Points(tuple(dict.fromkeys(rule_in_english(hit.rule) for hit in reading.hits)))
    if reading.tallies:
        yield Heading("Which absences count")
    yield from _counted(timeline, reading)
    yield Heading("What the policy says next")
    yield Points(tuple(_next(timeline.policy, reading, line)))
    if line.doubts:
        yield Heading("What cannot be told")
        yield Points(tuple(_untold(timeline.policy, line, given)))


def _counted(timeline: Timeline, reading: Reading) -> Iterator[Block]:
    """Each measure: the absences that count and when each drops out, and those that do not and why."""
    facts = vocabulary(timeline.policy.about)
    for name, tally in reading.tallies.items():
        value = "cannot be told" if tally.value is None else figure(tally.value)
        window = f", {short(tally.window[0])} to {short(tally.window[1])}" if tally.window else ""
        what = called(facts[name])
        yield Heading(f"{what[:1].upper()}{what[1:]}: {value}{window}", 3)
        rows = tuple(_absences(timeline, reading, name, tally))
        yield Grid(("Absence", "Counts", "Drops out on"), rows) if rows else "No absence."


def _absences(timeline: Timeline, reading: Reading, name: str, tally: Counted) -> Iterator[tuple[str, str, str]]:
    for spell, amount in tally.counted:
        out = reading.drops_out(name, spell, timeline.day)
        yield stretch(spell), figure(amount), short(out) if out else "-"
    yield from ((stretch(spell), "yes; how much of it cannot be told", "-") for spell in tally.untold)
    yield from ((which, f"no: {why}", "-") for which, why in not_counted(tally))
    yield from ((stretch(row), f"no: {english(~finding.condition)}", "-") for row, finding in tally.not_meant)
    for spell, finding in tally.undecided:
        yield stretch(spell), f"cannot tell: not on record: {'; '.join(map(unknown, finding.missing))}", "-"
    yield from ((stretch(run), "cannot tell whether it is one absence: no work pattern", "-") for run in tally.unsure)


def _next(policy: AttendancePolicy, reading: Reading, line: WorkerLine) -> Iterator[str]:
    stages = [due.stage for due in reading.due]
    yield from map(stage_in_words, stages)
    if not stages:
        yield "Nothing is due."
    for when, stage in line.one_more:
        yield f"One more absence, on {day(when)}, would lead to: {stage.name}."
    if policy.interviews:
        yield from interviews_in_words(policy.interviews)
    yield from (f"Left to a manager: {each}." for each in policy.judgement)


def _untold(policy: AttendancePolicy, line: WorkerLine, given: Collection[type[Facts]]) -> Iterator[str]:
    for doubt in line.doubts:
        yield f"{doubt.stage.name} ({doubt.days}): not on record: {'; '.join(map(unknown, doubt.missing))}."
    missing = dict.fromkeys(fact for doubt in line.doubts for fact in doubt.missing)
    yield from dict.fromkeys(f"What would settle it: {settled_by(policy, fact, given)}." for fact in missing)


def team_page(
    policy: AttendancePolicy, on: date, team: str, workers: Sequence[tuple[WorkerLine, ...]], assumed: Iterable[Assumed]
) -> Page:
    """The workers of one team for its manager: stages due, who is one absence away, and what cannot be told."""
    return tuple(_team(policy, on, team, workers, tuple(assumed)))


def _team(
    policy: AttendancePolicy,
    on: date,
    team: str,
    workers: Sequence[tuple[WorkerLine, ...]],
    assumed: Sequence[Assumed],
) -> Iterator[Block]:
    yield Heading(f"{team or 'Workers without a team'}: sickness absence, as of {day(on)}", 1)
    yield f"{len(workers):,} worker{'s' * (len(workers) != 1)} by {policy.title} ({policy.name})."
    names = {lines[0].worker.reference for lines in workers}
    if told := [f"Assumed: {each.what}, for {len(each.workers & names):,} of them." for each in assumed]:
        yield Points(tuple(told))
    several = len(workers[0]) > 1
    if several:
        yield f"The text can be read in {len(workers[0])} ways; none is chosen, and each row says by which."
    found = False
    for title, columns, rows in _team_tables(workers):
        if rows:
            found = True
            yield Heading(title)
            yield Grid(*((columns, rows) if several else (columns[:-1], tuple(row[:-1] for row in rows))))
    if not found:
        yield "Nothing is due, nobody is one absence away from a stage, and nothing is left open."


def _team_tables(
    workers: Sequence[tuple[WorkerLine, ...]],
) -> Iterator[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    lines = [line for lines in workers for line in lines]
    due = tuple(
        (each.worker.reference, f"{it.stage.name}, {it.status}", it.days, it.by, it.counted, each.reading)
        for each in lines
        for it in each.due
    )
    yield "Stages due", ("Worker", "Stage", "Since", "By", "Absences counted", "Read as"), due
    more = tuple(
        (each.worker.reference, short(when), stage.name, each.reading)
        for each in lines
        for when, stage in each.one_more
    )
    yield "One more absence away", ("Worker", "If absent on", "It would lead to", "Read as"), more
    untold = tuple(
        (each.worker.reference, it.stage.name, it.days, "; ".join(map(unknown, it.missing)), each.reading)
        for each in lines
        for it in each.doubts
    )
    yield "Cannot be told: what to find out first", ("Worker", "Stage", "Days", "Not on record", "Read as"), untold

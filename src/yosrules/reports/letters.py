"""Pages ready to print about triggers: one for a worker, and one for whoever manages a team."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from yosrules.attendance.measures.windows import Counted
from yosrules.attendance.triggers.timeline import Reading, Timeline
from yosrules.english.attendance import interviews_in_words, stage_in_words
from yosrules.english.describe import english, rule_in_english, unknown
from yosrules.english.grid import Grid
from yosrules.english.standing import standing_in_words
from yosrules.language.facts import Facts, vocabulary
from yosrules.policies.attendance import AttendancePolicy
from yosrules.reports.drawing.dates import in_full, short, stretch
from yosrules.reports.drawing.page import Block, Drawing, Heading, Page, Points, Space
from yosrules.reports.missing import settled_by
from yosrules.reports.site.catalogue import _, translated
from yosrules.reports.timeline import due_lines, lapsed_lines, measure_now, picture_lines
from yosrules.reports.trigger_lines import Assumed, WorkerLine, absences_counted, by_rule, figure, lines_of, not_counted


def worker_page(timeline: Timeline, assumed: Iterable[Assumed] = (), given: Collection[type[Facts]] = ()) -> Page:
    """What one worker hit, which absences count, by which rule and on whose word, and what the policy says next."""
    return tuple(_worker(timeline, tuple(assumed), given))


def _worker(timeline: Timeline, assumed: Sequence[Assumed], given: Collection[type[Facts]]) -> Iterator[Block]:
    policy, worker = timeline.policy, timeline.worker
    edition = policy.on(timeline.day)
    yield Heading(_title(worker.reference, timeline.day), 1)
    source = f" {_('Source: %(cites)s.', cites=edition.cites)}" if edition.cites else ""
    by = _("By %(policy)s.", policy=f"{policy.title} ({policy.name})")
    yield f"{by} {standing_in_words(edition)}{source}"
    told = [_("Assumed: %(what)s.", what=each.what) for each in assumed if worker.reference in each.workers]
    told += [_("Team: %(team)s.", team=worker.team)] if worker.team else []
    if told:
        yield Points(tuple(told))
    ways: dict[tuple[Block, ...], list[str]] = {}
    for reading in timeline.readings:
        ways.setdefault(tuple(_of_reading(timeline, reading, given)), []).append(reading.name)
    if len(timeline.readings) > 1:
        yield _("The text can be read in %(many)s ways; none is chosen.", many=len(timeline.readings))
    for blocks, names in ways.items():
        if len(ways) > 1:
            yield Heading(_("Read as: %(name)s", name="; ".join(names)))
        yield from blocks
    yield Heading(_("Discussed on, with whom, what was said and decided"))
    yield Space(6)


def _title(whose: str, on: date) -> str:
    return _("%(whose)s: sickness absence, as of %(day)s", whose=whose, day=in_full(on))


def _of_reading(timeline: Timeline, reading: Reading, given: Collection[type[Facts]]) -> Iterator[Block]:
    (line,) = [each for each in lines_of(timeline) if each.reading == reading.name]
    yield Heading(_("What is due"))
    yield Points((*map(str.strip, due_lines(reading)), *lapsed_lines(reading)))
    yield Drawing(tuple(picture_lines(timeline, reading))[1:])
    if reading.hits:
        yield Heading(_("What was hit, and by which rule"))
        yield Grid(
            (_("Day"), _("Rule, and what it found"), _("Leads to"), _("Absences counted")),
            tuple(
                (short(hit.day), by_rule(hit, hit.day), hit.rule.outcome.name, absences_counted([hit]))
                for hit in reading.hits
            ),
        )
        yield Points(tuple(dict.fromkeys(rule_in_english(hit.rule) for hit in reading.hits)))
    if reading.tallies:
        yield Heading(_("Which absences count"))
    yield from _counted(timeline, reading)
    yield Heading(_("What the policy says next"))
    yield Points(tuple(_next(timeline.policy, reading, line)))
    if line.doubts:
        yield Heading(_("What cannot be told"))
        yield Points(tuple(_untold(timeline.policy, line, given)))


def _counted(timeline: Timeline, reading: Reading) -> Iterator[Block]:
    """Each measure: the absences that count and when each drops out, and those that do not and why."""
    facts = vocabulary(timeline.policy.about)
    for name, tally in reading.tallies.items():
        yield Heading(measure_now(facts[name], tally), 3)
        rows = tuple(_absences(timeline, reading, name, tally))
        heads = (_("Absence"), _("Counts"), _("Drops out on"))
        yield Grid(heads, rows) if rows else _("No absence.")


def _absences(timeline: Timeline, reading: Reading, name: str, tally: Counted) -> Iterator[tuple[str, str, str]]:
    for spell, amount in tally.counted:
        out = reading.drops_out(name, spell, timeline.day)
        yield stretch(spell), figure(amount), short(out) if out else "-"
    yield from ((stretch(spell), _("yes; how much of it cannot be told"), "-") for spell in tally.untold)
    yield from ((which, _("no: %(why)s", why=why), "-") for which, why in not_counted(tally))
    for row, finding in tally.not_meant:
        yield stretch(row), _("no: %(why)s", why=english(~finding.condition)), "-"
    for spell, finding in tally.undecided:
        facts = "; ".join(map(unknown, finding.missing))
        yield stretch(spell), _("cannot tell: not on record: %(facts)s", facts=facts), "-"
    unsure = _("cannot tell whether it is one absence: no work pattern")
    yield from ((stretch(run), unsure, "-") for run in tally.unsure)


def _next(policy: AttendancePolicy, reading: Reading, line: WorkerLine) -> Iterator[str]:
    stages = [due.stage for due in reading.due]
    yield from map(stage_in_words, stages)
    if not stages:
        yield _("Nothing is due.")
    for when, stage in line.one_more:
        yield _("One more absence, on %(day)s, would lead to: %(name)s.", day=in_full(when), name=stage.name)
    if policy.interviews:
        yield from interviews_in_words(policy.interviews)
    yield from (_("Left to a manager: %(what)s.", what=each) for each in policy.judgement)


def _untold(policy: AttendancePolicy, line: WorkerLine, given: Collection[type[Facts]]) -> Iterator[str]:
    for doubt in line.doubts:
        facts = "; ".join(map(unknown, doubt.missing))
        yield f"{doubt.stage.name} ({doubt.days}): {_('not on record: %(facts)s.', facts=facts)}"
    missing = dict.fromkeys(fact for doubt in line.doubts for fact in doubt.missing)
    yield from dict.fromkeys(
        _("What would settle it: %(what)s.", what=settled_by(policy, fact, given)) for fact in missing
    )


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
    yield Heading(_title(team or _("Workers without a team"), on), 1)
    by = f"{policy.title} ({policy.name})"
    yield (
        _("1 worker by %(policy)s.", policy=by)
        if len(workers) == 1
        else _("%(many)s workers by %(policy)s.", many=f"{len(workers):,}", policy=by)
    )
    names = {lines[0].worker.reference for lines in workers}
    told = [
        _("Assumed: %(what)s, for %(many)s of them.", what=each.what, many=f"{len(each.workers & names):,}")
        for each in assumed
    ]
    if told:
        yield Points(tuple(told))
    several = len(workers[0]) > 1
    if several:
        yield _(
            "The text can be read in %(many)s ways; none is chosen, and each row says by which.", many=len(workers[0])
        )
    found = False
    for title, columns, rows in _team_tables(workers):
        if rows:
            found = True
            yield Heading(title)
            yield Grid(*((columns, rows) if several else (columns[:-1], tuple(row[:-1] for row in rows))))
    if not found:
        yield _("Nothing is due, nobody is one absence away from a stage, and nothing is left open.")


def _team_tables(
    workers: Sequence[tuple[WorkerLine, ...]],
) -> Iterator[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    lines = [line for lines in workers for line in lines]
    due = tuple(
        (each.worker.reference, f"{it.stage.name}, {translated(it.status)}", it.days, it.by, it.counted, each.reading)
        for each in lines
        for it in each.due
    )
    worker, stage, by = _("Worker"), _("Stage"), _("Read as")
    yield _("Stages due"), (worker, stage, _("Since"), _("By"), _("Absences counted"), by), due
    more = tuple(
        (each.worker.reference, short(when), it.name, each.reading) for each in lines for when, it in each.one_more
    )
    yield _("One more absence away"), (worker, _("If absent on"), _("It would lead to"), by), more
    untold = tuple(
        (each.worker.reference, it.stage.name, it.days, "; ".join(map(unknown, it.missing)), each.reading)
        for each in lines
        for it in each.doubts
    )
    title = _("Cannot be told: what to find out first")
    yield title, (worker, stage, _("Days"), _("Not on record"), by), untold

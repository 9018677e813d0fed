"""One worker's timeline in words: a picture of the year, every measure and what it counted, every hit, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from dateutil.relativedelta import relativedelta

from yosrules.attendance.measures.windows import Counted
from yosrules.attendance.patterns import PossiblePattern, patterns
from yosrules.attendance.triggers.timeline import Hit, Reading, StageHit, Timeline
from yosrules.deciding.decide import Verdict
from yosrules.english.describe import called, english, unknown
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.calendar import ONE
from yosrules.reports.drawing.dates import in_full, short, stretch
from yosrules.reports.drawing.layout import wrapped
from yosrules.reports.drawing.picture import HELD, HIT, LEGEND, WINDOW, picture
from yosrules.reports.site.catalogue import _, translated, unmarked
from yosrules.reports.trigger_lines import NONE, Assumed, absences_counted, by_rule, figure, lines_of, not_counted

WIDTH = 80
"""How many columns the words take; the picture takes fewer."""


def timeline_lines(timeline: Timeline, assumed: Iterable[Assumed] = ()) -> Iterator[str]:
    """Everything about one worker under one policy, by each reading; readings that say the same are said once."""
    return map(unmarked, _lines(timeline, assumed))


def _lines(timeline: Timeline, assumed: Iterable[Assumed]) -> Iterator[str]:
    whose, policy = timeline.worker.reference, timeline.policy.name
    yield _("%(whose)s, as of %(day)s, by %(policy)s", whose=whose, day=in_full(timeline.day), policy=policy)
    yield from (_("Assumed: %(what)s.", what=each.what) for each in assumed if whose in each.workers)
    if (many := len(timeline.readings)) > 1:
        yield (
            _("It can be read in %(many)s ways; none is chosen, and they come to the same stages.", many=many)
            if timeline.agreed
            else _("It can be read in %(many)s ways; none is chosen, and they come to different stages.", many=many)
        )
    for section in (_due, picture_lines, _hits, _now, _ahead, _evidence):
        yield from _by_reading([(each.name, tuple(section(timeline, each))) for each in timeline.readings])


def _by_reading(sections: list[tuple[str, tuple[str, ...]]]) -> Iterator[str]:
    """A section once where every reading has the same, else once for each that differs."""
    different: dict[tuple[str, ...], list[str]] = {}
    for name, lines in sections:
        different.setdefault(lines, []).append(name)
    for lines, names in different.items():
        if len(different) > 1 and lines:
            yield f"\n{_('Read as: %(name)s', name='; '.join(names))}"
        yield from (wrapped(unmarked(line), WIDTH, "    ") for line in lines)


def picture_lines(timeline: Timeline, reading: Reading) -> Iterator[str]:
    """The picture of a year, and what its marks mean."""
    windows = [counted.window[0] for counted in reading.tallies.values() if counted.window]
    first = min([timeline.day - relativedelta(months=12) + ONE, *windows])
    marks = dict.fromkeys(windows, WINDOW)
    marks |= {each.held: HELD for each in reading.attending.background.held or ()}
    marks |= {hit.day: HIT for hit in reading.hits}
    yield ""
    yield from picture(reading.attending, first, timeline.day, marks)
    yield ""
    yield from map(translated, LEGEND)


def _due(timeline: Timeline, reading: Reading) -> Iterator[str]:  # noqa: ARG001 -- a section as the others are
    yield f"\n{_('Stage due')}"
    yield from (f"  {line}" for line in due_lines(reading))
    if reading.lapsed:
        yield f"\n{_('No longer over the line')}"
        yield from (f"  {line}" for line in lapsed_lines(reading))


def due_lines(reading: Reading) -> Iterator[str]:
    """The stages that are due, with what shuts each, or that none is."""
    yield from (line for due in reading.due for line in _one_due(due, reading.attending.last))
    if not reading.due:
        yield _("None.")


def lapsed_lines(reading: Reading) -> Iterator[str]:
    """The stages that were hit, that nothing answered, and that the worker is no longer over the line of."""
    for each in reading.lapsed:
        yield _(
            "%(stage)s: it was hit on %(day)s, and nothing on record has answered it.",
            stage=each.stage.name,
            day=in_full(each.since),
        )


def _one_due(due: StageHit, on: date) -> Iterator[str]:
    yield _(
        "%(stage)s: it %(modality)s be held; since %(day)s%(by)s.",
        stage=due.stage.name,
        modality=translated(due.status),
        day=in_full(due.since),
        by=_by(due.held_by, on),
    )
    if due.soonest:
        told = _(
            "The worker is told %(notice)s or more before: if today, it is on %(day)s or later.",
            notice=due.stage.notice,
            day=in_full(due.soonest),
        )
        yield f"  {told}"
    if due.gate is not None and due.stage.gate is not None:
        shut = {Verdict.HOLDS: _("open"), Verdict.FAILS: _("shut")}
        state, gate = shut.get(due.gate, _("shut, since nobody can tell")), english(due.stage.gate)
        yield f"  {_('The gate is %(state)s: before it can be held, %(gate)s.', state=state, gate=gate)}"


def _by(last_day: date | None, on: date) -> str:
    if last_day is None:
        return ""
    return _(", by %(day)s", day=in_full(last_day)) + (_(", which is past") if last_day < on else "")


def _hits(timeline: Timeline, reading: Reading) -> Iterator[str]:  # noqa: ARG001 -- as above
    yield f"\n{_('Triggers hit')}"
    for when, hits in groupby(reading.hits, key=lambda hit: hit.day):
        yield f"  {in_full(when)}"
        for counted, same in groupby(hits, key=lambda hit: absences_counted([hit])):
            for hit in same:
                yield f"    {_one_hit(hit)}"
            if counted != NONE:
                yield f"    {_('Counted: %(absences)s.', absences=counted)}"
    for rule in dict.fromkeys(hit.rule for hit in reading.hits):
        if rule.cites:
            yield f"  {_('Rule %(name)s: %(cites)s.', name=rule.id, cites=rule.cites)}"
    if not reading.hits:
        yield f"  {_('None.')}"


def _one_hit(hit: Hit) -> str:
    stage, modality = hit.rule.outcome.name, translated(hit.rule.word)
    return _(
        "rule %(rule)s; %(stage)s %(modality)s follow.", rule=by_rule(hit, hit.day), stage=stage, modality=modality
    )


def _now(timeline: Timeline, reading: Reading) -> Iterator[str]:
    facts = vocabulary(timeline.policy.about)
    for name, tally in reading.tallies.items():
        yield f"\n{measure_now(facts[name], tally)}"
        for spell, amount in tally.counted:
            out = reading.drops_out(name, spell, timeline.day)
            once = amount == 1 and facts[name].kind is int
            counts = _("counts") if once else _("counts %(amount)s", amount=figure(amount))
            yield f"  {stretch(spell)}: {counts}" + (_("; drops out on %(day)s", day=short(out)) if out else "")
        yield from (f"  {each}: {what}" for each, what in _doubtful(tally))


def measure_now(fact: Fact, tally: Counted) -> str:
    """A measure, what it comes to and over which days."""
    value = _("cannot be told") if tally.value is None else figure(tally.value)
    window = f", {_window(*tally.window)}" if tally.window else ""
    return f"{_capital(called(fact))}: {value}{window}"


def _window(first: date, last: date) -> str:
    return _("%(first)s to %(last)s", first=short(first), last=short(last))


def _doubtful(tally: Counted) -> Iterator[tuple[str, str]]:
    """The absences that do not count or of which that cannot be told, each with why."""
    yield from ((stretch(spell), _("counts, but nobody can tell how much of it")) for spell in tally.untold)
    yield from ((which, _("not counted, %(why)s", why=why)) for which, why in not_counted(tally))
    for row, finding in tally.not_meant:
        yield stretch(row), _("not counted, since %(why)s", why=english(~finding.condition))
    for spell, finding in tally.undecided:
        yield stretch(spell), _("cannot tell whether it counts; %(missing)s", missing=_missing(finding.missing))
    unsure = _("cannot tell whether it is one absence; no work pattern is on record")
    yield from ((stretch(run), unsure) for run in tally.unsure)


def _ahead(timeline: Timeline, reading: Reading) -> Iterator[str]:
    (line,) = [each for each in lines_of(timeline) if each.reading == reading.name]
    for when, stage in line.one_more:
        more = _("One more absence, on %(day)s, would lead to: %(name)s.", day=in_full(when), name=stage.name)
        yield f"\n{more}"
    for doubt in line.doubts:
        what, missing = f"{doubt.stage.name} ({doubt.days})", _missing(doubt.missing)
        yield f"\n{_('Nobody can tell of: %(what)s; %(missing)s.', what=what, missing=missing)}"


def _evidence(timeline: Timeline, reading: Reading) -> Iterator[str]:
    """What may be a pattern, if the policy looks for any; never a verdict."""
    counting = timeline.policy.evidence
    found = patterns(reading.attending, counting, timeline.day) if counting else ()
    if found:
        yield f"\n{_('What may be a pattern; evidence for a manager, never a verdict')}"
        yield from (f"  {_one_evidence(each)}" for each in found)


def _one_evidence(evidence: PossiblePattern) -> str:
    if evidence.spells is None:
        return f"{evidence.what}: {_('cannot be told')}"
    which = f" ({', '.join(map(stretch, evidence.spells))})" if evidence.spells else ""
    return f"{evidence.what}: {_('%(part)s of %(whole)s', part=len(evidence.spells), whole=evidence.of)}{which}"


def _missing(facts: Iterable[Fact]) -> str:
    return _("not on record: %(facts)s", facts="; ".join(map(unknown, facts)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""An attendance policy as a page in plain English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from yosrules.english.attendance import (
    conventions_in_words,
    gate_in_words,
    interviews_in_words,
    labelled,
    of_rule_in_words,
    stage_in_words,
)
from yosrules.english.describe import promises_in_english, rule_in_english
from yosrules.english.standing import first_day, standing_in_words
from yosrules.files.settings import settled
from yosrules.language.facts import vocabulary
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.lost_time.measures import lost
from yosrules.policies.open_policies import OpenPolicy
from yosrules.policies.policy import Edition
from yosrules.policies.stages import Rung
from yosrules.records.absence import Attendance
from yosrules.reports.drawing.page import Block, Heading, Page, Points
from yosrules.reports.drawing.screen import clean


def attendance_page(policy: AttendancePolicy, edition: Edition[Rung]) -> Page:
    """A page of one edition: stages, rules and conventions by reading, measures, interviews, open questions."""
    return tuple(_page(policy, edition))


def _page(policy: AttendancePolicy, edition: Edition[Rung]) -> Iterator[Block]:
    yield Heading(policy.name, 1)
    yield f"{policy.title}. {standing_in_words(edition)} The source is {policy.grade.value}." + (
        f" Source: {edition.cites}." if edition.cites else ""
    )
    yield Heading("Stages")
    gates = [stage.gate for stage in policy.stages if stage.gate is not None]
    of_interviews = any(Attendance.interviews_held.fact in reads(gate) for gate in gates)
    gate = (gate_in_words(policy.interviewed),) if of_interviews else ()
    yield Points((*map(stage_in_words, policy.stages), *gate))
    yield from _readings(policy, edition)
    yield from _of_rules(policy)
    facts = vocabulary(policy.about)
    yield Heading("Measures")
    yield Points(tuple(labelled(facts[name], ref.by) for name, ref in lost(policy.about).items()))
    yield from _promises(policy, edition)
    if policy.interviews:
        yield Heading("Return-to-work interviews")
        yield Points(tuple(interviews_in_words(policy.interviews)))
    yield from _left(policy)


def _readings(policy: AttendancePolicy, edition: Edition[Rung]) -> Iterator[Block]:
    """The rules and the conventions, by reading; once if all readings have the same."""
    ways = policy.readings(edition)
    if len(ways) > 1:
        yield f"It can be read in {len(ways)} ways: {'; '.join(ways)}. None is chosen."
    rules = {name: tuple(map(rule_in_english, read.rules)) for name, (read, _) in ways.items()}
    nation = f"Bank holidays are those of {policy.nation.name.replace('_', ' ').title()}"
    conventions = {name: (*conventions_in_words(how), nation) for name, (_, how) in ways.items()}
    for title, by_reading in (("Rules", rules), ("How a history is read", conventions)):
        same = len(set(by_reading.values())) == 1
        for name, lines in list(by_reading.items())[: 1 if same else None]:
            yield Heading(title if same else f"{title}, read as: {name}")
            yield Points(lines)


def _of_rules(policy: AttendancePolicy) -> Iterator[Block]:
    if policy.of_rules:
        yield Heading("Conventions of single rules")
        yield Points(tuple(of_rule_in_words(rule, own) for rule, own in policy.of_rules.items()))


def _promises(policy: AttendancePolicy, edition: Edition[Rung]) -> Iterator[Block]:
    if promises := [*promises_in_english(policy, edition)]:
        yield Heading("Promises")
        yield Points(tuple(promises))


def _left(policy: AttendancePolicy) -> Iterator[Block]:
    for title, lines in (("Left to a manager", policy.judgement), ("Not stated in the source", policy.not_stated)):
        if lines:
            yield Heading(title)
            yield Points(lines)


def settings_page(policy: OpenPolicy) -> Page:
    """A page of the settings that a policy needs before it can be used."""
    source = f" Source: {policy.cites}." if policy.cites else ""
    return (
        Heading(policy.name, 1),
        f"{policy.title}. Its numbers are not public: it cannot be used without these settings.{source}",
        Points(tuple(f"{setting.name}: {setting.what}; {setting.allowed}" for setting in policy.settings)),
    )


def page_of(policy: AttendancePolicy | OpenPolicy, settings: Path | None, on: date) -> Page:
    """The page of a policy; for an open policy without settings, the page of the settings it needs."""
    if isinstance(policy, OpenPolicy) and settings is None:
        return settings_page(policy)
    chosen = settled(policy, settings)
    return attendance_page(chosen, chosen.on(on))


def attendance_row(policy: AttendancePolicy | OpenPolicy) -> list[str]:
    """A row for a list of policies: editions, stages, readings, and the grade of the source."""
    if isinstance(policy, OpenPolicy):
        return [clean(policy.name), "-", "-", "-", "its numbers are settings: --settings FILE"]
    ways = {name: None for edition in policy.editions for name in policy.readings(edition)}
    return [
        clean(policy.name),
        "\n".join(first_day(edition) for edition in policy.editions),
        clean(", ".join(stage.name for stage in policy.stages)),
        str(len([name for name in ways if name] or ways)),
        policy.grade.value,
    ]

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
from yosrules.reports.site.catalogue import _


def attendance_page(policy: AttendancePolicy, edition: Edition[Rung]) -> Page:
    """A page of one edition: stages, rules and conventions by reading, measures, interviews, open questions."""
    return tuple(_page(policy, edition))


def _page(policy: AttendancePolicy, edition: Edition[Rung]) -> Iterator[Block]:
    yield Heading(policy.name, 1)
    yield _(
        "%(title)s. %(standing)s The source is %(grade)s.",
        title=policy.title,
        standing=standing_in_words(edition),
        grade=policy.grade.value,
    ) + (f" {_('Source: %(cites)s.', cites=edition.cites)}" if edition.cites else "")
    yield Heading(_("Stages"))
    gates = [stage.gate for stage in policy.stages if stage.gate is not None]
    of_interviews = any(Attendance.interviews_held.fact in reads(gate) for gate in gates)
    gate = (gate_in_words(policy.interviewed),) if of_interviews else ()
    yield Points((*map(stage_in_words, policy.stages), *gate))
    yield from _readings(policy, edition)
    yield from _of_rules(policy)
    facts = vocabulary(policy.about)
    yield Heading(_("Measures"))
    yield Points(tuple(labelled(facts[name], ref.by) for name, ref in lost(policy.about).items()))
    yield from _promises(policy, edition)
    if policy.interviews:
        yield Heading(_("Return-to-work interviews"))
        yield Points(tuple(interviews_in_words(policy.interviews)))
    yield from _left(policy)


def _readings(policy: AttendancePolicy, edition: Edition[Rung]) -> Iterator[Block]:
    """The rules and the conventions, by reading; once if all readings have the same."""
    ways = policy.readings(edition)
    if len(ways) > 1:
        yield _("It can be read in %(many)s ways: %(ways)s. None is chosen.", many=len(ways), ways="; ".join(ways))
    rules = {name: tuple(map(rule_in_english, read.rules)) for name, (read, _) in ways.items()}
    nation = _("Bank holidays are those of %(nation)s", nation=policy.nation.name.replace("_", " ").title())
    conventions = {name: (*conventions_in_words(how), nation) for name, (_, how) in ways.items()}
    for title, by_reading in ((_("Rules"), rules), (_("How a history is read"), conventions)):
        same = len(set(by_reading.values())) == 1
        for name, lines in list(by_reading.items())[: 1 if same else None]:
            yield Heading(title if same else _("%(title)s, read as: %(name)s", title=title, name=name))
            yield Points(lines)


def _of_rules(policy: AttendancePolicy) -> Iterator[Block]:
    if policy.of_rules:
        yield Heading(_("Conventions of single rules"))
        yield Points(tuple(of_rule_in_words(rule, own) for rule, own in policy.of_rules.items()))


def _promises(policy: AttendancePolicy, edition: Edition[Rung]) -> Iterator[Block]:
    if promises := [*promises_in_english(policy, edition)]:
        yield Heading(_("Promises"))
        yield Points(tuple(promises))


def _left(policy: AttendancePolicy) -> Iterator[Block]:
    for title, lines in (
        (_("Left to a manager"), policy.judgement),
        (_("Not stated in the source"), policy.not_stated),
    ):
        if lines:
            yield Heading(title)
            yield Points(lines)


def settings_page(policy: OpenPolicy) -> Page:
    """A page of the settings that a policy needs before it can be used."""
    source = f" {_('Source: %(cites)s.', cites=policy.cites)}" if policy.cites else ""
    return (
        Heading(policy.name, 1),
        _(
            "%(title)s. Its numbers are not public: it cannot be used without these settings.%(source)s",
            title=policy.title,
            source=source,
        ),
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

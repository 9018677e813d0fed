"""Sections about sickness absence, worked out."""

from __future__ import annotations

from datetime import date
from functools import partial

import attrs

from yosrules.attendance.interviews import interviews
from yosrules.attendance.track import Tracker
from yosrules.cli.attendance.workforce import read_workforce
from yosrules.cli.report.kinds import WantedAttendance, WantedInterviews, WantedStages, WantedWorker
from yosrules.cli.report.making import Made, Making, file_names, scope_of
from yosrules.errors import InputError
from yosrules.files.absences import Workforce
from yosrules.files.settings import settled
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import Worker
from yosrules.reports.board.division import run_of
from yosrules.reports.board.interviews import InterviewCount, interviews_content
from yosrules.reports.board.section import Basis
from yosrules.reports.board.stages import StagesFound, stages_content
from yosrules.reports.board.worker import worker_content
from yosrules.reports.trigger_lines import Assumed, lines_of


@attrs.frozen
class _Read:
    """A workforce as one section asks for it: by which policy and of which day, and whom its reader may see."""

    policy: AttendancePolicy
    day: date
    workforce: Workforce
    assumed: tuple[Assumed, ...]
    own: tuple[Worker, ...]
    basis: Basis


def _read(making: Making, wanted: WantedAttendance) -> _Read:
    # The report's own rulebook: another would ask every plugin again.
    chosen, day = making.rulebook.attendance_policy(wanted.policy or None), wanted.day or making.day
    policy = settled(chosen, wanted.settings)
    edition = policy.on(day)
    files = wanted.files(wanted.file, *wanted.behind)
    workforce, assumed = read_workforce(files, policy, wanted.pattern or None, no_stages=wanted.no_stages)
    workers = workforce.workers
    own = [*workers] if not making.own_only else making.reader.own(workers, lambda each: each.reference)
    basis = Basis.of_editions(file_names(*files.paths), day, policy.name, [edition])
    return _Read(policy, day, workforce, tuple(assumed), tuple(own), basis)


def make_interviews(making: Making, wanted: WantedInterviews) -> Made:
    """How many return-to-work interviews were held."""
    read = _read(making, wanted)
    if read.policy.interviews is None:
        raise InputError(wanted.file.name, why=f"{read.policy.name} says nothing of return-to-work interviews")
    unsaid = {"interviewed", "interview_held"} & read.workforce.lacking
    if len(unsaid) == 2:
        why = "it has no column 'interviewed', so that nobody can tell which interviews were held"
        raise InputError(wanted.file.name, why=why)
    rows = [
        each
        for worker in read.own
        for each in interviews(
            read.policy,
            worker,
            read.day,
            read.workforce.histories[worker.reference],
            unsaid="interviewed" in unsaid,
        )
    ]
    if making.own_only and not rows:
        return making.left_out(f"it has no absence of {making.reader.practitioner} that is over")
    found = InterviewCount(read.policy, read.day, tuple(rows))
    content = partial(interviews_content, found, listed=not making.reader.protects)
    scope = scope_of("absences", wanted.file)
    return making.counted(scope, run_of(found.divisions()), content, read.basis, read.workforce.histories)


def make_stages(making: Making, wanted: WantedStages) -> Made:
    """Which stages are due."""
    read = _read(making, wanted)
    tracker, histories = Tracker(read.policy), read.workforce.histories
    lines = [lines_of(tracker.track(each, read.day, histories[each.reference])) for each in read.own]
    if not lines:
        return making.left_out(f"it has no absence of {making.reader.practitioner}")
    found = StagesFound(read.policy, read.day, tuple(lines), read.assumed)
    content = partial(stages_content, found, listed=not making.reader.protects)
    return making.counted(scope_of("workers", wanted.file), run_of(found.divisions()), content, read.basis, histories)


def make_worker(making: Making, wanted: WantedWorker) -> Made:
    """One worker's year; for nobody but the manager and the worker."""
    if making.reader.protects:
        return making.left_out("it is about one worker")
    read = _read(making, wanted)
    if not any(each.reference == wanted.worker for each in read.workforce.workers):
        raise InputError(wanted.file.name, why=f"it has no worker {wanted.worker!r}")
    found = [each for each in read.own if each.reference == wanted.worker]
    if not found:
        return making.left_out("it is about somebody else")
    line = Tracker(read.policy).track(found[0], read.day, read.workforce.histories[wanted.worker])
    return making.section(worker_content(line, read.assumed), read.basis)

"""What answers by an attendance policy, and how each answer is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from asking.forums import Found, each_of
from asking.question import POSSIBLE, Answers, Possible, Question, told
from asking.running import OUT, OUT_FILE, command, lines, written
from asking.synthetic import DAY, KINDS, Tables, frame
from frames import rows as rows_of
from yosrules.attendance import Reading, Tracker, interviews
from yosrules.bulk.attendance import triggers_frame
from yosrules.bulk.attendance.track import not_in_bulk
from yosrules.deciding import Verdict
from yosrules.errors import InputError
from yosrules.files import Workforce, read_absences
from yosrules.language import vocabulary
from yosrules.policies import AttendancePolicy
from yosrules.policies.lost_time.measures import lost
from yosrules.records import Absence, Attendance


def of_attendance(policy: AttendancePolicy, tables: Tables) -> Iterator[Question]:
    """Every command and verb that answers by an attendance policy."""
    on = ("--on", f"{DAY}", "--policy", policy.name)
    asks: dict[str, Callable[[Tables], Answers]] = {
        "triggers": lambda tables: _triggered(policy, command(tables, "triggers", *on, "--out", OUT_FILE)),
        "timeline": lambda tables: each_of(tables, partial(_drawn, policy), "timeline", *on),
        "track()": partial(_tracked, policy),
    }
    if policy.interviews:
        asks["interviews"] = lambda tables: _listed(command(tables, "interviews", *on, "--out", OUT_FILE))
        asks["interviews()"] = partial(_interviewed, policy)
    if not [*not_in_bulk(policy)]:
        asks["triggers_frame()"] = partial(_triggered_in_bulk, policy)
        by_engine = (*on, "--engine", "polars", "--out", OUT)
        asks["triggers --engine"] = lambda tables: _in_columns(
            policy, lines(command(tables, "triggers", *by_engine, about=policy.about))
        )
    yield from (Question(name, policy.name, tables, ask) for name, ask in asks.items())


# Commands


def _triggered(policy: AttendancePolicy, text: str) -> Answers:
    """Each stage by each reading, in the file that `triggers` writes."""
    found: Found = {}
    for row in lines(text):
        key = (row["worker"], row["reading"])
        found |= {(*key, stage.name): POSSIBLE["no"] for stage in policy.stages}
        found |= {(*key, stage): None for stage in filter(None, row["cannot_tell"].split("; "))}
        due = zip(row["stage_due"].split("; "), row["must_or_may"].split("; "), strict=True)
        found |= {(*key, stage): POSSIBLE[status] for stage, status in due if stage}
    return found


def _drawn(policy: AttendancePolicy, page: str) -> Answers:
    """Each stage and each measure in what `timeline` says; of several readings what any of them leaves possible."""
    page = re.sub(r"\n {4,}", " ", page)
    found: Found = {(stage.name,): POSSIBLE["no"] for stage in policy.stages}
    due = re.findall(r"^ *(.+): it (.+) be held; since", page, re.M)
    found |= {(stage,): frozenset() for stage, _ in due}
    for stage, status in due:
        found[stage,] = _either(found[stage,], POSSIBLE[status])
    found |= {(stage,): None for stage in re.findall(r"^Nobody can tell of: (.+?) \(", page, re.M)}
    for name, value in re.findall(r"^(\S.*): (cannot be told|[\d.,]+|yes|no)(?:, .* to .*)?$", page, re.M):
        found[name,] = _either(found.get((name,), frozenset()), None if value == "cannot be told" else told(value))
    return found


def _either(one: Possible, other: Possible) -> Possible:
    return None if one is None or other is None else one | other


def _listed(text: str) -> Answers:
    """Whether each spell needs an interview, and when it was held, in the file that `interviews` writes."""
    return {
        (row["worker"], row["start"]): told(f"{row['needed']} {row['interviewed']}") if row["needed"] else None
        for row in lines(text)
    }


# Verbs


def _workforce(policy: AttendancePolicy, tables: Tables) -> Workforce:
    with written(tables) as (main, *behind):
        return read_absences(main, behind, policy.about)


def _tracked(policy: AttendancePolicy, tables: Tables) -> Answers:
    """`track` and the facts of `attend`: each stage, its gate, and each fact on the day, by each reading."""
    found: Found = {}
    staff, tracker = _workforce(policy, tables), Tracker(policy)
    for worker in staff.workers:
        line = tracker.track(worker, DAY, staff.histories[worker.reference], one_more=False)
        for reading in line.readings:
            key = (worker.reference, reading.name)
            facts = reading.attending.facts([*vocabulary(Attendance), *lost(policy.about)], DAY)
            found |= {(*key, name): told(value) for name, value in facts.items()}
            found |= {(*key, stage.name): POSSIBLE["no"] for stage in policy.stages}
            found |= {(*key, *of): possible for of, possible in _stages(reading)}
    return found


def _stages(reading: Reading) -> Iterator[tuple[tuple[str, ...], Possible]]:
    """The stages that are due or may be; a gate that cannot be told is shut."""
    for undecided in reading.undecided:
        yield (undecided.stage.name,), None
        if undecided.stage.gate is not None:
            yield (undecided.stage.name, "gate"), None
    for each in reading.due:
        yield (each.stage.name,), POSSIBLE[each.status]
        if each.gate is not None:
            yield (each.stage.name, "gate"), None if each.gate is Verdict.CANNOT_TELL else told(each.gate)


def _interviewed(policy: AttendancePolicy, tables: Tables) -> Answers:
    """`interviews`: of each spell whether one is needed, was held, and in time by each reading."""
    found: Found = {}
    staff = _workforce(policy, tables)
    if Absence.interviewed.fact.name in staff.lacking:  # only who has read the file can know
        raise InputError("absences", why="it has no such column")
    for worker in staff.workers:
        for each in interviews(policy, worker, DAY, staff.histories[worker.reference]):
            key = (worker.reference, str(each.spell.start))
            found |= {(*key, name): told(each.in_time(name)) for name, _ in each.due}
            found[*key, "needed"] = told(each.needed)
            found[*key, "held"] = None if each.needed is None else told(each.held or "no")
    return found


# Columns


def _triggered_in_bulk(policy: AttendancePolicy, tables: Tables) -> Answers:
    frames = {KINDS[name]: frame(name, rows, policy.about) for name, rows in tables.items()}
    return _in_columns(policy, rows_of(triggers_frame(policy, DAY, frames)))


def _in_columns(policy: AttendancePolicy, rows: Iterable[Mapping[str, object]]) -> Answers:
    """Each stage and each measure by each reading, in columns; of who is refused anything is possible."""
    found: Found = {}
    for row in rows:
        key = (str(row["worker"]), str(row["reading"]))
        found |= {(*key, each.name): POSSIBLE[str(row[each.name] or "cannot tell")] for each in policy.stages}
        # Nought is a value, and CSV writes nothing for null.
        found |= {(*key, name): None if row[name] in (None, "") else told(row[name]) for name in lost(policy.about)}
    return found

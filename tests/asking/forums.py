"""What answers by a forum policy, and how each answer is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from asking.question import POSSIBLE, Answers, Possible, Question, told
from asking.running import OUT, OUT_FILE, command, lines, written
from asking.synthetic import CASES_DAY, KINDS, Tables, frame, names_in
from frames import rows as rows_of
from yosrules import explain
from yosrules.bulk import as_of_frame, decide_frame
from yosrules.deciding import Allocation, Histories, allocate, as_of, decide
from yosrules.deciding.allocate import Placement
from yosrules.deciding.decide import UNSETTLED
from yosrules.errors import InputError
from yosrules.files import read_cases
from yosrules.language import Compare, Facts, all_of, reads, vocabulary
from yosrules.language.expr import Op
from yosrules.language.measure import measures
from yosrules.policies import ForumPolicy
from yosrules.proof.provers.enumeration import enumerated

Found: TypeAlias = dict[tuple[str, ...], Possible]
_STATUS = "|".join(POSSIBLE)


def of_forums(policy: ForumPolicy, tables: Tables) -> Iterator[Question]:
    """Every command and verb that answers by a forum policy."""
    on = ("--on", f"{CASES_DAY}", "--policy", policy.name)
    asks: dict[str, Callable[[Tables], Answers]] = {
        "allocate": lambda tables: _listed(command(tables, "allocate", *on, "--out", OUT_FILE)),
        "explain": lambda tables: each_of(tables, _said, "explain", *on),
        "referral": lambda tables: each_of(tables, _referred, "referral", *on, "--forum", "RSM"),
        "replay": partial(_replayed, on, tables),
        "allocate --engine": partial(_allocated_by_engine, policy),
        "decide()": partial(_decided, policy),
        "allocate()": partial(_allocated, policy),
        "explain()": partial(_explained, policy),
        "decide_frame()": partial(_decided_in_bulk, policy),
        "enumerated()": partial(_possible, policy),
    }
    yield from (Question(name, policy.name, tables, ask) for name, ask in asks.items())


# Commands


def each_of(tables: Tables, read: Callable[[str], Answers], name: str, *options: str) -> Answers:
    """The answers of a command that is about one person, of everybody."""
    pages = {who: command(tables, name, *options, ref=who) for who in names_in(tables)}
    return {(who, *key): possible for who, page in pages.items() for key, possible in read(page).items()}


def _listed(text: str) -> Answers:
    """The status of each forum in the file that `allocate` writes."""
    return {
        (row["reference"], column.removesuffix(" status")): POSSIBLE[status.partition(",")[0]]
        for row in lines(text)
        for column, status in row.items()
        if column.endswith(" status")
    }


def _said(page: str) -> Answers:
    """The status of each forum in a page that says it as `Title (NAME): status`."""
    found = re.findall(rf"\((\w+)\): ({_STATUS})\b", page)
    assert found
    return {(forum,): POSSIBLE[status] for forum, status in found}


def _referred(page: str) -> Answers:
    (status,) = re.findall(rf"By the policy: ({_STATUS})\b", page)
    return {("RSM",): POSSIBLE[status]}


def _replayed(on: Sequence[str], before: Tables, tables: Tables) -> Answers:
    """`replay` of the decisions about the tables before: each status as it was recorded, unless it says another."""
    with TemporaryDirectory() as folder:
        kept = Path(folder, "kept.json")
        command(before, "allocate", *on, "--records", str(kept))
        found = {
            (each["reference"], one["outcome"]): POSSIBLE[one["status"]]
            for each in json.loads(kept.read_text())["decisions"]
            for one in each["outcomes"]
        }
        text = command(tables, "replay", first=[str(kept)])
    gone = re.findall(r"^(\S.*): it is not in the caseload$", text, re.M)
    said = re.findall(r"^(\S.*): (\w+): the status differs from .* to ([\w ]+)$", text, re.M)
    found |= {(name, forum): POSSIBLE[status] for name, forum, status in said}
    return {key: None if key[0] in gone else possible for key, possible in found.items()}


def _allocated_by_engine(policy: ForumPolicy, tables: Tables) -> Answers:
    on = ("--on", f"{CASES_DAY}", "--policy", policy.name, "--engine", "polars", "--out", OUT)
    unknown = [part for name in _lacking(policy, tables, _asked(policy)) for part in ("--unknown", name)]
    used = {name: rows for name, rows in tables.items() if name not in {"forums", "checks", "waivers"}}
    rows = [*lines(command(used, "allocate", *on, *unknown, about=policy.about))]
    # A row that nobody can be has no status, where a file of cases is refused as a whole.
    if not all(row[name] for row in rows for name in _forums(policy)):
        raise InputError("the dataset", why="a row was refused")
    return {(row["reference"], name): POSSIBLE[row[name]] for row in rows for name in _forums(policy)}


# Verbs


def _cases(policy: ForumPolicy, tables: Tables) -> Iterator[tuple[str, Facts, Histories]]:
    with written(tables) as (main, *behind):
        read = read_cases(main, policy.about, behind)
    yield from ((name, case, read.histories[name]) for name, case in zip(read.histories, read.cases, strict=True))


def _decided(policy: ForumPolicy, tables: Tables) -> Answers:
    """`as_of` and `decide`: each forum, and each fact that is worked out."""
    found: Found = {}
    for name, case, behind in _cases(policy, tables):
        known = as_of(case, CASES_DAY, behind)
        decision = decide(policy.on(CASES_DAY), known)
        found |= {(name, each.outcome.name): POSSIBLE[each.status] for each in decision.outcomes}
        found |= {(name, fact): told(vars(known)[fact]) for fact in measures(policy.about)}
    return found


def _placed(policy: ForumPolicy, tables: Tables) -> Iterator[tuple[str, Allocation[Facts]]]:
    yield from ((name, allocate(policy, case, CASES_DAY, behind)) for name, case, behind in _cases(policy, tables))


def _allocated(policy: ForumPolicy, tables: Tables) -> Answers:
    """`allocate`: each forum, whether the case stays under it, its checks, and whether anything is overdue."""
    found: Found = {}
    for name, of in _placed(policy, tables):
        for each in of.placements:
            key = (name, each.forum.name)
            found |= {key: POSSIBLE[each.status], (*key, "stays"): told(each.stays), (*key, "overdue"): _overdue(each)}
            found |= {(*key, str(one.check)): told(one.made) for one in each.checks}
    return found


def _overdue(placement: Placement) -> Possible:
    """Whether anything is overdue; not settled if it is said to rest on a waiver or a chair that is not known."""
    duties = [*placement.due.duties, *([placement.review] if placement.review else [])]
    unsure = any(duty.due is None or duty.unless or (duty.hearing and duty.hearing.chair is None) for duty in duties)
    if unsure or placement.perhaps_overdue or placement.status in UNSETTLED or placement.not_given:
        return None
    return told(bool(placement.overdue))


def _explained(policy: ForumPolicy, tables: Tables) -> Answers:
    """`explain`: each forum, as it is said in English."""
    return {
        (name, *key): possible for name, of in _placed(policy, tables) for key, possible in _said(explain(of)).items()
    }


def _possible(policy: ForumPolicy, tables: Tables) -> Answers:
    """`enumerated`: whether a record that states all that a case states can meet each rule, and whether it can fail."""
    found: Found = {}
    for name, case, behind in _cases(policy, tables):
        known = as_of(case, CASES_DAY, behind)
        for rule in policy.on(CASES_DAY).resolved.rules:
            stated = [(fact, vars(known)[fact.name]) for fact in dict.fromkeys(reads(rule.when))]
            pinned = all_of(*(Compare(fact, Op.EQ, value) for fact, value in stated if value is not None))
            ways = {"holds": rule.when, "fails": ~rule.when}
            found[name, rule.outcome.name, rule.id] = frozenset(
                way for way, condition in ways.items() if enumerated(all_of(pinned, condition)) is not None
            )
    return found


# Columns


def _decided_in_bulk(policy: ForumPolicy, tables: Tables) -> Answers:
    """`as_of_frame` and `decide_frame`: as `_decided`."""
    (_, cases), *behind = ((KINDS[name], frame(name, rows, policy.about)) for name, rows in tables.items())
    every = {*vocabulary(policy.about)}
    known = as_of_frame(policy.about, cases, CASES_DAY, dict(behind), unknown=_lacking(policy, tables, every))
    answers = decide_frame(policy.on(CASES_DAY), known, unknown=_lacking(policy, tables, _asked(policy)))
    found: Found = {}
    for row in rows_of(answers):
        found |= {(row["reference"], name): POSSIBLE[row[name]] for name in _forums(policy)}
        found |= {(row["reference"], name): told(row[name]) for name in measures(policy.about)}
    return found


def _forums(policy: ForumPolicy) -> list[str]:
    return [each.name for each in policy.on(CASES_DAY).outcomes]


def _asked(policy: ForumPolicy) -> set[str]:
    """The facts that the rules read, and those from which they are worked out."""
    found = {fact.name for rule in policy.on(CASES_DAY).rules for fact in reads(rule.when)}
    measured = [ref.by for name, ref in measures(policy.about).items() if name in found and ref.by.rows is None]
    return found | {fact.name for by in measured for fact in (by.dated, by.of) if fact}


def _lacking(policy: ForumPolicy, tables: Tables, names: set[str]) -> list[str]:
    """Those of some facts that no column of the cases states, which columns have to be told."""
    return sorted(names - {*tables["cases"][0], *measures(policy.about)})

"""What `allocate` and `rate` do with `--engine`: a Parquet dataset worked through by an engine, in columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.progress import track

from yosrules.errors import InputError, YosrulesError
from yosrules.files import screen as show
from yosrules.files.cases import HISTORIES
from yosrules.files.dataset import MANIFEST, Job, Plain, parquet_files, run
from yosrules.files.engines import Engine, Works, at_work
from yosrules.language.expr import reads
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of
from yosrules.language.measure import measures
from yosrules.policies.domain import Framework
from yosrules.policies.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition, Policy
from yosrules.policies.rating import NOT_RATED
from yosrules.verbs.as_of_frame import as_of_frame, own_facts
from yosrules.verbs.codec import edition_hash
from yosrules.verbs.columns import opened
from yosrules.verbs.decide import Status
from yosrules.verbs.frame import decide_frame, refusals
from yosrules.verbs.rate_frame import item_refusals, rate_frame

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame


def allocate_dataset(
    policy: ForumPolicy,
    dataset: Path,
    out: Path | None,
    engine: Engine,
    day: date,
    *,
    day_column: str | None = None,
    behind: Sequence[Path] = (),
    unknown: Sequence[str] = (),
) -> NoReturn:
    """Decide every case of a dataset, by the edition of one day or each by that of the day in a column."""
    works = at_work(engine)
    asked: Edition[Forum] | Policy[Forum] = policy if day_column else policy.on(day).resolved
    editions = policy.editions if day_column else (policy.on(day),)
    histories = {_kind(path): works.scan(parquet_files(path)) for path in behind}

    def ready(frame: IntoFrame) -> IntoFrame:
        return _measured(policy.about, editions, frame, day_column or day, histories, unknown)

    def work(frame: IntoFrame) -> IntoFrame:
        return decide_frame(asked, ready(frame), on=day_column, unknown=unknown)

    def refused(frame: IntoFrame) -> IntoFrame:
        return refusals(asked, ready(frame), on=day_column, unknown=unknown)

    says: dict[str, Plain] = {
        "command": "allocate",
        "policy": policy.name,
        "editions": [{"starts": str(each.starts), "hash": edition_hash(each)} for each in editions],
        "day": f"column {day_column}" if day_column else str(day),
    }
    statuses = [status.value for status in Status]
    tally = {outcome.name: statuses for each in editions for outcome in each.outcomes}
    _run(Job(says, work, refused, tally, bool(histories)), dataset, out, works)


def rate_dataset(framework: Framework, dataset: Path, out: Path | None, engine: Engine) -> NoReturn:
    """Rate every service of a dataset of audit items."""

    def work(frame: IntoFrame) -> IntoFrame:
        return rate_frame(framework, frame)

    def refused(frame: IntoFrame) -> IntoFrame:
        return item_refusals(framework, frame)

    text = hashlib.sha256(repr(framework).encode()).hexdigest()
    says: dict[str, Plain] = {"command": "rate", "framework": framework.id, "hash": text}
    ratings = [*framework.scale.names, NOT_RATED]
    _run(Job(says, work, refused, {"rating": ratings}, together=True), dataset, out, at_work(engine))


def _run(job: Job, dataset: Path, out: Path | None, works: Works) -> NoReturn:
    if out is None:
        raise YosrulesError("--engine writes a folder of Parquet files: say which with --out")
    ran = run(job, dataset, out, works, _bar)
    names = list(dict.fromkeys(name for counts in ran.answers.values() for name in counts))
    rows = [[show.clean(answer), *(f"{counts[name]:,}" for name in names)] for answer, counts in ran.answers.items()]
    title = f"{ran.rows:,} rows, {ran.refused:,} refused; {out / MANIFEST}"
    show.table(show.console(), title, ["", *names], rows)
    raise typer.Exit(1 if ran.refused else 0)


def _bar(parts: list[list[Path]]) -> Iterable[list[Path]]:
    """The parts, with a progress bar on a terminal."""
    screen = show.console(stderr=True)
    return track(parts, "Working", console=screen, transient=True) if screen.is_terminal else parts


def _kind(path: Path) -> type[Facts]:
    """The kind of history that a dataset is of, by its name."""
    if path.stem not in HISTORIES:
        raise InputError(path.name, why=f"{path.stem!r} is no history; allowed: {one_of(list(HISTORIES))}")
    return HISTORIES[path.stem]


def _measured(
    about: type[Facts],
    editions: Iterable[Edition[Forum]],
    frame: IntoFrame,
    day: date | str,
    histories: dict[type[Facts], IntoFrame],
    unknown: Sequence[str],
) -> IntoFrame:
    """The frame with those measured facts that the rules read and that are not stated, or can be made of it."""
    read = {fact.name for edition in editions for rule in edition.rules for fact in reads(rule.when)}
    there = {*opened(frame).collect_schema().names(), *unknown}
    wanted = [
        name
        for name, ref in measures(about).items()
        if name in read and (name not in there or {fact.name for fact in own_facts(ref.by)} <= there)
    ]
    return as_of_frame(about, frame, day, histories, only=wanted, unknown=unknown) if wanted else frame

"""What `allocate`, `rate` and `triggers` do with `--engine`: work through a Parquet dataset in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from yosrules.bulk.as_of import as_of_frame
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.bulk.decide import decide_frame, refusals
from yosrules.bulk.frames.engine import one_where, opened
from yosrules.bulk.items import item_refusals
from yosrules.bulk.measuring import own_facts
from yosrules.bulk.on_record import impossible_rows
from yosrules.bulk.rate import rate_frame
from yosrules.cli.readings import readings_together
from yosrules.deciding.codec import Plain
from yosrules.deciding.decide import Status
from yosrules.deciding.hashes import edition_hash, plain_hash
from yosrules.errors import InputError, YosrulesError
from yosrules.files.absences import WORKER_HISTORIES, unread_by
from yosrules.files.cases import case_histories
from yosrules.files.dataset import MANIFEST, Job, Share, naming, run, scanned
from yosrules.files.engines import Engine, Works, at_work
from yosrules.files.formats.headings import folded
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import one_of
from yosrules.language.measure import measures
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.domain import Framework
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.lost_time.measures import lost
from yosrules.policies.policy import Edition, Policy
from yosrules.policies.rating import NOT_RATED
from yosrules.records.absence import Absence, StageHeld, WorkPattern
from yosrules.records.blanks import taken_as_blank
from yosrules.reports.drawing.screen import clean, console, draw_table, progress

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame


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
) -> int:
    """Decide every case of a dataset by the edition of `day`, or of the day in `day_column`; return the exit code."""
    works = at_work(engine)
    chosen = policy.editions if day_column else (policy.on(day),)
    # A column for each forum by each reading, so that they stand side by side.
    read = readings_together(chosen)
    rules: Edition[Forum] | Policy[Forum] = Policy(policy.name, policy.about, read) if day_column else read[0]
    histories = {history_kind(path, case_histories(policy.about)): scanned(works, path) for path in behind}
    for path in behind:
        refuse_nameless(path, scanned(works, path), "reference")
        kind = history_kind(path, case_histories(policy.about))
        with naming(path):
            wrong = impossible_rows(kind, histories[kind])
        if wrong:
            raise InputError(path.name, why=f"rows that cannot be on record: {'; '.join(wrong)}")

    def ready(frame: IntoFrame) -> IntoFrame:
        return _measured(policy.about, chosen, frame, day_column or day, histories, unknown)

    def work(frame: IntoFrame, _: Share) -> IntoFrame:
        refuse_nameless(dataset, frame, "reference")
        return decide_frame(
            rules, ready(frame), on=day_column, unknown=unknown, about=policy.about, meant=day_column or day
        )

    def refused(frame: IntoFrame, _: IntoFrame) -> IntoFrame:
        return refusals(
            rules, ready(frame), on=day_column, unknown=unknown, about=policy.about, meant=day_column or day
        )

    says: dict[str, Plain] = {
        "command": "allocate",
        "policy": policy.name,
        "editions": [{"starts": str(each.starts), "hash": edition_hash(each, policy=policy)} for each in chosen],
        "day": f"column {day_column}" if day_column else str(day),
    }
    statuses = [status.value for status in Status]
    tally = {outcome.name: statuses for each in read for outcome in each.outcomes}
    return _run(Job(says, work, refused, tally, bool(histories)), dataset, out, works)


def _rows(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"


def refuse_nameless(dataset: Path, frame: IntoFrame, whose: str) -> None:
    """Refuse rows that do not say whose they are, where there is a column for it: they could be anybody's."""
    table = opened(frame)
    if whose in table.collect_schema():
        with naming(dataset):
            nameless = table.select(rows=one_where(nw.col(whose).is_null()).sum()).lazy().collect().item()
        if nameless:
            raise InputError(dataset.name, why=f"{_rows(nameless)} no {whose}; allowed: one in every row")


def rate_dataset(framework: Framework, dataset: Path, out: Path | None, engine: Engine) -> int:
    """Rate every service of a dataset of audit items; return the exit code."""

    def work(frame: IntoFrame, _: Share) -> IntoFrame:
        return rate_frame(framework, frame)

    def refused(frame: IntoFrame, _: IntoFrame) -> IntoFrame:
        return item_refusals(framework, frame)

    says: dict[str, Plain] = {"command": "rate", "framework": framework.id, "hash": plain_hash(framework)}
    ratings = [*framework.scale.names, NOT_RATED]
    return _run(Job(says, work, refused, {"rating": ratings}, together=True), dataset, out, at_work(engine))


def triggers_dataset(
    policy: AttendancePolicy,
    dataset: Path,
    out: Path | None,
    engine: Engine,
    day: date,
    *,
    behind: Sequence[Path] = (),
    pattern: WorkPattern | None = None,
    no_stages: bool = False,
) -> int:
    """Find the stages due for every worker of a dataset of absences; return the exit code."""
    works = at_work(engine)
    histories = {history_kind(path, WORKER_HISTORIES): scanned(works, path) for path in behind}
    if no_stages and StageHeld in histories:
        raise InputError("--no-stages", why="a history of stages is given too; allowed: one of them")
    for path in behind:
        refuse_nameless(path, scanned(works, path), "worker")

    def work(frame: IntoFrame, share: Share) -> IntoFrame:
        refuse_nameless(dataset, frame, "worker")
        given: dict[type[Facts], IntoFrame] = {kind: share(table) for kind, table in histories.items()}
        given |= {Absence: frame} | ({StageHeld: _nothing_held(frame)} if no_stages else {})
        return triggers_frame(policy, day, given, pattern=pattern)

    look_alikes = set[str]()

    def refused(_: IntoFrame, answers: IntoFrame) -> IntoFrame:
        look_alikes.update(_texts(answers, "alike"))
        counted = opened(answers).select(rows=nw.len(), refused=nw.col("refused").count())
        return counted.to_native()

    says: dict[str, Plain] = {
        "command": "triggers",
        "policy": policy.name,
        "editions": [
            {"starts": str(each.starts), "hash": edition_hash(each, policy=policy)} for each in policy.editions
        ],
        "hash": plain_hash((policy, [(name, ref.by) for name, ref in lost(policy.about).items()])),
        "day": str(day),
        "pattern": None if pattern is None else str(pattern),
        "histories": [*sorted(kind.__name__ for kind in histories)],
        "no_stages": no_stages,
    }
    tally = {stage.name: [status.value for status in Status] for stage in policy.stages}
    code = _run(Job(says, work, refused, tally, by="worker"), dataset, out, works)
    if no_stages:
        console().print("Assumed: no stage was held, for every worker")
    columns = opened(scanned(works, dataset)).collect_schema().names()
    lacking = [name for name in vocabulary(Absence) if name not in columns]
    if said := taken_as_blank(lacking, unread_by(policy.about)):
        console().print(said)
    for said in sorted(look_alikes):
        console().print(clean(said))
    return code


def _texts(frame: IntoFrame, column: str) -> list[str]:
    """The texts in a column, each once."""
    found = opened(frame).select(column).filter(~nw.col(column).is_null()).unique()
    return [str(each) for each in (found.collect() if isinstance(found, nw.LazyFrame) else found)[column].to_list()]


def _nothing_held(absences: IntoFrame) -> IntoFrame:
    """An empty history of stages, in the engine of the absences."""
    nobody = opened(absences).head(0)
    whose = [name for name in nobody.collect_schema().names() if name == "worker"]
    return nobody.select(*whose, step=nw.lit(0, dtype=nw.Int64()), held=nw.lit(None, dtype=nw.Date())).to_native()


def _run(job: Job, dataset: Path, out: Path | None, works: Works) -> int:
    if out is None:
        raise YosrulesError("--engine writes a folder of Parquet files: say which with --out")
    ran = run(job, dataset, out, works, partial(progress, doing="Working"))
    names = list(dict.fromkeys(name for counts in ran.answers.values() for name in counts))
    rows = [[clean(answer), *(f"{counts[name]:,}" for name in names)] for answer, counts in ran.answers.items()]
    title = f"{ran.rows:,} row{'s' * (ran.rows != 1)}, {ran.refused:,} refused; {out / MANIFEST}"
    draw_table(console(), title, ["", *names], rows)
    return 1 if ran.refused else 0


def history_kind(path: Path, kinds: Mapping[str, type[Facts]]) -> type[Facts]:
    """The kind of history in a dataset, by the dataset's name."""
    if folded(path.stem) not in kinds:
        raise InputError(path.name, why=f"{path.stem!r} is no history; allowed: {one_of(list(kinds))}")
    return kinds[folded(path.stem)]


def _measured(
    about: type[Facts],
    editions: Iterable[Edition[Forum]],
    frame: IntoFrame,
    day: date | str,
    histories: dict[type[Facts], IntoFrame],
    unknown: Sequence[str],
) -> IntoFrame:
    """Add the measures that the rules read and the frame lacks, or whose own facts the frame has."""
    read = {fact.name for edition in editions for rule in edition.rules for fact in reads(rule.when)}
    there = {*opened(frame).collect_schema().names(), *unknown}
    wanted = [
        name
        for name, ref in measures(about).items()
        if name in read and (name not in there or {fact.name for fact in own_facts(ref.by)} <= there)
    ]
    return as_of_frame(about, frame, day, histories, only=wanted, unknown=unknown) if wanted else frame

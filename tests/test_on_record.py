"""What cannot be on record is refused by files, by constructors, by one worker and in bulk: every row, every door."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest

from attending import CONVENTIONS, FULL_TIME, W1, policy
from frames import LAZY, native, rows as rows_of
from yosrules import Facts, InputError, Maybe, RecordError, all_of, vocabulary
from yosrules.attendance.track import track
from yosrules.bulk.as_of import as_of_frame
from yosrules.bulk.attendance.histories import HistoryTables
from yosrules.bulk.attendance.measures.plan import wheres
from yosrules.bulk.attendance.tables.columns import AbsenceRow
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.bulk.frames.engine import worked
from yosrules.bulk.on_record import impossible_rows
from yosrules.deciding.allocate import allocate
from yosrules.deciding.as_of import as_of
from yosrules.files.absences import WORKER_HISTORIES, read_absences
from yosrules.files.cases import CASE_HISTORIES, read_cases
from yosrules.files.writing.rows import write_rows
from yosrules.language.facts import declared
from yosrules.language.kinds import words
from yosrules.language.measure import count as counted, exists
from yosrules.policies.conventions import Fires
from yosrules.records import (
    Absence,
    Assessment,
    AssessmentKind,
    Care,
    CareEpisode,
    Case,
    CaseStage,
    Chair,
    CheckDone,
    CustodyState,
    Disposal,
    FitNote,
    ForumHeld,
    Half,
    Leave,
    Offence,
    Reason,
    Shift,
    StageHeld,
    Step,
    Tool,
    Waiver,
    Worker,
    WorkPattern,
)
from yosrules.records.absence import WEEKDAYS
from yosrules.records.on_record import TOGETHER
from yosrules_derby_forums.high_risk import STRATEGY

DAY = date(2025, 10, 1)
IN_BULK = policy(conventions=attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE))
Said = Mapping[str, Any]


def march(day: int) -> date:
    """A day of March 2025; the 3rd is a Monday."""
    return date(2025, 3, day)


AWAY = {"start": march(3), "end": march(5)}
HELD = {"step": Step.STAGE_1, "held": march(3)}
WAIVED = {"forum": "IPC", "by": "A", "reason": "B", "grade": Chair.MANAGER, "day": march(3), "expires": march(9)}

WORKERS: list[tuple[type[Facts], list[Said], str]] = [
    # One row by itself.
    (Absence, [{"start": march(5), "end": march(3)}], "is not before the first day of absence"),
    (Absence, [AWAY | {"returned": march(4)}], "is not before the last day of absence"),
    (Absence, [AWAY | {"returned": march(5)}], "is after the last day of absence"),
    (Absence, [AWAY | {"interviewed": march(1)}], "is not before the first day of absence"),
    # Back on the 7th, so that an interview on the 6th was not about the return.
    (Absence, [AWAY | {"returned": march(7), "interviewed": march(6)}], "is not before the day of return to work"),
    (Absence, [AWAY | {"returned": date(2026, 3, 5), "interviewed": march(6)}], "is not before the day of return"),
    (Absence, [{"start": march(3), "returned": march(4)}], "nobody is back from an absence that is still open"),
    (Absence, [{"start": march(3), "last_session": Half.PM}], "still open has no last session"),
    (Absence, [{"start": march(3), "hours": Decimal(3)}], "not known while the absence is still open"),
    # Three days have 72 hours, one day has 24.
    (Absence, [AWAY | {"hours": Decimal("72.01")}], "the hours lost are at most 24 a day"),
    (Absence, [AWAY | {"end": march(3), "hours": Decimal(25)}], "the hours lost are at most 24 a day"),
    (
        Absence,
        [{"start": march(3), "end": march(3), "first_session": Half.PM, "last_session": Half.AM}],
        "begins in the afternoon ends in it",
    ),
    (Absence, [AWAY | {"reason": Reason.PREGNANCY, "pregnancy_related": False}], "pregnancy as the reason"),
    (Absence, [AWAY | {"reason": Reason.INJURY_AT_WORK, "industrial_injury": False}], "an injury at work"),
    (
        Worker,
        [{"started": march(24), "probation_ends": date(2024, 3, 28)}],
        "is not before the first day of employment",
    ),
    (StageHeld, [HELD | {"review_ends": march(1)}], "is not before the day it was held"),
    (StageHeld, [HELD | {"live_until": march(1)}], "is not before the day it was held"),
    (StageHeld, [HELD | {"closed": march(1)}], "is not before the day it was held"),
    (Leave, [{"start": march(10), "end": march(5)}], "is not before the first day of leave"),
    (FitNote, [{"start": march(10), "end": march(5)}], "is not before the first day of the fit note"),
    # Rows that cannot be together.
    (Absence, [AWAY, AWAY | {"start": march(5), "end": march(9)}], "overlap"),
    (Absence, [AWAY | {"returned": march(20)}, {"start": march(10), "end": march(10)}], "the next absence began"),
    (
        WorkPattern,
        [{"starts": march(3), "week": week, **dict.fromkeys(WEEKDAYS, Decimal(7))} for week in (1, 3)],
        "numbered from 1",
    ),
    (Shift, [{"day": march(3), "hours": Decimal(hours)} for hours in (5, 9)], "on one day|each day once"),
    (StageHeld, [HELD, HELD], "once a day|twice on one day"),
    (FitNote, [AWAY, AWAY], "once|twice"),
]
"""What cannot be on record of a worker: the kind of row, the rows, and a part of the reason."""

CASES: list[tuple[type[Facts], list[Said], str]] = [
    *(
        (Case, [{"born": date(2030, 1, 1), event: march(3)}], "is not before the date of birth")
        for event in ("referred", "bailed", "sentenced", "assessed", "release_due", "order_ends", "licence_ends")
    ),
    *(
        (Case, [{"sentenced": march(3), end: march(2)}], "is not before the date of sentence")
        for end in ("release_due", "order_ends", "licence_ends")
    ),
    *(
        (Case, [{"referred": date(2030, 1, 1), end: march(2)}], "is not before the date of referral")
        for end in ("order_ends", "licence_ends")
    ),
    (Case, [{"release_due": march(3), "licence_ends": march(2)}], "is not before the date release is due"),
    (Case, [{"stage": CaseStage.OUT_OF_COURT, "disposal": Disposal.SECTION_250}], "only a court sentences"),
    (Case, [{"stage": CaseStage.POST_COURT, "disposal": Disposal.YOUTH_CAUTION}], "not of a post-court case"),
    (
        Case,
        [{"custody": CustodyState.SENTENCED, "disposal": Disposal.REFERRAL_ORDER}],
        "only a custodial sentence is served",
    ),
    (Case, [{"custody": CustodyState.LICENCE, "stage": CaseStage.PREVENTION}], "only a court sends into custody"),
    (Case, [{"age_at_outcome": 9, "disposal": Disposal.YOUTH_CAUTION}], "nobody under 10 is cautioned"),
    (CareEpisode, [{"care": Care.EARLY_HELP, "day": march(3), "ended": march(2)}], "not before the start"),
    (Waiver, [WAIVED | {"expires": march(2)}], "is not before the date of the waiver"),
    (CareEpisode, [{"care": Care.EARLY_HELP, "day": march(day)} for day in (3, 5)], "overlaps"),
    (
        Assessment,
        [
            {"day": march(3), "tool": Tool.ASSETPLUS, "kind": AssessmentKind.NEW, "rosh": level}
            for level in (None, None)
        ],
        "once",
    ),
    (ForumHeld, [{"forum": "IPC", "day": march(3)}] * 2, "once"),
    (CheckDone, [{"system": "PNC", "day": march(3)}] * 2, "once"),
    (Waiver, [WAIVED] * 2, "once"),
]
"""What cannot be on record of a case."""


def shown(row: tuple[type[Facts], list[Said], str]) -> str:
    return f"{row[0].__name__}: {row[2]}"


def made(kind: type[Facts], rows: Sequence[Said]) -> list[Facts]:
    more = {"reference": "W1"} if kind in (Worker, Case) else {}
    return [kind(**more, **row) for row in rows]


def written(folder: Path, name: str, whose: str, rows: Sequence[Said]) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = folder / f"{name}.csv"
    write_rows(path, [whose, *columns], [["W1", *(row.get(column) for column in columns)] for row in rows])
    return path


def frame(kind: type[Facts], rows: Sequence[tuple[str, Said]]) -> pl.DataFrame:
    """Rows of many workers as a frame."""
    types = {date: pl.Date, bool: pl.Boolean, int: pl.Int16}
    columns = {"worker": pl.Series([whose for whose, _ in rows])}
    for name, fact in vocabulary(kind).items():
        text = issubclass(fact.kind, Enum)
        told = [words(row[name]) if text and name in row else row.get(name) for _, row in rows]
        columns[name] = pl.Series(told, dtype=pl.String if text else types.get(fact.kind, pl.Decimal(12, 2)))
    return pl.DataFrame(columns)


@cache
def refused_in_bulk(engine: str) -> Mapping[str, str | None]:
    """Why each worker is refused, one worker for each row of the table, all in one run; and one who is not."""
    given: dict[type[Facts], list[tuple[str, Said]]] = {Absence: [("fine", AWAY)], Worker: [("fine", {})]}
    for place, (kind, rows, _) in enumerate(WORKERS):
        given.setdefault(kind, []).extend((f"W{place}", row) for row in rows)
    frames = {kind: native(frame(kind, rows), engine) for kind, rows in given.items()}
    if engine == "polars":
        found = triggers_frame(IN_BULK, DAY, frames, pattern=FULL_TIME)
    else:
        # Only what refuses workers: a whole run on a small frame of another engine takes a minute.
        tables = {kind: worked(table) for kind, table in frames.items()}
        found = HistoryTables(IN_BULK, tables, DAY, "worker", wheres(IN_BULK)).workers().to_native()
    return {row["worker"]: row["refused"] for row in rows_of(found)}


@pytest.mark.parametrize("row", WORKERS, ids=shown)
def test_one_worker_is_refused(row: tuple[type[Facts], list[Said], str]) -> None:
    kind, rows, why = row
    with pytest.raises(RecordError, match=why):
        track(policy(), W1, DAY, {Absence: (), WorkPattern: (FULL_TIME,), kind: made(kind, rows)})


@pytest.mark.parametrize("row", WORKERS, ids=shown)
def test_files_of_workers_are_refused_with_the_row(row: tuple[type[Facts], list[Said], str], tmp_path: Path) -> None:
    kind, rows, why = row
    names = {each: name for name, each in WORKER_HISTORIES.items()}
    absences = written(tmp_path, "absences", "worker", rows if kind is Absence else [{"start": date(2025, 1, 6)}])
    related = [] if kind is Absence else [written(tmp_path, names[kind], "worker", rows)]
    with pytest.raises(InputError, match=rf"row {len(rows) + 1}, .* of W1.*allowed: .*({why})|({why})"):
        read_absences(absences, related)


@pytest.mark.parametrize("place", range(len(WORKERS)), ids=lambda place: shown(WORKERS[place]))
def test_a_worker_in_bulk_is_refused(place: int) -> None:
    assert re.search(WORKERS[place][2], refused_in_bulk("polars")[f"W{place}"] or "not refused")


@pytest.mark.slow
def test_every_engine_gives_the_same_reasons() -> None:
    assert refused_in_bulk("duckdb") == refused_in_bulk("polars")
    assert refused_in_bulk("polars")["fine"] is None


@pytest.mark.parametrize("row", CASES, ids=shown)
def test_one_case_is_refused(row: tuple[type[Facts], list[Said], str]) -> None:
    kind, rows, why = row
    with pytest.raises(RecordError, match=why):
        allocate(STRATEGY, Case(reference="W1"), DAY, {kind: made(kind, rows)})


@pytest.mark.parametrize("row", CASES, ids=shown)
def test_files_of_cases_are_refused_with_the_row(row: tuple[type[Facts], list[Said], str], tmp_path: Path) -> None:
    kind, rows, why = row
    names = {each: name for name, each in CASE_HISTORIES.items()}
    cases = written(tmp_path, "cases", "reference", rows if kind is Case else [{"age": 15}])
    related = [] if kind is Case else [written(tmp_path, names[kind], "reference", rows)]
    with pytest.raises(InputError, match=rf"row {len(rows) + 1}, .*allowed: .*{why}"):
        read_cases(cases, related=related)


BEHIND = [row for row in CASES if row[0] is not Case]


@pytest.mark.parametrize("row", BEHIND, ids=shown)
def test_a_history_in_bulk_is_refused(row: tuple[type[Facts], list[Said], str]) -> None:
    kind, rows, why = row
    table = frame(kind, [("W1", each) for each in rows])
    texts = {name: pl.Series([each[name] for each in rows]) for name in ("forum", "system") if name in rows[0]}
    given = {kind: table.rename({"worker": "reference"}).with_columns(**texts)}
    cases = pl.DataFrame({"reference": ["W1"]})
    for engine in ("polars", "pyarrow"):
        frames = {each: native(made, engine) for each, made in given.items()}
        with pytest.raises(RecordError, match=rf"cannot be on record; .*\n  {kind.__name__}, \w+: .*row.*{why}"):
            as_of_frame(Case, native(cases, engine), DAY, frames)
    (said,) = impossible_rows(kind, native(given[kind], "duckdb"))
    assert re.search(rf"^\w+: {len(rows)} rows?; allowed: .*{why}|^day: 1 row; allowed: .*{why}", said)


def test_rows_of_others_and_rows_that_leave_out_a_column_are_held_against_none() -> None:
    """C1 is in care until 1 February and again from the 2nd; C2 twice, of which once the kind is not on record."""
    care = pl.DataFrame(
        [
            ("C1", "looked after", date(2024, 1, 5), date(2024, 2, 1)),
            ("C1", "looked after", date(2024, 2, 2), None),
            ("C1", "child in need", date(2024, 1, 20), None),
            ("C2", "looked after", date(2024, 1, 20), None),
            ("C2", None, date(2024, 1, 20), None),
            ("C2", "looked after", None, None),
        ],
        schema={"reference": pl.String, "care": pl.String, "day": pl.Date, "ended": pl.Date},
        orient="row",
    )
    forums = pl.DataFrame({"reference": ["C1", "C2", "C1"], "forum": ["A", "A", "B"], "day": [DAY] * 3})
    for engine in ("polars", "pyarrow", "duckdb"):
        assert impossible_rows(CareEpisode, native(care, engine)) == []
        assert impossible_rows(ForumHeld, native(forums, engine)) == []
        assert impossible_rows(CareEpisode, native(care.drop("care", "day"), engine)) == []
        assert impossible_rows(CareEpisode, native(care.drop("reference"), engine)) == []


def test_of_several_rows_that_cannot_be_the_first_three_are_named() -> None:
    forums = pl.DataFrame({"reference": ["C1"] * 5, "forum": ["A"] * 5, "day": [DAY] * 4 + [DAY.replace(day=2)]})
    (said,) = impossible_rows(ForumHeld, forums)
    day = "'2025-10-01'"
    assert said == f"day: 4 rows: row 0 has {day}, row 1 has {day}, row 2 has {day}; allowed: each forum and day once"


def test_a_row_of_a_lazy_history_that_cannot_be_is_told_by_no_measure() -> None:
    class InCare(Case):
        """A case with a measure of its care."""

        in_care: Maybe[bool] = exists(CareEpisode, "in care", where=CareEpisode.care == Care.LOOKED_AFTER)

    care = pl.LazyFrame(
        {
            "reference": ["C1", "C2"],
            "care": ["looked after"] * 2,
            "day": [march(5)] * 2,
            "ended": [march(3), march(6)],
        }
    )
    told = as_of_frame(InCare, pl.LazyFrame({"reference": ["C1", "C2"]}), DAY, {CareEpisode: care}, only=["in_care"])
    assert dict(told.select("reference", "in_care").collect().rows()) == {"C1": None, "C2": True}


class Beside(Case):
    """A case with measures of histories whose rows may not stand beside each other, and one where any may."""

    care: Maybe[int] = counted(CareEpisode, "care")
    forums: Maybe[int] = counted(ForumHeld, "forums held")
    offences: Maybe[int] = counted(Offence, "offences")


@pytest.mark.parametrize("engine", LAZY)
def test_rows_of_a_lazy_history_that_cannot_be_together_leave_unknown_what_they_tell(engine: str) -> None:
    who = pl.DataFrame({"reference": ["C1", "C1", "C2", "C2"], "day": [march(3), march(5), march(3), march(5)]})
    ended = pl.Series("ended", [march(6), march(6), march(4), march(6)])
    care = who.with_columns(ended, care=pl.lit("looked after"))
    held = who.with_columns(day=pl.lit(march(3)), forum=pl.Series(["IPC", "IPC", "IPC", "RSM"]))
    behind = {kind: native(rows, engine) for kind, rows in ((CareEpisode, care), (ForumHeld, held), (Offence, who))}
    cases = native(pl.DataFrame({"reference": ["C1", "C2"]}), engine)
    told = as_of_frame(Beside, cases, DAY, behind, only=["care", "forums", "offences"])
    rows = {row["reference"]: (row["care"], row["forums"], row["offences"]) for row in rows_of(told)}
    assert rows == {"C1": (None, None, 2), "C2": (2, 2, 2)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({ForumHeld: [ForumHeld(forum="IPC", day=march(3))] * 2}, "each forum and day once"),
        ({}, "age 3; allowed: 16 on 2025-10-01, by the date of birth"),
    ],
)
def test_one_record_is_refused_as_a_frame_and_a_file_are(
    rows: Mapping[type[Facts], Sequence[Facts]], said: str
) -> None:
    with pytest.raises(RecordError, match=said):
        as_of(Case(reference="C1", born=date(2009, 3, 3), age=16 if rows else 3), DAY, rows)


def test_a_frame_refuses_what_its_own_dates_contradict() -> None:
    cases = pl.DataFrame({"reference": ["C1", "C2"], "born": [date(2009, 3, 3)] * 2, "age": [16, 3]})
    with pytest.raises(RecordError, match=r"age: 1 row: row 1 has '3', not '16'; allowed: what follows on 2025-10-01"):
        as_of_frame(Case, cases, DAY, {})


def test_every_row_of_the_table_has_a_test() -> None:
    kinds = {kind for kind, _, _ in [*WORKERS, *CASES]}
    assert TOGETHER.keys() <= kinds
    alone = {kind: sum(len(rows) == 1 for each, rows, _ in [*WORKERS, *CASES] if each is kind) for kind in kinds}
    # Two of the rows of an absence break the same one, for its hours and for its return.
    assert all(alone[kind] >= len(declared(kind)) for kind in kinds - {Case})
    assert alone[Case] == len([each for each in declared(Case) if {fact.name for fact in each.facts} - {"age"}])


def test_what_can_be_on_record_is_left_alone() -> None:
    rows = [
        # Back at noon, and interviewed on that day.
        Absence(**AWAY, last_session=Half.AM, returned=march(5), interviewed=march(5)),
        Absence(start=march(10), end=march(12), hours=Decimal(72), reason=Reason.COLD, pregnancy_related=False),
        Absence(start=march(20), end=march(20), reason=Reason.INJURY, industrial_injury=False),
    ]
    # Leave twice on record: each of its days counts once.
    leave = [Leave(**AWAY), Leave(**AWAY), Leave(start=march(4), end=march(7))]
    held = [StageHeld(**HELD), StageHeld(step=Step.STAGE_2, held=march(3))]
    # An absence before employment began may have been with an earlier employer.
    worker = Worker(reference="W1", started=march(4))
    behind = {Absence: rows, Leave: leave, StageHeld: held, WorkPattern: [FULL_TIME], FitNote: [FitNote(**AWAY)]}
    assert track(policy(), worker, DAY, behind).readings


@pytest.mark.parametrize("written", [date(205, 3, 3), date(1900, 1, 1), date(9999, 12, 31)])
def test_a_day_out_of_all_reason_is_refused(written: date, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="allowed: a date from 1901-01-01 to 2199-12-31"):
        Case(reference="C1", licence_ends=written)
    path = tmp_path / "cases.csv"
    path.write_text(f"reference,born\nC1,{written.isoformat()}\n")
    with pytest.raises(InputError, match=r"row 2, born: wrote .*; allowed: a date from 1901-01-01 to 2199-12-31"):
        read_cases(path)


def test_nobody_has_lived_for_less_than_no_years() -> None:
    # Born in 2030, five years after the day asked.
    assert as_of(Case(reference="C1", born=date(2030, 1, 1)), march(3), {}).age is None


@pytest.mark.parametrize("reason", [Reason.PREGNANCY, Reason.INJURY_AT_WORK, Reason.COLD])
def test_a_reason_settles_the_mark_that_it_names_where_the_mark_is_blank(reason: Reason) -> None:
    row = Absence(**AWAY, reason=reason)
    assert row.pregnancy_related is (True if reason is Reason.PREGNANCY else None)
    assert row.industrial_injury is (True if reason is Reason.INJURY_AT_WORK else None)


def test_a_reason_settles_the_mark_in_bulk_too() -> None:
    rows = [("W1", AWAY | {"reason": Reason.PREGNANCY}), ("W2", AWAY | {"reason": Reason.COLD}), ("W3", AWAY)]
    for columns in (["worker", "start", "end", "reason"], frame(Absence, rows).columns):
        tables = {Absence: worked(frame(Absence, rows).select(columns))}
        found = HistoryTables(IN_BULK, tables, DAY, "worker", [all_of(Absence.pregnancy_related)]).absences
        told = {row["worker"]: row[AbsenceRow.where(0)] for row in rows_of(found.to_native())}
        assert told == {"W1": True, "W2": None, "W3": None}


def test_without_a_history_of_absences_nothing_is_known_of_a_worker() -> None:
    with pytest.raises(RecordError, match="there is no history of absences"):
        track(policy(), W1, DAY, {WorkPattern: (FULL_TIME,)})


def test_assessments_of_which_the_tool_is_not_on_record_are_no_doubles() -> None:
    rows = [Assessment(day=march(3), kind=AssessmentKind.NEW)] * 2
    assert [*dict(TOGETHER)[Assessment](rows)] == []


def test_episodes_of_which_the_kind_of_care_is_not_on_record_are_not_held_against_each_other() -> None:
    check = dict(TOGETHER)[CareEpisode]
    rows = [CareEpisode(day=date(2024, 1, 1)), CareEpisode(day=date(2024, 2, 1))]
    assert [*check(rows)] == []

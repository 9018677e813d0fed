"""Absences and their histories from files: what is read, and every kind of bad row named by row and worker."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from attending import COUNTING
from yosrules import Facts, InputError, Maybe, RecordError
from yosrules.files.absences import STILL_OPEN, WORKER_HISTORIES, Workforce, read_absences
from yosrules.files.mapping.maps import read_map
from yosrules.files.synonyms import UNKNOWN, parser
from yosrules.files.writing.rows import write_rows
from yosrules.language.facts import vocabulary
from yosrules.policies.lost_time.measures import hours
from yosrules.records.absence import (
    WEEKDAYS,
    Absence,
    Attendance,
    FitNote,
    Half,
    Leave,
    Reason,
    Route,
    Shift,
    StageHeld,
    Step,
    Worker,
    WorkPattern,
)
from yosrules.records.blanks import BLANK_SAYS


def files(tmp_path: Path, **texts: str) -> tuple[Path, list[Path]]:
    """The file of absences, and the further ones."""
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path / "absences.csv", [tmp_path / f"{name}.csv" for name in texts if name != "absences"]


def read(tmp_path: Path, **texts: str) -> Workforce:
    return read_absences(*files(tmp_path, **texts))


def refused(tmp_path: Path, **texts: str) -> list[str]:
    """What is said of each thing that is wrong, its heading left out."""
    with pytest.raises(InputError) as error:
        read(tmp_path, **texts)
    return [str(each) for each in error.value.bad]


def one(tmp_path: Path, column: str, written: str) -> object:
    """What one cell of one absence is read as."""
    cells = {"start": "2025-01-06", "end": "", column: written}
    heading, line = ",".join(cells), ",".join(f'"{cell}"' for cell in cells.values())
    workforce = read(tmp_path, absences=f"worker,{heading}\nW1,{line}\n")
    return vars(workforce.histories["W1"][Absence][0])[column]


ONE = "worker,start,end\nW1,2025-01-06,2025-01-07\n"


class TestReading:
    @pytest.mark.slow
    def test_every_fact_of_an_absence_has_its_column(self, tmp_path: Path) -> None:
        stated: dict[str, Any] = {
            "start": date(2025, 1, 6),
            "end": date(2025, 1, 8),
            "first_session": Half.PM,
            "last_session": Half.AM,
            "hours": Decimal("11.10"),
            "reason": Reason.STRESS,
            "industrial_injury": False,
            "disability_related": True,
            "pregnancy_related": False,
            "notified": True,
            "returned": date(2025, 1, 9),
            "interviewed": date(2025, 1, 10),
            "interview_held": True,
            "set_aside": date(2025, 1, 20),
        }
        assert stated.keys() == vocabulary(Absence).keys()
        for ending in ("csv", "xlsx", "parquet", "json"):
            path = tmp_path / f"absences.{ending}"
            write_rows(path, ["worker", *stated], [["W1", *stated.values()]])
            assert read_absences(path).histories["W1"] == {Absence: (Absence(**stated),)}

    def test_whose_row_it_is_may_be_called_reference(self, tmp_path: Path) -> None:
        assert read(tmp_path, absences="reference,start,end\nW1,06/01/2025,\n").workers == (Worker(reference="W1"),)

    def test_a_column_for_both_is_refused(self, tmp_path: Path) -> None:
        said = refused(tmp_path, absences="worker,reference,start,end\nW1,W1,06/01/2025,\n")
        assert said == ["row 1, reference: wrote 'reference'; allowed: one column for this; worker means the same"]

    @pytest.mark.parametrize("written", STILL_OPEN)
    def test_an_end_that_is_blank_or_says_so_is_still_open(self, tmp_path: Path, written: str) -> None:
        assert one(tmp_path, "end", written) is None

    @pytest.mark.parametrize("written", [*UNKNOWN[1:], "2025-13-01", "soon"])
    def test_an_end_that_nobody_knows_is_not_taken_for_open(self, tmp_path: Path, written: str) -> None:
        (said,) = refused(tmp_path, absences=f"worker,start,end\nW1,2025-01-06,{written}\n")
        assert said.startswith(f"row 2, end of W1: wrote {written!r}; allowed: a date from 1901-01-01 to 2199-")
        assert said.endswith("nothing while it is still open")

    def test_an_end_that_is_the_number_of_a_spreadsheet_is_said_to_be_one(self, tmp_path: Path) -> None:
        (said,) = refused(tmp_path, absences="worker,start,end\nW1,2025-01-06,45810\n")
        assert said.endswith("nothing while it is still open; 45810 is how a spreadsheet keeps 2025-06-02")

    @pytest.mark.parametrize("column", ["hours", "first_session", "interviewed"])
    def test_unknown_is_refused_where_a_blank_states_something(self, tmp_path: Path, column: str) -> None:
        (said,) = refused(tmp_path, absences=f"worker,start,end,{column}\nW1,2025-01-06,2025-01-07,unknown\n")
        assert said.startswith(f"row 2, {column} of W1: wrote 'unknown'; allowed: ")
        assert said.endswith(
            f"; nothing where {BLANK_SAYS[Absence][column]}, so that what is unknown has no place here"
        )

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("flu", Reason.COLD),
            ("Cold, cough or flu", Reason.COLD),
            ("COLD", Reason.COLD),
            ("D&V", Reason.STOMACH),
            ("Stress/Anxiety", Reason.STRESS),
            ("anxiety", Reason.MENTAL_HEALTH),
            ("Migraine", Reason.HEADACHE),
            ("chest infection", Reason.CHEST),
            ("not known", None),
        ],
    )
    def test_reasons_as_people_write_them(self, tmp_path: Path, written: str, meant: Reason | None) -> None:
        assert one(tmp_path, "reason", written) is meant

    def test_sessions_steps_and_routes_as_people_write_them(self) -> None:
        facts = vocabulary(StageHeld)
        assert parser(vocabulary(Absence)["first_session"])("Morning") is Half.AM
        assert [parser(facts["step"])(said) for said in ("Stage 1", "informal", "Capability hearing")] == [
            Step.STAGE_1,
            Step.INFORMAL,
            Step.HEARING,
        ]
        assert parser(facts["route"])("long term") is Route.LONG_TERM

    def test_a_history_not_given_is_not_known_and_one_without_rows_is_none(self, tmp_path: Path) -> None:
        two = f"{ONE}W2,2025-01-06,2025-01-07\n"
        workforce = read(tmp_path, absences=two, stages="worker,step,held\nW2,informal,2025-01-01\n")
        assert workforce.histories["W1"].keys() == {Absence, StageHeld}
        assert workforce.histories["W1"][StageHeld] == ()
        assert workforce.given == {StageHeld}

    def test_a_worker_without_absences_is_known_to_have_none(self, tmp_path: Path) -> None:
        workforce = read(tmp_path, absences=ONE, workers="worker,team\nW2,North\nW1,South\n")
        assert [each.team for each in workforce.workers] == ["South", "North"]
        assert workforce.histories["W2"] == {Absence: ()}

    def test_who_is_in_a_history_only_is_refused_until_a_file_of_workers_names_them(self, tmp_path: Path) -> None:
        pattern = f"worker,starts,{','.join(WEEKDAYS)}\nW9,2020-01-06,7.4\n"
        for name, text in {"patterns": pattern, "leave": "worker,start,end\nW9,2025-02-01,2025-02-01\n"}.items():
            (said,) = refused(tmp_path, absences=ONE, **{name: text})
            assert said == f"row 2, worker in {name}.csv: wrote 'W9'; allowed: a worker in absences.csv"
        workforce = read(tmp_path, absences=ONE, patterns=pattern, workers="worker,team\nW1,\nW9,\n")
        assert workforce.histories["W9"][Absence] == ()
        (said,) = refused(tmp_path, absences=ONE, patterns=pattern, workers="worker,team\nW1,\n")
        assert said == "row 2, worker in patterns.csv: wrote 'W9'; allowed: a worker in workers.csv"

    def test_every_history_is_read(self, tmp_path: Path) -> None:
        workforce = read(
            tmp_path,
            absences=ONE,
            workers="reference,team,started,probation_ends,shift_worker\nW1,North,2024-01-01,,yes\n",
            patterns=f"worker,starts,week,{','.join(WEEKDAYS)}\nW1,2020-01-06,1,7.4\nW1,2020-01-06,2,3.7\n",
            shifts="worker,day,hours\nW1,2025-01-06,12\n",
            stages="worker,step,held\nW1,informal,2025-01-01\n",
            leave="worker,start,end\nW1,2025-02-01,2025-02-01\n",
            fitnotes="worker,start,end\nW1,2025-01-06,2025-01-20\n",
        )
        assert workforce.workers[0].shift_worker
        behind = workforce.histories["W1"]
        assert {kind: len(rows) for kind, rows in behind.items()} == {
            Absence: 1,
            WorkPattern: 2,
            Shift: 1,
            StageHeld: 1,
            Leave: 1,
            FitNote: 1,
        }
        assert workforce.given == set(WORKER_HISTORIES.values())

    def test_further_sheets_are_histories_and_what_is_not_used_is_said(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        rows: Mapping[str, Sequence[Sequence[Any]]] = {
            "Leave": [["worker", "start", "end", "booked by"], ["W1", date(2025, 2, 3), date(2025, 2, 4), "me"]],
            "Notes": [["anything"]],
        }
        book.worksheets[0].append(["worker", "start", "end", "colour"])
        book.worksheets[0].append(["W1", date(2025, 1, 6), None, "red"])
        for name, lines in rows.items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(list(line))
        book.save(tmp_path / "absences.xlsx")
        workforce = read_absences(tmp_path / "absences.xlsx")
        assert workforce.histories["W1"][Leave] == (Leave(start=date(2025, 2, 3), end=date(2025, 2, 4)),)
        assert workforce.unused == ("colour", "booked by in sheet Leave of absences.xlsx", "sheet Notes")

    def test_rows_can_be_settled_for_all_who_have_none(self, tmp_path: Path) -> None:
        pattern = WorkPattern(starts=date(1901, 1, 7), monday=Decimal(7))
        both = "worker,start,end\nW1,2025-01-06,\nW2,2025-01-06,\n"
        workforce = read(tmp_path, absences=both, patterns=f"worker,starts,{','.join(WEEKDAYS)}\nW2,2020-01-06,,3\n")
        settled = workforce.settled(WorkPattern, (pattern,))
        assert settled.histories["W1"][WorkPattern] == (pattern,)
        assert settled.histories["W2"] == workforce.histories["W2"]
        assert read(tmp_path, absences=ONE).settled(StageHeld, ()).given == {StageHeld}

    def test_rows_for_everybody_are_checked_together_too(self, tmp_path: Path) -> None:
        twice = (StageHeld(step=Step.INFORMAL, held=date(2022, 1, 3)),) * 2
        with pytest.raises(RecordError, match="StageHeld 2, held"):
            read(tmp_path, absences=ONE).settled(StageHeld, twice)


class InHours(Attendance):
    """A policy's facts with a measure of hours."""

    lost: Maybe[Decimal] = hours("hours lost in 12 months", COUNTING)


class TestWhatWasNotGiven:
    def test_without_a_column_end_nothing_says_that_anybody_is_still_away(self, tmp_path: Path) -> None:
        (said,) = refused(tmp_path, absences="worker,start\nW1,06/01/2025\n")
        assert said == (
            "no column is called end, blank where the worker is still away; without it nothing says so of anybody"
            "; the first ones are called worker, start"
        )

    def test_the_columns_that_a_file_of_absences_lacks_are_known(self, tmp_path: Path) -> None:
        assert {"interviewed", "returned", "reason"} <= read(tmp_path, absences=ONE).lacking
        given = read(tmp_path, absences="worker,start,end,interviewed\nW1,2025-01-06,2025-01-07,\n")
        assert "interviewed" not in given.lacking

    @pytest.mark.parametrize(
        ("columns", "about", "said"),
        [
            ("", Attendance, "no column first_session, last_session: whole days assumed"),
            (",last_session", Attendance, "no column first_session: whole days assumed"),
            (
                "",
                InHours,
                "no column first_session, last_session, hours: whole days and the hours of the work pattern assumed",
            ),
            (",hours,last_session", InHours, "no column first_session: whole days assumed"),
            (",first_session,last_session", InHours, "no column hours: the hours of the work pattern assumed"),
            (",first_session,last_session", Attendance, None),
        ],
    )
    def test_what_is_assumed_of_absences_without_a_column_is_said_in_one_note(
        self, tmp_path: Path, columns: str, about: type[Attendance], said: str | None
    ) -> None:
        path = tmp_path / "absences.csv"
        path.write_text(f"worker,start,end{columns}\nW1,2025-01-06,2025-01-07{',' * columns.count(',')}\n")
        assert read_absences(path, about=about).notes == (() if said is None else (said,))

    def test_what_is_taken_for_true_of_stages_without_a_column_is_said(self, tmp_path: Path) -> None:
        stages = "worker,step,held,live_until,review_ends\nW1,informal,2025-01-01,,\n"
        assert read(tmp_path, absences=ONE, stages=stages).notes[:-1] == (
            "stages.csv has no column closed (no stage is taken to have been closed early), "
            "route (every stage is taken to be on the only route, or on the short-term one)",
        )

    def test_a_heading_that_is_nearly_a_fact_is_put_to_the_user(self, tmp_path: Path) -> None:
        workforce = read(tmp_path, absences="worker,start,end,retruned,colour\nW1,2025-01-06,2025-01-07,,\n")
        assert workforce.unused == ("retruned", "colour")
        assert workforce.notes[:-1] == (
            "did you mean retruned -> returned in absences.csv?",
            "yosrules map absences.csv --out map.toml writes down what its headings may mean; --map map.toml uses it",
        )
        (said,) = refused(tmp_path, absences="worker,start,Last Day Absent\nW1,06/01/2025,08/01/2025\n")
        assert said.endswith("; 'Last Day Absent' looks like it")

    def test_figures_that_the_file_states_of_its_absences_are_named(self, tmp_path: Path) -> None:
        text = "worker,start,end,Working Days Lost,Last day sick\nW1,2025-01-06,2025-01-07,2,\n"
        (_, said) = read(tmp_path, absences=text).notes
        assert said == "stated in the file, and not compared with what is counted: Working Days Lost"


class TestReferences:
    @pytest.mark.parametrize(
        ("written", "allowed"),
        [
            ("#N/A", "this is the error of a spreadsheet"),
            ("TBC", "this says that it is unknown"),
            ("nan", "this says that it is unknown"),
            ("1.23457E+11", "a spreadsheet has changed this number"),
            ("Grand Total", "this is the line of a total"),
        ],
    )
    def test_a_text_that_names_nobody_is_refused_row_by_row(self, tmp_path: Path, written: str, allowed: str) -> None:
        said = refused(tmp_path, absences=f"{ONE}{written},2025-02-03,2025-02-04\n{written},2025-04-03,2025-04-04\n")
        assert said
        assert all(f"wrote {written!r}" in each and allowed in each for each in said)

    @pytest.mark.parametrize(("main", "other"), [("W1", "w1"), ("1001", "1001.0"), ("0012", "12"), ("W1", "W\u200b1")])
    def test_a_history_under_a_reference_that_looks_the_same_is_put_to_the_user(
        self, tmp_path: Path, main: str, other: str
    ) -> None:
        absences = f"worker,start,end\n{main},2025-02-04,2025-02-04\n"
        (said,) = refused(tmp_path, absences=absences, stages=f"worker,step,held\n{other},informal,2025-06-23\n")
        assert said.endswith(f"allowed: a worker in absences.csv; did you mean {main!r}?")

    def test_two_references_that_look_the_same_are_kept_apart_and_said(self, tmp_path: Path) -> None:
        workforce = read(tmp_path, absences=f"{ONE}w1,2025-02-04,2025-02-04\n")
        assert [each.reference for each in workforce.workers] == ["W1", "w1"]
        assert workforce.notes[:-1] == (
            "references differ only in capitals, spaces, a '.0', zeros in front or what is not seen, "
            "and are taken for different people: 'W1' and 'w1'",
        )


class TestBadRows:
    def test_every_kind_of_bad_row_is_named_by_row_and_worker(self, tmp_path: Path) -> None:
        said = refused(
            tmp_path,
            absences="worker,start,end,last_session,hours,reason,returned,interviewed,first_session,notified\n"
            ",2025-01-06,2025-01-07,,,,,,,\n"
            "W1,2025-01-06,2025-01-05,,,,,,,\n"
            "W2,2025-01-06,2025-01-08,,,,,,,\n"
            "W2,2025-01-08,2025-01-09,,,,,,,\n"
            "W3,2025-01-06,,,,,,,,\n"
            "W3,2025-02-06,,,,,,,,\n"
            "W4,06-01-25,2025-01-07,,,broken heart,,,,perhaps\n"
            "W5,2025-01-06,,,7.4,,2025-01-08,,,\n"
            "W6,2025-01-06,2025-01-07,,7.405,,2025-01-07,2025-01-01,,\n"
            "W7,2025-01-06,2025-01-06,am,,,,,pm,\n"
            "W8,,2025-01-06,,,,,,,\n",
            workers="worker,team,shift_worker\nW1,,\nW1,,\nW2,,\nW3,,\nW4,,\nW5,,sometimes\nW6,,\nW7,,\n",
            patterns=f"worker,starts,week,{','.join(WEEKDAYS)}\n"
            "W1,2020-01-06,1,7.4\nW1,2020-01-06,1,25\nW2,2020-01-06,2,7.4\n"
            "W3,2020-01-06,1,7\nW3,2020-01-06,1,6\n",
            shifts="worker,day,hours\nW1,2025-01-06,12\nW1,2025-01-06,12\nW1,2025-01-07,\n",
            stages="worker,step,held,review_ends,live_until,closed\n"
            "W1,stage 9,2025-01-01,,,\nW2,stage 1,2025-01-01,2024-12-31,2024-12-30,2024-12-29\n",
            leave="worker,start,end\nW1,2025-02-02,2025-02-01\n",
            fitnotes="worker,start,end\nW1,2025-02-02,2025-02-01\nW1,2025-03-02,\n",
        )
        places = [line.partition(": wrote")[0] for line in said]
        assert places == [
            "row 2, worker",
            "row 3, end of W1",
            "row 5, start of W2",
            "row 6, end of W3",
            "row 8, start of W4",
            "row 8, reason of W4",
            "row 8, notified of W4",
            "row 9, returned of W5",
            "row 9, hours of W5",
            "row 10, hours of W6",
            "row 11, last_session of W7",
            "row 12, start of W8",
            "row 12, worker",
            "row 3, worker in workers.csv",
            "row 7, shift_worker of W5 in workers.csv",
            "row 3, monday of W1 in patterns.csv",
            "row 4, week of W2 in patterns.csv",
            "row 6, week of W3 in patterns.csv",
            "row 3, day of W1 in shifts.csv",
            "row 4, hours of W1 in shifts.csv",
            "row 2, step of W1 in stages.csv",
            "row 3, review_ends of W2 in stages.csv",
            "row 3, live_until of W2 in stages.csv",
            "row 3, closed of W2 in stages.csv",
            "row 2, end of W1 in leave.csv",
            "row 2, end of W1 in fitnotes.csv",
            "row 3, end of W1 in fitnotes.csv",
        ]

    def test_what_is_allowed_is_said(self, tmp_path: Path) -> None:
        said = refused(
            tmp_path,
            absences="worker,start,end\nW1,2025-01-06,2025-01-08\nW1,2025-01-08,2025-01-09\nW2,2025-01-06,\n",
            workers="worker\nW1\n",
            leave="worker,start,end\nW1,2025-02-02,2025-02-01\n",
        )
        assert said == [
            "row 3, start of W1: wrote '2025-01-08'; allowed: a day after 2025-01-08: it overlaps the absence from "
            "2025-01-06 to 2025-01-08",
            "row 4, worker: wrote 'W2'; allowed: a worker in workers.csv",
            "row 2, end of W1 in leave.csv: wrote '2025-02-01'; allowed: 2025-02-02 or later: "
            "the last day of leave is not before the first day of leave",
        ]

    def test_a_missing_column_is_named_as_it_may_be_written(self, tmp_path: Path) -> None:
        said = refused(tmp_path, absences="name,end\nW1,2025-01-07\n")
        assert said == [
            "no column is called worker; the first ones are called name, end",
            "no column is called start; the first ones are called name, end",
        ]

    def test_a_file_without_rows_and_a_further_file_of_no_kind_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="it has a heading but no rows"):
            read(tmp_path, absences="worker,start\n")
        with pytest.raises(InputError, match=r"'holidays' is not a history; allowed: workers, patterns, .* fitnotes"):
            read(tmp_path, absences=ONE, holidays="worker\n")

    def test_a_workbook_without_absences_is_refused(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0].title = "Leave"
        book.worksheets[0].append(["worker", "start", "end"])
        book.worksheets[0].append(["W1", date(2025, 1, 6), date(2025, 1, 6)])
        book.save(tmp_path / "absences.xlsx")
        with pytest.raises(InputError, match="its sheet 'Leave' is a history; a sheet of the absences is lacking"):
            read_absences(tmp_path / "absences.xlsx")

    def test_json_that_is_not_a_table_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "absences.json"
        path.write_text(json.dumps({"worker": "W1"}))
        with pytest.raises(InputError, match="not a list of rows"):
            read_absences(path)


def test_every_history_has_a_name_of_its_own() -> None:
    kinds: list[type[Facts]] = list(WORKER_HISTORIES.values())
    assert len(set(kinds)) == len(kinds) == 6


def test_a_pattern_states_every_weekday_or_none(tmp_path: Path) -> None:
    """Without a column for Friday nothing says that nobody works on it."""
    (said,) = refused(tmp_path, absences=ONE, patterns="worker,starts,monday,friday\nW1,2020-01-06,7,7\n")
    assert said.startswith(
        "row 1, columns in patterns.csv: wrote 'worker, starts, monday, friday'; allowed: a column for"
    )
    assert said.endswith("it has none for tuesday, wednesday, thursday, saturday or sunday")


class TestInAFewWords:
    def test_a_pattern_in_a_few_words_is_that_of_its_days(self, tmp_path: Path) -> None:
        texts = {"absences": "worker,start,end\nW1,2025-01-06,2025-01-07\n"}
        short = read(tmp_path, **texts, patterns="worker,starts,Work pattern\nW1,2020-01-06,mon-thu 7.4\n")
        days = ",".join(["7.4"] * 4)
        long = read(tmp_path, **texts, patterns=f"worker,starts,{','.join(WEEKDAYS)}\nW1,2020-01-06,{days},,,\n")
        assert short.histories == long.histories
        assert short.unused == ()

    @pytest.mark.parametrize("written", ["", "mon-fri", "full time", "fri-mon 7.4", "mon-fri 25"])
    def test_a_pattern_that_is_not_understood_is_refused_with_its_row(self, tmp_path: Path, written: str) -> None:
        said = refused(
            tmp_path,
            absences="worker,start,end\nW1,2025-01-06,2025-01-07\n",
            patterns=f"worker,starts,pattern\nW1,2020-01-06,{written}\n",
        )
        assert said == [f"row 2, pattern: wrote {written!r}; allowed: such as 'mon-fri 7.4' or 'mon-wed 7.4, thu 4'"]

    def test_beside_columns_of_weekdays_a_pattern_is_a_column_like_any_other(self, tmp_path: Path) -> None:
        found = read(
            tmp_path,
            absences="worker,start,end\nW1,2025-01-06,2025-01-07\n",
            patterns=f"worker,starts,pattern,{','.join(WEEKDAYS)}\nW1,2020-01-06,full time,7.4,,,,,,\n",
        )
        assert found.unused == ("pattern in patterns.csv",)

    def test_interviews_without_a_day_are_held_or_not_and_a_blank_beside_them_says_neither(
        self, tmp_path: Path
    ) -> None:
        rows = "W1,2025-01-06,2025-01-07,Y\nW1,2025-02-06,2025-02-07,\nW1,2025-03-06,2025-03-07,10/03/2025\n"
        found = read(tmp_path, absences=f"worker,start,end,interviewed\n{rows}W2,2025-01-06,2025-01-07,n\n")
        said = [
            (vars(row)["interviewed"], vars(row)["interview_held"])
            for each in ("W1", "W2")
            for row in found.histories[each][Absence]
        ]
        assert said == [(None, True), (None, None), (date(2025, 3, 10), None), (None, False)]
        assert "interviewed" in found.lacking
        assert "interview_held" not in found.lacking
        assert found.unused == ()
        assert (
            "interviewed of absences.csv says yes or no without a day (rows 2, 5): whether an interview was held is "
            "read, and nobody can tell when; a blank there says neither" in found.notes
        )

    def test_a_reason_that_nothing_asks_about_is_noted_and_left_out(self, tmp_path: Path) -> None:
        rows = "".join(
            f"W{n},2025-01-06,2025-01-07,{reason}\n" for n, reason in enumerate(["cold", "Zonk", "Zonk", "S1"])
        )
        path = tmp_path / "a.csv"
        path.write_text(f"worker,start,end,reason\n{rows}")
        with pytest.raises(InputError, match="Zonk"):
            read_absences(path)
        found = read_absences(path, unread=("reason",))
        said = [row.reason for n in range(4) for row in found.histories[f"W{n}"][Absence] if isinstance(row, Absence)]
        assert said == [Reason.COLD, None, None, None]
        assert "not known, and not asked about by the policy: 'Zonk' (2), 'S1' (1) in reason" in found.notes

    def test_a_pattern_without_a_first_day_applies_all_along_if_no_column_can_say_it(self, tmp_path: Path) -> None:
        found = read(tmp_path, absences=ONE, patterns="worker,pattern\nW1,mon 7.4\n")
        (pattern,) = found.histories["W1"][WorkPattern]
        assert pattern == WorkPattern(starts=date(1901, 1, 7), monday=Decimal("7.4"))
        assert "patterns.csv has no column starts: each pattern is taken to have applied all along" in found.notes
        (said,) = refused(tmp_path, absences=ONE, patterns="worker,pattern,commenced\nW1,mon 7.4,2020-01-06\n")
        assert said.startswith("patterns.csv: no column is called starts")

    @pytest.mark.parametrize(
        ("heading", "cell", "is_asked"),
        [("WTE", "0.6", False), ("team", "Leeds", False), ("commenced", "", True), ("commenced", "May 2020", True)],
    )
    def test_what_cannot_say_since_when_is_not_taken_to_say_it(
        self, tmp_path: Path, heading: str, cell: str, is_asked: bool
    ) -> None:
        patterns = f"worker,pattern,{heading}\nW1,mon 7.4,{cell}\n"
        if is_asked:
            (said, *_) = refused(tmp_path, absences=ONE, patterns=patterns)
            assert said.startswith("patterns.csv: no column is called starts")
        else:
            (pattern,) = read(tmp_path, absences=ONE, patterns=patterns).histories["W1"][WorkPattern]
            assert pattern == WorkPattern(starts=date(1901, 1, 7), monday=Decimal("7.4"))

    def test_a_column_of_teams_is_read_where_there_is_no_file_of_workers(self, tmp_path: Path) -> None:
        rows = "worker,start,end,Team\nW1,2025-01-06,2025-01-07,East\nW2,2025-01-06,2025-01-07,\n"
        rows += "W3,2025-01-06,2025-01-07,East\nW3,2025-03-06,2025-03-07,West\n"
        found = read(tmp_path, absences=rows)
        assert [worker.team for worker in found.workers] == ["East", "", "East; West"]
        assert found.unused == ()
        stated = read(tmp_path, absences=rows, workers="worker,team\nW1,North\nW2,\nW3,\n")
        assert [worker.team for worker in stated.workers] == ["North", "", ""]
        assert stated.unused == ("Team",)
        (said, *_) = refused(tmp_path, absences="who,start,end,team\nW1,2025-01-06,2025-01-07,East\n")
        assert "no column is called worker" in said
        (tmp_path / "absences.csv").write_text(rows)
        (tmp_path / "m.toml").write_text('[absences.columns]\n"Team" = ""\n')
        unread = read_absences(tmp_path / "absences.csv", maps=read_map(tmp_path / "m.toml"))
        assert not any(worker.team for worker in unread.workers)

    def test_a_share_of_full_time_is_no_pattern(self, tmp_path: Path) -> None:
        found = read(tmp_path, absences=ONE, patterns="worker,starts,pattern,FTE\nW1,2020-01-06,mon 7.4,0.2\n")
        assert "FTE in patterns.csv" in found.unused
        assert not any(each.startswith("FTE") for each in found.notes)
        found = read(tmp_path, absences=ONE, patterns="worker,starts,FTE\nW1,2020-01-06,0.2\n")
        (said,) = (each for each in found.notes if each.startswith("FTE"))
        assert said.startswith("FTE of patterns.csv says how much of full time somebody works, and not on which days")

    def test_a_cover_sheet_that_was_read_is_named(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.worksheets[0].title = "Cover"
        book.worksheets[0].append(["worker", "start", "end"])
        book.save(tmp_path / "a.xlsx")
        with pytest.raises(
            InputError, match=r"sheet 'Cover' was read \(--sheet names another\); it has a heading but no"
        ):
            read_absences(tmp_path / "a.xlsx")

    def test_a_column_of_its_own_says_whether_an_interview_was_held(self, tmp_path: Path) -> None:
        heads = "worker,start,end,interviewed,interview_held"
        found = read(tmp_path, absences=f"{heads}\nW1,2025-01-06,2025-01-07,,yes\n")
        assert found.histories["W1"][Absence] == (
            Absence(start=date(2025, 1, 6), end=date(2025, 1, 7), interview_held=True),
        )
        assert "interviewed" not in found.lacking
        (said,) = refused(tmp_path, absences=f"{heads}\nW1,2025-01-06,2025-01-07,2025-01-08,no\n")
        assert said.endswith("an interview that has a day was held")
        (said,) = refused(tmp_path, absences=f"{heads}\nW1,2025-01-06,2025-01-07,yes,no\n")
        assert said.startswith("row 2, interviewed of W1: wrote 'yes'; allowed: a date")

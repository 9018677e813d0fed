"""Files in: every format, and every bad cell listed with row, column, what was written and what is allowed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars
import pytest

from installed import RULEBOOK
from yosrules import AuditSheet, InputError, Inspection, Item, ItemSheet, Judged, JudgedOverall, SheetRow, rate
from yosrules.files.audits.evidence import read_evidence
from yosrules.files.audits.forms import column_meant
from yosrules.files.formats.signatures import check_parquet
from yosrules.files.formats.tables import read_table
from yosrules.hooks.load import load

HERE = Path(__file__).parent
FRAMEWORK = RULEBOOK.framework("hmip-2018")


def csv(tmp_path: Path, text: str, name: str = "audit.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def workbook(tmp_path: Path, rows: Sequence[Sequence[Any]], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    book.save(tmp_path / "audit.xlsx")
    return tmp_path / "audit.xlsx"


def read(path: Path) -> Any:
    (evidence,) = read_evidence(path, FRAMEWORK).evidence
    return evidence


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as error:
        read_evidence(path, FRAMEWORK)
    return error.value


DERBY = (
    SheetRow("2.1", Decimal(73), Decimal(84), Decimal(87), "Outstanding", 2),
    SheetRow("2.2", Decimal("68.5"), Decimal(86), Decimal(80), "Outstanding", 3),
    SheetRow("2.3", Decimal("36.5"), Decimal(44), Decimal(83), "Outstanding", 4),
    SheetRow("2.4", Decimal("29.5"), Decimal(39), Decimal(76), "Good", 5),
)
TOTAL = SheetRow("Overall", Decimal("296.5"), Decimal(416), Decimal(82), "Outstanding", 6)


class TestFormats:
    def test_a_workbook_that_a_real_spreadsheet_program_saved(self) -> None:
        """LibreOffice Calc wrote tests/data/saved-by-calc.xlsx; its per cents are stored as 0.87 formatted 0.00%."""
        sheet = read(HERE / "data" / "saved-by-calc.xlsx")
        assert sheet == AuditSheet("saved-by-calc", DERBY, TOTAL)
        assert [each.what for each in rate(sheet, FRAMEWORK).differences] == ["score"]

    def test_the_same_rows_from_every_format(self, tmp_path: Path) -> None:
        names = ["standard", "score", "out_of", "percent", "rating"]
        rows = [
            [r.standard, str(r.score), str(r.out_of), f"{r.stated_percent}%", r.stated_rating] for r in (*DERBY, TOTAL)
        ]
        text = "\n".join(",".join(map(str, row)) for row in [names, *rows])
        (tmp_path / "d.json").write_text(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))
        polars.DataFrame(rows, schema=names, orient="row").write_parquet(tmp_path / "d.parquet")
        paths = [csv(tmp_path, text), workbook(tmp_path, [names, *rows]), tmp_path / "d.json", tmp_path / "d.parquet"]
        for path in paths:
            assert read(path) == AuditSheet(path.stem, DERBY, TOTAL)

    def test_numbers_of_every_type_are_read_exactly(self, tmp_path: Path) -> None:
        (tmp_path / "d.json").write_text('[{"standard": "2.2", "score": 68.50, "out_of": 86, "percent": null}]')
        frame = polars.DataFrame({"standard": ["2.2"], "score": [68.5], "out_of": [86], "percent": [None]})
        frame.write_parquet(tmp_path / "d.parquet")
        for path in (tmp_path / "d.json", tmp_path / "d.parquet", workbook(tmp_path, [frame.columns, *frame.rows()])):
            assert read(path).rows == (SheetRow("2.2", Decimal("68.5"), Decimal(86), None, None, 2),)

    @pytest.mark.parametrize(
        ("stored", "number_format", "shown"),
        [
            (0.8690476190476191, "0%", 87),
            (0.865, "0%", 87),
            (0.7965116279069767, "0.0%", Decimal("79.7")),
            (0.7965116279069767, "0.00%", Decimal("79.65")),
            (1, "0%", 100),
            (87, "General", 87),
            (80, '0"%"', 80),
            (80.00000000000001, "0", 80),
            (None, "0%", None),
            ("87%", "General", 87),
        ],
    )
    def test_a_per_cent_is_read_as_the_spreadsheet_shows_it(
        self, tmp_path: Path, stored: object, number_format: str, shown: object
    ) -> None:
        rows = [["standard", "score", "out_of", "percent"], ["2.1", 1, 2, stored]]
        assert read(workbook(tmp_path, rows, {"D2": number_format})).rows[0].stated_percent == shown

    @pytest.mark.slow
    def test_a_csv_with_a_byte_order_mark_crlf_and_thousands_of_rows(self, tmp_path: Path) -> None:
        lines = ["case,standard,question,score,out_of"]
        lines += [
            f"case {case},{standard},{question},{(case + place) % 2},1"
            for case in range(1500)
            for standard in ("2.1", "3.4 Joint working")
            for place, question in enumerate(
                ("desistance", "safety of the child", "safety of others")
                if standard == "2.1"
                else ("recommendations", "joint work with the police")
            )
        ]
        sheet = read(csv(tmp_path, "\ufeff" + "\r\n".join(lines) + "\r\n"))
        assert len(sheet.rows) == 7500
        assert sheet.rows[-1] == Item("case 1499", "3.4", "3.4.2", Decimal(0), Decimal(1), 7501)
        assert [str(each.score) for each in rate(sheet, FRAMEWORK).standards] == ["750/1500", "750/1500"]

    def test_blank_rows_and_short_rows(self, tmp_path: Path) -> None:
        sheet = read(csv(tmp_path, "standard,score,out_of,percent\n2.1,1,2\n,,,\n\n2.2,1,2,50\n"))
        assert [(row.standard, row.row) for row in sheet.rows] == [("2.1", 2), ("2.2", 5)]

    def test_a_blank_line_above_the_heading_does_not_matter(self, tmp_path: Path) -> None:
        assert [row.row for row in read(csv(tmp_path, "\n,,\nstandard,score,out_of\n2.1,1,2\n")).rows] == [4]

    def test_a_comma_too_many_does_not_matter(self, tmp_path: Path) -> None:
        assert len(read(csv(tmp_path, "standard,score,out_of,\n2.1,1,2,\n")).rows) == 1

    @pytest.mark.parametrize(
        "written",
        [
            "2.3",
            "2.3 implementation  and delivery",
            "2.3: Implementation & delivery",
            "2.3 - Implementation and delivery",
            "2.3\xa0Implementation\nand delivery",
        ],
    )
    def test_a_standard_however_it_is_written(self, tmp_path: Path, written: str) -> None:
        assert read(csv(tmp_path, f'standard,score,out_of\n"{written}",1,2\n')).rows[0].standard == "2.3"

    def test_headings_people_write(self, tmp_path: Path) -> None:
        headings = "Standard,SCORE,Out of,Score as Percentage (to nearest %),HMIP Rating"
        text = f"{headings}\n2.2  PLANNING,68.5,86,80%,outstanding"
        assert read(csv(tmp_path, text)).rows == (
            SheetRow("2.2", Decimal("68.5"), Decimal(86), Decimal(80), "Outstanding", 2),
        )

    def test_every_heading_that_means_a_column(self) -> None:
        meant = {
            "out_of": ("Out of", "Out-of", "Possible", "possible score", "The maximum score", "out_of"),
            "percent": ("Score as percentage", "Percentage", "%", "percent"),
            "rating": ("HMIP rating", "Rating"),
            "question": ("Key question",),
            "case": ("Case reference",),
            "sample": ("Sample size",),
            "service": ("YJS",),
        }
        for name, headings in meant.items():
            assert {column_meant(heading) for heading in headings} == {name}

    def test_columns_that_are_not_used_are_named(self, tmp_path: Path) -> None:
        path = csv(tmp_path, "Comments,standard,score,out_of,Seen by\nfine,2.1,1,2,me\n")
        assert read_evidence(path, FRAMEWORK).unused == ("Comments", "Seen by")

    def test_dates_and_flags_in_a_workbook_are_text_that_reads_well(self, tmp_path: Path) -> None:
        from datetime import date, datetime

        rows = [["day", "at", "flag"], [date(2019, 9, 9), datetime(2019, 9, 9, 13, 30), True]]
        (row,) = read_table(workbook(tmp_path, rows)).rows
        assert row.cells == {"day": "2019-09-09", "at": "2019-09-09T13:30:00", "flag": "yes"}
        polars.DataFrame({"day": [date(2019, 9, 9)], "flag": [False]}).write_parquet(tmp_path / "d.parquet")
        (row,) = read_table(tmp_path / "d.parquet").rows
        assert row.cells == {"day": "2019-09-09", "flag": "no"}

    def test_a_formula_without_a_result_stands_as_it_is_written(self, tmp_path: Path) -> None:
        (bad,) = refusal(workbook(tmp_path, [["standard", "score", "out_of"], ["2.1", "=1+1", 2]])).bad
        assert (bad.column, bad.written) == ("score", "=1+1")

    def test_the_first_sheet_that_is_not_hidden_is_read(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        hidden, shown, other = book.worksheets[0], book.create_sheet("audit"), book.create_sheet("other")
        hidden.sheet_state = "hidden"
        for sheet, score in ((hidden, 1), (shown, 2), (other, 3)):
            sheet.append(["standard", "score", "out_of"])
            sheet.append(["2.1", score, 4])
        book.save(tmp_path / "audit.xlsx")
        assert read(tmp_path / "audit.xlsx").rows[0].score == 2


class TestForms:
    def test_items_with_not_applicable(self, tmp_path: Path) -> None:
        text = "case,standard,key question,score,out_of\na,2.1,desistance,N/A,\nb,2.1,2.1.1,0.5,1\n"
        assert read(csv(tmp_path, text)) == ItemSheet(
            "audit",
            (
                Item("a", "2.1", "2.1.1", None, Decimal(0), 2),
                Item("b", "2.1", "2.1.1", Decimal("0.5"), Decimal(1), 3),
            ),
        )

    def test_an_inspection(self, tmp_path: Path) -> None:
        text = (
            "standard,rating,share,sample,points,maximum\n"
            "2.1 Assessment,requires  improvement,64.5%,14,,\n1.1,Not rated,,,,\nOverall,Good,,,22,36\n"
        )
        assert read(csv(tmp_path, text, "derby.csv")) == Inspection(
            "derby",
            (Judged("2.1", "Requires improvement", Decimal("64.5"), 14, 2), Judged("1.1", None, row=3)),
            JudgedOverall("Good", Decimal(22), Decimal(36), 4),
        )

    @pytest.mark.parametrize("written", ["N/A", "na", "Not applicable"])
    def test_every_way_to_say_not_applicable(self, tmp_path: Path, written: str) -> None:
        text = f"case,standard,question,score,out_of\na,2.1,desistance,{written},\n"
        assert read(csv(tmp_path, text)).rows[0].score is None

    def test_points_or_a_maximum_alone_and_points_that_are_all_there_could_be(self, tmp_path: Path) -> None:
        heading = "standard,rating,share,sample,points,maximum\n"
        for points, maximum in (("22", ""), ("", "36"), ("36", "36")):
            contents = read_evidence(csv(tmp_path, f"{heading}Overall,Good,,,{points},{maximum}\n"), FRAMEWORK)
            (inspection,) = contents.evidence
            assert isinstance(inspection, Inspection)
            assert inspection.overall
            assert contents.unused == ()
            assert inspection.overall.points == (Decimal(points) if points else None)

    def test_a_per_cent_with_a_space(self, tmp_path: Path) -> None:
        assert read(csv(tmp_path, "standard,score,out_of,percent\n2.1,1,2,50 %\n")).rows[0].stated_percent == 50

    def test_several_services_in_one_file(self, tmp_path: Path) -> None:
        text = "service,standard,rating\nDerby,1.1,Good\nKent,1.1,Good\nDerby,1.2,Good\nKent,Overall,\n"
        contents = read_evidence(csv(tmp_path, text), FRAMEWORK)
        assert [(each.title, len(each.rows)) for each in contents.evidence] == [("Derby", 2), ("Kent", 1)]


ITEMS = "case,standard,question,score,out_of\n"


class TestMistakes:
    def test_a_dozen_mistakes_are_all_listed_at_once(self) -> None:
        error = refusal(HERE / "data" / "mistakes.csv")
        assert [(bad.row, bad.column, bad.written) for bad in error.bad] == [
            (2, "score", "90"),
            (3, "standard", "2.2 Planing"),
            (4, "standard", "2.9"),
            (5, "score", "thirty"),
            (5, "rating", "Excellent"),
            (6, "score", "29.555"),
            (6, "percent", "176%"),
            (7, "score", "-1"),
            (7, "percent", "46 per cent"),
            (8, "score", "28,5"),
            (8, "out_of", ""),
            (9, "standard", ""),
            (10, "standard", "2.1"),
        ]
        assert "2.2 Planning, as hmip-2018 has it" in str(error)
        assert "1.1 Governance and leadership, 1.2 Staff" in error.bad[2].allowed
        assert str(error).startswith(
            "mistakes.csv: 13 things to put right\n  row 2, score: wrote '90'; allowed: at most 84"
        )

    @pytest.mark.parametrize(
        ("text", "bad"),
        [
            ("case,standard,question,score,out_of\n,2.1,desistance,1,1\n", [(2, "case", "something; it is blank")]),
            (
                "case,standard,question,score,out_of\na,2.1,police,1,1\n",
                [(2, "question", "2.1.1 or desistance; 2.1.2 or safety of the child; 2.1.3 or safety of others")],
            ),
            ("case,standard,question,score,out_of\na,2.9,desistance,1,1\n", [(2, "standard", None)]),
            ("case,standard,question,score,out_of\na,2.1,desistance,,1\n", [(2, "score", None)]),
            ("case,standard,question,score,out_of\na,2.1,desistance,1,\n", [(2, "out_of", None)]),
            (
                "case,standard,question,score,out_of\na,2.1,desistance,1,1\na,2.1,2.1.1,1,1\n",
                [(3, "case", "each once; row 2 is about the same")],
            ),
            ("standard,rating\n2.1,\n", [(2, "rating", None)]),
            ("standard,rating\n2.1,Good\n2.1,Good\n", [(3, "standard", "each once; row 2 is about the same")]),
            ("standard,rating\nOverall,Good\nOverall,Good\n", [(3, "standard", None)]),
            ("standard,rating,points,maximum\nOverall,Good,37,36\n", [(2, "points", "at most 36, the maximum")]),
            ("standard,rating,share,sample\n2.1,Good,101,1.5\n", [(2, "share", None), (2, "sample", None)]),
            ("standard,score,out_of\nOverall,1,2\nOverall,1,2\n", [(3, "standard", None)]),
            ("standard,score,out_of\nOverallocation,1,2\n", [(2, "standard", None)]),
            (f"{ITEMS}a,Overall,x,1,1\nb,2.9,x,1,1\n", [(2, "standard", None), (3, "standard", None)]),
            (f"{ITEMS},2.1,desistance,1,1\n,2.1,desistance,1,1\n", [(2, "case", None), (3, "case", None)]),
            (f"{ITEMS}a,2.1,police,1,1\na,2.1,police,1,1\n", [(2, "question", None), (3, "question", None)]),
            (f"{ITEMS}a,2.1,desistance,1,\na,2.1,desistance,1,1\n", [(2, "out_of", None)]),
            ("standard,rating\n9.9,Good\n9.8,Good\n", [(2, "standard", None), (3, "standard", None)]),
            ("service,standard,rating\nDerby,1.1,Good\n,1.2,Good\n", [(3, "service", "something; it is blank")]),
            ("standard,score,out_of\n2.1,1234567890123,1234567890123\n", [(2, "score", None), (2, "out_of", None)]),
        ],
    )
    def test_each_mistake_is_named(self, tmp_path: Path, text: str, bad: list[tuple[int, str, str | None]]) -> None:
        found = refusal(csv(tmp_path, text)).bad
        assert [(each.row, each.column) for each in found] == [(row, column) for row, column, _ in bad]
        for each, (_, _, allowed) in zip(found, bad, strict=True):
            assert allowed is None or each.allowed == allowed

    @pytest.mark.parametrize(
        "written", ["", "1e2", "١", "1_0", "0x1", "NaN", "inf", "1/2", "½", "12.345", "+1", ".5", "5.", "1,000"]
    )
    def test_only_plain_numbers_are_numbers(self, tmp_path: Path, written: str) -> None:
        (bad,) = refusal(csv(tmp_path, f'standard,score,out_of\n2.1,"{written}",2000\n')).bad
        assert (bad.column, bad.written) == ("score", written)
        assert bad.allowed == "a number from 0 up, with at most 2 decimal places"

    def test_a_standard_that_has_no_key_questions_takes_no_items(self, tmp_path: Path) -> None:
        newest = load().framework("hmip-2025")
        with pytest.raises(InputError, match="nothing: the key questions of planning are not established here"):
            read_evidence(csv(tmp_path, "case,standard,question,score,out_of\na,planning,x,1,1\n"), newest)

    def test_a_framework_without_domains_has_no_standards(self, tmp_path: Path) -> None:
        import attrs

        with pytest.raises(InputError, match="a standard of hmip-2018: none; no installed plugin brings domain 1"):
            read_evidence(csv(tmp_path, "standard,rating\n2.1,Good\n"), attrs.evolve(FRAMEWORK, domains=()))

    def test_columns_that_fit_no_form(self, tmp_path: Path) -> None:
        error = refusal(csv(tmp_path, "standard,score\n2.1,1\n"))
        assert str(error.bad[0]).startswith("row 1, columns: wrote 'standard, score'; allowed: for an audit sheet:")

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("a.csv", b"", "it is empty; the first row names the columns"),
            ("a.csv", b",,\n  \n", "it is empty; the first row names the columns"),
            ("a.json", b'[{"a": 1, "a": 2}]', "'a' stands twice in one row"),
            ("a.json", b"[" * 100000, "it is not JSON"),
            ("a" * 300 + ".csv", None, "it cannot be read: File name too long"),
            ("a.csv", b"standard,score,out_of\n", "it has a heading but no rows"),
            ("a.csv", b"standard,score\n2.1,\x81\n", "it is not text; save it as 'CSV UTF-8'"),
            ("a.csv", b"standard,\0score\n2.1,1\n", "it is not text; save it as 'CSV UTF-8'"),
            ("a.csv", b'standard,score\n"2.1,3\n', "it is not a CSV file"),
            (
                "a.csv",
                b"standard,score,out_of\n2.1,1,2,3\n",
                "row 1, column 4: wrote ''; allowed: a heading",
            ),
            ("a.csv", b"standard,,out_of\n2.1,1,2\n", "row 1, column 2: wrote ''; allowed: a heading"),
            ("a.csv", b"standard,score,score\n2.1,1,2\n", "row 1, score: wrote 'score'; allowed: each column once"),
            (
                "a.csv",
                b"standard,score,out_of,Out of\n2.1,1,2,3\n",
                "row 1, Out of: wrote 'Out of'; allowed: one column",
            ),
            ("a.xlsx", b"PK\x03\x04 and no more", "it is not a whole workbook: File is not a zip file"),
            ("a.parquet", b"PAR1\0\x01\0\0\0PAR1", "it is not a Parquet file that can be read"),
            ("a.parquet", b"PAR1 PAR1", "it is a damaged Parquet file"),
            ("a.xlsx", b"", "it is empty"),
            ("a.xlsx", b"standard,score\n", "ends in .xlsx, but it holds text, such as CSV; save it as .xlsx"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1", r"holds a workbook of an old Excel \(.xls\); save it as .xlsx"),
            (
                "a.xlsx",
                b"\xd0\xcf\x11\xe0 " + "EncryptedPackage".encode("utf-16-le"),
                "it is protected with a password",
            ),
            ("a.xls", b"\n<HTML><body>", "its name ends in .xls, but it holds a web page; save it as .xls"),
            ("a.xls", b"<?xml version='1.0'?><x xmlns='urn:schemas-microsoft-com:office:spreadsheet'>", "of 2003"),
            ("a.xls", b"a\tb\n", "its name ends in .xls, but it holds text, such as CSV"),
            ("a.xls", b"\xd0\xcf\x11\xe0 and no more", "it is not a workbook that can be read: "),
            ("a.csv", b"PK\x03\x04", "ends in .csv, but it holds a workbook or another zip file"),
            ("a.json", b"PAR1", "ends in .json, but it holds Parquet"),
            ("a.parquet", b"a,b\n", "ends in .parquet, but it holds text, such as CSV"),
            ("a.parquet", b"PAR1junk", "it is not a whole Parquet file: its end is missing"),
            ("a.json", rb'[{"a": "\ud800"}]', "row 2, a cell: wrote \"'.*ud800'\"; allowed: whole characters"),
            ("a.json", b"[", "it is not JSON"),
            ("a.json", b"\xff", "it is not JSON"),
            ("a.json", b"{}", "it is not a list of rows"),
            ("a.json", b"[1]", "it is not a list of rows"),
            ("a.json", b"[]", "it is empty"),
            (
                "a.xlr",
                b"",
                "'.xlr' is not known; allowed: .csv, .tsv, .xlsx, .xlsm, .xls, .xlsb, .ods, .p",
            ),
            ("a", b"", "'no ending' is not known"),
        ],
    )
    def test_a_file_that_cannot_be_read_says_why(
        self, tmp_path: Path, name: str, content: bytes | None, says: str
    ) -> None:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=says):
            read_evidence(tmp_path / name, FRAMEWORK)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert "there is no file" in str(refusal(tmp_path / "gone.csv"))

    @pytest.mark.parametrize(
        ("ending", "module", "extra"), [(".xlsx", "python_calamine", "files"), (".parquet", "polars", "parquet")]
    )
    def test_a_format_whose_library_is_not_installed_says_what_to_install(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, module: str, extra: str
    ) -> None:
        (tmp_path / f"a{ending}").write_bytes(b"PK\x03\x04" if ending == ".xlsx" else b"PAR1\0\x01\0\0\0PAR1")
        monkeypatch.setitem(sys.modules, module, None)
        assert f"reading {ending} needs {module}: pip install 'yosrules[{extra}]'" in str(
            refusal(tmp_path / f"a{ending}")
        )


def test_a_dataset_begins_as_parquet_does(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"worker,start\n")
    with pytest.raises(InputError, match="it is not Parquet, and a dataset for --engine is"):
        check_parquet(path)


def test_a_count_of_ratings_that_is_no_count_is_refused(tmp_path: Path) -> None:
    (bad,) = refusal(csv(tmp_path, "rating,count\nGood,some\nInadequate,4\n")).bad
    assert (bad.row, bad.column, bad.written, bad.allowed) == (2, "count", "some", "a whole number from 0 up")

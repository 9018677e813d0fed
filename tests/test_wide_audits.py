"""Audits with a row a case and a column a key question: the same items as in the long layout, and nothing guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from typer.testing import CliRunner

from installed import RULEBOOK
from yosrules import InputError, Item, ItemSheet, rate
from yosrules.cli import app
from yosrules.files.audits.evidence import Contents, read_evidence
from yosrules.files.audits.marks import MET, NOT_APPLICABLE, NOT_MET, place_of
from yosrules.hooks.load import load
from yosrules.records.audit import AuditSheet, SheetRow

FRAMEWORK = RULEBOOK.framework("hmip-2018")
FIELD = Path(__file__).parent / "data" / "field"


def contents(tmp_path: Path, text: str, framework: str = "hmip-2018") -> Contents:
    (tmp_path / "audit.csv").write_text(text)
    return read_evidence(tmp_path / "audit.csv", load().framework(framework))


def items(tmp_path: Path, text: str) -> list[tuple[str, str, Decimal | None, Decimal]]:
    (sheet,) = contents(tmp_path, text).evidence
    assert isinstance(sheet, ItemSheet)
    return [(each.case, each.question, each.score, each.out_of) for each in sheet.rows]


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(InputError) as error:
        contents(tmp_path, text)
    return str(error.value)


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("2.1.1", ("2.1.1", "")),
        ("Q2.1.1", ("2.1.1", "")),
        ("2.1.1 Desistance", ("2.1.1", "")),
        ("2.1.1: Does assessment analyse how to support desistance?", ("2.1.1", "")),
        ("2.1.1 a sentence that names no question", ("2.1.1", "")),
        ("2.1 Assessment: desistance", ("2.1.1", "")),
        ("2.1 Assessment Q1", ("2.1.1", "")),
        ("2.1 desistance", ("2.1.1", "")),
        ("2.3 Implementation & delivery 2.3.2 Safety of the child", ("2.3.2", "")),
        ("joint working KQ2", ("3.4.2", "")),
        ("2.1.1a", ("2.1.1", "a")),
        ("2.1.1.2 Was the plan shared?", ("2.1.1", ".2")),
        ("2.1 Assessment", ("", "")),
        # It says one question by its number and another by its name.
        ("2.1.1 Safety of others", None),
        # Two domains have such a standard, and no number says which is meant.
        ("Assessment desistance", None),
        ("Q1", None),
        ("2.1.9", None),
        ("2.1 Assessment: timeliness", None),
        ("Comments", None),
    ],
)
def test_a_heading_names_a_key_question_by_its_number_its_name_or_both(
    heading: str, meant: tuple[str, str] | None
) -> None:
    place = place_of(FRAMEWORK, heading)
    assert (place and (place.question.id if place.question else "", place.item)) == meant


@pytest.mark.slow
@given(
    marks=st.lists(st.lists(st.sampled_from("10-"), min_size=3, max_size=3), min_size=1, max_size=6),
    number=st.sampled_from(["2.1", "2.3"]),
)
def test_an_audit_is_rated_the_same_in_both_layouts(
    tmp_path_factory: pytest.TempPathFactory, marks: list[list[str]], number: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    questions = FRAMEWORK.standard(number).key_questions
    wide, long = folder / "wide.csv", folder / "long.csv"
    words = {"1": "Y", "0": "N", "-": "N/A"}
    lines = [f"c{case}," + ",".join(words[mark] for mark in row) for case, row in enumerate(marks)]
    wide.write_text("\n".join(["case," + ",".join(f"{each.id} {each.name}" for each in questions), *lines]))
    rows = [
        f"c{case},{number},{each.id},{mark.replace('-', 'N/A')},1"
        for case, row in enumerate(marks)
        for each, mark in zip(questions, row, strict=True)
    ]
    long.write_text("\n".join(["case,standard,question,score,out_of", *rows]))
    one, other = (rate(read_evidence(path, FRAMEWORK, "audit").evidence[0], FRAMEWORK) for path in (wide, long))
    assert one == other


MARKS = {
    Decimal(1): ("Y", "yes", "TRUE", "✓", "1", "1.0", "met", "2/2"),
    Decimal(0): ("N", "No", "false", "✗", "0", "not met"),
    Decimal("0.5"): ("0.5", "½"),
    None: ("N/A", "n.a.", "na", "Not applicable"),
}


@pytest.mark.parametrize(("score", "written"), [(score, each) for score, ways in MARKS.items() for each in ways])
def test_every_mark_in_both_layouts(tmp_path: Path, score: Decimal | None, written: str) -> None:
    out_of = Decimal(0) if score is None else Decimal(1)
    (found,) = items(tmp_path, f"case,2.1.1\na,{written}\n")
    share = found[2] if found[2] is None else found[2] / found[3]
    assert (share, found[3] > 0) == (score, out_of > 0)
    if "/2" not in written:
        long = items(tmp_path, f"case,standard,question,score,out_of\na,2.1,2.1.1,{written},1\n")
        assert long == [("a", "2.1.1", score, out_of)]


def test_a_question_is_written_with_its_number_and_its_name_in_the_long_layout_too(tmp_path: Path) -> None:
    text = "case,standard,question,score,out_of\na,2.1 Assessment,2.1.1 Desistance,1,1\n"
    assert items(tmp_path, text) == [("a", "2.1.1", Decimal(1), Decimal(1))]


@pytest.mark.parametrize("written", ["Y", "1.5"])
def test_a_word_is_no_score_out_of_four(tmp_path: Path, written: str) -> None:
    assert "row 2, score" in refused(tmp_path, "case,standard,question,score,out_of\na,2.1,2.1.1,Y,4\n")
    said = refused(tmp_path, f"case,2.1.1\nout of,{1 if written == '1.5' else 4}\na,{written}\n")
    assert f"marks: wrote '{written}'; allowed: Y, N, N/A, a number" in said


def test_a_row_above_the_cases_says_out_of_how_much_each_question_is_marked(tmp_path: Path) -> None:
    text = "case,2.1.1,2.1.2\nOut of,4,2\na,3,2\nb,N/A,1\nTotal,3,3\n"
    assert items(tmp_path, text) == [
        ("a", "2.1.1", Decimal(3), Decimal(4)),
        ("a", "2.1.2", Decimal(2), Decimal(2)),
        ("b", "2.1.1", None, Decimal(0)),
        ("b", "2.1.2", Decimal(1), Decimal(2)),
    ]


def test_x_is_a_tick_only_beside_noughts(tmp_path: Path) -> None:
    assert [each[2] for each in items(tmp_path, "case,2.1.1,2.1.2\na,x,N\nb,x,X\n")] == [1, 0, 1, 1]
    for text in ("a,x,Y\nb,N,N\n", "a,x,x\n", "a,x,✓\n"):
        said = refused(tmp_path, f"case,2.1.1,2.1.2\n{text}")
        assert "wrote 'x'" in said
        assert "beside other marks x may mean either, so write Y or N" in said


def test_blanks_are_refused_in_one_sentence(tmp_path: Path) -> None:
    said = refused(tmp_path, "case,2.1.1,2.1.2\na,Y,\nb,,Y\nc,Y,\n").splitlines()
    assert said == [
        "audit.csv: 1 thing to put right",
        "  marks: wrote ''; allowed: Y, N, N/A, a number from 0 to 1, or a score such as 3/4; 3 of the marks "
        "(rows 2, 3, 4), such as under 2.1.2 or 2.1.1; a blank says neither met nor not met",
    ]


def test_texts_that_are_not_understood_are_grouped_and_long_ones_are_not_shown(tmp_path: Path) -> None:
    cells = ["RI", "Partly", "see JB's note to Sam Example", "see the other note", "?", "-", "3", "4"]
    said = refused(tmp_path, "case,2.1.1\n" + "".join(f"c{n},{cell}\n" for n, cell in enumerate(cells)))
    assert "Sam" not in said
    assert [line.partition(";")[0] for line in said.splitlines()[1:]] == [
        *(f"  marks: wrote '{each}'" for each in ("RI", "Partly", "a longer text", "?", "-")),
        "  marks: wrote '2 other texts'",
    ]


def test_sums_below_the_cases_and_cases_without_a_mark_are_passed_over_and_said(tmp_path: Path) -> None:
    text = "case,2.1.1,2.1.2,Comments\na,Y,N,fine\nb,,,not seen yet\nMet,1,0,\n,50%,0%,\n,3,12,\n,,,checked by PA\n"
    found = contents(tmp_path, text)
    assert found.evidence == (
        ItemSheet(
            "audit",
            (
                Item("a", "2.1", "2.1.1", Decimal(1), Decimal(1), 2),
                Item("a", "2.1", "2.1.2", Decimal(0), Decimal(1), 2),
            ),
        ),
    )
    assert found.unused == ("Comments",)
    assert found.notes == (
        "rows that hold sums were not read: rows 4, 5, 6",
        "rows that have no mark in any column were not read: rows 3, 7",
    )


@pytest.mark.parametrize("rows", ["", "Met,3\n", "a,\n"])
def test_an_audit_without_a_case_is_refused(tmp_path: Path, rows: str) -> None:
    said = refused(tmp_path, f"case,2.1.1\n{rows}")
    assert said == "audit.csv: it has headings of an audit but no case with a mark"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        # The framework of today has none of these standards; a bad cell does not hide that an earlier one has.
        ("standard,score,out_of\n2.1 Assessment,thirty,40\n2.2,3,4\n", "hmip-2018 or hmip-2021 but for 1 thing to put"),
        ("case,2.1.1\na,Y\n", "hmip-2018 or hmip-2021."),
        ("standard,score,out_of\n3.4 Joint working,3,4\n", "hmip-2018."),
    ],
)
def test_an_error_says_by_which_framework_more_of_the_file_can_be_read(tmp_path: Path, text: str, hint: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    told = CliRunner().invoke(app, ["rate", str(tmp_path / "a.csv"), "--framework", "hmip-2025"])
    assert f"It can be read with --framework {hint}" in str(told.exception)


def test_no_framework_is_named_where_none_reads_more(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("standard,score,out_of\n2.1,thirty,40\n")
    told = CliRunner().invoke(app, ["rate", str(tmp_path / "a.csv"), "--framework", "hmip-2018"])
    assert "--framework" not in str(told.exception)


def test_a_sheet_is_named_only_of_workbooks(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("standard,score,out_of\n2.1,1,2\n")
    named = ["--framework", "hmip-2018", "--sheet", "audit"]
    told = CliRunner().invoke(app, ["rate", str(tmp_path / "a.csv"), *named])
    assert str(told.exception) == "--sheet names a sheet of a workbook, and no file here is one"
    both = CliRunner().invoke(app, ["rate", str(tmp_path / "a.csv"), str(FIELD / "audit.xlsx"), *named])
    assert both.exit_code == 0


def test_a_row_that_may_be_a_case_is_no_sum(tmp_path: Path) -> None:
    assert "row 3, case: wrote ''" in refused(tmp_path, "case,2.1.1,2.1.2\na,Y,N\n,1,0\n")
    assert "row 3, case: wrote 'Total'" in refused(tmp_path, "case,2.1.1\na,Y\nTotal,1\nb,Y\n")
    assert "row 3, case: wrote 'a'" in refused(tmp_path, "case,2.1.1\na,Y\na,Y\n")


def test_columns_of_one_question_are_added_up_and_that_is_said(tmp_path: Path) -> None:
    text = "case,2.1.1a,2.1.1b,2.1.1c,2.1.2\na,1,0.5,N/A,0\n"
    assert items(tmp_path, text) == [
        ("a", "2.1.1", Decimal("1.5"), Decimal(2)),
        ("a", "2.1.2", Decimal(0), Decimal(1)),
    ]
    assert contents(tmp_path, text).notes == ("marks of several columns were added up for each of 2.1.1",)


@pytest.mark.parametrize("heading", ["2.1.1 Desistance", "2.1 Q1", "2.1.1a"])
def test_two_columns_that_mean_one_question_are_refused(tmp_path: Path, heading: str) -> None:
    said = refused(tmp_path, f"case,2.1.1,{heading}\na,1,1\n")
    assert f"row 1, {heading}: wrote '{heading}'; allowed: one column for this; 2.1.1 means the same" in said


def test_a_column_of_a_standard_is_a_sum_beside_its_questions_and_too_little_without(tmp_path: Path) -> None:
    text = "case,2.1.1,2.1 Assessment\na,1,1\n"
    assert contents(tmp_path, text).unused == ("2.1 Assessment",)
    said = refused(tmp_path, "case,2.1 Assessment\na,1\n")
    assert "allowed: a column for each key question: 2.1.1 desistance; 2.1.2 safety of the child; 2.1.3" in said


def test_standards_without_key_questions_are_added_up_over_the_cases(tmp_path: Path) -> None:
    found = contents(tmp_path, "case,Assessing,Planning\nout of,4,4\na,3,2\nb,1,N/A\n", "hmip-2025")
    rows = (SheetRow("assessing", Decimal(4), Decimal(8)), SheetRow("planning", Decimal(2), Decimal(4)))
    assert found.evidence == (AuditSheet("audit", rows),)


@pytest.mark.parametrize(
    ("headings", "says"),
    [
        ("Reviewer,2.1.1,2.1.2", "one of them case, since this looks like an audit with a column a key question"),
        ("Kept by,standard,question,score,out_of", "one of them case, since this looks like audit items"),
    ],
)
def test_an_audit_without_a_column_of_cases_says_what_it_looks_like(tmp_path: Path, headings: str, says: str) -> None:
    assert says in refused(tmp_path, f"{headings}\nx{',1' * headings.count(',')}\n")


def test_usual_headings_of_the_case(tmp_path: Path) -> None:
    for heading in ("ChildView ID", "Case Ref", "YP ID"):
        assert items(tmp_path, f"{heading},2.1.1\na,Y\n") == [("a", "2.1.1", Decimal(1), Decimal(1))]


@pytest.mark.parametrize("written", ["RI", "ri", "Requires improvement"])
def test_a_rating_in_the_letters_of_inspectors(tmp_path: Path, written: str) -> None:
    (inspection,) = contents(tmp_path, f"standard,rating\n2.1,{written}\n").evidence
    judged: Any = inspection
    assert judged.rows[0].rating == "Requires improvement"


def test_the_audit_of_the_field_is_rated_as_it_is() -> None:
    """Of its ten cases nine meet 2.1.1, nine 2.1.2, and seven of the nine to whom it applies 2.1.3: Good at 78%."""
    found = read_evidence(FIELD / "audit.xlsx", FRAMEWORK)
    rated = rate(found.evidence[0], FRAMEWORK)
    first = rated.standards[0]
    assert [str(each.score) for each in first.questions] == ["9/10", "9/10", "7/9"]
    assert [str(each.score) for each in rated.standards] == ["7/9", "7/10", "8/10", "7/9"]
    assert found.unused == ("Initials", "Auditor", "Auditor's comments")
    assert found.notes == (
        "sheet Audit of audit.xlsx was read; not read: Cover, Lists (hidden)",
        "the headings of audit.xlsx are in rows 4 and 5, read as one; what stands above was not read",
        "the end of audit.xlsx was not read, since it holds totals or remarks: row 20",
        "rows that hold sums were not read: rows 17, 18",
    )


def test_every_word_for_a_mark_is_one_thing_only() -> None:
    assert not MET & NOT_MET
    assert not NOT_APPLICABLE & {*MET, *NOT_MET}

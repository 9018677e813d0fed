"""What is wrong with 20,000 rows is said in some lines: equal problems once, what names a person never."""

from __future__ import annotations

from pathlib import Path

import pytest

from yosrules.errors import BadCell, InputError, form_of
from yosrules.files.cases import read_cases


def refused(path: Path, text: str) -> InputError:
    path.write_text(text)
    with pytest.raises(InputError) as error:
        read_cases(path)
    return error.value


def test_equal_problems_are_one_line_with_what_may_be_meant(tmp_path: Path) -> None:
    rows = "".join(f"A{number},Hgh\n" for number in range(3_000))
    error = refused(tmp_path / "c.csv", f"reference,rosh\n{rows}")
    assert str(error) == (
        "c.csv: 3,000 things to put right\n  rosh: 3,000 rows wrote 'Hgh' (rows 2, 3, 4, 5, 6, ...); did you mean High?"
    )
    assert len(error.bad) == 3_000


def test_many_different_words_of_one_column_are_one_line(tmp_path: Path) -> None:
    rows = "".join(f"A{number},{number + 50}\n" for number in range(9))
    assert str(refused(tmp_path / "c.csv", f"reference,rosh\n{rows}")).splitlines()[1:] == [
        "  rosh: 9 rows wrote 9 different things: '50' (row 2), '51' (row 3), '52' (row 4), '53' (row 5), "
        "'54' (row 6), ...; allowed: Low, Medium, High or Very high"
    ]


def test_twenty_kinds_are_shown_and_the_others_counted() -> None:
    bad = [BadCell(row, f"fact {row // 2}", "x", "y") for row in range(2, 52)]
    lines = str(InputError("c.csv", bad)).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  and 5 more kinds of problem, in 10 cells"
    assert len(str(InputError("c.csv", bad[:42])).splitlines()) == 22  # one line more is no longer than to count it


def test_what_is_wrong_with_the_columns_comes_first_and_what_was_not_used_last(tmp_path: Path) -> None:
    error = refused(tmp_path / "c.csv", "ChildView ID,rosh,Case Manager\n1,Hgh,P Ash\n")
    assert str(error).splitlines()[1:] == [
        "  no column is called reference; 'ChildView ID' looks like it",
        "  row 2, rosh: wrote 'Hgh'; allowed: Low, Medium, High or Very high; did you mean High?",
        "  not used: ChildView ID, Case Manager",
        "  yosrules map c.csv --out map.toml writes down what its headings may mean; --map map.toml uses it",
    ]


def test_names_and_dates_of_birth_are_not_repeated(tmp_path: Path) -> None:
    for text in (
        "reference,born\nA1,31/02/2011\n",
        "reference,born\nA1,40210\n",
        "reference,born,referred\nA1,2011-02-03,2010-01-01\n",
        "Ann Lowther,03/02/2011\nBen Oakes,04/03/2012\n",
    ):
        error = refused(tmp_path / "c.csv", text)
        said = str(error) + "".join(map(repr, error.bad))
        assert not any(each in said for each in ("31/02", "40210", "2011-02-03", "03/02/2011", "Lowther", "Oakes"))


def test_the_form_of_a_text_tells_nobody_who_is_meant() -> None:
    assert form_of("Zoë O'Dell, 03/02/2011") == "Xxx X'Xxxx, 99/99/9999"
    assert len(form_of("a" * 100)) == 40


def test_a_column_that_a_history_lacks_comes_before_the_cells_of_the_caseload(tmp_path: Path) -> None:
    cases, forums = tmp_path / "cases.csv", tmp_path / "forums.csv"
    cases.write_text("reference,rosh\nA1,Hgh\n")
    forums.write_text("reference,forum\nA1,RSM\n")
    with pytest.raises(InputError) as error:
        read_cases(cases, related=[forums])
    assert str(error.value).splitlines()[1] == (
        "  forums.csv: no column is called day; the first ones are called reference, forum"
    )

"""Every known input gives what is expected of it: what was once answered wrongly, or in silence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from known_inputs import columns, promises, records, surroundings, workbooks
from known_inputs.rows import HERE, Row, read_rows

MODULES = (columns, promises, records, surroundings, workbooks)
ROWS = [
    *(row for path in sorted(HERE.glob("*.txt")) for row in read_rows(path)),
    *(row for module in MODULES for row in module.ROWS),
]


@pytest.mark.slow
@pytest.mark.traced
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_known_input_is_answered_as_expected(row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    answer = row.ask()
    assert answer.code == row.code, answer.text
    assert "x" not in row.says
    assert [each for each in row.says if each not in answer.text] == [], answer.text
    assert [each for each in row.never if each in answer.text] == [], answer.text


def test_every_row_has_a_name_of_its_own_and_expects_something() -> None:
    assert [name for name, times in Counter(row.name for row in ROWS).items() if times > 1] == []
    assert [row.name for row in ROWS if not row.says and not row.never] == []

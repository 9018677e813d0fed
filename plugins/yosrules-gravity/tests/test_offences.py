"""A service's own list of offences, as a map: commands read offences by it, and what is wrong with it is refused."""

from datetime import date
from pathlib import Path

import pytest

from yosrules.deciding import allocate
from yosrules.errors import InputError
from yosrules.files import read_cases, read_map, read_table
from yosrules.policies import Status
from yosrules_gravity.matrix import MATRIX
from yosrules_gravity.matter import Factors, Matter
from yosrules_gravity.offences import as_map

ROWS = [row.cells for row in read_table(Path(__file__).parent / "data" / "offences.csv").rows]
DAY = date(2025, 3, 3)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def matters(
    folder: Path, rows: str, listed: list[dict[str, str]] = ROWS, heading: str = "offence"
) -> tuple[Matter, ...]:
    maps = read_map(written(folder / "map.toml", as_map(listed, heading)))
    return read_cases(written(folder / "matters.csv", rows), about=Matter, maps=maps).cases


def test_a_column_of_offences_is_read_as_listed_scores(tmp_path: Path) -> None:
    rows = 'reference,Main offence,factors\nM1,"Taking a bicycle, ""borrowed""",raised\nM2,Threats in a shop,\nM3,,\n'
    found = matters(tmp_path, rows, heading="Main offence")
    assert [(each.listed, each.factors) for each in found] == [(2, Factors.RAISED), (4, None), (None, None)]


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        (ROWS, "Fraud"),
        ([*ROWS, ROWS[0]], "map.toml"),
        ([{"offence": "Fraud", "score": "6"}], "6"),
    ],
    ids=["not listed", "listed twice", "a score of 6"],
)
def test_what_is_wrong_with_a_list_is_refused(tmp_path: Path, listed: list[dict[str, str]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        matters(tmp_path, "reference,offence\nM1,Fraud\n", listed)


def test_an_offence_without_a_score_has_none_on_record(tmp_path: Path) -> None:
    (found,) = matters(tmp_path, "reference,offence\nM1,Fraud\n", [{"offence": "Fraud", "score": ""}])
    assert found.listed is None


def test_without_its_factors_a_score_starts_from_nothing_yet() -> None:
    read, *_ = MATRIX.on(DAY).readings().values()
    found = allocate(MATRIX, Matter(reference="M1", listed=3), DAY, edition=read).placements
    assert {each.forum.name: each.status for each in found} == {
        "NFA": Status.NO,
        "INFORMAL": Status.CANNOT_TELL,
        "CAUTION": Status.CANNOT_TELL,
        "CONDITIONAL": Status.CANNOT_TELL,
        "CHARGE": Status.NO,
    }

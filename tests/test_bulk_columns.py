"""The columns of bulk tables: each is quoted in one file only, those of workers where they are declared."""

from __future__ import annotations

import ast
import copy
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import yosrules.bulk
from yosrules.bulk.attendance.tables import columns, day_columns
from yosrules.bulk.attendance.tables.column_names import ColumnName, Quantity

BULK = Path(yosrules.bulk.__file__).parent
ATTENDANCE = BULK / "attendance"
DECLARED = {ATTENDANCE / "tables" / "columns.py", ATTENDANCE / "tables" / "day_columns.py"}
FILES = sorted(BULK.rglob("*.py"))

TAKE_NAMES = {
    "agg", "alias", "beside", "col", "drop", "group_by", "joined", "join", "max_horizontal", "min_horizontal", "over",
    "rename", "select", "sort", "stacked", "with_columns", "with_row_index",
}  # fmt: skip
"""Calls whose strings, keywords and keys of literal mappings are names of columns."""
NO_NAMES = {"how", "backend", "strict", "order_by", "on"}
"""Keywords that are none themselves; the strings given to them may be."""
OTHER_WORDS = {"left", "inner", "vertical", "polars"}


def named(call: ast.Call) -> Iterator[str]:
    """The names of columns that a call quotes."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called not in TAKE_NAMES:
        return
    for keyword in call.keywords:
        if keyword.arg and keyword.arg not in NO_NAMES:
            yield keyword.arg
    for given in [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg not in {"how", "backend"})]:
        yield from (text for text in _strings(given) if text not in OTHER_WORDS)


def _strings(given: ast.AST) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(text)):
            yield text
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from _strings(part)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield from _strings(value if key is None else key)
        case ast.Starred(value=value):
            yield from _strings(value)
        case _:
            pass


def quoted(code: str) -> set[str]:
    """The names of columns that a file quotes where it reads or writes a table."""
    return {name for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) for name in named(node)}


def twice(files: dict[str, str]) -> dict[str, list[str]]:
    """The names that are quoted in more than one file."""
    found = defaultdict(list)
    for file, code in files.items():
        for name in quoted(code):
            found[name].append(file)
    return {name: where for name, where in found.items() if len(where) > 1}


def declared() -> dict[str, str]:
    """The columns of workers' tables as they are declared, by class and name."""
    places = [columns, *(each for module in (columns, day_columns) for each in vars(module).values())]
    return {
        f"{place.__name__.rpartition('.')[2]}.{name}": each
        for place in places
        if place is columns or isinstance(place, type)
        for name, each in vars(place).items()
        if isinstance(each, ColumnName)
    }


@pytest.mark.slow
def test_no_column_is_quoted_in_two_files() -> None:
    assert twice({str(path.relative_to(BULK)): path.read_text() for path in FILES}) == {}


@pytest.mark.parametrize("path", sorted({*ATTENDANCE.rglob("*.py")} - DECLARED), ids=lambda path: path.stem)
def test_a_column_of_workers_is_quoted_only_where_it_is_declared(path: Path) -> None:
    assert quoted(path.read_text()) == set()


@pytest.mark.parametrize(
    "line",
    [
        'rows.filter(nw.col("day") > 0)',
        "rows.with_columns(day=one)",
        'rows.with_columns(**{"day": one})',
        'joined(rows, others, ["day"])',
        'rows.group_by("day")',
        'nw.col("x").cum_max().over(worker, order_by=("day", "point"))',
    ],
)
def test_a_quoted_column_is_seen_wherever_it_stands(line: str) -> None:
    assert "day" in quoted(line)
    assert "day" in twice({"one.py": line, "two.py": 'nw.col("day")'})


def test_every_declared_column_says_what_it_holds() -> None:
    found = declared()
    assert {"columns.WORKER", "AbsenceRow.start", "DayRow.latest_start"} <= found.keys()
    assert all(isinstance(each.holds, Quantity) for each in found.values() if isinstance(each, ColumnName))


def test_a_column_of_a_fact_has_the_name_of_the_fact() -> None:
    assert (columns.HoldingRow.live_until, day_columns.DayRow.under_review) == ("live_until", "under_review")


def test_a_misspelt_column_is_an_error_on_import() -> None:
    with pytest.raises(AttributeError):
        exec("from yosrules.bulk.attendance.tables.columns import AbsenceRow; AbsenceRow.strat")


def _pickled(name: str) -> str:
    made: str = pickle.loads(pickle.dumps(name))
    return made


@pytest.mark.parametrize("again", [copy.deepcopy, _pickled])
def test_an_engine_may_copy_a_name(again: Callable[[str], str]) -> None:
    made = again(columns.WORKER)
    assert made == "worker"
    assert isinstance(made, ColumnName)
    assert made.holds is Quantity.WORKER

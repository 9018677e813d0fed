"""The command `misprints`: what printed rates, percentages and totals contradict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from yosrules.cli.common import ErrorsTo, Files, Force, MapGiven, SheetName, refuse_overwriting, refuse_with, say_of
from yosrules.cli.pages import AsJson, Form, PageForm
from yosrules.cli.quality.answers import Answered, AnswerTo, check_ending_of, give_answer
from yosrules.cli.stdin import from_stdin
from yosrules.errors import YosrulesError
from yosrules.files.one_table import read_one_table
from yosrules.language.facts import Facts
from yosrules.quality.misprints import (
    Contradiction,
    Plausible,
    RateLine,
    ShareLine,
    TotalLine,
    check_percentages,
    check_rates,
    check_totals,
)
from yosrules.quality.rates import Scale
from yosrules.reports.misprints import MISPRINT_COLUMNS, misprint_rows, misprints_data, misprints_page

R = TypeVar("R", bound=Facts)


class _What(StrEnum):
    """What is printed in the file."""

    RATES = "rates"
    PERCENTAGES = "percentages"
    TOTALS = "totals"


def find_misprints(
    printed: Annotated[
        Path,
        typer.Argument(
            metavar="PRINTED", callback=from_stdin, help="Printed figures: a workbook, .csv or .json; - is stdin."
        ),
    ],
    what: Annotated[_What, typer.Option(help="What is printed in the file.")] = _What.RATES,
    per: Annotated[Scale | None, typer.Option(help="For how many children a rate is said to be.")] = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerTo = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Check printed figures: rates against their counts and other years, percentages and totals against their parts.

    Rates have the columns `area`, `period`, `count`, `rate`, and `population` if it is printed; percentages have
    `line`, `part`, `whole` (or `was`, `now` of a fall), `percent`; totals have `line`, `part`, `count`, with one row
    of each line whose part is Total. It ends with 1 if anything contradicts itself. For example:

        yosrules misprints published.csv --per 10000
    """
    files = Files((printed,), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    check_ending_of(out)
    match what:
        case _What.RATES:
            if per is None:
                raise YosrulesError("--per is needed: for how many children a rate is said to be")
            plausible = Plausible(per)
            many, found = _checked(files, RateLine, "area", lambda rows: check_rates(rows, plausible))
        case _What.PERCENTAGES:
            refuse_with("--what percentages", {"--per": per})
            many, found = _checked(files, ShareLine, "line", check_percentages)
        case _:
            refuse_with("--what totals", {"--per": per})
            many, found = _checked(files, TotalLine, "line", check_totals)
    page, data = misprints_page(printed.name, many, found), misprints_data(many, found)
    give_answer(Answered(page, data, MISPRINT_COLUMNS, misprint_rows(found)), form, out, as_json=as_json)
    raise typer.Exit(1 if found else 0)


def _checked(
    files: Files,
    kind: type[R],
    whose: str,
    check: Callable[[Mapping[str, Sequence[R]]], tuple[Contradiction, ...]],
) -> tuple[int, tuple[Contradiction, ...]]:
    """How many rows there are, and what they contradict."""
    (path,), wanted = files.paths, files.sheet
    table = files.read(
        lambda maps: read_one_table(path, kind, called="misprints", whose=whose, people=False, maps=maps, sheet=wanted)
    )
    say_of(path, table.unused, table.notes)
    return sum(map(len, table.rows.values())), check(table.rows)

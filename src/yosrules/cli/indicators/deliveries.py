"""Where the answers of `indicators` go: figures, figures for everybody, and what is missing before a return is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import attrs

from yosrules.cli.pages import Form, RowTable, publish, say_json, show, write_rows_or_page
from yosrules.cli.readings import said_of_readings
from yosrules.errors import InputError, YosrulesError
from yosrules.files.writing.rows import write_rows
from yosrules.language.plain.values import Plain
from yosrules.quality.figures import Series
from yosrules.quality.indicators import IndicatorTold, NoPeriod
from yosrules.quality.submission import Lack
from yosrules.reports.drawing.page import Heading
from yosrules.reports.drawing.screen import Screen, clean, draw_lines
from yosrules.reports.indicator_pages import told_page
from yosrules.reports.indicators import Asked, figure_rows, record_rows, show_figures
from yosrules.reports.lacks import lack_rows, show_lacks
from yosrules.reports.no_shares import Beside, beside_data, beside_rows, show_no_shares

_TITLE = "Indicators"
"""What a page of figures is called."""


@attrs.frozen
class Delivery:
    """Where an answer goes, how it is written, and what its groups are called."""

    out: Path | None
    records: Path | None
    named: str
    day: date
    form: Form
    bom: bool = attrs.field(kw_only=True)
    as_json: bool = attrs.field(kw_only=True)
    beside: Mapping[str, Beside] = attrs.field(factory=dict[str, Beside], kw_only=True)
    """What stands beside the figures of each reading; nothing, if it was not asked for."""


def deliver_figures(found: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], to: Delivery) -> None:
    """Write and print the figures of each reading, and the records behind them."""
    draw = partial(_draw, ways=found, asked=asked, to=to)
    if to.out:
        write_rows_or_page(to.out, _TITLE, draw, partial(_rows, found, to), bom=to.bom)
    if to.records:
        write_rows(to.records, *record_rows(asked, to.day), bom=to.bom)
    if to.as_json:
        say_json([{"reading": name, **each.as_dict(), **_beside(name, to)} for name, each in found.items()])
    else:
        show(_TITLE, draw, to.form)


def _rows(found: Mapping[str, Series], to: Delivery) -> RowTable:
    table = figure_rows(found, to.named)
    return beside_rows(table, to.beside.values()) if to.beside else table


def _beside(reading: str, to: Delivery) -> dict[str, Plain]:
    """What stands beside the figures of a reading, one for each and in their order."""
    return {"no_shares": [beside_data(each) for each in to.beside[reading]]} if to.beside else {}


def _draw(screen: Screen, ways: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], to: Delivery) -> None:
    for line in said_of_readings({name: [each.outturns for each in found.of] for name, found in ways.items()}):
        draw_lines(screen, [line])
    for name, found in ways.items():
        if name:
            screen.print(f"\n{clean(f'Read as: {name}')}")
        show_figures(screen, found, asked[name], to.named)
        if to.beside:
            show_no_shares(screen, found, to.beside[name], to.named)


def deliver_shared(found: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], to: Delivery) -> None:
    """Write and print what everybody may see."""
    try:
        from yosrules.reports.shared_indicators import shared, show_shared  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise YosrulesError(f"--audience service needs {error.name}: pip install 'yosrules[quality]'") from None
    shown = shared(found, asked)
    draw = partial(show_shared, found=shown, named=to.named)
    if to.out:
        write_rows_or_page(to.out, _TITLE, draw, lambda: shown.rows(to.named), bom=to.bom)
    if to.as_json:
        say_json([{"reading": name, **shown.as_dict(name)} for name in found])
    else:
        show(_TITLE, draw, to.form)


def deliver_lacks(found: Sequence[Lack], indicators: Sequence[str], records: int, to: Delivery) -> None:
    """Write and print what is missing before a return is sent."""
    draw = partial(show_lacks, found=found, indicators=indicators, records=records)
    if to.out:
        write_rows_or_page(to.out, _TITLE, draw, lambda: lack_rows(found), bom=to.bom)
    show(_TITLE, draw, to.form)


def deliver_one(
    reference: str, read: Mapping[str, Mapping[str, IndicatorTold | NoPeriod]], file: str, to: Delivery
) -> None:
    """Print what becomes of one record by each reading, with its reasons."""
    found = {name: each[reference] for name, each in read.items() if reference in each}
    if not found:
        raise InputError(file, why=f"it has no record {reference!r}")
    if to.as_json:
        say_json([{"reading": name, "reference": reference, **_plain(each)} for name, each in found.items()])
        return
    stands = {name: each if isinstance(each, NoPeriod) else each.outturn for name, each in found.items()}
    title = Heading(f"{_TITLE}: {reference}", 1)
    publish((title, *said_of_readings(stands), *told_page(reference, found)), to.form, None)


def _plain(told: IndicatorTold | NoPeriod) -> dict[str, Plain]:
    return {"in_no_period": told.value} if isinstance(told, NoPeriod) else told.as_dict()

"""Where the answers of `indicators` go: figures, figures for everybody, and what is missing before a return is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import attrs
from rich.console import Console

from yosrules.cli.pages import Form, say_json, show, write_rows_or_page
from yosrules.cli.readings import said_of_readings
from yosrules.errors import YosrulesError
from yosrules.files.writing.rows import write_rows
from yosrules.quality.figures import Series
from yosrules.quality.submission import Lack
from yosrules.reports.drawing.screen import clean, draw_lines
from yosrules.reports.indicators import Asked, figure_rows, record_rows, show_figures
from yosrules.reports.lacks import lack_rows, show_lacks

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


def deliver_figures(found: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], to: Delivery) -> None:
    """Write and print the figures of each reading, and the records behind them."""
    draw = partial(_draw, ways=found, asked=asked, named=to.named)
    if to.out:
        write_rows_or_page(to.out, _TITLE, draw, lambda: figure_rows(found, to.named), bom=to.bom)
    if to.records:
        write_rows(to.records, *record_rows(asked, to.day), bom=to.bom)
    if to.as_json:
        say_json([{"reading": name, **each.as_dict()} for name, each in found.items()])
    else:
        show(_TITLE, draw, to.form)


def _draw(screen: Console, ways: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], named: str) -> None:
    for line in said_of_readings({name: [each.outturns for each in found.of] for name, found in ways.items()}):
        draw_lines(screen, [line])
    for name, found in ways.items():
        if name:
            screen.print(clean(f"\nRead as: {name}"))
        show_figures(screen, found, asked[name], named)


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

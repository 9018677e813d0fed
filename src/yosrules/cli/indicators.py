"""The command `indicators`: the figures of a service by group and period, or one record with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from yosrules.cli.common import (
    BehindCases,
    DayAsked,
    ErrorsTo,
    Files,
    Force,
    MapGiven,
    Settings,
    SheetName,
    day_meant,
    installed_rulebook,
    refuse_overwriting,
    refuse_with,
    say,
    say_of,
)
from yosrules.cli.pages import AsJson, Bom, Form, publish, say_json
from yosrules.cli.readings import said_of_readings
from yosrules.cli.stdin import from_stdin
from yosrules.errors import InputError, RecordError
from yosrules.files.cases import Caseload, read_cases
from yosrules.files.settings import settled_indicator
from yosrules.files.writing.rows import write_rows
from yosrules.language.facts import Facts
from yosrules.language.plain import Plain
from yosrules.policies.indicators.indicator import Indicator
from yosrules.quality.figures import NO_GROUP, Series, figures
from yosrules.quality.indicators import IndicatorTold, NoPeriod, of_one
from yosrules.quality.periods import Every, month_ends, periods
from yosrules.reports.drawing.screen import clean, console, draw_lines
from yosrules.reports.indicator_pages import told_page
from yosrules.reports.indicators import Asked, figure_rows, record_rows, show_figures

_File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", callback=from_stdin, help="The records: a workbook, .csv, .parquet or .json; - is stdin."
    ),
]
_Read: TypeAlias = Mapping[str, IndicatorTold | NoPeriod]
"""What becomes of each record, by its reference."""


def indicators(
    file: _File,
    reference: Annotated[str | None, typer.Argument(metavar="[REF]", help="One record, with its reasons.")] = None,
    indicator: Annotated[str | None, typer.Option(help="Its name; may be left out if there is one.")] = None,
    by: Annotated[str | None, typer.Option(metavar="HEADING", help="A figure for each team, practitioner, …")] = None,
    period: Annotated[Every, typer.Option(help="How long a figure is of; a year begins in April.")] = Every.QUARTER,
    on: DayAsked = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], help="From when on, of what is asked at the end of each month."),
    ] = None,
    settings: Settings = None,
    behind: BehindCases = None,
    out: Annotated[Path | None, typer.Option(help="Write a row a figure: .csv, .xlsx, .parquet or .json.")] = None,
    records: Annotated[Path | None, typer.Option(help="Write a row a record, with what is missing.")] = None,
    bom: Bom = False,
    as_json: AsJson = False,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Work out an indicator for a service, its teams and periods, or say of one record what becomes of it and why.

    A fact that is not on record is never taken for no: whoever cannot be told is counted apart, and the share that it
    could be is shown beside the share of those told.
    """
    files = Files((file, *(behind or ())), mapped, errors, force, sheet)
    refuse_overwriting(
        {"--out": out, "--records": records, "--errors": errors}, *files.paths, mapped, settings, force=force
    )
    if reference is not None:
        refuse_with("one record", {"--by": by, "--out": out, "--records": records})
    chosen, day = settled_indicator(installed_rulebook().indicator(indicator), settings), day_meant(on)
    if chosen.dated is not None:
        refuse_with("an indicator whose records have a date of their own", {"--since": since})
    caseload, ways = _read_records(files, chosen, by), chosen.readings()
    if reference is not None:
        _one(reference, {name: _told(way, caseload, day) for name, way in ways.items()}, file.name, as_json=as_json)
        return
    days = [day] if chosen.dated else [*month_ends(since.date() if since else _begins(period, day), day)]
    read = {name: [_told(way, caseload, each) for each in days] for name, way in ways.items()}
    groups = {each: (caseload.kept.get(each, ("",))[0] or NO_GROUP) if by else "" for each in caseload.histories}
    asked = {name: _beside(each, groups) for name, each in read.items()}
    found = {
        name: figures(way, [(group, told) for _, group, told in asked[name]], period, day) for name, way in ways.items()
    }
    if out:
        write_rows(out, *figure_rows(found, by or "group"), bom=bom)
    if records:
        write_rows(records, *record_rows(asked, day), bom=bom)
    if as_json:
        say_json([{"reading": name, **each.as_dict()} for name, each in found.items()])
    else:
        _show(found, asked, by or "Group")


def _beside(days: Sequence[_Read], groups: Mapping[str, str]) -> list[Asked]:
    """Each reference and group with what becomes of the record, on every day asked."""
    return [(ref, groups[ref], told) for each in days for ref, told in each.items()]


def _read_records(files: Files, indicator: Indicator, by: str | None) -> Caseload[Facts]:
    file, *behind = files.paths
    keep = [by] if by else []
    caseload = files.read(lambda maps: read_cases(file, indicator.about, behind, maps, keep, files.sheet))
    say_of(file, [each for each in caseload.unused if each not in keep], caseload.notes)
    return caseload


def _told(indicator: Indicator, caseload: Caseload[Facts], day: date) -> dict[str, IndicatorTold | NoPeriod]:
    """What becomes of every record; what is wrong with one is said with its reference."""
    found: dict[str, IndicatorTold | NoPeriod] = {}
    for (reference, behind), record in zip(caseload.histories.items(), caseload.cases, strict=True):
        try:
            found[reference] = of_one(indicator, record, day, behind)
        except RecordError as error:
            raise RecordError(f"{reference}: {error}") from None
    return found


def _begins(every: Every, day: date) -> date:
    (only,) = periods(every, day, day)
    return only.starts


def _one(reference: str, read: Mapping[str, _Read], file: str, *, as_json: bool) -> None:
    found = {name: each[reference] for name, each in read.items() if reference in each}
    if not found:
        raise InputError(file, why=f"it has no record {reference!r}")
    if as_json:
        say_json([{"reading": name, "reference": reference, **_plain(each)} for name, each in found.items()])
        return
    stands = {name: each if isinstance(each, NoPeriod) else each.outturn for name, each in found.items()}
    for line in said_of_readings(stands):
        say(f"{line}\n")
    publish(told_page(reference, found), Form.TEXT, None)


def _plain(told: IndicatorTold | NoPeriod) -> dict[str, Plain]:
    return {"in_no_period": told.value} if isinstance(told, NoPeriod) else told.as_dict()


def _show(ways: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], named: str) -> None:
    screen = console()
    for line in said_of_readings({name: [each.outturns for each in found.of] for name, found in ways.items()}):
        draw_lines(screen, [line])
    for name, found in ways.items():
        if name:
            screen.print(clean(f"\nRead as: {name}"))
        show_figures(screen, found, asked[name], named)

"""The command `indicators`: the figures of a service by group and period, or one record with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from rich.console import Console

from yosrules.cli.audience import AudienceAsked, PractitionerAsked, recipient
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
    say_of,
)
from yosrules.cli.pages import (
    AsJson,
    Bom,
    Form,
    PageForm,
    RowsOut,
    check_rows,
    publish,
    say_json,
    show,
    write_rows_or_page,
)
from yosrules.cli.readings import said_of_readings
from yosrules.cli.stdin import from_stdin
from yosrules.disclosure.audience import Audience, Recipient
from yosrules.errors import InputError, RecordError, YosrulesError
from yosrules.files.cases import Caseload, read_cases
from yosrules.files.settings import settled_indicator
from yosrules.files.writing.rows import write_rows
from yosrules.language.facts import Facts
from yosrules.language.plain import Plain
from yosrules.policies.indicators.indicator import Indicator
from yosrules.quality.figures import NO_GROUP, Series, figures
from yosrules.quality.indicators import IndicatorTold, NoPeriod, of_one
from yosrules.quality.periods import Every, month_ends, periods
from yosrules.reports.drawing.screen import clean, draw_lines
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
    out: RowsOut = None,
    records: Annotated[Path | None, typer.Option(help="Write a row a record, with what is missing.")] = None,
    bom: Bom = False,
    audience: AudienceAsked = Audience.MANAGER,
    practitioner: PractitionerAsked = "",
    form: PageForm = Form.TEXT,
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
    check_rows(out)
    reader = _reader(audience, practitioner, by, reference, records)
    if reference is not None:
        refuse_with("one record", {"--by": by if not practitioner else None, "--out": out, "--records": records})
    chosen, day = settled_indicator(installed_rulebook().indicator(indicator), settings), day_meant(on)
    if chosen.dated is not None:
        refuse_with("an indicator whose records have a date of their own", {"--since": since})
    caseload, ways = _read_records(files, chosen, by, reader), chosen.readings()
    groups = {each: (caseload.kept.get(each, ("",))[0] or NO_GROUP) if by else "" for each in caseload.histories}
    if practitioner:
        caseload = _own(caseload, {*reader.own(groups, groups.__getitem__)}, file.name, practitioner)
    if reference is not None:
        told = {name: _told(way, caseload, day) for name, way in ways.items()}
        _one(reference, told, file.name, form, as_json=as_json)
        return
    days = [day] if chosen.dated else [*month_ends(since.date() if since else _begins(period, day), day)]
    read = {name: [_told(way, caseload, each) for each in days] for name, way in ways.items()}
    asked = {name: _beside(each, groups) for name, each in read.items()}
    found = {
        name: figures(way, [(group, told) for _, group, told in asked[name]], period, day) for name, way in ways.items()
    }
    if reader.protects:
        _share(found, asked, out, by or "Group", form, bom=bom, as_json=as_json)
        return
    draw = partial(_draw, ways=found, asked=asked, named=by or "Group")
    if out:
        write_rows_or_page(out, draw, lambda: figure_rows(found, by or "group"), bom=bom)
    if records:
        write_rows(records, *record_rows(asked, day), bom=bom)
    if as_json:
        say_json([{"reading": name, **each.as_dict()} for name, each in found.items()])
    else:
        show(draw, form)


def _reader(
    audience: Audience, practitioner: str, by: str | None, reference: str | None, records: Path | None
) -> Recipient:
    """For whom it is; refused where that reader may not see what is asked for."""
    reader = recipient(audience, practitioner)
    if reader.protects:
        refuse_with("--audience service, which shows nobody's record", {"REF": reference, "--records": records})
    if practitioner and not by:
        raise YosrulesError("--audience practitioner: say with --by HEADING which column says whose a record is")
    return reader


def _own(caseload: Caseload[Facts], mine: Collection[str], file: str, practitioner: str) -> Caseload[Facts]:
    """The records of one practitioner, and nothing of anybody else's."""
    if not mine:
        raise InputError(file, why=f"it has no record of {practitioner!r}")
    cases = tuple(case for case, ref in zip(caseload.cases, caseload.histories, strict=True) if ref in mine)
    return Caseload(cases, {ref: behind for ref, behind in caseload.histories.items() if ref in mine})


def _share(
    found: Mapping[str, Series],
    asked: Mapping[str, Sequence[Asked]],
    out: Path | None,
    named: str,
    form: Form,
    *,
    bom: bool,
    as_json: bool,
) -> None:
    """Write and print what everybody may see."""
    try:
        from yosrules.reports.shared_indicators import shared, show_shared  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise YosrulesError(f"--audience service needs {error.name}: pip install 'yosrules[quality]'") from None
    figures_shown = shared(found, asked)
    draw = partial(show_shared, found=figures_shown, named=named)
    if out:
        write_rows_or_page(out, draw, lambda: figures_shown.rows(named), bom=bom)
    if as_json:
        say_json([{"reading": name, **figures_shown.as_dict(name)} for name in found])
    else:
        show(draw, form)


def _beside(days: Sequence[_Read], groups: Mapping[str, str]) -> list[Asked]:
    """Each reference and group with what becomes of the record, on every day asked."""
    return [(ref, groups[ref], told) for each in days for ref, told in each.items()]


def _read_records(files: Files, indicator: Indicator, by: str | None, reader: Recipient) -> Caseload[Facts]:
    file, *behind = files.paths
    keep = [by] if by else []
    caseload = files.read(lambda maps: read_cases(file, indicator.about, behind, maps, keep, files.sheet))
    # A note may name anybody's record, which only who answers for all of them may see.
    notes = caseload.notes if reader.audience is Audience.MANAGER else ()
    say_of(file, [each for each in caseload.unused if each not in keep], notes)
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


def _one(reference: str, read: Mapping[str, _Read], file: str, form: Form, *, as_json: bool) -> None:
    found = {name: each[reference] for name, each in read.items() if reference in each}
    if not found:
        raise InputError(file, why=f"it has no record {reference!r}")
    if as_json:
        say_json([{"reading": name, "reference": reference, **_plain(each)} for name, each in found.items()])
        return
    stands = {name: each if isinstance(each, NoPeriod) else each.outturn for name, each in found.items()}
    publish((*said_of_readings(stands), *told_page(reference, found)), form, None)


def _plain(told: IndicatorTold | NoPeriod) -> dict[str, Plain]:
    return {"in_no_period": told.value} if isinstance(told, NoPeriod) else told.as_dict()


def _draw(screen: Console, ways: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], named: str) -> None:
    for line in said_of_readings({name: [each.outturns for each in found.of] for name, found in ways.items()}):
        draw_lines(screen, [line])
    for name, found in ways.items():
        if name:
            screen.print(clean(f"\nRead as: {name}"))
        show_figures(screen, found, asked[name], named)

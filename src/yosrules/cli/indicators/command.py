"""The command `indicators`: the figures of a service by group and period, or one record with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, TypeAlias

import attrs
import typer

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
    needing,
    refuse_overwriting,
    refuse_with,
    refuse_without,
    say_of,
)
from yosrules.cli.indicators.deliveries import Delivery, deliver_figures, deliver_lacks, deliver_one, deliver_shared
from yosrules.cli.indicators.no_shares import NoShares, PerChildren, PopulationFile, TimesOf
from yosrules.cli.pages import (
    AsJson,
    Bom,
    Form,
    PageForm,
    RowsOut,
    check_rows,
)
from yosrules.cli.stdin import from_stdin
from yosrules.disclosure.audience import Audience, Recipient
from yosrules.errors import InputError, RecordError, YosrulesError
from yosrules.files.cases import Caseload, read_cases
from yosrules.files.engines import Engine
from yosrules.files.indicator_settings import settled_indicator
from yosrules.language.facts import Facts
from yosrules.policies.indicators.indicator import Indicator
from yosrules.quality.figures import NO_GROUP, Series, figures
from yosrules.quality.indicators import IndicatorTold, NoPeriod, of_one
from yosrules.quality.periods import Every, month_ends, periods
from yosrules.quality.submission import before_submission
from yosrules.reports.indicators import Asked

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
    check: Annotated[
        bool, typer.Option("--check", help="Before a return: what every indicator of such records lacks, by record.")
    ] = False,
    bom: Bom = False,
    population: PopulationFile = None,
    per: PerChildren = None,
    times: TimesOf = "",
    engine: Annotated[
        Engine | None,
        typer.Option(
            help="Work through a Parquet file, or a folder of them, of any size. It is quicker from about 3,000 rows."
        ),
    ] = None,
    unknown: Annotated[
        list[str] | None, typer.Option(help="With --engine: a fact no column states; repeat it.")
    ] = None,
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
        {"--out": out, "--records": records, "--errors": errors},
        *files.paths,
        mapped,
        settings,
        population,
        force=force,
    )
    check_rows(out)
    more = NoShares(population, per, times)
    reader = _reader(audience, practitioner, by, {"REF": reference, "--records": records, "--check": check})
    if reader.audience is not Audience.MANAGER:
        refuse_with(f"--audience {audience}", more.given)
    if check:
        given = {"REF": reference, "--records": records, "--settings": settings, "--json": as_json}
        refuse_with("--check", {**given, **more.given})
    if reference is not None:
        given = {"--by": by if not practitioner else None, "--out": out, "--records": records}
        refuse_with("one record", {**given, **more.given})
    chosen, day = settled_indicator(installed_rulebook().indicator(indicator), settings), day_meant(on)
    if chosen.dated is not None:
        refuse_with("an indicator whose records have a date of their own", {"--since": since})
    since_day = since.date() if since else period_begins(period, day)
    to = Delivery(out, records, by or "Group", day, form, bom=bom, as_json=as_json)
    if engine:
        _refuse_of_records(files, reader, {"REF": reference, "--records": records, "--check": check, "--times": times})
        by_engine = _by_engine(engine, chosen, files.paths, (since_day, day), period, by, unknown or ())
        beside = more.beside(chosen, by_engine, {}, files)
        deliver_figures(by_engine, dict.fromkeys(by_engine, ()), attrs.evolve(to, beside=beside))
        return
    refuse_without("--engine", {"--unknown": unknown})
    caseload, ways = _read_records(files, chosen, by, reader), chosen.readings()
    groups = {each: (caseload.kept.get(each, ("",))[0] or NO_GROUP) if by else "" for each in caseload.histories}
    if practitioner:
        caseload = _own(caseload, {*reader.own(groups, groups.__getitem__)}, file.name, practitioner)
    if check:
        _check(chosen, caseload, to)
    elif reference is not None:
        told = {name: told_by(way, caseload, day) for name, way in ways.items()}
        deliver_one(reference, told, file.name, to)
    else:
        days = [day] if chosen.dated else [*month_ends(since_day, day)]
        asked = {name: by_days([told_by(way, caseload, each) for each in days], groups) for name, way in ways.items()}
        found = {
            name: figures(way, [(group, told) for _, group, told in asked[name]], period, day)
            for name, way in ways.items()
        }
        if reader.protects:
            deliver_shared(found, asked, to)
        else:
            deliver_figures(found, asked, attrs.evolve(to, beside=more.beside(chosen, found, asked, files)))


def _refuse_of_records(files: Files, reader: Recipient, single: Mapping[str, object]) -> None:
    """Refuse, with an engine, what is about single records, and readers who may not see every figure."""
    audience = reader.audience if reader.audience is not Audience.MANAGER else ""
    refuse_with("--engine", {**files.given, **single, "--audience": audience})


def _by_engine(
    engine: Engine,
    indicator: Indicator,
    paths: Sequence[Path],
    days: tuple[date, date],
    period: Every,
    by: str | None,
    unknown: Sequence[str],
) -> dict[str, Series]:
    with needing("bulk"):
        from yosrules.cli.indicators.datasets import figures_of_dataset  # noqa: PLC0415 -- an extra
    dataset, *behind = paths
    return figures_of_dataset(indicator.readings(), dataset, behind, engine, days, period, by=by, unknown=unknown)


def _reader(audience: Audience, practitioner: str, by: str | None, single: Mapping[str, object]) -> Recipient:
    """For whom it is; refused where that reader may not see what is asked for of single records."""
    reader = recipient(audience, practitioner)
    if reader.protects:
        refuse_with("--audience service, which shows nobody's record", single)
    if practitioner and not by:
        raise YosrulesError("--audience practitioner: say with --by HEADING which column says whose a record is")
    return reader


def _check(indicator: Indicator, caseload: Caseload[Facts], to: Delivery) -> None:
    """Say what is missing in each record, for every installed indicator about such records."""
    every = [each for each in installed_rulebook().indicators.values() if isinstance(each, Indicator)]
    alike = [each for each in every if each.about is indicator.about] or [indicator]
    behind = dict(zip(caseload.histories, zip(caseload.cases, caseload.histories.values(), strict=True), strict=True))
    deliver_lacks([*before_submission(alike, behind, to.day)], [each.name for each in alike], len(behind), to)


def _own(caseload: Caseload[Facts], mine: Collection[str], file: str, practitioner: str) -> Caseload[Facts]:
    """The records of one practitioner, and nothing of anybody else's."""
    if not mine:
        raise InputError(file, why=f"it has no record of {practitioner!r}")
    cases = tuple(case for case, ref in zip(caseload.cases, caseload.histories, strict=True) if ref in mine)
    return Caseload(cases, {ref: behind for ref, behind in caseload.histories.items() if ref in mine})


def by_days(days: Sequence[_Read], groups: Mapping[str, str]) -> list[Asked]:
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


def told_by(indicator: Indicator, caseload: Caseload[Facts], day: date) -> dict[str, IndicatorTold | NoPeriod]:
    """What becomes of every record; what is wrong with one is said with its reference."""
    found: dict[str, IndicatorTold | NoPeriod] = {}
    for (reference, behind), record in zip(caseload.histories.items(), caseload.cases, strict=True):
        try:
            found[reference] = of_one(indicator, record, day, behind)
        except RecordError as error:
            raise RecordError(f"{reference}: {error}") from None
    return found


def period_begins(every: Every, day: date) -> date:
    """The first day of the period that a day lies in."""
    (only,) = periods(every, day, day)
    return only.starts

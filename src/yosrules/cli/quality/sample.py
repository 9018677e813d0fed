"""The command `sample`: how many cases to audit, and which."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.audience import AudienceAsked, PractitionerAsked, recipient
from yosrules.cli.common import (
    ErrorsTo,
    Files,
    Force,
    MapGiven,
    SheetName,
    refuse_both,
    refuse_overwriting,
    refuse_without,
    say_of,
)
from yosrules.cli.pages import AsJson, Form, PageForm
from yosrules.cli.quality.answers import Answered, AnswerTo, check_ending_of, give_answer, positive
from yosrules.cli.stdin import from_stdin
from yosrules.disclosure.audience import Audience
from yosrules.errors import YosrulesError
from yosrules.files.cases import read_cases
from yosrules.quality.sample_sizes import SampleSizes, SizeRule
from yosrules.quality.sampling import AuditedCase, AuditPeriod, draw, eligible
from yosrules.reports.sampling import (
    SAMPLE_COLUMNS,
    sample_data,
    sample_for,
    sample_page,
    sample_rows,
    sizes_data,
    sizes_page,
)

_Day = Annotated[
    datetime | None, typer.Option(metavar="YYYY-MM-DD", formats=["%Y-%m-%d", "%d/%m/%Y"], help="A day, itself in.")
]


def sample_for_audit(
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="CASES", callback=from_stdin, help="Cases: a workbook, .csv, .parquet or .json; - is stdin."
        ),
    ],
    seed: Annotated[str, typer.Option(help="A text of your own, such as the quarter; it is printed.")] = "",
    rule: Annotated[SizeRule | None, typer.Option(help="How many cases, by a rule; all are shown.")] = None,
    size: Annotated[int | None, typer.Option(min=1, help="How many cases, by your own decision.")] = None,
    by: Annotated[
        list[str] | None, typer.Option(help="A column to make strata by: disposal, sex, practitioner, ...; repeat it.")
    ] = None,
    at_least: Annotated[int, typer.Option(min=0, help="So many of each stratum, before shares are taken.")] = 0,
    dated: Annotated[str, typer.Option(help="The date that the period is about: referred, sentenced, ...")] = "",
    first: _Day = None,
    last: _Day = None,
    not_audited: Annotated[
        list[str] | None,
        typer.Option(metavar="CASE=WHY", help="A case that was drawn and cannot be audited; repeat it."),
    ] = None,
    z: Annotated[str, typer.Option(help="Standard errors of the formulas; 1.28155 is for 80%.")] = "1.28155",
    margin: Annotated[str, typer.Option(help="The margin of the formulas.")] = "0.05",
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerTo = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
    audience: AudienceAsked = Audience.MANAGER,
    practitioner: PractitionerAsked = "",
) -> None:
    """Draw cases for an audit, in strata, so that anybody with the seed draws the same; or show how many to draw.

    A case may state a `practitioner`, its `sex` and `ethnicity`, and in `excluded` why it is not to be drawn. Without
    --rule and --size the sizes are shown and nothing is drawn. For example:

        yosrules sample cases.csv --rule a-up --seed "2025 Q3" --by disposal --by sex
    """
    files = Files((cases,), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    check_ending_of(out)
    reader = recipient(audience, practitioner)
    refuse_both({"--rule": rule, "--size": size})
    caseload = files.read(lambda maps: read_cases(cases, AuditedCase, maps=maps, sheet=sheet))
    say_of(cases, caseload.unused, caseload.notes if audience is Audience.MANAGER else ())
    period = _period(dated, first, last)
    can, _ = eligible(caseload.cases, period)
    sizes = SampleSizes(len(can), positive("--z", z), positive("--margin", margin))
    if rule is None and size is None:
        refuse_without("--rule or --size", {"--seed": seed, "--by": by, "--not-audited": not_audited, "--out": out})
        give_answer(Answered(sizes_page(sizes), {"sizes": sizes_data(sizes)}, (), ()), form, out, as_json=as_json)
        return
    wanted = size if rule is None else sizes.of(rule)
    unfit = _reasons(not_audited or ())
    found = draw(caseload.cases, wanted or 0, seed, by=by or (), at_least=at_least, period=period, not_audited=unfit)
    found = sample_for(reader, found, {each.reference: each.practitioner for each in caseload.cases})
    page, data = sample_page(found, period, sizes), sample_data(found, period, sizes)
    give_answer(Answered(page, data, SAMPLE_COLUMNS, sample_rows(found)), form, out, as_json=as_json)


def _period(dated: str, first: datetime | None, last: datetime | None) -> AuditPeriod | None:
    if not dated and first is None and last is None:
        return None
    if not dated or first is None or last is None:
        raise YosrulesError("--dated, --first and --last go together: a date of the case, and the days of the period")
    return AuditPeriod(dated, first.date(), last.date())


def _reasons(written: Sequence[str]) -> dict[str, str]:
    found = dict[str, str]()
    for each in written:
        case, equals, why = each.partition("=")
        if not equals or not why.strip():
            raise YosrulesError(f"--not-audited: wrote {each!r}; allowed: the case, = and the reason")
        found[case.strip()] = why.strip()
    return found

"""The command `diff`: two editions compared by meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Annotated

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
    refuse_without,
)
from yosrules.cli.pages import (
    AnswerOut,
    AsJson,
    Form,
    PageForm,
    PagesLanguage,
    Reply,
    check_answer,
    check_language,
    deliver,
    written_as,
)
from yosrules.cli.stdin import from_stdin
from yosrules.cli.subjects import AnyEdition, Subject, subjects
from yosrules.deciding.as_of import Histories, as_of
from yosrules.errors import RecordError, YosrulesError
from yosrules.files.cases import read_cases
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of
from yosrules.proof.diff import Way, diff, touched
from yosrules.records.case import Case
from yosrules.reports.drawing.screen import Screen
from yosrules.reports.plain_proofs import diff_data
from yosrules.reports.proofs import show_diff, show_touched
from yosrules.reports.site.catalogue import ENGLISH, _, written_in
from yosrules.reports.site.document import ABOUT_PEOPLE, ABOUT_POLICIES


def compare_editions(
    old: Annotated[str, typer.Argument(metavar="OLD", help="NAME, NAME@YYYY-MM-DD or NAME@YYYY-MM-DD/READING.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same; without a day it is the last edition.")],
    cases: Annotated[
        Path | None,
        typer.Option(callback=from_stdin, help="A caseload: whom the change touches; - is stdin."),
    ] = None,
    behind: BehindCases = None,
    on: DayAsked = None,
    settings: Settings = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerOut = None,
    language: PagesLanguage = ENGLISH,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Compare two editions by meaning: for whom each outcome is wider or narrower, and what was rewritten."""
    if cases is None:
        given = {"--with": behind, "--on": on, "--map": mapped, "--sheet": sheet, "--errors": errors}
        refuse_without("--cases", given)
    read = [cases, *(behind or ()), settings, mapped]
    refuse_overwriting({"--out": out, "--errors": errors}, *read, force=force)
    check_answer(out, form=form, rows=False, as_json=as_json)
    check_language(language, data=as_json or (out and written_as(out, ".json") is None))
    # Each name is looked up once: a policy that takes settings is built anew each time, and so is its kind of record.
    find = cache(partial(subjects, installed_rulebook(), settings=settings))
    (one, before), (other, after) = (_edition(find, written) for written in (old, new))
    about = one if issubclass(one, other) else other
    if not issubclass(about, one):
        raise YosrulesError(f"{old} is about {one.__name__}, {new} is about {other.__name__}: no comparing them")
    whole: list[Facts] = []
    if cases:
        whole = _caseload(Files((cases, *(behind or ())), mapped, errors, force, sheet), about, old, day_meant(on))
    found = diff(before, after, about)
    those = list(touched(before, after, whole)) if cases else None

    def draw(screen: Screen) -> None:
        show_diff(screen, _("%(old)s and %(new)s", old=old, new=new), found)
        if those is not None:
            show_touched(screen, len(whole), those)

    marking = ABOUT_POLICIES if those is None else ABOUT_PEOPLE
    with written_in(language):
        answer = Reply(_("Editions compared"), draw, lambda: diff_data(found, those), marking=marking)
        deliver(answer, form, out, as_json=as_json)
    raise typer.Exit(1 if any(each.way is Way.UNTOLD for each in found.outcomes) else 0)


def _caseload(files: Files, about: type[Facts], name: str, day: date) -> list[Facts]:
    """The cases as of a day."""
    path, *behind = files.paths
    if not issubclass(about, Case):
        raise YosrulesError(f"{path.name} holds cases, and {name} is not about cases")
    caseload = files.read(lambda maps: read_cases(path, about, behind, maps, sheet=files.sheet))
    return [_as_of(case, day, caseload.histories.get(case.reference, {})) for case in caseload.cases]


def _as_of(case: Case, day: date, behind: Histories) -> Case:
    try:
        return as_of(case, day, behind)
    except RecordError as error:  # its own dates, or what a history says, contradict what its row states
        raise RecordError(f"{case.reference}: {error}") from None


def _edition(find: Callable[[str], list[Subject]], written: str) -> tuple[type[Facts], AnyEdition]:
    """Find the edition written as a name, a day and a reading, and the class of records it is about."""
    rest, __, reading = written.partition("/")
    name, __, day = rest.partition("@")
    policies = find(name)
    if len(policies) > 1:
        scales = one_of([subject.policy.name for subject in policies])
        raise YosrulesError(f"{name} has several scales: write {scales}")
    policy = policies[0].policy
    try:
        edition = policy.on(date.fromisoformat(day)) if day else policy.editions[-1]
    except ValueError:
        raise YosrulesError(f"{written}: {day!r} is not a day; allowed: YYYY-MM-DD") from None
    readings = edition.readings()
    if reading not in readings:
        allowed = one_of([f"{rest}/{each}" if each else rest for each in readings])
        raise YosrulesError(f"{written} is not one reading; write {allowed}")
    return policy.about, readings[reading]

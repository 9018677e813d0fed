"""The commands about one case: explain, referral."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

import typer

from yosrules.cli.common import (
    BehindCases,
    DayAsked,
    ErrorsTo,
    Files,
    Force,
    MapGiven,
    SheetName,
    day_meant,
    installed_rulebook,
    refuse_overwriting,
    say,
)
from yosrules.cli.forums.cases import (
    CasesFile,
    PolicyName,
    Reference,
    allocated,
    by_reference,
    files_of,
    read_caseload,
    say_idle,
    stands_of,
)
from yosrules.cli.pages import (
    AsJson,
    Form,
    Out,
    PageForm,
    PageOut,
    PagesLanguage,
    as_data,
    check_language,
    publish,
    say_json,
)
from yosrules.cli.readings import said_of_readings, side_by_side
from yosrules.deciding.allocate import Allocation
from yosrules.deciding.as_of import Histories
from yosrules.english.explain import explain
from yosrules.errors import InputError
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of
from yosrules.reports.drawing.page import Block, Heading, Page
from yosrules.reports.forum_pages import explained_page, referral_page
from yosrules.reports.site.catalogue import ENGLISH, _, written_in


def explain_case(
    cases: CasesFile,
    reference: Reference,
    policy: PolicyName = None,
    on: DayAsked = None,
    behind: BehindCases = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: Out = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """Say of one case which forums follow and why, what would change the rest, and what is missing."""
    as_json = as_data(out, as_json=as_json)
    check_language(language, data=as_json)
    files = files_of(cases, behind, mapped, errors, sheet, force=force)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    ways = _one(files, reference, policy, day_meant(on))[0]
    if as_json:
        say_json([{"reading": name, "says": explain(each), **each.as_dict()} for name, each in ways.items()], out)
    elif form is Form.TEXT and out is None and language == ENGLISH:
        say(side_by_side({name: explain(each) for name, each in ways.items()}))
    else:
        with written_in(language):
            publish(tuple(_explained(ways)), form, out)


def _explained(ways: Mapping[str, Allocation[Facts]]) -> Iterator[Block]:
    """What is said of a case by each reading, as one page; once where each says the same."""
    yield from said_of_readings({name: explain(each) for name, each in ways.items()})
    pages: dict[Page, list[str]] = {}
    for name, each in ways.items():
        pages.setdefault(explained_page(each), []).append(name)
    for page, names in pages.items():
        if len(pages) > 1:
            yield Heading(_("Read as: %(name)s", name=one_of(names)), 1)
        yield from page


def refer_case(
    cases: CasesFile,
    reference: Reference,
    forum: Annotated[str, typer.Option(help="The short name of the forum, such as RSM.")],
    policy: PolicyName = None,
    on: DayAsked = None,
    behind: BehindCases = None,
    form: PageForm = Form.MARKDOWN,
    out: PageOut = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """Write the referral of one case to one forum, on the template that every forum uses."""
    files = files_of(cases, behind, mapped, errors, sheet, force=force)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    ways, histories = _one(files, reference, policy, day_meant(on))
    with written_in(language):
        publish(tuple(_referrals(ways, forum, histories)), form, out)


def _referrals(ways: Mapping[str, Allocation[Facts]], forum: str, histories: Histories) -> Iterator[Block]:
    """The referral by each reading, as one page."""
    stands = {name: stands_of(each) for name, each in ways.items()}
    yield from said_of_readings(stands)
    for name, allocation in ways.items():
        if name:
            yield Heading(_("Read as: %(name)s", name=name), 1)
        yield from referral_page(allocation, forum, histories)


def _one(files: Files, reference: str, policy: str | None, day: date) -> tuple[dict[str, Allocation[Facts]], Histories]:
    """One case by each reading of the policy, and what lies behind it."""
    chosen = installed_rulebook().forum_policy(policy)
    found = by_reference(read_caseload(files, chosen)).get(reference)
    if found is None:
        raise InputError(files.paths[0].name, why=f"it has no case {reference!r}")
    say_idle(chosen, {reference: found[1]})
    ways = chosen.on(day).readings()
    return {name: allocated(chosen, reference, *found, day, read) for name, read in ways.items()}, found[1]

"""The command `report`: one self-contained page from a service's files, by a TOML file that says what goes in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import attrs
import typer

from yosrules.cli.audience import AudienceAsked, PractitionerAsked, SmallAsked, SmallCounts, recipient
from yosrules.cli.common import DayAsked, Force, day_meant, installed_rulebook, needing, refuse_overwriting, say
from yosrules.cli.pages import Form, PagesLanguage, written_as
from yosrules.cli.report.kinds import ReportPlan, WantedSection
from yosrules.cli.report.making import LeftOut, Made, Making
from yosrules.cli.report.plan import read_plan
from yosrules.cli.report.sections import make_section
from yosrules.disclosure.audience import Audience, Recipient
from yosrules.errors import InputError, YosrulesError
from yosrules.files.writing.atomic import write_whole
from yosrules.reports.board.page import report_html
from yosrules.reports.board.section import CountedSection, Report, Section
from yosrules.reports.board.settling import settled_counts
from yosrules.reports.site.catalogue import ENGLISH, _, own_words, translated, written_in
from yosrules.reports.site.document import ABOUT_PEOPLE, ABOUT_POLICIES

if TYPE_CHECKING:
    from yosrules.disclosure.suppress import Floor


def write_report(
    toml: Annotated[Path, typer.Argument(metavar="TOML", help="What goes in: a section each, with its files.")],
    out: Annotated[Path, typer.Option("--out", help="The page to write: an .html file that stands alone.")],
    audience: AudienceAsked = Audience.MANAGER,
    practitioner: PractitionerAsked = "",
    small: SmallAsked = SmallCounts.FROM_1_TO_5,
    on: DayAsked = None,
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """Write a report of a service: ratings, forums, attendance, indicators and more, with charts, in one page.

    The TOML file has a title and sections; each has a kind, its files (beside the TOML file), and what else the command
    of its kind takes. A report for the service holds nobody, and small counts of all its tables are hidden together.
    For example:

        yosrules report specs/derby-2019/report.toml --out report.html --audience service
    """
    if written_as(out) is not Form.HTML:
        raise YosrulesError(f"--out {out}: a report is a page; allowed: a name that ends in .html")
    reader = recipient(audience, practitioner)
    plan = read_plan(toml)
    refuse_overwriting({"--out": out}, toml, *(path for each in plan.sections for path in each.read), force=force)
    day = plan.day or day_meant(on)
    with needing("quality,reports", "report"), written_in(language):
        made = _all_made(plan, reader, day, toml)
        floor = attrs.evolve(small.floor(), cites="as the service decided") if reader.protects else None
        report = _report(plan, _written(made, floor), reader, day, floor)
        write_whole(out, report_html(report).encode())
    many = len(report.sections)
    say(f"{out.name}: {many} section{'s' * (many != 1)}, for {_whom(reader)}")
    for each in made:
        if isinstance(each, LeftOut):
            say(f"left out: {each.title}: {each.why}", err=True)


def _all_made(plan: ReportPlan, reader: Recipient, day: date, toml: Path) -> list[Made]:
    book = installed_rulebook()
    made = [
        _made(
            Making(
                book,
                reader,
                day,
                place,
                own_words(each.title) or translated(each.called),
                _paragraphs(each.words),
                own_words(each.word),
            ),
            each,
            toml.name,
        )
        for place, each in enumerate(plan.sections, 1)
    ]
    if reader.protects:
        _refuse_names(toml, plan, made)
    return made


def _paragraphs(words: str) -> tuple[str, ...]:
    return tuple(own_words(" ".join(each.split())) for each in words.split("\n\n") if each.strip())


def _made(making: Making, wanted: WantedSection, file: str) -> Made:
    try:
        return make_section(making, wanted)
    except InputError:
        raise
    except YosrulesError as error:
        raise YosrulesError(f"{file}, section {making.place}: {error}") from None


def _written(made: Sequence[Made], floor: Floor | None) -> list[Section]:
    """The sections, once it is settled in one run what all of them together may show."""
    counted = [each for each in made if isinstance(each, CountedSection)]
    shown = iter(settled_counts(counted, floor))
    return [
        each.write(next(shown)) if isinstance(each, CountedSection) else each
        for each in made
        if not isinstance(each, LeftOut)
    ]


def _report(plan: ReportPlan, sections: Sequence[Section], reader: Recipient, day: date, floor: Floor | None) -> Report:
    if not sections:
        raise YosrulesError("every section is left out for this reader, so there is no report")
    mark = ABOUT_POLICIES if reader.protects else ABOUT_PEOPLE
    whom = _whom(reader)
    said = [_("For %(whom)s.", whom=whom)]
    if floor:
        said.append(_("In all of its tables together, %(floor)s; so are others from which they follow.", floor=floor))
    marking = _("%(marking)s - for %(whom)s", marking=mark, whom=whom)
    return Report(own_words(plan.title), own_words(plan.service), day, marking, " ".join(said), tuple(sections))


def _whom(reader: Recipient) -> str:
    if reader.audience is Audience.SERVICE:
        return _("everybody in the service: it holds no individual")
    if reader.audience is Audience.MANAGER:
        return _("managers of the service only")
    return _("%(practitioner)s only", practitioner=reader.practitioner)


def _refuse_names(toml: Path, plan: ReportPlan, made: Sequence[Made]) -> None:
    """Refuse a report for everybody whose own words, or the names of whose files, name somebody of its files."""
    names = {name.casefold() for each in made if not isinstance(each, LeftOut) for name in each.names}
    named = [each for each in names if re.search(r"[^\W\d]", each)]
    for where, words in _own_words(plan):
        for each in named:
            if each in words and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", words):
                why = f"{where} names somebody of its files; a report for the service does not"
                raise InputError(toml.name, why=why)


_PRINTED = ("title", "words", "word", "names", "seed", "by", "groups")
"""What of a section's own words stands on the page."""


def _own_words(plan: ReportPlan) -> Iterator[tuple[str, str]]:
    """What a service wrote itself, by where it stands, in small letters."""
    yield from (("title", plan.title.casefold()), ("service", plan.service.casefold()))
    for place, each in enumerate(plan.sections, 1):
        said = attrs.asdict(each, recurse=False)
        told = [str(said[name]) for name in _PRINTED if name in said]
        yield f"section {place}", " ".join([*told, *(path.name for path in each.read)]).casefold()

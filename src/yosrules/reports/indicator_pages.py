"""Pages about indicators: an edition in English, the settings that it needs first, one record with its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yosrules.deciding.decide import Verdict
from yosrules.english.describe import because, called, day, guarantee_in_english, missing
from yosrules.english.indicator import cohorts_in_words, reckoned_in_words, target_in_words
from yosrules.english.measured import measured_in_words
from yosrules.english.standing import first_day, standing_in_words
from yosrules.policies.indicators.indicator import Cohort, Indicator, Membership
from yosrules.policies.indicators.open_indicators import OpenIndicator
from yosrules.policies.policy import Edition
from yosrules.quality.indicators import IndicatorTold, NoPeriod
from yosrules.quality.outturns import Outturn
from yosrules.reports.drawing.page import Block, Drawing, Heading, Page, Points
from yosrules.reports.site.catalogue import _


def indicator_page(indicator: Indicator, edition: Edition[Cohort]) -> Page:
    """A page of one edition: whom it counts, who is left out, what meets it, the target, and every convention."""
    return tuple(_page(indicator, edition))


def _page(indicator: Indicator, edition: Edition[Cohort]) -> Iterator[Block]:
    yield Heading(indicator.name, 1)
    yield f"{indicator.title}. {standing_in_words(edition)}" + (
        f" {_('Source: %(cites)s.', cites=edition.cites)}" if edition.cites else ""
    )
    for name, read in edition.readings().items():
        yield Heading(_("Read as: %(name)s", name=name) if name else _("Whom it counts, and what meets it"))
        yield Points((*cohorts_in_words(read), target_in_words(read)))
        if read.guarantees:
            yield Heading(_("Promises"))
            yield Points(tuple(guarantee_in_english(each, read) for each in read.guarantees))
    yield Heading(_("How it is reckoned"))
    yield Points((*reckoned_in_words(indicator), *measured_in_words(indicator.about, {*edition.reads()})))
    if indicator.not_stated:
        yield Heading(_("Not stated in the source"))
        yield Points(indicator.not_stated)


def open_page(indicator: OpenIndicator) -> Page:
    """A page of an indicator that has no limits before a service writes them: which, and how they are given."""
    return (
        Heading(indicator.name, 1),
        _(
            "%(title)s. It has no limits of its own: a service writes them, with their source and the day from which "
            "they apply, in a TOML file that is given with --settings.",
            title=indicator.title,
        ),
        Heading(_("Settings of each edition")),
        Points(tuple(f"{each.name}: {each.what}; {each.allowed}" for each in indicator.settings)),
        Heading(_("Written as")),
        Drawing((f"[[{indicator.name}]]", "starts = YYYY-MM-DD", 'source = "…"', *_settings(indicator))),
    )


def _settings(indicator: OpenIndicator) -> Iterator[str]:
    yield from (f"{each.name} = …" for each in indicator.settings)


def indicator_editions(indicator: Indicator | OpenIndicator) -> str:
    """The days from which its editions are in force, a line each, for a list."""
    if isinstance(indicator, OpenIndicator):
        return "needs --settings"
    return "\n".join(first_day(edition) for edition in indicator.editions)


def told_page(reference: str, found: Mapping[str, IndicatorTold | NoPeriod]) -> Page:
    """What becomes of one record by each reading, with every reason, as a page."""
    return tuple(_told(reference, found))


def _told(reference: str, found: Mapping[str, IndicatorTold | NoPeriod]) -> Iterator[Block]:
    for name, each in found.items():
        if name:
            yield Heading(f"Read as: {name}")
        if isinstance(each, NoPeriod):
            yield f"{reference} is in no period: {each.value}."
            continue
        yield f"{reference}: {each.outturn.value}. {_day_of(each)}: {day(each.day)}."
        yield Points(tuple(_why(each)))


def _day_of(told: IndicatorTold) -> str:
    """What the day is by which a record falls into a period."""
    called_so = "as known on" if told.indicator.dated is None else called(told.indicator.dated)
    return called_so[:1].upper() + called_so[1:]


_STANDS = {
    (Membership.COUNTED, Verdict.HOLDS): "Counted",
    (Membership.COUNTED, Verdict.FAILS): "Not counted",
    (Membership.COUNTED, Verdict.CANNOT_TELL): "Cannot tell whether it counts",
    (Membership.EXCEPTED, Verdict.HOLDS): "Left out",
    (Membership.EXCEPTED, Verdict.FAILS): "Not left out",
    (Membership.EXCEPTED, Verdict.CANNOT_TELL): "Cannot tell whether it is left out",
    (Membership.MEETS, Verdict.HOLDS): "Met",
    (Membership.MEETS, Verdict.FAILS): "Not met",
    (Membership.MEETS, Verdict.CANNOT_TELL): "Cannot tell whether it is met",
}


def _why(told: IndicatorTold) -> Iterator[str]:
    # Who is not counted is not asked further, nor who is left out.
    asked = {Outturn.NOT_COUNTED: 1, Outturn.EXCEPTED: 2}.get(told.outturn, 3)
    for membership in [*Membership][:asked]:
        for ruled in told.because(membership):
            reason = ruled.rule.outcome.why
            yield f"{_STANDS[membership, told.verdict(membership)]}{f' ({reason})' * bool(reason)}: {because(ruled)}."
    if told.missing:
        yield f"Not on record: {missing(told.missing)}."

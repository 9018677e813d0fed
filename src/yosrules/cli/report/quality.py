"""Sections about indicators and the quality programme, worked out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from yosrules.cli.common import say_of
from yosrules.cli.indicators.command import by_days, period_begins, told_by
from yosrules.cli.report.kinds import WantedDisparity, WantedIndicator, WantedOversight, WantedSample
from yosrules.cli.report.making import Made, Making, file_names, scope_of
from yosrules.disclosure.audience import Audience
from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.tables import Run
from yosrules.errors import YosrulesError
from yosrules.files.cases import read_cases
from yosrules.files.indicator_settings import settled_indicator
from yosrules.files.one_table import read_one_table
from yosrules.files.oversight import read_oversight
from yosrules.quality.disparity import COUNT_OF, Terms, disparities
from yosrules.quality.figures import NO_GROUP, figures
from yosrules.quality.oversight import OVERSIGHT_LEVELS
from yosrules.quality.periods import month_ends
from yosrules.quality.sample_sizes import SampleSizes
from yosrules.quality.sampling import AuditedCase, draw, eligible
from yosrules.reports.board.indicator_count import IndicatorCount
from yosrules.reports.board.indicators import indicator_content
from yosrules.reports.board.quality import disparity_content, oversight_content, sample_content
from yosrules.reports.board.section import Basis, Content
from yosrules.reports.board.shown import Shown
from yosrules.reports.sampling import sample_for, size_in_words
from yosrules.reports.site.catalogue import _, own_words


def make_indicator(making: Making, wanted: WantedIndicator) -> Made:
    """The figures of an indicator."""
    whose = wanted.practitioner if making.own_only else wanted.by
    if making.own_only and not whose:
        return making.left_out("it does not say, with practitioner =, under which heading stands whose a record is")
    _check_groups(making, wanted)
    chosen = settled_indicator(making.rulebook.indicator(wanted.indicator or None), wanted.settings)
    day, files = wanted.day or making.day, wanted.files(wanted.file, *wanted.behind)
    keep = [*dict.fromkeys(filter(None, (whose, wanted.practitioner)))]
    caseload = files.read(lambda maps: read_cases(wanted.file, chosen.about, wanted.behind, maps, keep, wanted.sheet))
    if making.reader.audience is Audience.MANAGER:
        say_of(wanted.file, [each for each in caseload.unused if each not in keep], caseload.notes)
    groups = {each: (caseload.kept[each][0] or NO_GROUP) if whose else "" for each in caseload.histories}
    if not making.own_only:
        groups = _told_apart(wanted, groups)
    mine = {*making.reader.own(groups, groups.__getitem__)} if making.own_only else {*groups}
    if not mine:
        return making.left_out(f"it has no record of {making.reader.practitioner}")
    ways = chosen.readings()
    since = wanted.since or period_begins(wanted.period, day)
    days = [day] if chosen.dated else [*month_ends(since, day)]
    asked = {
        name: [each for each in by_days([told_by(way, caseload, on) for on in days], groups) if each[0] in mine]
        for name, way in ways.items()
    }
    found = {
        name: figures(way, [(group, told) for _, group, told in asked[name]], wanted.period, day)
        for name, way in ways.items()
    }
    used = {starts for of in found.values() for each in of.of for starts in each.by}
    editions = [each for each in chosen.editions if each.starts in used] or [chosen.editions[-1]]
    basis = Basis.of_editions(file_names(*files.paths), day, chosen.name, editions)
    named = "" if making.own_only else own_words(wanted.by)
    counted = IndicatorCount(str(making.place), found, asked, named, wanted.groups)
    content = partial(indicator_content, counted)
    names = {*caseload.histories, *(of[-1] for of in caseload.kept.values() if wanted.practitioner and of[-1])}
    return making.counted(scope_of("records", wanted.file), counted, content, basis, names)


def _check_groups(making: Making, wanted: WantedIndicator) -> None:
    """Refuse groups without a column, and for everybody any that the service does not name itself."""
    if wanted.groups and not wanted.by:
        raise YosrulesError("groups: allowed: beside by, which says under which heading they stand")
    if making.reader.protects and wanted.by and not wanted.groups:
        why = "a group may be one person, and a report for the service has those only that it is told to"
        raise YosrulesError(f'by: {why}; name them with groups, such as ["East", "West"]')


def _told_apart(wanted: WantedIndicator, groups: dict[str, str]) -> dict[str, str]:
    """The group of each record, those together that are not to be told apart."""
    if not wanted.groups:
        return groups
    if strange := next((each for each in wanted.groups if each not in groups.values()), None):
        raise YosrulesError(f"groups: no record has {strange!r} under {wanted.by!r}")
    apart = {*wanted.groups, NO_GROUP}
    return {each: group if group in apart else _("other groups") for each, group in groups.items()}


def make_oversight(making: Making, wanted: WantedOversight) -> Made:
    """How oversight was judged."""
    if making.own_only:
        return making.left_out("how managers were judged has nothing of a practitioner's own")
    found = wanted.files(wanted.file).read(
        lambda _: read_oversight(wanted.file, wanted.levels or OVERSIGHT_LEVELS, wanted.sheet)
    )
    last = max(found.rounds, default=None)
    names = {each for row in found.rows for each in (row.manager, row.case) if each}
    by = _("the levels %(levels)s, the lowest first", levels=", ".join(found.levels))
    return making.section(oversight_content(found, making.reader), Basis(file_names(wanted.file), last, by), names)


def make_disparity(making: Making, wanted: WantedDisparity) -> Made:
    """The indices of groups."""
    if making.own_only:
        return making.left_out("a table of groups has nothing of a practitioner's own")
    table = wanted.files(wanted.file).read(
        lambda maps: read_one_table(
            wanted.file,
            COUNT_OF[wanted.denominator],
            called="disparity",
            whose="decision",
            people=False,
            maps=maps,
            sheet=wanted.sheet,
        )
    )
    say_of(wanted.file, table.unused, table.notes)
    terms = Terms(wanted.denominator, wanted.reference, wanted.pool, wanted.smallest)
    found = disparities(table.rows, terms)
    by = _("relative rate indices, with Wald's interval of 95 per cent and the exact one of Clopper and Pearson")
    basis = Basis(file_names(wanted.file), wanted.day, by)
    from yosrules.reports.shared_disparity import disparities_shown, disparity_run  # noqa: PLC0415 -- an extra

    def content(shown: Shown) -> Iterator[Content]:
        seen = found if shown.protected is None else disparities_shown(found, shown.protected)
        return disparity_content(seen, terms)

    return making.counted(scope_of("counts", wanted.file), disparity_run(found, terms), content, basis)


def make_sample(making: Making, wanted: WantedSample) -> Made:
    """A sample and what it covers."""
    files = wanted.files(wanted.file)
    caseload = files.read(lambda maps: read_cases(wanted.file, AuditedCase, maps=maps, sheet=wanted.sheet))
    can, _ = eligible(caseload.cases)
    if bool(wanted.size) is (wanted.rule is not None):
        raise YosrulesError("size and rule: allowed: one of them")
    size = wanted.size or (SampleSizes(len(can)).of(wanted.rule) if wanted.rule else 0)
    found = draw(caseload.cases, size, wanted.seed, by=wanted.by, at_least=wanted.at_least)
    whose = {each.reference: each.practitioner for each in caseload.cases}
    basis = Basis(file_names(wanted.file), wanted.day, size_in_words(wanted.rule))
    # Where every case can be drawn, their number is that of all cases, which other sections may tell.
    of = CountOf("cases that can be drawn" if found.excluded else "cases")
    content = partial(sample_content, sample_for(making.reader, found, whose), of, making.reader)
    names = {*caseload.histories, *filter(None, whose.values())}
    return making.counted(scope_of("cases", wanted.file), Run((), {of: found.cases}), content, basis, names)

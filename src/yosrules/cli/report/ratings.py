"""Sections about ratings and forums, worked out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import attrs

from yosrules.cli.forums.cases import allocated, by_reference, read_caseload, say_idle
from yosrules.cli.ratings import rate_all
from yosrules.cli.report.kinds import WantedForums, WantedRatings, WantedSection, WantedTrend
from yosrules.cli.report.making import Made, Making, file_names, scope_of
from yosrules.errors import InputError
from yosrules.ratings.rated import RatedSheet
from yosrules.reports.board.division import run_of
from yosrules.reports.board.forums import ForumCount, forums_content
from yosrules.reports.board.ratings import basis_of_ratings, ratings_content, trend_content
from yosrules.reports.board.section import Basis
from yosrules.reports.site.catalogue import own_words


def make_ratings(making: Making, wanted: WantedRatings) -> Made:
    """One audit beside others."""
    *beside, sheet = _rated(making, wanted, wanted.framework, wanted.names, *wanted.beside, wanted.file)
    basis = basis_of_ratings(file_names(*wanted.beside, wanted.file), sheet)
    return making.section(ratings_content(sheet, beside), basis)


def make_trend(making: Making, wanted: WantedTrend) -> Made:
    """Audits that follow each other."""
    sheets = _rated(making, wanted, wanted.framework, wanted.names, *wanted.audits)
    return making.section(trend_content(sheets), basis_of_ratings(file_names(*wanted.audits), sheets[-1]))


def _rated(
    making: Making, wanted: WantedSection, framework: str, names: Sequence[str], *paths: Path
) -> list[RatedSheet]:
    """One sheet of each file, under the name that is given for it."""
    if names and len(names) != len(paths):
        raise InputError("names", why=f"{len(names)} are given for {len(paths)} files; allowed: one for each")
    book, day = making.rulebook, wanted.day or making.day
    found = rate_all(wanted.files(*paths), book.framework(framework) if framework else book.framework_on(day), book)
    for path, each in zip(paths, found, strict=True):
        if len(each) > 1:
            raise InputError(path.name, why=f"it holds {len(each)} services; a report is of one")
    sheets = [each for (each,) in found]
    titles = [*map(own_words, names)] or [each.title for each in sheets]
    return [attrs.evolve(each, title=name) for each, name in zip(sheets, titles, strict=True)]


def make_forums(making: Making, wanted: WantedForums) -> Made:
    """A caseload put to a forum policy."""
    if making.own_only and not wanted.practitioner:
        return making.left_out("it does not say, with practitioner =, under which heading stands whose a case is")
    policy, day = making.rulebook.forum_policy(wanted.policy or None), wanted.day or making.day
    files = wanted.files(wanted.file, *wanted.behind)
    caseload = read_caseload(files, policy, [wanted.practitioner] if wanted.practitioner else ())
    say_idle(policy, caseload.histories)
    found, edition = by_reference(caseload), policy.on(day)
    own = making.reader.own(found, lambda each: caseload.kept[each][0]) if making.own_only else [*found]
    if not own:
        return making.left_out(f"it has no case of {making.reader.practitioner}")
    counted = ForumCount(
        {
            name: [allocated(policy, each, *found[each], day, way) for each in own]
            for name, way in edition.readings().items()
        }
    )
    basis = Basis.of_editions(file_names(*files.paths), day, policy.name, [edition])
    content = partial(forums_content, counted, making.reader)
    names = {*found, *(cell for cells in caseload.kept.values() for cell in cells if cell)}
    return making.counted(scope_of("cases", wanted.file), run_of(counted.divisions()), content, basis, names)

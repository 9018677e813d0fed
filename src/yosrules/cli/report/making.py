"""Each section of a report worked out by the verb that its command uses, for one reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import attrs

from yosrules.cli.forums.cases import allocated, by_reference, read_caseload, say_idle
from yosrules.cli.ratings import rate_all
from yosrules.cli.report.kinds import (
    Wanted,
    WantedForums,
    WantedRatings,
    WantedText,
    WantedTrend,
)
from yosrules.disclosure.audience import Audience, Recipient
from yosrules.errors import InputError
from yosrules.hooks.load import Rulebook
from yosrules.ratings.rated import RatedSheet
from yosrules.reports.board.forums import ForumCount, forums_counted
from yosrules.reports.board.ratings import basis_of_ratings, ratings_content, trend_content
from yosrules.reports.board.section import Basis, Counted, Section


@attrs.frozen
class LeftOut:
    """A section that is not in a report, and why."""

    title: str
    why: str


Made: TypeAlias = Section | Counted | LeftOut
"""What becomes of a section."""


@attrs.frozen
class Making:
    """What sections are made with: what is installed, for whom the report is, and of which day."""

    rulebook: Rulebook
    reader: Recipient
    day: date

    def of(self, wanted: Wanted, title: str) -> Made:
        """One section."""
        words = tuple(" ".join(each.split()) for each in wanted.words.split("\n\n") if each.strip())
        match wanted:
            case WantedText():
                return Section(title, (), None, words)
            case WantedRatings():
                return self._ratings(wanted, title, words)
            case WantedTrend():
                return self._trend(wanted, title, words)
            case WantedForums():
                return self._forums(wanted, title, words)
            case _:
                raise NotImplementedError

    def _ratings(self, wanted: WantedRatings, title: str, words: tuple[str, ...]) -> Section:
        sheets = self._rated(wanted, wanted.framework, wanted.names, *wanted.beside, wanted.file)
        *beside, sheet = sheets
        basis = basis_of_ratings(_named(*wanted.beside, wanted.file), sheet)
        return Section(title, tuple(ratings_content(sheet, beside)), basis, words)

    def _trend(self, wanted: WantedTrend, title: str, words: tuple[str, ...]) -> Section:
        sheets = self._rated(wanted, wanted.framework, wanted.names, *wanted.audits)
        return Section(title, tuple(trend_content(sheets)), basis_of_ratings(_named(*wanted.audits), sheets[-1]), words)

    def _rated(self, wanted: Wanted, framework: str, names: Sequence[str], *paths: Path) -> list[RatedSheet]:
        if names and len(names) != len(paths):
            raise InputError("names", why=f"{len(names)} names are given for {len(paths)} files; allowed: one each")
        chosen = self.rulebook.framework(framework) if framework else self.rulebook.framework_on(wanted.day or self.day)
        rated = rate_all(wanted.files(*paths), chosen, self.rulebook)
        for path, each in zip(paths, rated, strict=True):
            if len(each) > 1:
                raise InputError(path.name, why=f"it holds {len(each)} services; a report is of one")
        sheets = [each for (each,) in rated]
        return [attrs.evolve(each, title=name) for each, name in zip(sheets, names or _titles(sheets), strict=True)]

    def _forums(self, wanted: WantedForums, title: str, words: tuple[str, ...]) -> Counted | LeftOut:
        if self.reader.audience is Audience.PRACTITIONER and not wanted.practitioner:
            return LeftOut(title, "it does not say with practitioner = which heading says whose a case is")
        policy, day = self.rulebook.forum_policy(wanted.policy or None), wanted.day or self.day
        files = wanted.files(wanted.file, *wanted.behind)
        caseload = read_caseload(files, policy, [wanted.practitioner] if wanted.practitioner else ())
        say_idle(policy, caseload.histories)
        found, edition = by_reference(caseload), policy.on(day)
        own = [*found]
        if self.reader.audience is Audience.PRACTITIONER:
            own = self.reader.own(found, lambda each: caseload.kept.get(each, ("",))[0])
        if not own:
            return LeftOut(title, f"it has no case of {self.reader.practitioner}")
        ways = edition.readings()
        counted = ForumCount(
            {name: [allocated(policy, each, *found[each], day, way) for each in own] for name, way in ways.items()}
        )
        basis = Basis.of_edition(_named(*files.paths), day, policy.name, edition)
        made = forums_counted(title, words, counted, self.reader, basis, f"cases of {wanted.file}")
        return attrs.evolve(made, names=frozenset(found))


def _named(*paths: Path) -> tuple[str, ...]:
    return tuple(path.name for path in paths)


def _titles(sheets: Sequence[RatedSheet]) -> list[str]:
    return [each.title for each in sheets]

"""The kinds of section that a report can have, and what each says: its files, its policy, its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, cast

import attrs

from yosrules.cli.common import Files
from yosrules.quality.disparity import SMALLEST, Denominator
from yosrules.quality.periods import Every
from yosrules.quality.sample_sizes import SizeRule
from yosrules.reports.site.catalogue import to_translate


@attrs.frozen(kw_only=True)
class WantedSection:
    """What every section may say: what it is called, in the service's own words, and of which day.

    `word` is on whose word its files are: who judged, counted or wrote what stands in them.
    """

    called: ClassVar[str]
    """What a section of the kind is called that has no title."""

    title: str = ""
    words: str = ""
    word: str = ""
    day: date | None = None
    map: Path | None = None
    sheet: str = ""

    def files(self, *paths: Path) -> Files:
        """Files, and how they are to be read."""
        return Files(paths, self.map, sheet=self.sheet)

    @property
    def read(self) -> tuple[Path, ...]:
        """Every file that the section reads."""
        values = [cast("object", getattr(self, each.name)) for each in attrs.fields(type(self))]
        return tuple(each for value in values for each in several(value) if isinstance(each, Path))


def several(value: object) -> Sequence[object]:
    """The values of a key that may have more than one."""
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)


@attrs.frozen(kw_only=True)
class WantedText(WantedSection):
    """The service's own words, without a figure."""

    (called,) = to_translate("In our words")


@attrs.frozen(kw_only=True)
class WantedRatings(WantedSection):
    """One audit or inspection, beside others. `names` are what they are called, those beside first."""

    (called,) = to_translate("Ratings")

    file: Path
    beside: tuple[Path, ...] = ()
    names: tuple[str, ...] = ()
    framework: str = ""


@attrs.frozen(kw_only=True)
class WantedTrend(WantedSection):
    """Audits of several quarters, the oldest first."""

    (called,) = to_translate("Ratings over time")

    audits: tuple[Path, ...]
    names: tuple[str, ...] = ()
    framework: str = ""


@attrs.frozen(kw_only=True)
class WantedForums(WantedSection):
    """A caseload put to a forum policy. `practitioner` is the heading of whose case each is."""

    (called,) = to_translate("Forums")

    file: Path
    behind: tuple[Path, ...] = attrs.field(default=(), metadata={"key": "with"})
    policy: str = ""
    practitioner: str = ""


@attrs.frozen(kw_only=True)
class WantedAttendance(WantedSection):
    """Absences by an attendance policy."""

    file: Path
    behind: tuple[Path, ...] = attrs.field(default=(), metadata={"key": "with"})
    policy: str = ""
    settings: Path | None = None
    pattern: str = ""
    no_stages: bool = False


@attrs.frozen(kw_only=True)
class WantedInterviews(WantedAttendance):
    """Return-to-work interviews."""

    (called,) = to_translate("Return-to-work interviews")


@attrs.frozen(kw_only=True)
class WantedStages(WantedAttendance):
    """The stages of an attendance policy that are due."""

    (called,) = to_translate("Stages of sickness absence")


@attrs.frozen(kw_only=True)
class WantedWorker(WantedAttendance):
    """One worker's year."""

    (called,) = to_translate("One worker's year")

    worker: str


@attrs.frozen(kw_only=True)
class WantedIndicator(WantedSection):
    """The figures of an indicator, by period. `by` is the heading of a group; `groups` are told apart."""

    (called,) = to_translate("Indicator")

    file: Path
    behind: tuple[Path, ...] = attrs.field(default=(), metadata={"key": "with"})
    indicator: str = ""
    settings: Path | None = None
    period: Every = Every.QUARTER
    since: date | None = None
    by: str = ""
    groups: tuple[str, ...] = ()
    practitioner: str = ""


@attrs.frozen(kw_only=True)
class WantedOversight(WantedSection):
    """How managers' oversight was judged, round by round."""

    (called,) = to_translate("Management oversight")

    file: Path
    levels: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class WantedDisparity(WantedSection):
    """Relative rate indices of groups."""

    (called,) = to_translate("Disparity")

    file: Path
    denominator: Denominator
    reference: str
    pool: bool = False
    smallest: int = SMALLEST


@attrs.frozen(kw_only=True)
class WantedSample(WantedSection):
    """A sample of cases for an audit, and what it covers."""

    (called,) = to_translate("Sample for audit")

    file: Path
    seed: str
    size: int = 0
    rule: SizeRule | None = None
    by: tuple[str, ...] = ()
    at_least: int = 0


SECTION_KINDS: Mapping[str, type[WantedSection]] = {
    "text": WantedText,
    "ratings": WantedRatings,
    "trend": WantedTrend,
    "forums": WantedForums,
    "interviews": WantedInterviews,
    "stages": WantedStages,
    "worker": WantedWorker,
    "indicator": WantedIndicator,
    "oversight": WantedOversight,
    "disparity": WantedDisparity,
    "sample": WantedSample,
}
"""The kinds of section, and what each says."""


@attrs.frozen(kw_only=True)
class ReportPlan:
    """The whole of it."""

    title: str
    service: str = ""
    day: date | None = None
    sections: tuple[WantedSection, ...] = ()

"""The options of `indicators` for figures that are no shares: a rate of a population, and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.cli.common import Files, refuse_without
from yosrules.errors import YosrulesError
from yosrules.files.mapping.maps import suggestion
from yosrules.files.one_table import read_one_table
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.indicators.indicator import Indicator
from yosrules.quality.figures import Series
from yosrules.quality.rates import Population, Scale
from yosrules.reports.indicators import Asked
from yosrules.reports.no_shares import Beside, frequencies_of, rates_of

PopulationFile = Annotated[
    Path | None,
    typer.Option(help="With --per: the children of each group: `group` (all is everybody), `starts`, `children`."),
]
PerChildren = Annotated[
    Scale | None, typer.Option("--per", help="The rate of those that met it, for so many children of --population.")
]
TimesOf = Annotated[
    str, typer.Option("--times", metavar="FACT", help="How often in all, by a number that records state: reoffences.")
]


@attrs.frozen
class NoShares:
    """Which figures that are no shares are asked for."""

    population: Path | None
    per: Scale | None
    times: str

    def __attrs_post_init__(self) -> None:
        refuse_without("--per", {"--population": self.population if self.per is None else None})
        refuse_without("--population", {"--per": self.per if self.population is None else None})
        if self.per and self.times:
            raise YosrulesError("--per and --times: choose one")

    @property
    def given(self) -> dict[str, object]:
        """The options that were given."""
        return {"--per": self.per, "--times": self.times}

    def beside(
        self,
        indicator: Indicator,
        found: Mapping[str, Series],
        asked: Mapping[str, Sequence[Asked]],
        files: Files,
    ) -> dict[str, Beside]:
        """What stands beside the figures of each reading; nothing, if nothing was asked for."""
        if self.times:
            counted = self._counted(indicator)
            return {name: frequencies_of(each, asked[name], counted) for name, each in found.items()}
        population, per = self.population, self.per
        if population is None or per is None:
            return {}
        read = files.read(
            lambda _: read_one_table(population, Population, called="populations", whose="group", people=False)
        )
        return {name: rates_of(each, read.rows, per) for name, each in found.items()}

    def _counted(self, indicator: Indicator) -> Fact:
        whole = {name: fact for name, fact in vocabulary(indicator.about).items() if fact.kind is int}
        if self.times not in whole:
            allowed = ", ".join(whole) or "none: its records state no whole number"
            raise YosrulesError(f"--times {self.times}: allowed: {allowed}{suggestion(self.times, whole)}")
        return whole[self.times]

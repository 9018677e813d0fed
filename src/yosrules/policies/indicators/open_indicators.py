"""An indicator whose limits each service settles for itself, edition by edition: local, dated data, with no default."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import cast

import attrs

from yosrules.errors import LanguageError, PolicyError
from yosrules.policies.citation import cite
from yosrules.policies.indicators.indicator import Cohort, Indicator
from yosrules.policies.open_policies import Setting
from yosrules.policies.policy import Edition, Example, Rule

_OF_EDITION = ("starts", "ends", "source")
"""What every edition states beside its settings; `ends` may be left out."""


@attrs.frozen
class OpenIndicator:
    """An indicator that cannot be used before its editions are given, each with its settings; `build` makes its rules.

    `whole` is the indicator without editions of its own: a function of them. `examples` are those of an edition, at the
    limits that its settings draw.
    """

    name: str
    title: str
    settings: tuple[Setting, ...]
    build: Callable[[Mapping[str, int | Decimal]], tuple[Rule[Cohort], ...]]
    whole: Callable[[tuple[Edition[Cohort], ...]], Indicator]
    examples: Callable[[Mapping[str, int | Decimal]], Iterable[Example]] = lambda _: ()

    def settle(self, written: Mapping[str, object]) -> Indicator:
        """The indicator with a service's own editions, which stand under its name; what is not allowed is refused.

        [[referral-order-panels]]
        starts = 2019-04-01
        source = "our practice standards, version 3"
        limit = 20
        """
        editions = written.get(self.name)
        if not isinstance(editions, list) or not editions or not all(isinstance(each, dict) for each in editions):
            needs = "\n  ".join(f"{each.name} = … ({each.what}; {each.allowed})" for each in self.settings)
            raise PolicyError(
                f"{self.name} has no limits of its own: a service writes them, for each edition\n"
                f'  [[{self.name}]]\n  starts = YYYY-MM-DD\n  source = "…"\n  {needs}'
            )
        if wrong := [f"edition {place}: {why}" for place, each in enumerate(editions, 1) for why in self._wrong(each)]:
            raise PolicyError(f"{self.name} cannot be used with these settings:\n  " + "\n  ".join(wrong))
        try:
            made, examples = zip(*map(self._edition, editions), strict=True)
            return attrs.evolve(self.whole(made), examples=tuple(chain(*examples)))
        except (LanguageError, PolicyError) as error:
            raise PolicyError(f"{self.name} cannot be used with these settings: {error}") from None

    def _wrong(self, written: Mapping[str, object]) -> Iterator[str]:
        # A time of day is a date to Python too, and TOML has both.
        if type(written.get("starts")) is not date:
            yield f"starts: wrote {written.get('starts')!r}; allowed: a day, such as 2019-04-01"
        if "ends" in written and type(written["ends"]) is not date:
            yield f"ends: wrote {written['ends']!r}; allowed: a day, or nothing"
        if not isinstance(source := written.get("source"), str) or not source.strip():
            yield f"source: wrote {source!r}; allowed: the document that states these limits"
        for each in self.settings:
            if each.read(written.get(each.name)) is None:
                said = f"wrote {written[each.name]!r}" if each.name in written else "it is missing"
                yield f"{each.name}: {said}; allowed: {each.allowed}, {each.what}"
        names = (*_OF_EDITION, *(each.name for each in self.settings))
        yield from (
            f"{name} is not one of its settings; allowed: {', '.join(names)}" for name in written if name not in names
        )

    def _edition(self, written: Mapping[str, object]) -> tuple[Edition[Cohort], tuple[Example, ...]]:
        read = {each.name: each.read(written[each.name]) for each in self.settings}
        values = {name: value for name, value in read.items() if value is not None}
        starts, ends = cast("date", written["starts"]), cast("date | None", written.get("ends"))
        edition = Edition(starts, self.build(values), cites=cite(str(written["source"])), ends=ends)
        return edition, tuple(attrs.evolve(each, on=starts) for each in self.examples(values))

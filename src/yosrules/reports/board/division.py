"""How many records of one file are what: one table of a run, by each reading of a policy, with its total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import attrs

from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.tables import Dimension, Run
from yosrules.reports.board.shown import as_one_run


@attrs.frozen
class Division:
    """What each record is, as one division of all of them; by several readings, what it is by each.

    The same records are counted by every reading, so that a reader could subtract one reading from another: a record
    is counted once, by what it is in all of them together.
    """

    of: str
    by: str
    readings: tuple[str, ...]
    found: Mapping[tuple[str, ...], int]

    @classmethod
    def counted(cls, of: str, by: str, found: Mapping[str, Sequence[str]]) -> Division:
        """From what each record is by each reading, records in the same order."""
        return cls(of, by, tuple(found), Counter(zip(*found.values(), strict=True)))

    @property
    def run(self) -> Run:
        """Its counts, and how they add up."""
        parts: dict[str, list[str]] = {"": [_joined(each) for each in self.found]} if self.found else {}
        for each in self.found if len(self.readings) > 1 else ():
            for reading, what in zip(self.readings, each, strict=True):
                parts.setdefault(f"{reading}: {what}", []).append(_joined(each))
        counts = {CountOf(self.of, {self.by: _joined(each)}): many for each, many in self.found.items()}
        return Run((Dimension(self.by, parts),), counts)

    def cell(self, what: str, reading: str = "") -> CountOf:
        """The count of those that are this, by a reading."""
        return CountOf(self.of, {self.by: f"{reading}: {what}" if len(self.readings) > 1 else what})

    @property
    def total(self) -> CountOf:
        """The count of all of them."""
        return CountOf(self.of)


def _joined(each: tuple[str, ...]) -> str:
    return " / ".join(each)


def run_of(tallies: Iterable[Division]) -> Run:
    """Tables of the same records as one run."""
    return reduce(as_one_run, (each.run for each in tallies), Run((), {}))

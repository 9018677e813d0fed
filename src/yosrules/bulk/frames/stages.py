"""Columns that are added to a table in stages, each made once of those of the stages before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import cast

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.columns import NARWHALS, Dialect, unused
from yosrules.bulk.frames.engine import Frame


class Stages:
    """Expressions about the facts of a table, each worked out once however often it is asked for.

    `prefix` begins the names that are made here; no column of the table begins with it.
    """

    def __init__(self, names: Iterable[str], dialect: Dialect) -> None:
        self.dialect, self.prefix = dialect, unused(names)
        self._names: dict[object, str] = {}
        self._first: dict[str, nw.Expr] = {}
        self._by_fact: defaultdict[str, dict[str, nw.Expr]] = defaultdict(dict)

    def named(self, *key: object) -> str:
        """The name of the column for a key."""
        return self._names.setdefault(key, f"{self.prefix}{len(self._names)}")

    def has(self, *key: object) -> bool:
        """Whether there is a column for a key already."""
        return key in self._names

    def first(self, name: str, made: nw.Expr) -> None:
        """Work a column out before all others, which may be made of it."""
        self._first[name] = made

    def then(self, made: nw.Expr, fact: str, *key: object) -> nw.Expr:
        """A column about a fact, worked out once for a key."""
        name = self.named(fact, *key)
        self._by_fact[fact].setdefault(name, made)
        return self.dialect.col(name)

    def over(self, table: Frame, *more: Mapping[str, nw.Expr]) -> Frame:
        """A table with all columns that were asked for, and then more stages."""
        # By fact, not in the order asked for: text that was read for one comparison is still in the cache for the next.
        asked = {name: made for columns in self._by_fact.values() for name, made in columns.items()}
        for stage in (self._first, asked, *more):
            table = table.with_columns(**stage) if stage else table
        return table

    def in_dialect(self, table: Frame) -> Frame:
        """A table whose `with_columns` takes the expressions of the dialect."""
        return table if self.dialect is NARWHALS else cast("Frame", table.to_native())

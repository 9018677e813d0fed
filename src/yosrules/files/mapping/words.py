"""The words of one table's cells: each parsed once, by what a map says of it, and what it says of other facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from yosrules.files.cells import NotAllowedError
from yosrules.files.formats.headings import folded
from yosrules.files.mapping.columns import Parse, mapped_words, parsers_of
from yosrules.files.mapping.maps import Means, SheetMap
from yosrules.files.synonyms import UNKNOWN
from yosrules.language.facts import Facts
from yosrules.language.kinds import Value

_LOOKED_AT = 200
"""For how many different words of one column that are not allowed it is looked up what may be meant."""

_SHOWN = 5
"""How many words that are not known are named before the rest is left out."""


Read: TypeAlias = Callable[[str], tuple[Value | str | None, str]]
"""What a cell states, and what is allowed where it cannot be read; "" where it can."""


class Words:
    """What the cells of a table say, by the parsers of its columns and by a map.

    `more` has, for a column, the facts of which its words say something beside its own.
    """

    def __init__(self, kind: type[Facts], whose: str, mapped: SheetMap, parse: Mapping[str, Parse]) -> None:
        self.mapped = mapped
        self._parsers = {**parsers_of(kind), **parse}
        self._means = mapped_words(kind, whose, mapped, self._parsers)
        found = {column: [*dict.fromkeys(_more(column, words.values()))] for column, words in self._means.items()}
        self.more = {column: facts for column, facts in found.items() if facts}

    def reader(self, column: str) -> Read:
        """How the cells of a column are read; it remembers what it said, since most cells repeat another of theirs."""
        parse, words, refused = self._parsers[column], self._means.get(column, {}), set[str]()

        @cache
        def read(cell: str) -> tuple[Value | str | None, str]:
            means = words.get(folded(cell))
            try:
                return parse(cell if means is None else means.get(column, "")), ""
            except NotAllowedError as error:
                refused.add(cell)
                return None, str(error) if len(refused) <= _LOOKED_AT else error.allowed

        return read

    def beside(self, column: str, cell: str) -> Iterator[tuple[str, str, Value | str | None]]:
        """What a cell says of each fact but that of its column: the fact, the word for it, and the value."""
        for fact, word in self._means[column].get(folded(cell), {}).items():
            if fact != column:
                yield fact, word, self._parsers[fact](word)

    def not_known(self, column: str, cells: Iterable[str]) -> str:
        """How many cells of a column the map says are not known, with their words; "" if there are none."""
        words = self._means.get(column, {})
        lost = {word for word, means in words.items() if folded(means.get(column, "")) in UNKNOWN}
        counted = Counter(cell for cell in cells if folded(cell) in lost) if lost else Counter[str]()
        said = ", ".join(f"{word!r} ({many:,})" for word, many in counted.most_common(_SHOWN))
        return f"{counted.total():,} of {column}: {said}{', ...' * (len(counted) > _SHOWN)}" if counted else ""


def _more(column: str, means: Iterable[Means]) -> Iterator[str]:
    """The facts that words say beside that of their column."""
    return (fact for each in means for fact in each if fact != column)

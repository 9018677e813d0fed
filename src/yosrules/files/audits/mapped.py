"""What a service's own headings and words mean in audits and inspections, as a map says.

[audits.columns]
"Q1 Was the child involved?" = "2.1.1"   # a key question, or an item of it: "2.1.1a"
"Judgement" = "rating"
"Comments" = ""                          # not read

[audits.values.marks]                    # under every column of a key question
"Achieved" = "Y"
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import attrs

from yosrules.errors import InputError
from yosrules.files.formats.headings import folded
from yosrules.files.formats.tables import TextRow, TextTable
from yosrules.files.mapping.maps import AS_WRITTEN, FileMap, SheetMap, suggestion
from yosrules.language.kinds import one_of

AUDITS = "audits"
"""What the table of a map is called that is about audits and inspections."""

MARKS = "marks"
"""What a map calls the cells under the headings of key questions."""


def audits_of(maps: FileMap) -> SheetMap:
    """The part of a map about audits; a map of anything else is refused."""
    maps.check_named([AUDITS])
    return maps.of(AUDITS)


@attrs.frozen
class AuditMap:
    """A map of the headings and words of one table."""

    said: SheetMap = AS_WRITTEN

    def heading(self, written: str) -> str:
        """What a heading means: itself where the map says nothing of it, and "" where it is not to be read."""
        return self.said.columns.get(folded(written), written)

    def check_headings(self, tables: Mapping[str, Sequence[str]]) -> None:
        """Refuse a heading in the map that is in none of these files."""
        headings = [heading for each in tables.values() for heading in each]
        here = set(map(folded, headings))
        for heading in self.said.columns:
            if heading not in here:
                shown = self.said.written[heading]
                why = f"{shown!r} is no column of {one_of([*tables])}{suggestion(shown, headings)}"
                raise self.said.refused("columns", why)

    def check_values(self, names: Collection[str]) -> None:
        """Refuse words of what is neither one of these columns nor the marks."""
        for column in self.said.values:
            if column not in names and column != MARKS:
                why = f"is of no column of an audit{suggestion(column, [*names, MARKS])}"
                raise self.said.refused(f"values.{column}", why)

    def refuse_meaning(self, heading: str, options: Collection[str]) -> InputError:
        """That a heading is mapped to what is neither a column nor a key question."""
        means = self.heading(heading)
        said = f"{heading!r} is mapped to {means!r}, which is no column and no key question here"
        return self.said.refused("columns", f"{said}{suggestion(means, options)}")

    def in_words(self, table: TextTable, columns: Mapping[str, Sequence[str]]) -> TextTable:
        """The table with each word as the map says it; `columns` has the headings of each column, and of the marks."""
        words = dict[str, dict[str, str]]()
        for column, means in self.said.values.items():
            plain = {word: self._word(column, word) for word in means}
            words |= dict.fromkeys(columns.get(column, ()), plain)
        if not words:
            return table
        return attrs.evolve(table, rows=tuple(_said(row, words) for row in table.rows))

    def _word(self, column: str, word: str) -> str:
        means = self.said.values[column][word]
        if means.keys() != {column}:
            why = f"{self.said.written[word]!r} says something of another column, which a word of an audit cannot"
            raise self.said.refused(f"values.{column}", why)
        return means[column]


def _said(row: TextRow, words: Mapping[str, Mapping[str, str]]) -> TextRow:
    cells = {
        heading: words[heading].get(folded(cell), cell) if heading in words else cell
        for heading, cell in row.cells.items()
    }
    return TextRow(row.number, cells)

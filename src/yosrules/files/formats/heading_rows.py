"""Find the row or the two rows of headings in the lines of a table, under whatever titles stand above."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import attrs

from yosrules.files.formats.grids import Merged, RawTable
from yosrules.files.formats.texts import TextLine

Knows = Callable[[str], bool]
"""Whether a column is called so."""

_TITLES = 20
"""How many lines that are not blank are looked at to find the headings."""

_NUMBER = re.compile(r"-?[\d.,]+%?")
_NO_HEADING = re.compile(rf"{_NUMBER.pattern}|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}([ T][\d:.]+)?")
"""Numbers and dates, of which rows of headings have none."""


@attrs.frozen
class HeadingRows:
    """The headings of a table, the number of the row that holds them, and of the first where there are two."""

    names: tuple[str, ...]
    top: int
    first: int


def heading_rows(grid: RawTable, written: list[int], knows: Knows) -> HeadingRows | None:
    """The headings with the most known ones among the first lines; of as many, those under merged cells, and the first.

    Where none is known, they are the first line that is at least half as full as the fullest one; None where that holds
    a number or a date, as headings do not.
    """
    looked_at = written[:_TITLES]
    single = [HeadingRows(tuple(stripped(grid.lines[at - 1])), at, at) for at in looked_at]
    double = [_joined(grid, lower, knows) for upper, lower in pairwise(looked_at) if lower == upper + 1]
    wide = {each.top for each in grid.marks.merged if each.right > each.left}
    best = max(
        [*single, *double], key=lambda each: (sum(map(knows, each.names)), each.first in wide - {each.top}, -each.top)
    )
    if any(map(knows, best.names)):
        return best
    fullest = max(_filled(each.names) for each in single)
    likely = next(each for each in single if 2 * _filled(each.names) >= fullest)
    return None if any(map(_NO_HEADING.fullmatch, likely.names)) else likely


def _joined(grid: RawTable, top: int, knows: Knows) -> HeadingRows:
    """Two rows of headings as one: the upper one says of several columns what the lower one says of each."""
    lower = stripped(grid.lines[top - 1])
    upper = _spread(stripped(grid.lines[top - 2]), lower, [each for each in grid.marks.merged if each.top == top - 1])
    lower += [""] * (len(upper) - len(lower))
    names = []
    for group, name in zip(upper, lower, strict=True):
        both = f"{group} {name}".strip()
        alone = not knows(both) and knows(name) and lower.count(name) == 1
        names.append(name if alone else both)
    return HeadingRows(tuple(names), top, top - 1)


def _spread(upper: TextLine, lower: TextLine, merged: list[Merged]) -> TextLine:
    """The upper headings, each over all its columns: its merged cells, or up to the next one where none are merged."""
    upper = upper + [""] * (len(lower) - len(upper))
    wide = [each for each in merged if each.right > each.left]
    for block in wide:
        upper += [""] * (block.right - len(upper))
        upper[block.left : block.right] = [upper[block.left - 1]] * (block.right - block.left)
    if not wide:
        for at in range(1, len(upper)):
            if not upper[at] and at < len(lower) and lower[at]:
                upper[at] = upper[at - 1]
    return upper


def footers(rows: list[tuple[int, TextLine]]) -> Iterator[int]:
    """The numbers of the last rows that hold a total or a remark, and nothing about anybody.

    A total says so and has only numbers beside; a remark is one long text after a blank row.
    """
    for (before, _), (number, cells) in reversed([*pairwise(rows)]):
        first, *others = [cell for cell in cells if cell]
        total = _TOTAL.fullmatch(first) and all(map(_NUMBER.fullmatch, others))
        remark = not others and number > before + 1 and len(first.split()) >= _REMARK and len(cells) >= _REMARK
        if not (total or remark):
            return
        yield number


_TOTAL = re.compile(r"(?:(?:grand|overall|sub)[ -]?)?totals?(?:[ :=(].*)?", re.IGNORECASE)
_REMARK = 3
"""From so many words on, and in a table of so many columns, a text that stands alone is a remark."""


def stripped(line: TextLine) -> TextLine:
    """The cells without what surrounds their text."""
    return [cell.strip() for cell in line]


def _filled(names: tuple[str, ...]) -> int:
    return sum(map(bool, names))

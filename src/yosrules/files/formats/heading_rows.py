"""Find the row or the two rows of headings in the lines of a table, under whatever titles stand above."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
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
    knows, looked_at = cache(knows), written[:_TITLES]  # a text is asked about in each row that it may be a heading of
    single = [HeadingRows(tuple(grid.lines[at - 1]), at, at) for at in looked_at]
    double = [_joined(grid, lower, knows) for upper, lower in pairwise(looked_at) if lower == upper + 1]
    wide = {each.top for each in grid.marks.merged if each.right > each.left}
    under = {each.top for each in double if each.first in wide}
    best = max([*single, *double], key=lambda each: _told(each, knows, under))
    if any(map(knows, best.names)):
        return best
    fullest = max(_filled(each.names) for each in single)
    likely = next(each for each in single if 2 * _filled(each.names) >= fullest)
    return None if any(map(_NO_HEADING.fullmatch, likely.names)) else likely


def _told(each: HeadingRows, knows: Knows, under: set[int]) -> tuple[int, bool, int]:
    """How much headings tell: how many are known, whether they are two rows of which the upper one is merged."""
    return sum(map(knows, {*each.names})), each.first < each.top and each.top in under, -each.top


def _joined(grid: RawTable, top: int, knows: Knows) -> HeadingRows:
    """Two rows of headings as one: the upper one says of several columns what the lower one says of each."""
    lower = [*grid.lines[top - 1]]
    upper = _spread(grid.lines[top - 2], lower, [each for each in grid.marks.merged if each.top == top - 1])
    lower += [""] * (len(upper) - len(lower))
    names = []
    for group, name in zip(upper, lower, strict=True):
        both = f"{group} {name}".strip()
        alone = not knows(both) and knows(name) and lower.count(name) == 1
        names.append(name if alone else both)
    return HeadingRows(tuple(names), top, top - 1)


def _spread(upper: TextLine, lower: TextLine, merged: list[Merged]) -> TextLine:
    """The upper headings, each over all its columns: its merged cells, or up to the next one where none are merged."""
    wide = [each for each in merged if each.right > each.left]
    spread = upper + [""] * (len(lower) - len(upper))
    for at in range(1, len(lower)):
        block = any(each.left <= at < each.right for each in wide)
        if not spread[at] and lower[at] and (block or not wide):
            spread[at] = spread[at - 1]
    return spread


def footers(rows: list[tuple[int, TextLine]]) -> Iterator[int]:
    """The numbers of the last rows that hold a total or a remark, and nothing about anybody.

    A total says so and has only numbers beside; a remark is one long text after a blank row.
    """
    for (number, cells), (before, _) in pairwise(reversed(rows)):
        first, *others = [cell for cell in cells if cell]
        total = _TOTAL.fullmatch(first) and all(map(_NUMBER.fullmatch, others))
        remark = not others and number > before + 1 and len(first.split()) >= _REMARK and len(cells) >= _REMARK
        if not (total or remark):
            return
        yield number


_TOTAL = re.compile(r"(?:(?:grand|overall|sub)[ -]?)?totals?(?:[ :=(].*)?", re.IGNORECASE)
_REMARK = 3
"""From so many words on, and in a table of so many columns, a text that stands alone is a remark."""


def _filled(names: tuple[str, ...]) -> int:
    return sum(map(bool, names))

"""Draw a page among other things on the screen, its tables as the screen draws them."""

from __future__ import annotations

from yosrules.english.grid import Grid
from yosrules.reports.drawing.page import Heading, Page, Points, as_text
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table


def draw_page(screen: Screen, page: Page) -> None:
    """Draw every block; a heading above a table is its title."""
    title = ""
    for block in page:
        match block:
            case Heading(text):
                title = text
            case Grid(headings, rows):
                draw_table(screen, title, headings, [[clean(cell) for cell in row] for row in rows])
            case Points(lines):
                draw_lines(screen, lines)
            case _:
                draw_lines(screen, [as_text((block,)).strip()])

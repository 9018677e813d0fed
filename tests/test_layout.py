"""How text and tables fit a screen, and that what is piped is Markdown that means the same."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given, strategies as st
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from yosrules.english.grid import Grid
from yosrules.reports.drawing.layout import fitting, stacked_lines, wrapped
from yosrules.reports.drawing.markup import bare, escaped
from yosrules.reports.drawing.page import Drawing, Heading, Points, as_html, as_markdown, as_text
from yosrules.reports.drawing.piped import PIPED_WIDTH, Piped
from yosrules.reports.drawing.screen import console, draw_lines, draw_table
from yosrules.reports.drawing.terminal import Terminal

WIDE = Grid(("Rule", "the first fact", "the second fact"), (("one", "Medium or higher", "-"), ("two", "", "Low")))


def on_a_terminal(width: int) -> tuple[Terminal, io.StringIO]:
    shown = io.StringIO()
    return Terminal(file=shown, force_terminal=True, width=width, color_system=None, highlight=False), shown


def piped() -> tuple[Terminal, io.StringIO]:
    shown = io.StringIO()
    return Terminal(file=shown, force_terminal=False, width=20), shown


def test_lines_are_broken_between_words_and_keep_their_indent() -> None:
    assert wrapped("  one two three", 9, "..") == "  one two\n  ..three"
    assert wrapped("derby-high-risk-strategy", 9) == "derby-high-risk-strategy"
    assert wrapped("short\n\nas it was", 9) == "short\n\nas it was"


def test_the_widest_column_gives_way_and_no_word_is_cut() -> None:
    rows = [("a", "one two three"), ("b", "four")]
    # 16 is what it takes; the longest word has 5 letters, a column beside it 1, and 2 stand between them.
    assert fitting(rows, 16) == [1, 13]
    assert fitting(rows, 10) == [1, 7]
    assert fitting(rows, 8) == [1, 5]
    assert fitting(rows, 7) is None


def test_a_grid_that_does_not_fit_has_what_it_says_under_its_first_cells() -> None:
    assert as_text((WIDE,), 44) == (
        "Rule  the first fact    the second fact\n"
        "----  ----------------  ---------------\n"
        "one   Medium or higher  -\n"
        "two                     Low\n"
    )
    # Beside the 4 letters of the first column and two gaps, 18 are left: 9 for each of the others.
    assert as_text((WIDE,), 26) == (
        "Rule  the first  the\n      fact       second\n                 fact\n----  ---------  ---------\n"
        "one   Medium or  -\n      higher\ntwo              Low\n"
    )
    assert (
        as_text((WIDE,), 18)
        == "one\n  the first fact:\n      Medium or\n      higher\ntwo\n  the second fact:\n      Low\n"
    )


def test_the_lines_of_a_cell_stay_apart_where_they_stand_under_the_first() -> None:
    row = ("hmip", "domain 1 of hmip-2018\ndomain 1 of hmip-2021")
    assert [*stacked_lines(("Plugin", "Offers"), [row], 60)] == [
        "hmip",
        "  Offers: domain 1 of hmip-2018; domain 1 of hmip-2021",
    ]


def test_every_block_of_a_page_fits() -> None:
    page = (Heading("a long title here", 1), Heading("three", 3), "some more words", Points(("a b c d e f g",)))
    assert as_text(page, 9) == "a long\ntitle\nhere\n======\n\nthree\n\nsome more\nwords\n\n- a b c d\n  e f g\n"


def test_a_drawing_stays_as_it_is() -> None:
    page = (Drawing(("# <x>", "  .")),)
    assert (as_text(page, 1), as_markdown(page)) == ("# <x>\n  .\n", "    # <x>\n      .\n")
    assert '<pre tabindex="0"># &lt;x&gt;\n  .</pre>' in as_html(page)


def test_a_table_on_a_narrow_terminal_is_not_cut() -> None:
    for width in (60, 24, 12):
        screen, shown = on_a_terminal(width)
        draw_table(screen, "Cases", ["Case", ">n", "Not on record"], [["A1", "1,000", "safety and wellbeing"]])
        assert all(word in shown.getvalue().split() for word in ("A1", "1,000", "safety", "and", "wellbeing"))
        assert max(map(len, shown.getvalue().splitlines())) <= max(width, len("      wellbeing"))


def test_piped_a_table_is_markdown_with_a_blank_line_before_and_after() -> None:
    screen, shown = piped()
    draw_table(screen, "Two * cases", ["Case", ">n|m"], [["a|_b_", "1\n2"], ["[red]x[/red]", ""]])
    draw_lines(screen, ["  ! a_b <c>"], "red")
    draw_lines(screen, [])
    assert shown.getvalue() == (
        "\n**Two \\* cases**\n\n| Case     | n\\|m |\n| -------- | ---: |\n"
        "| a\\|\\_b\\_ | 1; 2 |\n| x        |      |\n"
        "\n- ! a_b \\<c>\n"
    )


def test_a_long_table_is_not_padded() -> None:
    screen, shown = piped()
    draw_table(screen, "t", ["a", "b"], [["x" * 130, "y"], ["x", "y"]])
    assert shown.getvalue().splitlines()[3:5] == ["| a | b |", "| --- | --- |"]


@pytest.mark.parametrize("typed", ["[red]", "\x1b[31m"])
def test_lines_on_a_terminal_are_shown_and_never_obeyed(typed: str) -> None:
    screen, shown = on_a_terminal(20)
    draw_lines(screen, [f"  {typed} more and more words"])
    assert shown.getvalue().splitlines()[0].startswith("  [red]" if typed == "[red]" else "  \\x1b[31m")
    assert "\x1b" not in shown.getvalue()


def test_headings_of_tables_show_what_nobody_could_see() -> None:
    for screen, shown in (piped(), on_a_terminal(60)):
        draw_table(screen, "One", ["Standard", "\ufeff"], [["2.1", "Good"]])
        assert "U+FEFF" in shown.getvalue()
        assert "\ufeff" not in shown.getvalue()


MARKS = st.sampled_from(["[red]", "[bold cyan]", "[1]", "[", "]", "\\", "#", "a", " ", "\n"])
MARKUP = st.lists(MARKS, max_size=12).map(lambda parts: f"[b]{''.join(parts)}[/b]")


@given(st.text("ab1[]\\/#@= \n"))
def test_text_is_written_as_markup_as_rich_writes_it(text: str) -> None:
    assert escaped(text) == escape(text)


@given(MARKUP)
def test_markup_is_read_as_rich_reads_it(markup: str) -> None:
    assert bare(markup) == Text.from_markup(markup, emoji=False).plain


LONG = "one long sentence "


@example("ab " * 6 + "ab", 20)  # a last word that just fits
@given(
    st.lists(
        st.sampled_from([LONG, LONG * 7, "x" * 17, "xy", " ", " " * 19, "é", "\t", "[red]", "\n"]), max_size=8
    ).map("".join),
    st.sampled_from([20, 120, 5]),
)
def test_a_sentence_is_piped_as_rich_breaks_it(markup: str, width: int) -> None:
    ours, theirs = io.StringIO(), io.StringIO()
    Piped(ours, width).print(markup)
    Console(file=theirs, width=width, highlight=False, emoji=False).print(markup)
    assert ours.getvalue() == theirs.getvalue()


def test_a_stream_that_is_said_to_be_no_terminal_is_as_wide_as_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("TTY_COMPATIBLE", "0")
    screen = console()
    assert (type(screen), screen.width) == (Terminal, PIPED_WIDTH)


def test_a_pipe_shows_what_a_console_shows_that_finds_no_terminal() -> None:
    (without, theirs), ours = piped(), io.StringIO()
    for screen in (without, Piped(ours)):
        draw_table(screen, "Two\t* cases", ["Case", ">n|m"], [["a\tb", "1\n2"], ["[red]x[/red]", ""]])
        draw_lines(screen, ["  ! a\tb <c>", "[red]"], "red")
    assert ours.getvalue() == theirs.getvalue()

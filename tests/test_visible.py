"""What a file says is shown, never obeyed: control characters and directions of writing are written out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from test_cli import OLD, Run, run  # noqa: F401 -- the fixture
from yosrules.errors import BadCell, Failure, InputError, PluginError, visible
from yosrules.reports.drawing.page import Heading, Page, Points, as_html, as_markdown, as_text
from yosrules.reports.drawing.screen import clean

EVIL = "a\x1b]52;c;x\x07b\u202ec\x9bd\u2066e\u200bf"
SAID = "a\\x1b]52;c;x\\x07bU+202Ec\\x9bdU+2066eU+200Bf"
ON = ("--on", "2019-09-09")
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_what_would_be_obeyed_or_hidden_is_written_out() -> None:
    assert visible(EVIL) == SAID
    assert visible("\ud800 \x00\r\x7f\U000e0041") == "U+D800 \\x00\\x0d\\x7fU+E0041"


def test_lines_tabs_and_letters_of_every_script_stay() -> None:
    text = "one\ntwo\tZoë שרה می\u200cخواهم 👩\u200d👦"
    assert visible(text) == text


def test_an_error_shows_what_it_is_about() -> None:
    assert str(InputError(f"{EVIL}.csv", [BadCell(2, EVIL, "x", EVIL)])).count(SAID) == 3
    assert str(PluginError([Failure(EVIL, "why")])) == f"{SAID}: why"


@pytest.mark.parametrize("written", [as_text, as_markdown, as_html])
def test_a_page_shows_it_in_every_form(written: Callable[[Page], str]) -> None:
    page: Page = (Heading(EVIL, 1), EVIL, Points((EVIL,)))
    text = written(page)
    assert not OBEYED.search(text)
    assert text.count("U+202E") >= 3


def test_the_screen_shows_it() -> None:
    assert clean(EVIL) == SAID


@pytest.mark.parametrize(
    "command",
    [
        ("allocate", "c.csv", *ON),
        ("explain", "c.csv", "A1", *ON),
        ("explain", "c.csv", EVIL, *ON),
        ("allocate", "c.csv", *ON, "--with", "waivers.csv"),
        ("allocate", "c.csv", "--policy", EVIL),
        ("triggers", "a.csv", "--policy", "sheffield-university-attendance", "--no-stages"),
        ("timeline", "a.csv", EVIL, "--policy", "sheffield-university-attendance", "--no-stages"),
        ("rate", "audit.csv", *OLD),
        ("show", EVIL),
        ("verify", EVIL),
        ("diff", EVIL, EVIL),
        ("replay", "records.json", "c.csv"),
    ],
)
def test_no_command_prints_what_a_screen_would_obey(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    for name, text in {
        "c.csv": f"reference,rosh,{EVIL}\nA1,High,{EVIL}\n",
        "waivers.csv": f"reference,forum,by,day,expires,reason\nA1,{EVIL},{EVIL},2019-09-01,2019-09-30,{EVIL}\n",
        "a.csv": f"worker,start,end,{EVIL}\nW1,2025-03-03,2025-03-04,{EVIL}\n",
        "audit.csv": f"service,standard,score,out_of,{EVIL}\n{EVIL},2.1,1,2,x\n",
        "records.json": f'[{{"policy": "{EVIL.encode("unicode_escape").decode()}"}}]',
    }.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    _, out, err = run(*command)
    assert out + err
    assert not OBEYED.search(out + err)

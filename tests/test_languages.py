"""Pages in a language made up for these tests: all words of the pages' own are translated; no English one is left."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from invented_service import write_service
from local_policies import PANEL
from test_cli import Run, run  # noqa: F401 -- the fixture
from test_handbook import book
from test_handbook_words import compiled, of_modules, of_templates
from yosrules import Facts, Maybe, fact
from yosrules.hooks.load import load
from yosrules.policies.forum import ForumPolicy
from yosrules.policies.policy import Edition, cite, must
from yosrules.reports.handbook.site import handbook
from yosrules.reports.site import catalogue as catalogues
from yosrules.reports.site.catalogue import catalogue, language_now, written_in
from yosrules.reports.site.document import environment

LANGUAGE = "art"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHERS = {ord(letter): 0x1400 + place for place, letter in enumerate(LATIN)}
KEPT = re.compile(r"%\(\w+\)s|\[/?\w+\]")
"""What a translation keeps as it is: the places of values, and the colours of a screen."""
FRAME = {"title", "h1", "h2", "h3", "h4", "th", "a", "label", "option", "button", "figcaption", "caption", "legend"}
"""The elements that hold the words of a page itself; in others a policy, a record or a service may speak too."""


def made_up(text: str) -> str:
    """A text in letters of which none is Latin."""
    found, end = "", 0
    for kept in KEPT.finditer(text):
        found, end = found + text[end : kept.start()].translate(OTHERS) + kept[0], kept.end()
    return found + text[end:].translate(OTHERS)


@pytest.fixture(autouse=True)
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, str]]:
    folder = tmp_path / "locale" / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    texts = {said: made_up(said) for said, _ in (*of_templates(), *of_modules())}
    (folder / "yosrules.mo").write_bytes(compiled(texts))
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    yield texts
    catalogue.cache_clear()
    environment.cache_clear()


class Framed(HTMLParser):
    """The words of a page that stand in its frame, with the labels of what a screen reader hears."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "aria-label" and value]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in FRAME:
            self.found.append(data)


def latin(text: str) -> set[str]:
    return {*re.findall(r"[A-Za-z]{2,}", text)}


class Whom(Facts):
    reference: str
    sure: Maybe[bool] = fact(bool, made_up("sure"))
    first: Maybe[date] = fact(date, made_up("the first day"))


OTHER = attrs.evolve(PANEL, name="ᐁ", title=made_up("panel"))
RULES = tuple(
    must(made_up(name), OTHER, when=when, cites=cite(made_up("source")), reading=made_up(name))
    for name, when in {"one": Whom.sure, "other": Whom.first > date(2024, 1, 1)}.items()
)
POLICY = ForumPolicy(
    "ᐁ",
    about=Whom,
    forums=(OTHER,),
    editions=(Edition(date(2024, 1, 1), RULES[:1]), Edition(date(2025, 1, 1), RULES)),
    not_stated=(made_up("who minutes it"),),
)


@pytest.mark.slow
def test_no_english_word_frames_a_page_of_a_handbook() -> None:
    pages = dict(handbook(book(POLICY), LANGUAGE))
    assert len(pages) == 4
    names = latin(" ".join(map(str, POLICY.editions))) | {"The"}  # an edition is called so by its policy
    for name, page in pages.items():
        assert f'<html lang="{LANGUAGE}">' in page
        found = [words for words in Framed(page).found if latin(words) - names]
        assert found == [], name
        assert len(Framed(page).found) > 5
    assert language_now() == "en-GB"


@pytest.mark.slow
def test_what_the_script_says_is_translated(language: Mapping[str, str]) -> None:
    page = dict(handbook(book(POLICY), LANGUAGE))["what-if.html"]
    told = page[page.index('"words": {') : page.index("</script>", page.index('"words": {'))]
    for words in re.findall(r'": "((?:[^"\\]|\\.)*)"', told):
        assert not latin(KEPT.sub("", words.encode().decode("unicode_escape"))), words
    assert language["cannot tell"].encode("unicode_escape").decode() in told


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["manager", "service"])
def test_no_english_word_frames_a_report(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    empty = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
    monkeypatch.setitem(sys.modules, "vl_convert", SimpleNamespace(vegalite_to_svg=lambda *_, **__: empty))
    toml, out = write_service(tmp_path / "service", 60), tmp_path / "report.html"
    code, _, err = run("report", str(toml), "--out", str(out), "--audience", audience, "--language", LANGUAGE)
    assert code == 0, err
    framework = load().framework("hmip-2018")
    files = " ".join(path.read_text() for path in sorted(toml.parent.iterdir()))
    own = latin(files) | latin(" ".join(str(each) for domain in framework.domains for each in domain.standards))
    own |= latin("of all victims or of victims contacted")  # readings of an indicator
    page = out.read_text()
    assert (made_up("everybody in the service") in page) is (audience == "service")
    for words in Framed(page).found:
        assert latin(words) <= own, words
    assert language_now() == "en-GB"


@pytest.mark.slow
@pytest.mark.traced
def test_a_language_lasts_as_long_as_it_is_asked_for() -> None:
    with written_in(LANGUAGE):
        assert language_now() == LANGUAGE
        with written_in("en-GB"):
            assert catalogues._("not known") == "not known"
        assert catalogues._("From %(first)s to %(last)s", first=1, last=2) == made_up("From 1 to 2")
    assert language_now() == "en-GB"

"""Pages in a language made up for these tests: all words of the pages' own are translated, no English one is left.

Whatever stays English, which is what a policy says, is said to be English, for those who hear a page.
"""

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

from chromium import faults, in_chromium, opened
from invented_service import write_service
from local_policies import FORUMS, PANEL
from test_cli import Run, run  # noqa: F401 -- the fixture
from test_doors import ABSENCES, CASES, SHEFFIELD
from test_handbook import EDITIONS, book
from test_handbook_words import compiled, of_modules, of_templates
from yosrules import Facts, Maybe, fact
from yosrules.hooks.load import load
from yosrules.policies.citation import cite
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.policies.policy import Edition, must
from yosrules.reports.handbook.site import INDEX, handbook
from yosrules.reports.handbook.whatif import whatif_page
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
    """The words of a page that stand in its frame, with the labels of what a screen reader hears.

    `heard` are all of its words, each with the language in which they are read aloud.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.found: list[str] = []
        self.heard: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value for name, value in attrs if value}
        self.found += [said["aria-label"]] if "aria-label" in said else []
        assert not any("<" in value or catalogues.unmarked(value) != value for value in said.values())
        self.open.append((tag, said.get("lang", self.open[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        while self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self.open]
        if not {"script", "style", "svg", "title"} & {*inside}:
            self.heard.append((self.open[-1][1], data))
        if [tag for tag in inside if tag != "span"][-1] in FRAME:
            self.found.append(data)


def misheard(page: str, own: set[str] | frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Words of a page that are read aloud in a language that is not theirs; `own` are a service's."""
    return [
        (language, words)
        for language, words in Framed(page).heard
        if (re.search("[\u1400-\u167f]", words) if language == "en-GB" else latin(words) - own)
    ]


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
def test_what_a_policy_says_is_read_aloud_in_english() -> None:
    pages = dict(handbook(book(EDITIONS), LANGUAGE))
    assert [name for name, page in pages.items() if misheard(page)] == []
    assert all("PANEL" not in words for language, words in Framed(pages[INDEX]).heard if language != "en-GB")


@in_chromium
@pytest.mark.slow
def test_what_a_script_says_of_a_policy_is_read_aloud_in_english(tmp_path: Path) -> None:
    path = tmp_path / "whatif.html"
    with written_in(LANGUAGE):
        path.write_text(whatif_page(FORUMS), encoding="utf-8")
    with opened(path) as page:
        for weapons in ("", "1", "many"):
            page.fill("#fact-weapons", weapons)
            page.select_option("#fact-missing", "1")
            assert misheard(page.content()) == []
            assert not re.search("[\ue000\ue001]", page.inner_text("main") + page.input_value("#summary"))
        page.fill("#fact-weapons", "")
        assert ("en-GB", "the child has been missing") in Framed(page.content()).heard
        assert faults(page) == []


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
    code, said, err = run("report", str(toml), "--out", str(out), "--audience", audience, "--language", LANGUAGE)
    assert code == 0, err
    assert catalogues.unmarked(said + err) == said + err
    framework = load().framework("hmip-2018")
    files = " ".join(path.read_text() for path in sorted(toml.parent.iterdir()))
    own = latin(files) | latin(" ".join(str(each) for domain in framework.domains for each in domain.standards))
    own |= latin("of all victims or of victims contacted")  # readings of an indicator
    page = out.read_text()
    assert (made_up("everybody in the service") in page) is (audience == "service")
    for words in Framed(page).found:
        assert latin(words) <= own, words
    assert misheard(page, latin(toml.read_text())) == []
    assert '<span lang="en-GB">' in page
    assert language_now() == "en-GB"


@pytest.mark.parametrize(
    "asked",
    [
        ("referral", "A2", "--forum", "RSM"),
        ("allocate", "--forum", "RSM"),
        ("allocate", "--forum", "IPC"),
        ("explain", "A2"),
        ("explain", "A4"),
    ],
    ids=lambda asked: " ".join(asked),
)
def test_what_is_said_of_a_case_is_translated_and_what_the_policy_says_stays(run: Run, asked: tuple[str, ...]) -> None:
    command, *more = asked
    day = ("--policy", "derby-high-risk-strategy", "--on", "2019-09-09", "--language", LANGUAGE)
    code, page, err = run(command, CASES, *more, *day, "--format", "html")
    assert code in (0, 1), err
    assert misheard(page) == []
    own = latin(Path(CASES).read_text()) | {"reference"}
    headings = re.findall("<h[12][^>]*>(.*?)</h", page)
    assert len(headings) > 2
    assert not [each for each in headings if latin(re.sub("<[^>]+>", "", each)) - own - FORUM_NAMES]
    for form in ("md", "text"):
        text = run(command, CASES, *more, *day, "--format", form).out
        assert text == catalogues.unmarked(text)
        assert re.search("[\u1400-\u167f]", text)


@pytest.mark.slow
@pytest.mark.traced
def test_letters_are_translated_and_what_the_policy_says_stays(run: Run, tmp_path: Path) -> None:
    asked = (
        "triggers",
        ABSENCES,
        *SHEFFIELD,
        "--no-stages",
        "--language",
        LANGUAGE,
        "--letters",
        str(tmp_path / "out"),
    )
    code, said, err = run(*asked, "--format", "html")
    assert (code, catalogues.unmarked(said)) == (0, said), err
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert {"worker-W1", "team-not-stated"} <= set(pages)
    own = latin(Path(ABSENCES).read_text())
    for name, page in pages.items():
        assert misheard(page) == [], name
        headings = [re.sub("<[^>]+>", "", each) for _, each in re.findall("<(h[12]|th)(?: [^>]*)?>(.*?)</", page)]
        assert not [each for each in headings if latin(each) - own], name
    run(*asked, "--format", "md")
    assert catalogues.unmarked(text := (tmp_path / "out" / "worker-W1.md").read_text(encoding="utf-8")) == text
    code, _, err = run("triggers", ABSENCES, *SHEFFIELD, "--no-stages", "--language", LANGUAGE)
    assert (code, "--language would change nothing without --letters" in err) == (2, True)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "derby-high-risk-strategy",
        "sheffield-university-attendance",
        "derby-attendance",
        "derby-victims-contacted",
        "home-visits",
    ],
)
def test_a_policy_is_shown_under_headings_in_another_language(run: Run, name: str) -> None:
    asked = ("show", name, "--on", "2025-10-01", "--language", LANGUAGE)
    page = run(*asked, "--format", "html").out
    assert misheard(page) == []
    headings = [re.sub("<[^>]+>", "", each) for each in re.findall("<h[1-4][^>]*>(.*?)</h", page)]
    assert headings
    assert [each for each in headings if latin(each) - latin(name)] == []
    shown = run(*asked).out
    assert (catalogues.unmarked(shown), bool(re.search("[\u1400-\u167f]", shown))) == (shown, True)


@pytest.mark.slow
@pytest.mark.traced
@pytest.mark.parametrize(
    "asked",
    [
        ("verify", "derby-high-risk-strategy"),
        ("boundaries", "derby-high-risk-strategy"),
        ("diff", "derby-high-risk-strategy", "derby-high-risk-strategy", "--cases", CASES, "--on", "2019-09-09"),
    ],
    ids=lambda asked: asked[0],
)
def test_what_is_proved_is_said_in_another_language(run: Run, tmp_path: Path, asked: tuple[str, ...]) -> None:
    page = run(*asked, "--language", LANGUAGE, "--format", "html").out
    assert misheard(page) == []
    framed = [re.sub("<[^>]+>", "", each) for __, each in re.findall("<(h[1-4]|th)(?: [^>]*)?>(.*?)</(?:h|th)", page)]
    assert len(framed) > 3
    assert [each for each in framed if latin(each) - FORUM_NAMES] == []
    shown = run(*asked, "--language", LANGUAGE, "--format", "text").out
    assert (catalogues.unmarked(shown), bool(re.search("[\u1400-\u167f]", shown))) == (shown, True)
    for data in (("--json",), ("--out", str(tmp_path / "answer.json"))):
        ran = run(*asked, *data, "--language", LANGUAGE)
        assert (ran.code, "--language cannot be given with JSON, CSV or other rows" in ran.err) == (2, True)


@pytest.mark.slow
@pytest.mark.traced
def test_a_timeline_is_translated_and_what_the_policy_says_stays(run: Run) -> None:
    own = latin(Path(ABSENCES).read_text()) | SHEFFIELD_SAYS
    for worker in ("W1", "W2", "W3"):
        asked = ("timeline", ABSENCES, worker, *SHEFFIELD, "--no-stages", "--language", LANGUAGE)
        shown = run(*asked).out
        assert (catalogues.unmarked(shown), latin(shown) - own) == (shown, set())
        assert len(re.findall("[\u1400-\u167f]+", shown)) > 40
        assert misheard(run(*asked, "--format", "html").out) == []
    ran = run(*asked, "--json")
    assert (ran.code, "--language cannot be given with JSON, CSV or other rows" in ran.err) == (2, True)


SHEFFIELD_SAYS = latin(
    "sheffield-university-attendance, mon-fri, alert to the manager, spells: separate absences in 12 months is, "
    "University of Sheffield, myJob, absence alerts, Separate, Working days lost, begins on a Monday, "
    "next to a weekend, bank holiday, booked leave, scaled to the working week"
)
FORUM_NAMES = latin(
    "Risk, Safety and Well-being Strategy Meeting (RSM), Intervention Planning Clinic (IPC), "
    "Custody Scrutiny Panel (CSP), Multi-Agency Public Protection Arrangements (MAPPA), Pre-Court Panel (PCP), "
    "derby-high-risk-strategy (the edition with no stated start, here from)"
)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ((), "--language would change nothing without --agenda or --forum"),
        (("--agenda", "a.xlsx"), "--language cannot be given with --agenda to a workbook"),
        (("--forum", "RSM", "--language", "fr"), "there is no catalogue of 'fr'; allowed: en-GB or art"),
    ],
)
def test_a_language_in_which_no_agenda_is_written_is_refused(run: Run, more: tuple[str, ...], why: str) -> None:
    ran = run("allocate", CASES, "--policy", "derby-high-risk-strategy", "--language", LANGUAGE, *more)
    assert (ran.code, why in ran.err) == (2, True)


@pytest.mark.slow
def test_a_language_lasts_as_long_as_it_is_asked_for() -> None:
    with written_in(LANGUAGE):
        assert language_now() == LANGUAGE
        with written_in("en-GB"):
            assert catalogues._("not known") == "not known"
        said = catalogues._("From %(first)s to %(last)s", first=1, last="June")
        assert catalogues.unmarked(said) == f"{made_up('From')} 1 {made_up('to')} June"
        assert [piece for own, piece in catalogues.by_language(said) if not own] == ["June"]
        assert catalogues._("") == ""
    assert language_now() == "en-GB"

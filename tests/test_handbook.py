"""The handbook: every link leads somewhere, nothing is fetched, what people typed is text, axe-core finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from hypothesis import given, strategies as st

import local_policies
import yosrules_hmip
import yosrules_hmip_out_of_court
import yosrules_kpi
import yosrules_national_standards
from chromium import faults, in_chromium, opened, too_wide
from local_policies import FORUMS, PANEL, AnytownCase
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules import Facts, Maybe, fact
from yosrules.cli import common
from yosrules.english.grid import Grid
from yosrules.errors import PolicyError, UndecidedError
from yosrules.hooks import hookimpl
from yosrules.hooks.load import Rulebook, load
from yosrules.policies.citation import cite
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.policies.policy import Edition, covers, must
from yosrules.reports.drawing.page import Drawing, Heading, Page, Points, as_html
from yosrules.reports.handbook import entries as handbook_entries
from yosrules.reports.handbook.entries import PageKind, entries
from yosrules.reports.handbook.site import INDEX, entry_page, handbook, handbook_files

EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script> & \"quoted\" 'so' {{ 7*7 }}"
OTHER = attrs.evolve(PANEL, name="OTHER", title="Another Panel")
EDITIONS = ForumPolicy(
    "anytown-editions",
    about=AnytownCase,
    forums=(PANEL, OTHER),
    editions=(
        Edition(date(2024, 1, 1), (must("missing", PANEL, when=AnytownCase.missing),)),
        Edition(
            date(2025, 1, 1),
            (
                must("weapons", PANEL, when=AnytownCase.weapons >= 1),
                must("other", OTHER, when=AnytownCase.missing, reading="some"),
                must("other", OTHER, when=AnytownCase.weapons >= 2, reading="others"),
            ),
            (covers("weapons", when=AnytownCase.weapons >= 1, by=lambda forum: forum.name == "PANEL"),),
            ends=date(2025, 12, 31),
        ),
    ),
    not_stated=("who minutes it",),
)


class Offering:
    """A plugin with these forum policies."""

    def __init__(self, *policies: ForumPolicy) -> None:
        self.policies = policies

    @hookimpl
    def yosrules_forum_policies(self) -> Iterable[ForumPolicy]:
        return self.policies


def book(*policies: ForumPolicy) -> Rulebook:
    return load({"offering": Offering(*policies)})


PLUGINS = {
    "local": local_policies,
    "editions": Offering(EDITIONS),
    "hmip": yosrules_hmip,
    "out-of-court": yosrules_hmip_out_of_court,
}


class Read(HTMLParser):
    """What a page is made of: its elements with their attributes, its links, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def links(self) -> list[str]:
        return [str(attributes["href"]) for tag, attributes in self.elements if tag == "a"]


@cache
def files() -> Mapping[str, str]:
    """A handbook with a page of every kind."""
    return dict(handbook(load(PLUGINS)))


@cache
def of_indicators() -> Mapping[str, str]:
    """The page of an indicator, and of one that is left open."""
    found = entries(load({"kpi": yosrules_kpi, "standards": yosrules_national_standards}))
    chosen = [each for each in found if each.file in ("indicator-kpi-9a.html", "indicator-contacts.html")]
    return {each.file: entry_page(each, found, (Heading(each.title, 1), *each.blocks())) for each in chosen}


@pytest.mark.slow
@pytest.mark.traced
def test_every_link_leads_to_a_page_or_a_part_of_one() -> None:
    pages = {name: Read(text) for name, text in files().items()}
    for name, page in pages.items():
        for link in page.links:
            file, _, part = link.partition("#")
            ids = [attributes.get("id") for _, attributes in pages[file or name].elements]
            assert not part or ids.count(part) == 1, (name, link)
    assert set(pages) == set(handbook_files(load(PLUGINS)))
    assert INDEX in pages


@pytest.mark.slow
@pytest.mark.traced
def test_nothing_is_fetched_and_each_file_is_small() -> None:
    for name, text in files().items():
        tags = [tag for tag, _ in Read(text).elements]
        assert not {"link", "img", "iframe", "object"} & set(tags), name
        assert all("src" not in attributes for _, attributes in Read(text).elements), name
        assert "default-src &#39;none&#39;" in text
        assert len(text.encode()) < 500_000


@pytest.mark.slow
@pytest.mark.traced
def test_a_forum_policy_is_told_with_its_editions_and_proofs() -> None:
    text = files()["forum-policy-anytown-editions.html"]
    for said in (
        "The edition of 2025-01-01",
        "The edition of 2024-01-01",
        "What each edition changed in meaning",
        "From the edition of 2024-01-01 to the edition of 2025-01-01, read as some",
        "For whom the readings differ",
        "guarantee weapons",
        "Boundary examples, to be signed",
        "Agreed by",
        "who minutes it",
        'href="what-if-anytown-editions.html"',
        'href="forum-anytown-editions-panel.html"',
    ):
        assert said in text, said


@pytest.mark.slow
@pytest.mark.traced
def test_a_forum_has_a_page_with_the_rules_that_lead_to_it() -> None:
    text = files()["forum-anytown-editions-other.html"]
    assert "Rules that lead to it, read as: some" in text
    assert "OTHER must follow when incidents with a weapon is at least 2" in text
    assert "What has to be on record to tell" in text
    assert "PANEL must follow" not in text


@pytest.mark.slow
@pytest.mark.traced
def test_attendance_and_frameworks_have_pages() -> None:
    assert "This is left open" not in files()["attendance-anytown-open.html"]
    assert "it cannot be used without these settings" in files()["attendance-anytown-open.html"]
    assert "Claims about every possible record" in files()["attendance-anytown-attendance.html"]
    framework = files()["framework-hmip-2018.html"]
    assert "Key questions" in framework
    assert "Boundary examples, to be signed" in framework


@pytest.mark.slow
@pytest.mark.traced
def test_an_indicator_has_a_page_and_so_has_one_that_is_left_open() -> None:
    assert "How it is reckoned" in of_indicators()["indicator-kpi-9a.html"]
    assert "Settings of each edition" in of_indicators()["indicator-contacts.html"]


@pytest.mark.slow
@pytest.mark.traced
def test_a_part_that_cannot_be_made_says_why_and_the_page_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many(_: object) -> Iterator[str]:
        yield "begun"
        raise UndecidedError("there are too many regions")

    monkeypatch.setattr(handbook_entries, "changes", too_many)
    text = dict(handbook(book(FORUMS)))["forum-policy-anytown-panel.html"]
    assert "<p>begun</p>\n<p>The rest of this part is left out: there are too many regions.</p>" in text
    assert "Claims about every possible record" in text


def test_two_pages_with_one_file_name_are_refused() -> None:
    twin = attrs.evolve(FORUMS, name="Anytown panel")
    with pytest.raises(PolicyError, match="'Anytown panel' and 'anytown-panel' have one file name"):
        entries(book(FORUMS, twin))


@pytest.mark.slow
@pytest.mark.traced
def test_the_command_writes_it_and_replaces_nothing_unasked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "load", partial(load, {"offering": Offering(FORUMS)}))
    out = tmp_path / "site"
    assert run("handbook", str(out)).out == f"4 files in {out}; begin with index.html\n"
    assert sorted(path.name for path in out.iterdir()) == [
        "forum-anytown-panel-panel.html",
        "forum-policy-anytown-panel.html",
        "index.html",
        "what-if-anytown-panel.html",
    ]
    again = run("handbook", str(out))
    assert (again.code, again.err.count("is there already; --force replaces it")) == (2, 1)
    (out / "old.html").write_text("")
    forced = run("handbook", str(out), "--force")
    assert forced.code == 0
    assert forced.err == "not of this handbook, and left as they are: old.html\n"


def test_the_command_says_what_cannot_be_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = run("handbook", str(tmp_path / "file"))
    assert (refused.code, "file: it cannot be made a folder" in refused.err) == (2, True)
    other = run("handbook", str(tmp_path / "site"), "--language", "cy")
    assert (other.code, other.err) == (2, "--language: there is no catalogue of 'cy'; allowed: en-GB\n")


TOKENS = ("<", ">", "&", '"', "'", "/", "=", "{{", "%}", "a", "b", "<script>", "</style>", "<!--", "]]>", " onload=")
MARKUP = st.lists(st.sampled_from(TOKENS), min_size=1).map("".join)


@pytest.mark.slow
@given(MARKUP)
def test_markup_in_names_references_and_citations_stays_text(text: str) -> None:
    page: Page = (Heading(text, 1), text, Points((text,)), Drawing((text,)), Grid((text,), ((text,),)))
    plain = Read(as_html((Heading("x", 1), "x", Points(("x",)), Drawing(("x",)), Grid(("x",), (("x",),)))))
    read = Read(as_html(page, marking=text))
    same = [(tag, sorted(attributes)) for tag, attributes in read.elements]
    assert same == [(tag, sorted(attributes)) for tag, attributes in plain.elements]
    assert read.text.count(text) >= 8


class EvilCase(Facts):
    reference: str
    evil: Maybe[bool] = fact(bool, EVIL)


@pytest.mark.slow
@pytest.mark.traced
def test_markup_in_a_policy_stays_text_on_every_page_of_it() -> None:
    panel = attrs.evolve(PANEL, name=EVIL, title=EVIL, purpose=EVIL, members=(EVIL,))
    rules = (must(EVIL, panel, when=EvilCase.evil, cites=cite(EVIL), reading=EVIL),)
    evil = ForumPolicy(
        EVIL.replace("/", "")[:90], about=EvilCase, forums=(panel,), editions=(Edition(date(2024, 1, 1), rules),)
    )
    for name, text in handbook(book(evil)):
        elements = Read(text).elements
        assert not {tag for tag, _ in elements} & {"img", "alert"}, name
        scripts = [attributes for tag, attributes in elements if tag == "script"]
        assert len(scripts) == (2 if name.startswith(("what-if", "index")) else 0)
        assert not any(each.startswith("on") for _, attributes in elements for each in attributes)
        assert "{{ 7*7 }}" in text or name == INDEX


KINDS = (
    "index",
    "forum-policy-anytown-editions",
    "what-if-anytown-editions",
    "forum-anytown-editions-other",
    "attendance-anytown-attendance",
    "attendance-anytown-open",
    "indicator-kpi-9a",
    "indicator-contacts",
    "framework-hmip-2018",
)


def test_a_page_of_each_kind_is_looked_at() -> None:
    for kind in PageKind:
        assert any(name.startswith(kind.replace(" ", "-")) for name in KINDS), kind


@in_chromium
@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_on_a_page_of_each_kind(tmp_path: Path, name: str) -> None:
    made = of_indicators() if name.startswith("indicator") else files()
    (tmp_path / "page.html").write_text(made[f"{name}.html"], encoding="utf-8")
    with opened(tmp_path / "page.html") as page:
        assert faults(page) == []


@in_chromium
@pytest.mark.slow
def test_the_index_is_searched_without_asking_anybody(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text(files()[INDEX], encoding="utf-8")
    with opened(tmp_path / INDEX) as page:
        every = page.locator("li[data-file]").count()
        assert page.inner_text("#found") == f"{every} of {every} pages"
        page.get_by_label("Search").fill("minutes weap")
        shown = page.locator("li[data-file]:visible").all_inner_texts()
        assert shown == ["anytown-editions"]
        assert page.locator("section.group:visible").count() == 1
        assert page.inner_text("#found") == f"1 of {every} pages"
        page.get_by_label("Search").fill("nobody-has-this-word")
        assert page.locator("section.group:visible").count() == 0


@in_chromium
@pytest.mark.slow
def test_in_print_a_table_repeats_its_headings_and_fits(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(files()["forum-policy-anytown-editions.html"], encoding="utf-8")
    with opened(tmp_path / "a.html", width=660) as page:
        page.emulate_media(media="print")
        styles = "one => [getComputedStyle(one).display, getComputedStyle(one.closest('.wide')).overflowX]"
        assert page.locator("thead").first.evaluate(styles) == ["table-header-group", "visible"]
        assert page.locator("tr").first.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
        assert not too_wide(page)
        assert page.locator("nav").first.is_hidden()

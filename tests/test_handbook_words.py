"""The words of pages: all of them are in the catalogue that translators begin with, and a translation is used."""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import yosrules
from yosrules.errors import InputError
from yosrules.hooks.load import load
from yosrules.reports.drawing.page import as_html
from yosrules.reports.handbook.whatif import whatif_page
from yosrules.reports.site import catalogue as catalogues, document
from yosrules.reports.site.catalogue import LOCALE, catalogue, written_in
from yosrules.reports.site.document import TEMPLATES, environment

PACKAGE = Path(yosrules.__file__).parent
POT = LOCALE / "yosrules.pot"
CALLED = re.compile(r"\b_\(|\bto_translate\(")
RENEW = "python tests/test_handbook_words.py --write"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'


def of_templates() -> Iterator[tuple[str, str]]:
    extract = vars(environment())["extract_translations"]
    for path in sorted(TEMPLATES.glob("*.html")):
        yield from (
            (said if isinstance(said, str) else said[0], path.name)
            for _, _, said in extract(path.read_text(encoding="utf-8"))
        )


def of_modules() -> Iterator[tuple[str, str]]:
    """What is given to `_` or `to_translate` in a module; it is always a text as it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if CALLED.search(text) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "to_translate"):
                for said in node.args:
                    assert isinstance(said, ast.Constant), (
                        f"{path.name}: {ast.unparse(node)} is not a text as it stands"
                    )
                    yield str(said.value), path.name


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def written() -> str:
    """The catalogue: every text with the files that it stands in."""
    where: dict[str, list[str]] = {}
    for said, file in (*of_templates(), *of_modules()):
        where.setdefault(said, []).append(file)
    entries = (
        f'\n#: {" ".join(dict.fromkeys(files))}\nmsgid {quoted(said)}\nmsgstr ""\n' for said, files in where.items()
    )
    return HEAD + "".join(entries)


def test_the_catalogue_has_every_word_of_the_pages() -> None:
    assert POT.read_text(encoding="utf-8") == written(), f"{RENEW} puts it right"


def compiled(texts: dict[str, str]) -> bytes:
    """A catalogue as gettext reads it."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **texts}.items())
    at, tables, text = 28 + 16 * len(pairs), ([], []), b""
    for pair in pairs:
        for table, each in zip(tables, pair, strict=True):
            table += [len(each.encode()), at + len(text)]
            text += each.encode() + b"\0"
    head = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return struct.pack(f"<{7 + 4 * len(pairs)}I", *head, *tables[0], *tables[1]) + text


@pytest.fixture
def welsh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    texts = {"Skip to the content": "Neidio i'r cynnwys", "not known": "ddim yn hysbys", "must": "rhaid"}
    (folder / "yosrules.mo").write_bytes(
        compiled({**texts, "Page %(page)s of %(pages)s": "Tudalen %(page)s o %(pages)s"})
    )
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    yield
    catalogue.cache_clear()
    environment.cache_clear()


def test_another_language_is_a_file_more(welsh: None) -> None:
    with written_in("cy"):
        page = whatif_page(load().forum_policies["derby-high-risk-strategy"])
    assert '<html lang="cy">' in page
    assert "Neidio i'r cynnwys" in page
    assert '<option value="">ddim yn hysbys</option>' in page
    assert '"must": "\\ue000rhaid\\ue001"' in page, "its script marks what is of the page's language"
    assert 'content:"Tudalen " counter(page) " o " counter(pages) ""' in page
    assert "Clear everything" in page, "what has no translation stays English"


def test_a_language_without_a_catalogue_is_refused(welsh: None) -> None:
    with pytest.raises(InputError, match="there is no catalogue of 'fr'; allowed: en-GB or cy"):
        catalogue("fr")


def test_nothing_in_a_marking_can_end_the_stylesheet() -> None:
    page = as_html(("text",), marking='</style><script>"\\')
    assert "</style><script>" not in page
    assert 'content:"\\3c \\2f style\\3e \\3c script\\3e \\22 \\5c "' in page
    assert document.ABOUT_PEOPLE in as_html(("text",))


if __name__ == "__main__" and "--write" in sys.argv:
    POT.write_text(written(), encoding="utf-8")

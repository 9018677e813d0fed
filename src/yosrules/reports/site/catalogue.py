"""The words of pages in a language: the English ones stand in the code, others in `locale/` as gettext reads them.

On a page in another language some words stay English, those of a policy. So that a screen reader can say each aloud in
its own language, words of the page's language stand between two marks until the page is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, find, translation
from pathlib import Path

from yosrules.errors import InputError
from yosrules.language.kinds import one_of

ENGLISH = "en-GB"
LOCALE = Path(__file__).parent / "locale"
_DOMAIN = "yosrules"
_BEGINS, _ENDS = "\ue000", "\ue001"
"""The marks, for which no text has a use."""
_MARKS = re.compile(f"[{_BEGINS}{_ENDS}]")
_LANGUAGE: ContextVar[str] = ContextVar("_LANGUAGE", default=ENGLISH)


@cache
def catalogue(language: str = ENGLISH) -> NullTranslations:
    """The words of pages in one language, a tag such as `cy`; what has no translation stays English."""
    if language == ENGLISH:
        return NullTranslations()
    found = sorted(path.name for path in LOCALE.iterdir() if find(_DOMAIN, LOCALE, [path.name]))
    if language not in found:
        raise InputError(
            "--language", why=f"there is no catalogue of {language!r}; allowed: {one_of([ENGLISH, *found])}"
        )
    return translation(_DOMAIN, LOCALE, [language])


@contextmanager
def written_in(language: str) -> Iterator[None]:
    """Pages that are made meanwhile are in this language; one of which there is no catalogue is refused."""
    catalogue(language)
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def language_now() -> str:
    """The language in which pages are made now."""
    return _LANGUAGE.get()


def _(text: str, /, **values: object) -> str:
    """Words of a page in that language, with values in their places; the text stands as it is, for catalogues."""
    said = translated(text)
    if said.startswith(_BEGINS):
        values = {name: f"{_ENDS}{value}{_BEGINS}" for name, value in values.items()}
    return said % values if values else said


def to_translate(*texts: str) -> tuple[str, ...]:
    """Words that stand in a constant: catalogues list them, and they are `translated` where they are shown."""
    return texts


def translated(text: str) -> str:
    """Words that were given `to_translate`, in the language in which pages are made now; any others as they are."""
    found = catalogue(_LANGUAGE.get()).gettext(text) if text else text
    return text if found == text else own_words(found)


def capital(text: str) -> str:
    """Words that were given `to_translate`, as a heading or a sentence begins."""
    return re.sub(r"\w", lambda first: first[0].upper(), translated(text), count=1)


def own_words(text: str) -> str:
    """Words of the language in which pages are made now, such as those that a service wrote itself."""
    return text if not text or language_now() == ENGLISH else f"{_BEGINS}{text}{_ENDS}"


def unmarked(text: str) -> str:
    """The words alone, where nothing says in which language they are, such as in the title of a window."""
    return _MARKS.sub("", text)


def by_language(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces of a text in their order, each with whether it is in the language in which pages are made now."""
    for place, piece in enumerate(_MARKS.split(text)):
        if piece:
            yield bool(place % 2) or language_now() == ENGLISH or not re.search(r"[^\W\d_]", piece), piece

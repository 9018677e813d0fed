"""The words of pages in a language: the English ones stand in the code, others in `locale/` as gettext reads them."""

from __future__ import annotations

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
    return translated(text) % values if values else translated(text)


def to_translate(*texts: str) -> tuple[str, ...]:
    """Words that stand in a constant: catalogues list them, and they are `translated` where they are shown."""
    return texts


def translated(text: str) -> str:
    """Words that were given `to_translate`, in the language in which pages are made now; any others as they are."""
    return catalogue(_LANGUAGE.get()).gettext(text)

"""The words of pages in a language: the English ones stand in the code, others in `locale/` as gettext reads them."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations, find, translation
from pathlib import Path

from yosrules.errors import InputError
from yosrules.language.kinds import one_of

ENGLISH = "en-GB"
LOCALE = Path(__file__).parent / "locale"
_DOMAIN = "yosrules"


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

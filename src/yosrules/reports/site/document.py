"""A whole HTML document from a template: what people typed is escaped, nothing is fetched, and it prints well."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from yosrules.errors import visible
from yosrules.reports.site.catalogue import ENGLISH, _, by_language, catalogue, language_now, unmarked

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
ABOUT_PEOPLE = "OFFICIAL-SENSITIVE"
"""The protective marking of a page that may name a child or a worker."""
ABOUT_POLICIES = "OFFICIAL"
"""The protective marking of a page in which there is nobody."""


@cache
def environment(language: str = ENGLISH) -> Environment:
    """The templates with the words of one language; a name that a template does not know is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 -- `import yosrules` stays light

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = catalogue(language)
    # The extension adds the function. newstyle: what stands in a phrase is escaped like everything else.
    install: Callable[..., None] = vars(made)["install_gettext_callables"]
    install(words.gettext, words.ngettext, newstyle=True)
    made.filters |= {"told": _told, "spoken": _spoken, "unmarked": unmarked}
    return made


def _told(text: str) -> Markup:
    """A text with each piece said to be English that is not in the language of the page."""
    from markupsafe import Markup  # noqa: PLC0415 -- it comes with jinja2

    english = Markup('<span lang="{}">{}</span>').format
    return Markup().join(piece if own else english(ENGLISH, piece) for own, piece in by_language(text))


def _spoken(text: str) -> Markup:
    """The attribute of an element in which nothing but a text can stand, where that is not in the page's language."""
    from markupsafe import Markup  # noqa: PLC0415 -- as above

    own = all(own for own, _ in by_language(text))
    return Markup() if own else Markup(' lang="{}"').format(ENGLISH)


def document(
    template: str,
    *,
    title: str,
    marking: str,
    script: str = "",
    data: object = None,
    **values: object,
) -> str:
    """The document that a template which extends `base.html` makes, with its one stylesheet in it.

    `script` is the only code that the page may run; it finds `data`, as JSON, in the element `data`. The protective
    marking stands on the screen and on every printed page. No attribute `style` has an effect: classes do.
    """
    language = language_now()
    style, script = visible(_style(unmarked(marking))), visible(script)
    return visible(
        environment(language)
        .get_template(template)
        .render(
            title=title,
            marking=marking,
            lang=language,
            style=style,
            script=script,
            data=data,
            policy=_policy(style, script),
            **values,
        )
    )


def _style(marking: str) -> str:
    """The stylesheet, and what stands in the margins of a printed page: the marking, and the number of the page."""
    page = unmarked(_("Page %(page)s of %(pages)s", page="\0page\0", pages="\0pages\0"))
    parts = [f"counter({part})" if odd % 2 else _quoted(part) for odd, part in enumerate(page.split("\0"))]
    return (
        (TEMPLATES / "style.css").read_text(encoding="utf-8")
        + f"@page{{@top-center{{content:{_quoted(marking)}}}@bottom-center{{content:{_quoted(marking)}}}"
        + f"@bottom-right{{content:{' '.join(parts)}}}}}\n"
    )


def _quoted(text: str) -> str:
    """Text as a string of a stylesheet, in which no letter can end the string or the stylesheet."""
    return '"' + "".join(each if each.isalnum() or each in " -:" else f"\\{ord(each):x} " for each in text) + '"'


def _policy(style: str, script: str) -> str:
    """What the browser is told to allow: this stylesheet and this script, and no request of any kind."""
    allowed = {"style-src": style, "script-src": script}
    hashes = (f"{what} 'sha256-{_digest(text)}'; " for what, text in allowed.items() if text)
    return f"default-src 'none'; {''.join(hashes)}base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    from hashlib import sha256  # noqa: PLC0415 -- only an HTML page needs it, and it takes long to import

    return b64encode(sha256(text.encode()).digest()).decode()

"""The rule for references: which texts name somebody, and which of them a person may take for one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from yosrules.errors import HINT

_NOBODY = {
    "something; it is blank": r"\s*",
    "a reference; this is the error of a spreadsheet": r"#(?:n/a|n/v|[a-z]+(?:/0)?[!?]|getting_data|#*)|err:\d+",
    "a reference; this says that it is unknown": (
        r"unknown|not known|not recorded|not on record|n/k|nk|n/a|na|none|nan|nat|null|nil|<na>|tb[acd]|[?*.,_/–—-]+"
    ),
    "a reference; a spreadsheet has changed this number, so format its column as text": r"\d+(?:[.,]\d+)?e[+-]\d+"
    r"|\d+[.,]\d+e\d+",
    "a reference; this is the line of a total": (
        r"(?:(?:grand|overall|sub)[ -]?)?totals?(?:[ :=(].*)?|sums?|count|average|mean|overall"
    ),
    # Directions of writing as themselves: no escape for them is understood by every engine.
    "a reference without control characters": "(?s:.*)[\\x00-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069](?s:.*)",
}
"""What is allowed instead of texts that name nobody, and a pattern of these texts that every engine understands."""

NOBODY = {allowed: rf"(?i)^\s*(?:{pattern})\s*$" for allowed, pattern in _NOBODY.items()}
"""The same with patterns of whole texts; capitals do not matter."""

_PATTERNS = {allowed: re.compile(pattern) for allowed, pattern in NOBODY.items()}

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9/-]*")
"""References of which people overlook nothing but capitals."""

_SHOWN = 5
"""How many pairs are named before the rest is counted."""


_NUMBERED = re.compile(r"[A-Za-z][A-Za-z/-]*[0-9][A-Za-z0-9/-]*")
"""Letters and then a number, as most references are: no text that names nobody is written so."""


def instead_of(written: str) -> str | None:
    """What is allowed instead of a text that names nobody; None for a reference."""
    if _NUMBERED.fullmatch(written):
        return None
    return next((allowed for allowed, pattern in _PATTERNS.items() if pattern.match(written)), None)


def likeness(reference: str) -> str:
    """What is left of a reference without what people overlook.

    These are capitals, spaces, characters that are not seen, the forms of one letter, a `.0` at the end and zeros at
    the beginning of a number.
    """
    if _PLAIN.fullmatch(reference):
        return reference.casefold()
    text = unicodedata.normalize("NFKC", reference).casefold()
    seen = "".join(each for each in text if not each.isspace() and unicodedata.category(each) != "Cf")
    whole = re.sub(r"^(\d+)\.0+$", r"\1", seen)
    return whole.lstrip("0") or "0" if whole.isdecimal() else whole


def did_you_mean(reference: str | None) -> str:
    """A question after what is allowed: the reference that looks the same; nothing where there is none."""
    return "" if reference is None else f"{HINT}{reference!r}?"


_NAMED = re.compile(
    r"[A-Z][\w'’-]+,? +(?:[A-Z][\w'’-]*\.? *)+"  # Sam Example, EXAMPLE, Sam
    r"|.*(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)(?!\d).*"
)
"""What looks like a name, or has a date in it."""


def personal_said(references: Iterable[str]) -> Iterator[str]:
    """One sentence where references look like names or dates of birth, which it does not repeat."""
    if many := sum(bool(_NAMED.fullmatch(each)) for each in references):
        look = "1 reference looks like a name or a date, and stands"
        if many > 1:
            look = f"{many:,} references look like names or dates, and stand"
        yield f"{look} in everything that is written; the number of a record says less of a person"


def alike(references: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The references that differ only in what people overlook, together."""
    found: dict[str, dict[str, None]] = {}
    for each in references:
        found.setdefault(likeness(each), {})[each] = None
    return (tuple(group) for group in found.values() if len(group) > 1)


def alike_said(references: Iterable[str]) -> Iterator[str]:
    """One sentence about the references that are alike; none if there are none."""
    groups = list(alike(references))
    if groups:
        shown = "; ".join(" and ".join(map(ascii, group)) for group in islice(groups, _SHOWN))
        more = f"; and {len(groups) - _SHOWN:,} more" * (len(groups) > _SHOWN)
        yield (
            "references differ only in capitals, spaces, a '.0', zeros in front or what is not seen, "
            f"and are taken for different people: {shown}{more}"
        )

"""Propose a map for an audit: which heading may be which column or key question, which word which mark or rating."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from yosrules.files.audits.forms import COLUMNS, column_meant
from yosrules.files.audits.mapped import AUDITS, MARKS
from yosrules.files.audits.marks import AuditCells, place_of
from yosrules.files.audits.wide import ALLOWED, BESIDE, marked_places, read_mark
from yosrules.files.cells import NotAllowedError
from yosrules.files.formats.headings import folded
from yosrules.files.formats.tables import TextTable
from yosrules.files.mapping.proposals import MOST_WORDS, NEAR_HEADING, NEAR_WORD, Line, Proposal
from yosrules.policies.domain import Framework, Standard

_LETTERS = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"-?\d+(\.\d+)? ?%?")

_USUAL = {
    **dict.fromkeys(("achieved", "fully achieved", "fully met", "sufficient", "satisfactory", "evidenced"), "Y"),
    **dict.fromkeys(("not achieved", "unmet", "insufficient", "unsatisfactory", "not evidenced"), "N"),
    **dict.fromkeys(("not relevant", "does not apply", "not required"), "N/A"),
}
"""Marks that people write, and the word for each that a file may use."""


def says_of_audits(heading: str, framework: Framework) -> bool:
    """Whether a heading is a column of audits or a place in a framework as it is."""
    return column_meant(heading) in COLUMNS or bool(marked_places(framework, {heading: heading}))


def propose_audit(table: TextTable, framework: Framework) -> Proposal:
    """Look at every heading and every word of an audit, and propose what they mean."""
    read = tuple(heading for heading in table.headings if says_of_audits(heading, framework))
    lines = {line.written: line for line in _columns(table, read, framework)}
    meant = {heading: heading for heading in read} | {
        each.written: str(each.means) for each in lines.values() if each.sure
    }
    marks = marked_places(framework, meant)
    named = {column_meant(means): heading for heading, means in meant.items() if heading not in marks}
    values = {
        **_of_column("standard", named, table, framework),
        **_of_column("rating", named, table, framework),
        MARKS: tuple(_words(_cells(table, [*marks]), read_mark, _usual_mark, ALLOWED)),
    }
    unread = tuple(heading for heading in table.headings if heading not in meant and heading not in lines)
    return Proposal(
        AUDITS, table.file, read, (*lines.values(),), {name: of for name, of in values.items() if of}, unread
    )


def _columns(table: TextTable, read: tuple[str, ...], framework: Framework) -> Iterator[Line]:
    """A line for each heading that may mean a column, or a key question by its name."""
    places = marked_places(framework, {heading: heading for heading in read}).values()
    taken = {column_meant(heading) for heading in read} | {each.question.id for each in places if each.question}
    # An audit is of one domain: its standards are asked about before those of the others, which may be called the same.
    domains = [each.standards for each in framework.domains if any(one.standard in each.standards for one in places)]
    asked = [standard for of in domains for standard in of] or [*framework.standards]
    for heading in table.headings:
        if heading in read or BESIDE.search(heading):
            continue
        near = get_close_matches(column_meant(heading), sorted(COLUMNS), 1, NEAR_HEADING)
        means, by = (near[0], near[0]) if near else _question(heading, asked)
        if means in taken:
            yield Line(heading, means, "another column means this; choose one", sure=False)
        elif means:
            taken.add(means)
            yield Line(heading, means, f"a guess, from {by!r}")


def _question(heading: str, standards: Sequence[Standard]) -> tuple[str, str]:
    """The one key question whose name is in a heading, and the name; of several the one whose standard is named too."""
    said = f" {' '.join(_LETTERS.findall(heading.casefold()))} "
    asked = [(of, each) for of in standards for each in of.key_questions if _inside(each.name, said)]
    found = [(of, each) for of, each in asked if _inside(of.name, said)] or asked
    return (found[0][1].id, f"{found[0][0].name}: {found[0][1].name}") if len(found) == 1 else ("", "")


def _inside(name: str, said: str) -> bool:
    return f" {' '.join(_LETTERS.findall(name.casefold()))} " in said


def _of_column(
    column: str, named: Mapping[str, str], table: TextTable, framework: Framework
) -> dict[str, tuple[Line, ...]]:
    """The words of a column that no file may use."""
    if column not in named:
        return {}
    cells, scale = AuditCells({}, framework, ""), [*framework.scale.names]

    def rating(word: str) -> str:
        return next(iter(get_close_matches(word.capitalize(), scale, 1, NEAR_WORD)), "")

    def standard(word: str) -> str:
        place = place_of(framework, word)
        return place.standard.number if place and place.question is None else ""

    parse, meant = (cells.rating, rating) if column == "rating" else (cells.standard_or_overall, standard)
    options = scale if column == "rating" else [each.number for each in framework.standards]
    return {column: tuple(_words(_cells(table, [named[column]]), parse, meant, "; ".join(options)))}


def _cells(table: TextTable, headings: list[str]) -> Counter[str]:
    return Counter(row.cells[heading] for row in table.rows for heading in headings if row.cells[heading])


def _words(
    cells: Counter[str], parse: Callable[[str], object], meant: Callable[[str], str], allowed: str
) -> Iterator[Line]:
    """A line for each word that no file may use; what nothing is proposed for is a comment."""
    # A number is no word, and may be the sum of a column.
    refused = [word for word in cells if not (_NUMBER.fullmatch(word) or _fits(word, parse))]
    for word in refused if len(refused) <= MOST_WORDS else ():
        rows = f"{cells[word]:,} cell{'s' * (cells[word] != 1)}"
        if means := meant(word):
            yield Line(word, means, rows)
        else:
            yield Line(word, "", f"{rows}; no word fits", False, allowed)


def _fits(word: str, parse: Callable[[str], object]) -> bool:
    try:
        parse(word)
    except NotAllowedError:
        return False
    return True


def _usual_mark(word: str) -> str:
    return _USUAL.get(folded(word), "")

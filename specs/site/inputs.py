"""Write specs/inputs.md from the vocabularies: the columns of each input, and what may stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from inspect import signature
from pathlib import Path

from yosrules.files.absences import WORKER_HISTORIES
from yosrules.files.cases import CASE_HISTORIES
from yosrules.files.synonyms import ALSO_WRITTEN
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, words
from yosrules.records.absence import Absence
from yosrules.records.blanks import BLANK_SAYS
from yosrules.records.case import Case

PAGE = Path(__file__).parent.parent / "inputs.md"
CASES: Mapping[str, type[Facts]] = {"cases": Case, **CASE_HISTORIES}
ABSENCES: Mapping[str, type[Facts]] = {"absences": Absence, **WORKER_HISTORIES}

_HEAD = """# The files that are read

Every column of every input, and what may stand in it; made from the vocabularies by
`python specs/site/inputs.py`. A heading is the name of the column or what the column holds, without regard to
capitals, underscores and hyphens. Only the columns marked *must be there* have to be; what has no column, or a blank
cell, is not known. Beside the words of a list, those count that stand under *also* at the end. Other headings and other
words are for [a map](mapping.md). Each file can be .csv, .tsv, .xlsx, .parquet or .json, or a sheet of one workbook.
"""


def page() -> str:
    """The whole page."""
    parts = [
        _HEAD,
        "## A caseload, and the histories behind it\n",
        *(_table(name, kind, "reference") for name, kind in CASES.items()),
        "## Absences, and the histories behind them\n",
        *(_table(name, kind, "worker") for name, kind in ABSENCES.items()),
        "## Words\n\nWhat is accepted for a word of a list beside the word itself.\n",
        *_lists(),
    ]
    return "\n".join(parts)


def _table(name: str, kind: type[Facts], whose: str) -> str:
    facts, fields = vocabulary(kind), signature(kind).parameters
    blank = BLANK_SAYS.get(kind, {})
    must = {column for column, field in fields.items() if field.default is field.empty} | {"reference"}
    lines = [
        f"### `{name}`\n",
        f"A sample is [{name}.csv](inputs/{name}.csv).\n",
        "| column | holds | may be |",
        "|---|---|---|",
    ]
    for column in dict.fromkeys(["reference", *fields]):
        fact = facts.get(column)
        said = [fact.label] if fact else ["whose row it is" if column == "reference" else "a text"]
        said += ["*must be there*"] if column in must or (kind is Absence and column == "end") else []
        said += [f"blank where {blank[column]}"] if column in blank else []
        shown = f"`{whose}`" if column == "reference" else f"`{column}`"
        lines.append(f"| {shown} | {'; '.join(said)} | {_may_be(fact)} |")
    return "\n".join(lines) + "\n"


def _may_be(fact: Fact | None) -> str:
    if fact is None:
        return "any text"
    return "; ".join(f"`{words(member)}`" for member in fact.members) or fact.allowed


def _lists() -> Iterator[str]:
    yield "| list | word | also |"
    yield "|---|---|---|"
    for kind, ways in ALSO_WRITTEN.items():
        name = (
            "yes or no"
            if kind is bool
            else re.sub("(?<=[a-z])(?=[A-Z])", " ", getattr(kind, "__name__", "")).casefold()
        )
        by: dict[str, list[str]] = {}
        for way, value in ways.items():
            by.setdefault(words(value), []).append(f"`{way}`")
        yield from (f"| {name} | {word} | {', '.join(said)} |" for word, said in by.items())


if __name__ == "__main__":
    PAGE.write_text(page())

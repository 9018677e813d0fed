"""What answers by a framework, and how each answer is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from asking.forums import Found
from asking.question import Answers, Question, told
from asking.running import OUT, command, lines, written
from asking.synthetic import Tables, audit, frame, inspection, items
from frames import rows as rows_of
from yosrules.bulk import rate_frame
from yosrules.files import read_evidence
from yosrules.language import Facts
from yosrules.policies import Framework
from yosrules.ratings import rate


def of_ratings(framework: Framework, seed: int) -> Iterator[Question]:
    """Every command and verb that answers by a framework, of each form of evidence."""
    on = ("--framework", framework.id)
    asks: dict[str, Callable[[Tables], Answers]] = {
        "rate": lambda tables: _listed(command(tables, "rate", *on, "--json")),
        "rate()": partial(_rated, framework),
    }
    in_bulk: dict[str, Callable[[Tables], Answers]] = {
        "rate_frame()": lambda tables: _in_columns(rows_of(rate_frame(framework, frame("items", tables["items"])))),
        "rate --engine": lambda tables: _in_columns(
            lines(command(tables, "rate", *on, "--engine", "polars", "--out", OUT, about=Facts))
        ),
    }
    forms = {"audit": audit(seed, framework), "inspection": inspection(seed, framework), **items(seed, framework)}
    for form, rows in forms.items():
        both = asks | in_bulk if form == "items" else asks
        yield from (Question(name, framework.id, {form: rows}, ask) for name, ask in both.items())


def _listed(text: str) -> Answers:
    """The rating of each standard in the JSON that `rate` prints."""
    (sheet,) = json.loads(text)
    return {(row["standard"],): told(row["published"] or row["rating"]) for row in sheet["standards"]}


def _rated(framework: Framework, tables: Tables) -> Answers:
    """`rate`: the rating of each standard, and what is left of the overall."""
    with written(tables) as (path,):
        evidence = read_evidence(path, framework).evidence
    found: Found = {}
    for sheet in (rate(each, framework) for each in evidence):
        found |= {(number,): told(band) for number, band in sheet.ratings.items()}
        overall = sheet.overall
        left = frozenset(band.name for band in overall.possible)
        found["overall",] = told(overall.computed.name) if overall.computed else left or None
    return found


def _in_columns(rows: Iterable[Mapping[str, object]]) -> Answers:
    """The rating of each question, standard, domain and the overall, in columns."""
    columns = ("service", "level", "number", "question")
    return {tuple(str(row[each]) for each in columns): told(row["rating"] or None) for row in rows}

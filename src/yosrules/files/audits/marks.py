"""Read the cells of audits by a framework: its standards, its key questions, its ratings, and what people mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

import attrs

from yosrules.errors import HINT, RatingError
from yosrules.files.cells import Cells, NotAllowedError, read_number
from yosrules.files.formats.tables import TextRow
from yosrules.language.kinds import one_of
from yosrules.policies.domain import Framework, KeyQuestion, Standard
from yosrules.policies.rating import NOT_RATED
from yosrules.ratings.overall import OVERALL

NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "n.a", "not applicable"})
"""How people write that a question does not apply to a case."""

MET = frozenset({"y", "yes", "true", "✓", "✔", "☑", "met"})
NOT_MET = frozenset({"n", "no", "false", "✗", "✘", "☒", "not met"})
"""How people write a judgement without a number."""

_SHORT_RATINGS = {"ri": "Requires improvement"}
"""Ratings in the letters that inspectors use."""

_LABEL = re.compile(
    r"(?:k?q(?:uestion)?\s*)?([a-z]?\d+(?:\.\d+)*)(\.?[a-z]\b|\s?\([a-z]\))?[\s:.,)–-]*(.*)", re.IGNORECASE
)
"""A number, the letter of an item of it, and a text."""


@attrs.frozen
class Place:
    """What a heading or a cell names: a standard, and a key question of it or one item of the question."""

    standard: Standard
    question: KeyQuestion | None = None
    item: str = ""


def place_of(framework: Framework, written: str) -> Place | None:
    """The place in a framework that is written as numbers, names or both; None if it is none or not a single one.

    "2.1.1", "Q2.1.1 Desistance", "2.1 Assessment: desistance" and "2.1 Q1" are one place; "2.1.1a" is an item of it.
    """
    plain = " ".join(written.split())
    label = _LABEL.fullmatch(plain)
    places = [each for standard in framework.standards for each in _places(standard, plain, label)]
    return places[0] if len(places) == 1 else None


def of_absent_domain(framework: Framework, heading: str) -> bool:
    """Whether a heading begins with a number in a domain that no installed plugin has brought."""
    label = _LABEL.fullmatch(" ".join(heading.split()))
    return label is not None and "." in label[1] and label[1].partition(".")[0] in framework.absent


def _places(standard: Standard, written: str, label: re.Match[str] | None) -> list[Place]:
    """The places within one standard that a text may mean."""
    number, name = standard.number.casefold(), _plain(standard.name)
    text = _plain(written)
    for start in (f"{number} {name}", number, name):
        if text == start:
            return [Place(standard)]
        if text.startswith(f"{start} ") and (found := _within(standard, text.removeprefix(f"{start} "))):
            return [found]
    if label is None or not label[1].casefold().startswith(f"{number}."):
        return []
    for question in standard.key_questions:
        item = label[1].casefold().removeprefix(question.id.casefold())
        if item != label[1].casefold() and (not item or item.startswith(".")):
            return [Place(standard, question, item + (label[2] or ""))] if _fits(standard, question, label[3]) else []
    return []


def _within(standard: Standard, text: str) -> Place | None:
    """The key question that is written after the name of its standard."""
    numbered = re.fullmatch(r"k?q(?:uestion)? ?(\d+)|(\d)", text)
    for question in standard.key_questions:
        if text in (_plain(question.name), question.id.casefold(), f"{question.id.casefold()} {_plain(question.name)}"):
            return Place(standard, question)
        if numbered and question.id.rpartition(".")[2] == (numbered[1] or numbered[2]):
            return Place(standard, question)
    return None


def _fits(standard: Standard, question: KeyQuestion, text: str) -> bool:
    """Whether the text beside the number of a question is not that of another question."""
    said = _plain(text)
    others = (_plain(each.name) for each in standard.key_questions if each is not question)
    return _plain(question.name) in said or not any(other in said for other in others)


@lru_cache(maxsize=1024)  # each cell that may be a heading is set beside every name of the framework
def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\s:,()–-]+", " ", text.replace("&", "and")).casefold().split())


class AuditCells(Cells):
    """A reader of cells that name a framework's standards, key questions and ratings."""

    def __init__(self, named: dict[str, str], framework: Framework, title: str) -> None:
        super().__init__(named)
        self.framework, self.title = framework, title

    def scores(self, row: TextRow) -> tuple[Decimal | None, Decimal | None]:
        """A score and what it is out of; a score above what it is out of is refused."""
        judged = self.written(row, "out_of") in ("1", "1.0")
        score = self.take(row, "score", read_judgement if judged else read_number)
        out_of = self.take(row, "out_of", read_number)
        if score is not None and out_of is not None and score > out_of:
            self.refuse(row, "score", f"at most {out_of}, which it is out of")
        return score, out_of

    def standard_or_overall(self, written: str) -> str:
        """A standard's number, or "Overall" for the file's own last line."""
        return OVERALL if re.match(r"overall\b", written, re.IGNORECASE) else self.standard(written)

    def standard(self, written: str) -> str:
        """A standard's number, from "2.1", "2.1 Assessment" or "2.1: Assessment"."""
        label, _, name = " ".join(written.split()).partition(" ")
        try:
            standard = self.framework.standard(label.rstrip(":.,-"))
        except RatingError:
            names = [str(standard) for standard in self.framework.standards]
            said = f"a standard of {self.framework.id}: {one_of(names or ['none'])}"
            raise NotAllowedError("; ".join(filter(None, [said, self.framework.lacks]))) from None
        if name and name.strip(" :.-–").replace("&", "and").casefold() != standard.name.casefold():
            raise NotAllowedError(f"{standard}, as {self.framework.id} has it")
        return standard.number

    def question(self, number: str) -> Callable[[str], str]:
        """Make a parser for a key question of this standard, written as its id, its label or both."""
        standard = self.framework.standard(number)

        def parse(written: str) -> str:
            found = _within(standard, _plain(written)) or place_of(self.framework, written)
            if found and found.question and found.standard is standard and not found.item:
                return found.question.id
            names = "; ".join(f"{question.id} or {question.name}" for question in standard.key_questions)
            raise NotAllowedError(names or f"nothing: the key questions of {number} are not established here")

        return parse

    def rating(self, written: str) -> str:
        """The name of a rating; capitals and spaces do not matter."""
        names = [*self.framework.scale.names, NOT_RATED]
        said = " ".join(written.split()).casefold()
        for name in names:
            if name.casefold() in (said, _SHORT_RATINGS.get(said, "").casefold()):
                return name
        raise NotAllowedError(one_of(names), lambda: _meant(said, names))


def _meant(said: str, names: Sequence[str]) -> str:
    """A hint at the name that is nearly what was written."""
    near = get_close_matches(said, map(str.casefold, names), 1)
    return "".join(f"{HINT}{name}?" for name in names if name.casefold() in near)


def read_judgement(written: str) -> Decimal:
    """A number, or a word or a tick for met (1) or not met (0)."""
    said = written.casefold()
    if said in MET or said in NOT_MET:
        return Decimal(said in MET)
    return Decimal("0.5") if said == "½" else read_number(written)

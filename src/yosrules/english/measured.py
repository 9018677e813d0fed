"""How a fact of a case is worked out from its dates or its histories, in words, with every convention."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yosrules.english.attendance import during_in_words
from yosrules.english.describe import called, english
from yosrules.language.expr import ALWAYS
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.measure import How, Measure, Open, measures

_KNOWN = (
    "Whether there is a row is known to be so as soon as one counts. Anything else that is worked out from rows is "
    "known only where every row is known to count or not to count"
)


def measured_in_words(about: type[Facts], asked: set[Fact]) -> Iterator[str]:
    """A line for each of these facts that is worked out, and one for when what comes from rows is known."""
    worked_out = [ref for ref in measures(about).values() if ref.fact in asked]
    yield from (f"{called(ref.fact)}: {_measure(ref.by)}" for ref in worked_out)
    if any(ref.by.rows for ref in worked_out):
        yield _KNOWN


def _measure(by: Measure) -> str:
    if by.rows is None:
        return _own(by)
    kind = re.sub("(?<=[a-z])(?=[A-Z])", " ", by.rows.__name__).lower()
    where = "" if by.where == ALWAYS else f" where {english(by.where)}"
    return f"{by.how.value} {_of(by)} of {kind}{where}; {_lies(by)}"


def _of(by: Measure) -> str:
    if by.of is None:
        return "a row" if by.how is How.EXISTS else "rows"
    until = f", up to {called(by.until)} or the day asked about, whichever is first," if by.until else ""
    return f"{called(by.of)}{until} over the rows"


def _lies(by: Measure) -> str:
    """When a row has to lie to count."""
    if isinstance(by.during, Open):
        return _open(by.during)
    if by.dated is None:
        return "of any day"
    if by.during is None:
        return f"{called(by.dated)} is the day asked about or earlier"
    ahead = "" if by.any_day else ", and none after the day asked about"
    return f"{called(by.dated)} lies within {during_in_words(by.during).removeprefix('over ')}{ahead}"


def _own(by: Measure) -> str:
    """What follows from the record's own dates."""
    if by.how is How.YEARS and by.of:
        return f"whole years from {called(by.of)} to {called(by.until) if by.until else 'the day asked about'}"
    if by.how is How.PASSED and by.of:
        return f"whether {called(by.of)} is before the day asked about"
    return f"whether {_lies(by)}"


def _open(during: Open) -> str:
    """Between which two dates the day asked about lies, and what no end on record means."""
    no_end = "goes on" if during.no_end_is_open else "cannot be told"
    ends = f"the last day {'in' if during.end_in else 'out'}; without an end on record it {no_end}"
    return f"the day asked about is from {called(during.begins)} to {called(during.ends)} ({ends})"

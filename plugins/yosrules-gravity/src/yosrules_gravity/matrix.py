"""Where a score starts from: no further action, three disposals out of court, or a charge, by each edition.

A matrix is a guide. Whoever decides may depart from it, with a reason that is recorded; so no outcome is a plain must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import cast

from yosrules.language import Condition, any_of
from yosrules.policies import Citation, Declared, Edition, Example, Forum, ForumPolicy, Rule, Status, should
from yosrules_gravity.matter import ACPO, NPCC_2023, NPCC_2025, READ, Factors, Matter

ONE_LEVEL, AS_RECORDED = "one level", "the score recorded"
"""How far factors move a score, in the two ways in which the later editions can be read."""
_TITLES = {
    "NFA": "No further action",
    "INFORMAL": "Informal out-of-court disposal",
    "CAUTION": "Youth caution",
    "CONDITIONAL": "Youth conditional caution",
    "CHARGE": "Charge",
}
FORUMS = {name: Forum(name, title, None, meets=False) for name, title in _TITLES.items()}
"""By its short name, where a score starts from; the lowest first."""


def comes_to(score: int, most: int) -> Condition:
    """A listed score, moved by one level where factors do so, is this one of a scale up to `most`.

    A scale has no score below its lowest or above its highest: there a factor moves nothing.
    """
    stays = Matter.factors == Factors.UNCHANGED
    if score == 1:
        stays = Matter.factors <= Factors.UNCHANGED
    if score == most:
        stays = Matter.factors >= Factors.UNCHANGED
    ways = [(Matter.listed == score) & stays]
    if score > 1:
        ways.append((Matter.listed == score - 1) & (Matter.factors == Factors.RAISED))
    if score < most:
        ways.append((Matter.listed == score + 1) & (Matter.factors == Factors.LOWERED))
    return any_of(*ways)


def _starts(source: Citation) -> Iterator[Rule[Forum]]:
    for score, (name, forum) in enumerate(FORUMS.items(), start=1):
        yield should(name, forum, when=comes_to(score, len(FORUMS)), cites=source, reading=ONE_LEVEL)
        yield should(name, forum, when=Matter.score == score, cites=source, reading=AS_RECORDED)


_OF_2013 = 4
"""The highest score of the scale of 2013."""
_2013 = should("CHARGE", FORUMS["CHARGE"], when=comes_to(_OF_2013, _OF_2013), cites=ACPO)
_MOVED = {Factors.LOWERED: "11234", Factors.UNCHANGED: "12345", Factors.RAISED: "23455"}
"""By its factors, what the scores 1 to 5 come to, by which the examples hold the rules."""
_CHARGED_2013 = {Factors.LOWERED: "", Factors.UNCHANGED: "4", Factors.RAISED: "34"}
"""By its factors, the listed scores that were normally charged in 2013."""


def _examples() -> Iterator[Example]:
    make, names = cast("Callable[..., Matter]", Matter), [*FORUMS]
    for factors, moved in _MOVED.items():
        for listed, comes_to in enumerate(map(int, moved), start=1):
            matter = make(reference="example", listed=listed, factors=factors)
            charged = Status.MUST if str(listed) in _CHARGED_2013[factors] else Status.NO
            yield Example(matter, "CHARGE", charged, date(2013, 4, 1))
            for day in (date(2023, 9, 1), date(2025, 2, 1)):
                for score, name in enumerate(names, start=1):
                    stands = Status.MUST if score == comes_to else Status.NO
                    yield Example(matter, name, stands, day, reading=ONE_LEVEL)
    for score in range(1, len(names) + 1):
        for other, name in enumerate(names, start=1):
            stands = Status.MUST if other == score else Status.NO
            yield Example(make(reference="example", score=score), name, stands, reading=AS_RECORDED)


MATRIX = ForumPolicy(
    "child-gravity-matrix",
    about=Matter,
    forums=tuple(FORUMS.values()),
    editions=(
        Edition(date(2013, 3, 1), (_2013,), cites=ACPO, checked=READ, start_stated=False),
        Edition(date(2023, 9, 1), tuple(_starts(NPCC_2023)), cites=NPCC_2023, checked=READ, start_stated=False),
        Edition(date(2025, 2, 1), tuple(_starts(NPCC_2025)), cites=NPCC_2025, checked=READ, start_stated=False),
    ),
    ranked=True,
    not_stated=(
        "the days from which the editions are used: the first of the month stands in; of 2023 one text says September, "
        "another October",
        "the list of offences and of their factors: about 60 pages, which could not be read; a service gives its own",
        "what the scores 1 to 3 of 2013 start from: that was not read, and no outcome follows",
        "whether the factors of 2023 and 2025 move a score by one level, as those of 2013 do: both are read",
        "what the scores at either end of a scale come to when factors point beyond it: here they stay",
        "what follows from admission, earlier offending, public interest, welfare and age, which are to be weighed too",
    ),
    declared=(Declared("covered", "of the scale of 2013 only what its highest score starts from was read"),),
    examples=tuple(_examples()),
)

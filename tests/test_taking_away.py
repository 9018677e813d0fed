"""Taking information away never turns one settled answer into another, whatever is asked; and the sisters of this law.

A cell is blanked, a column or a whole history is left out. Each answer then stays, becomes one that leaves open what it
was before, or the tables are refused. What is asked is in `asking`. By hand, with the figures of each command and verb:

    python tests/test_taking_away.py 2000 7    (Ctrl-C: the figures so far)
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from random import Random
from unittest.mock import patch

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from asking import forums, questions
from asking.erasures import EVERYTHING, Erasure, asked_whether_known, became_another, erasures
from asking.policies import rulebook
from asking.question import Answers, Question
from asking.sisters import SISTERS
from asking.synthetic import Table, Tables
from yosrules.deciding import Histories, Verdict, as_of
from yosrules.files.cases import CASE_HISTORIES
from yosrules.language import Facts

DRAWS, SEEDS = st.integers(0, 2**32), (1, 2)
"""What a draw begins with, and the seeds of the tables that are asked about."""
RARER = 8
"""How many times rarer in a short run are the questions to columns, which take that much longer."""


@cache
def by_asks(seeds: tuple[int, ...]) -> dict[str, list[Question]]:
    """The questions about the tables of some seeds, by the command or verb that is asked."""
    found: dict[str, list[Question]] = {}
    for question in (each for seed in seeds for each in questions(seed)):
        found.setdefault(question.asks, []).append(question)
    return found


@cache
def _before(name: str, place: int, seeds: tuple[int, ...]) -> Answers | None:
    question = by_asks(seeds)[name][place]
    return question.answers(question.tables)


@attrs.frozen
class Drawn:
    """A question that is drawn, and its answers while nothing is done to its tables."""

    question: Question
    before: Answers
    random: Random

    @classmethod
    def by(cls, number: int, seeds: tuple[int, ...] = SEEDS, *, rarer: float = RARER) -> Drawn:
        """Draw a command or verb first, so that each is drawn as often, however many policies there are.

        Those that answer in columns are `rarer`.
        """
        random, asks = Random(number), by_asks(seeds)
        weights = [1 if "frame" in name or "engine" in name else rarer for name in asks]
        (name,) = random.choices([*asks], weights)
        place = random.randrange(len(asks[name]))
        before = _before(name, place, seeds)
        assert before, f"{name} refuses the synthetic tables"
        return cls(asks[name][place], before, random)

    def taken_away(self) -> list[str] | None:
        """Take something away, a cell as often as more than that; what became another answer, None if it is refused."""
        every = [*erasures(self.question.tables)]
        larger = [each for each in every if each.row is None]
        erasure = self.random.choice(self.random.choice([every, larger]))
        after = self.question.answers(erasure.of(self.question.tables))
        changed = became_another(self.question, erasure, self.before, after)
        return None if after is None else [f"{erasure}: {key}" for key in changed]

    def changed(self, sister: str) -> list[str]:
        """Change the tables in a way that says nothing new; what became another answer."""
        made = SISTERS[sister](self.question, self.random)
        if made is None:
            return []
        tables, read_back = made
        after = self.question.answers(tables)
        if after is None:
            return []
        told = read_back(after)
        return [f"{key}" for key in {**self.before, **told} if self.before.get(key, "-") != told.get(key, "-")]


@pytest.mark.slow
@settings(max_examples=15)
@given(DRAWS)
def test_taking_information_away_changes_no_answer_into_another(number: int) -> None:
    assert not Drawn.by(number).taken_away()


@pytest.mark.slow
@pytest.mark.parametrize("sister", SISTERS)
def test_what_says_nothing_new_changes_no_answer(sister: str) -> None:
    for number in range(4):
        assert Drawn.by(number).changed(sister) == []


def test_only_rules_that_ask_whether_something_is_on_record_are_left_aside() -> None:
    """Of 23 attendance policies eight ask it, of Derby's forums two; what else they decide is not left aside."""
    book = rulebook()
    found = {name: asked_whether_known(name) for name in (*book.forum_policies, *book.attendance_policies)}
    by_mark = {name for name, asked in found.items() if asked.get(EVERYTHING)}
    of_outcome = {name: {each for each in asked if asked[each]} - {EVERYTHING} for name, asked in found.items()}
    # A mark that policies ask with `unless`: of everything that they answer only that column of absences is left aside.
    marked = ("dwp", "lincolnshire", "royal-mail", "west-lothian", "york-university")
    assert by_mark == {f"{name}-attendance" for name in marked}
    assert {name: outcomes for name, outcomes in of_outcome.items() if outcomes} == {
        "clocks": {"CSP", "helped"},
        "derby-high-risk-strategy": {"IPC", "CSP"},
        "carmarthenshire-attendance": {"informal support meeting"},
        "falkirk-attendance": {"stage 1"},
        "great-yarmouth-attendance": {"stage 2: final warning"},
        "york-university-attendance": {"attendance review"},
    }


# The law catches what breaks it


def caught(question: Question, erasure: Erasure) -> list[tuple[str, ...]]:
    """The answers to a question that became another without something."""
    before, after = (question.answers(tables) for tables in (question.tables, erasure.of(question.tables)))
    assert before
    return became_another(question, erasure, before, after)


def clocks() -> Question:
    """What is decided by the policy whose facts follow from histories."""
    (found,) = (each for each in by_asks((1,))["decide()"] if each.policy == "clocks")
    return found


def test_a_history_that_is_not_given_read_as_an_empty_one_would_be_caught() -> None:
    def read_as_empty(case: Facts, day: date, behind: Histories) -> Facts:
        return as_of(case, day, {**dict.fromkeys(CASE_HISTORIES.values(), ()), **behind})

    assert not caught(clocks(), Erasure("offences"))
    with patch.object(forums, "as_of", read_as_empty):
        assert caught(clocks(), Erasure("offences"))


def test_unknown_taken_for_no_would_be_caught() -> None:
    module = sys.modules[forums.decide.__module__]
    told: Callable[..., Verdict] = module._compared

    def no_instead(*asked: object) -> Verdict:
        verdict = told(*asked)
        return Verdict.FAILS if verdict is Verdict.CANNOT_TELL else verdict

    without = Erasure("offences", "gravity")
    assert not caught(clocks(), without)
    with patch.object(module, "_compared", no_instead):
        assert caught(clocks(), without)


def test_a_row_after_the_day_that_counts_would_be_caught() -> None:
    later = lambda case, day, behind: as_of(case, day + timedelta(weeks=26), behind)  # noqa: E731
    with patch.object(forums, "as_of", later):
        drawn = [Drawn(clocks(), clocks().ask(clocks().tables), Random(number)) for number in range(9)]
        assert any(each.changed("rows after the day asked") for each in drawn)


def test_a_reader_that_took_an_absent_end_as_still_away_would_be_caught() -> None:
    """Three days off in January; read as if `end` were there and blank, the worker would be away until today."""
    short: Table = (("worker", "start", "end"), ("W1", "2025-01-06", "2025-01-08"))
    (found,) = (each for each in by_asks((1,))["triggers"] if each.policy == "sheffield-university-attendance")
    week, stage = ("W1", "2020-01-06", *["7.4"] * 5, "", ""), ("W1", "None", "2020-01-06")
    known: Tables = {"patterns": (found.tables["patterns"][0], week), "stages": (("worker", "step", "held"), stage)}
    question = attrs.evolve(found, tables={"absences": short, **known})
    assert question.answers(Erasure("absences", "end").of(question.tables)) is None
    assert caught(question, Erasure("absences", "end", 1)) == [("W1", "", "alert to the manager")]


def by_hand(count: int, number: int) -> None:
    """Draw so many erasures, and an eighth as many of each sister; print the figures and whatever changed an answer."""
    drawn, changed, refused = Counter[str](), Counter[str](), Counter[str]()
    ways: dict[str, Callable[[Drawn], list[str] | None]] = {
        "taken away": Drawn.taken_away,
        **{sister: partial(lambda sister, each: each.changed(sister), sister) for sister in SISTERS},
    }
    asked = ((way, each) for way in ways for each in range(count if way == "taken away" else count // 8))
    stop: list[object] = []
    signal.signal(signal.SIGINT, lambda *_: stop.append(True))
    for way, each in asked:
        if stop:
            break
        one = Drawn.by(number * 10**6 + each, tuple(range(number, number + 4)), rarer=0.8)
        wrong, name = ways[way](one), f"{way}: {one.question.asks}"
        drawn[name] += 1
        changed[name] += bool(wrong)
        refused[name] += wrong is None
        for why in (wrong or [])[:3]:
            sys.stdout.write(f"{one.question.policy}, {one.question.asks}, {way}: {why}\n")
    for name in sorted(drawn):
        said = f"{drawn[name]:,} drawn, {refused[name]:,} refused, {changed[name]:,} changed an answer"
        sys.stdout.write(f"{name}: {said}\n")
    sys.stdout.write(f"{drawn.total():,} drawn, {changed.total():,} changed an answer\n")


if __name__ == "__main__":
    by_hand(*map(int, sys.argv[1:3]))

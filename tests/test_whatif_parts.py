"""Every region of a policy, part by part; `python tests/test_whatif_parts.py` says the counts.

What a condition answers depends on nothing but the facts that it names, and of a row of conditions (all of them, any of
them) on nothing but what its parts answer. So every region is covered, though none is looked at whole:

* a condition whose facts have few regions is compared on every one of them, with the cells of the whole policy;
* any other is a row: its script is the row's with those of its parts in it, which are compared by themselves, and the
  row is compared for every combination of what its parts can answer. A row that is longer than `LONGEST` follows by
  induction: with one more part it answers what `step` makes of it and the part, and every step is compared. All the
  same every choice of two of its parts is compared while all others give one answer;
* the statuses are compared for every combination of what the rules can answer.

What is missing is compared for rows whose parts share no fact.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import combinations, product
from math import prod
from types import new_class

import attrs
import pytest

from chromium import in_chromium
from test_whatif_script import CLINIC, INSTALLED, PANEL, AnyFacts, Asking
from whatif_answers import DAY, unchecked
from yosrules.browser import conditions, in_javascript
from yosrules.browser.conditions import OPERATORS, expression
from yosrules.browser.literals import literal
from yosrules.deciding.decide import find
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Op
from yosrules.language.facts import Facts, Maybe, fact, vocabulary
from yosrules.language.walks import reads
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition, Rule, may, must
from yosrules.proof.provers.partition import Column, partition

ANSWERS = (True, False, None)
"""What stands for a part that holds, that fails, and that cannot be told."""
MOST = 100
"""A condition that has more regions is compared as a row."""
LONGEST = 8
"""A row of up to so many parts is compared for every combination of their answers."""


@cache
def stands_for(many: int) -> tuple[type[Facts], tuple[Compare, ...]]:
    """A vocabulary of so many yes-or-no facts, each asked by one condition that stands for a part."""
    names = [f"part_{place:02}" for place in range(many)]
    body = {name: fact(bool, name.replace("_", " ")) for name in names}
    typed = {"reference": str, **dict.fromkeys(names, Maybe[bool])}
    about = new_class(
        "Parts", (Facts,), {}, lambda space: space.update(body, __annotations__=typed, __module__=__name__)
    )
    return about, tuple(Compare(each, Op.EQ, True) for each in vocabulary(about).values())


def answers(many: int) -> Iterator[tuple[bool | None, ...]]:
    """Every combination of so many answers; of many, any two beside one answer of all others."""
    if many <= LONGEST:
        yield from product(ANSWERS, repeat=many)
        return
    found = dict[tuple[bool | None, ...], None]()
    for rest, (first, last) in product(ANSWERS, combinations(range(many), 2)):
        for two in product(ANSWERS, repeat=2):
            row = [rest] * many
            row[first], row[last] = two
            found[tuple(row)] = None
    yield from found


@attrs.define
class Compared:
    """What was compared of one edition, and what differs."""

    edition: Edition[Forum]
    about: type[Facts]
    most: int
    columns: dict[str, Column] = attrs.field(factory=dict[str, Column])
    seen: set[Condition] = attrs.field(factory=set[Condition])
    regions: int = 0
    rows: int = 0
    statuses: int = 0
    differ: list[object] = attrs.field(factory=list[object])

    def __attrs_post_init__(self) -> None:
        whole = partition(rule.when for rule in self.edition.rules)
        self.columns = {fact.name: column for column in whole.columns for fact in column.facts}

    def condition(self, asked: Condition) -> None:
        """A condition on every region of its facts, or as a row of conditions each of which is compared."""
        if asked in self.seen:
            return
        self.seen.add(asked)
        text, names = expression(asked).text, {each.name for each in reads(asked)}
        if not {*re.findall(r's\["(\w+)"\]', text)} <= names:
            self.differ.append(f"a script reads more than its condition: {text}")
        columns = [*{id(self.columns[name]): self.columns[name] for name in names}.values()]
        if isinstance(asked, AllOf | AnyOf) and prod(len(each.cells) for each in columns) > self.most:
            self.row(asked, text)
            return
        records = [
            unchecked(
                self.about,
                dict(
                    pair
                    for column, cell in zip(columns, cells, strict=True)
                    for pair in zip(column.facts, cell, strict=True)
                ),
            )
            for cells in product(*(column.cells for column in columns))
        ]
        self.regions += len(records)
        self.differ += _differing(self.about, [must("part", PANEL, when=asked)], records)

    def row(self, asked: AllOf | AnyOf, text: str) -> None:
        about, stubs = stands_for(len(asked.parts))
        row = type(asked)(stubs)
        if _put(expression(row).text, stubs, asked.parts) != text:
            self.differ.append(f"a row is not made of its parts: {text}")
        records = _answered(about, stubs)
        self.rows += len(records)
        self.differ += _differing(about, [must("row", PANEL, when=row)], records)
        for part in asked.parts:
            self.condition(part)

    def rules(self, script: str) -> None:
        """The rules, each by itself, and every combination of their answers."""
        about, stubs = stands_for(len(self.edition.rules))
        if len(stubs) > LONGEST + 1:
            raise ValueError("there are too many rules to try every combination")
        written = script.split('{["id"]:')[1:]
        for rule, said in zip(self.edition.rules, written, strict=True):
            if not (said.startswith(literal(rule.id)) and f'["when"]:{expression(rule.when).text}}}' in said):
                self.differ.append(f"the script of {rule.id} is not its condition's")
            self.condition(rule.when)
        plain = {forum: attrs.evolve(PANEL, name=forum.name) for forum in self.edition.outcomes}
        rules = [
            attrs.evolve(rule, outcome=plain[rule.outcome], when=stub)
            for rule, stub in zip(self.edition.rules, stubs, strict=True)
        ]
        records = [
            unchecked(about, dict(zip((s.fact for s in stubs), each, strict=True)))
            for each in product(ANSWERS, repeat=len(stubs))
        ]
        self.statuses += len(records)
        self.differ += _differing(about, rules, records)


def _answered(about: type[Facts], stubs: Sequence[Compare]) -> list[Facts]:
    facts = [each.fact for each in stubs]
    return [unchecked(about, dict(zip(facts, each, strict=True))) for each in answers(len(facts))]


def _put(text: str, stubs: Iterable[Condition], parts: Iterable[Condition]) -> str:
    """The script of a row with the scripts of its parts in the places of those that stand for them."""
    scripts = {expression(stub).text: expression(part).text for stub, part in zip(stubs, parts, strict=True)}
    return re.sub("|".join(map(re.escape, scripts)), lambda found: scripts[found[0]], text)


def _differing(about: type[Facts], rules: Sequence[Rule[Forum]], records: Sequence[Facts]) -> list[object]:
    forums = tuple(dict.fromkeys(rule.outcome for rule in rules))
    edition = Edition(DAY, tuple(rules))
    return [*Asking.of(ForumPolicy("parts", about=about, forums=forums, editions=(edition,))).differing(records)]


def compared(policy: ForumPolicy, most: int) -> list[Compared]:
    """What is compared of each edition of a policy, in each of its readings."""
    readings = (read for edition in policy.editions for read in edition.readings().values())
    found = [Compared(read, policy.about, most) for read in readings]
    for each in found:
        each.rules(in_javascript(attrs.evolve(policy, editions=(each.edition,), examples=())))
    return found


def differing_steps(script: str) -> list[object]:
    """Where a row of so many parts and one more is not, in the script or in Python, what `step` makes of the two."""
    words = {True: "holds", False: "fails", None: "cannot tell"}
    asked = Asking(SMALL, script)
    steps = "pairs => pairs.map(([strong, found, one]) => step(strong, found, one))"
    differ = list[object]()
    for kind, strong in {AllOf: False, AnyOf: True}.items():
        answered = {row: _row_of(kind, row) for many in (1, 2, 3, 4) for row in product(ANSWERS, repeat=many)}
        # What Python reads of a row is which verdicts its parts have: three parts have every choice of them.
        longer = [row for row in answered if len(row) > 1]
        there: list[str] = asked.answer(steps, [(words[strong], answered[row[:-1]], words[row[-1]]) for row in longer])
        differ += [row for row, told in zip(longer, there, strict=True) if told != answered[row]]
        differ += [row for row, told in answered.items() if len(row) == 1 and told != words[row[0]]]
    return differ


def _row_of(kind: type[AllOf | AnyOf], answers: Sequence[bool | None]) -> str:
    about, stubs = stands_for(len(answers))
    record = unchecked(about, dict(zip((each.fact for each in stubs), answers, strict=True)))
    return find(kind(stubs), record).verdict.value


SMALL = ForumPolicy(
    "small",
    about=AnyFacts,
    forums=(PANEL, CLINIC),
    editions=(
        Edition(
            DAY,
            (
                must("old", PANEL, when=(AnyFacts.age >= 12) & (AnyFacts.age < 15) & (AnyFacts.told | AnyFacts.sure)),
                may("told", PANEL, when=AnyFacts.told),
                must("clinic", CLINIC, when=AnyFacts.told & ~AnyFacts.sure),
            ),
        ),
    ),
)


@in_chromium
@pytest.mark.slow
@pytest.mark.parametrize("policy", INSTALLED, ids=lambda each: each.name)
def test_every_region_of_each_installed_forum_policy_by_its_parts(policy: ForumPolicy) -> None:
    assert [each.differ for each in compared(policy, MOST) if each.differ] == []


def changed(right: str, wrong: str, policy: ForumPolicy) -> Asking:
    return Asking(policy, in_javascript(policy).replace(right, wrong))


@in_chromium
@pytest.mark.slow
def test_a_longer_row_answers_what_one_step_makes_of_a_shorter_one() -> None:
    script = in_javascript(SMALL)
    assert differing_steps(script) == []
    # A row is those steps, one after the other, from what none answers.
    for fold in ("verdicts.reduce((found, one) => step(strong, found, one), none)", "parts.reduce("):
        assert fold in script
    for right, wrong in (("found !== strong && ", ""), ("one === strong || ", ""), ("one === UNTOLD)", "false)")):
        assert right in script
        assert differing_steps(script.replace(right, wrong)) != []


@in_chromium
@pytest.mark.slow
def test_what_is_broken_in_a_part_a_row_or_a_status_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> bool:
        return any(each.differ for each in compared(SMALL, 1))

    assert not found()
    with monkeypatch.context() as broken:
        broken.setitem(OPERATORS, Op.GE, ">")
        assert found()
    with monkeypatch.context() as broken:
        broken.setattr(conditions, "_each", lambda parts: ",".join(expression(part).text for part in [*parts][1:]))
        assert found()
    for right, wrong in (
        ("all = (...parts) => joined(parts, FAILS, HOLDS)", "all = (...parts) => joined(parts, UNTOLD, HOLDS)"),
        ('AT_LEAST_MAY = "at least may"', 'AT_LEAST_MAY = "may"'),
    ):
        script = in_javascript(SMALL)
        assert right in script
        with monkeypatch.context() as broken:
            broken.setattr(Asking, "of", partial(changed, right, wrong))
            assert found(), wrong


if __name__ == "__main__":
    for policy in INSTALLED:
        began = time.process_time()
        for each in compared(policy, MOST):
            size = partition(rule.when for rule in each.edition.rules).size
            sys.stdout.write(
                f"{policy.name}: {size:,} regions, by {len(each.seen):,} conditions on {each.regions:,} of theirs, "
                f"{each.rows:,} answers of rows and {each.statuses:,} of rules: {len(each.differ)} differ "
                f"({time.process_time() - began:.0f} s)\n"
            )

"""The pages of the handbook: what each is about, and its blocks, which are made when it is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import TypeVar

import attrs

from yosrules.english.describe import called, rule_in_english
from yosrules.english.grid import Grid
from yosrules.errors import PolicyError, YosrulesError
from yosrules.hooks.load import Rulebook
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.domain import Framework
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.indicators.indicator import Indicator
from yosrules.policies.indicators.open_indicators import OpenIndicator
from yosrules.policies.open_policies import OpenPolicy
from yosrules.policies.policy import Edition, Outcome, Policy
from yosrules.reports.attendance_page import attendance_page, settings_page
from yosrules.reports.drawing.page import Block, Heading, Page, Points
from yosrules.reports.drawing.paper import Paper
from yosrules.reports.forum_pages import forum_in_words, policy_page
from yosrules.reports.handbook.proving import boundary_examples, changes, proofs
from yosrules.reports.handbook.whatif import whatif_page
from yosrules.reports.indicator_pages import indicator_page, open_page
from yosrules.reports.ratings import show_scales
from yosrules.reports.site.catalogue import _, unmarked

T = TypeVar("T", bound=Outcome)


class PageKind(StrEnum):
    """What a page of the handbook is about."""

    FORUM_POLICY = "forum policy"
    WHAT_IF = "what if"
    FORUM = "forum"
    ATTENDANCE = "attendance"
    INDICATOR = "indicator"
    FRAMEWORK = "framework"


@attrs.frozen
class Entry:
    """One page: its file, what it is about, its blocks, and the names of the files that go with it.

    The page of a form is made whole by `form`, from the links of its navigation.
    """

    kind: PageKind
    file: str
    title: str
    blocks: Callable[[], Iterator[Block]]
    beside: tuple[str, ...] = ()
    form: Callable[[Mapping[str, str]], str] | None = None


def entries(rulebook: Rulebook) -> tuple[Entry, ...]:
    """Every page of what is installed but the index; two that would have one file name are refused."""
    found = [
        *(each for policy in rulebook.forum_policies.values() for each in _of_forums(policy)),
        *(_of_attendance(policy) for policy in rulebook.attendance_policies.values()),
        *(_of_indicator(indicator) for indicator in rulebook.indicators.values()),
        *(_of_framework(framework) for framework in rulebook.frameworks.values()),
    ]
    for file, times in Counter(entry.file for entry in found).items():
        if times > 1:
            names = " and ".join(repr(unmarked(entry.title)) for entry in found if entry.file == file)
            raise PolicyError(f"{names} have one file name in the handbook, {file}: rename one of them")
    return tuple(found)


def _file(kind: PageKind, *names: str) -> str:
    """A file name in letters that every system and every link takes as they are."""
    parts = (re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") for name in (kind, *names))
    return f"{'-'.join(filter(None, parts))}.html"


def _of_forums(policy: ForumPolicy) -> Iterator[Entry]:
    whole, form = _file(PageKind.FORUM_POLICY, policy.name), _file(PageKind.WHAT_IF, policy.name)
    forums = [*dict.fromkeys(forum.name for forum in policy.forums)]
    files = {name: _file(PageKind.FORUM, policy.name, name) for name in forums}
    yield Entry(PageKind.FORUM_POLICY, whole, policy.name, partial(_forum_policy, policy), (form, *files.values()))
    yield Entry(
        PageKind.WHAT_IF,
        form,
        _("What if: %(policy)s", policy=policy.name),
        partial(iter, ()),
        (whole,),
        partial(whatif_page, policy),
    )
    for name, file in files.items():
        title = next(str(forum) for forum in reversed(policy.forums) if forum.name == name)
        yield Entry(PageKind.FORUM, file, title, partial(_forum, policy, name), (whole, form))


def _forum_policy(policy: ForumPolicy) -> Iterator[Block]:
    yield from _editions(policy, lambda edition: policy_page(policy, edition))
    yield from _proved(policy)


def _editions(policy: Policy[T], page: Callable[[Edition[T]], Page]) -> Iterator[Block]:
    """The page of each edition, the last first, under a heading of its own where there are several."""
    for edition in reversed(policy.editions):
        _, *blocks = page(edition)
        if len(policy.editions) == 1:
            yield from blocks
            return
        yield Heading(str(edition)[0].upper() + str(edition)[1:])
        yield from (attrs.evolve(each, level=3) if isinstance(each, Heading) else each for each in blocks)


def _proved(policy: Policy[T]) -> Iterator[Block]:
    for part in (changes, proofs, boundary_examples):
        yield from _or_why(partial(part, policy))


def _or_why(blocks: Callable[[], Iterator[Block]]) -> Iterator[Block]:
    """A part of a page; where it cannot be made, such as of too many regions, why, and the page goes on."""
    try:
        yield from blocks()
    except YosrulesError as error:
        yield _("The rest of this part is left out: %(error)s.", error=error)


def _forum(policy: ForumPolicy, name: str) -> Iterator[Block]:
    """What the policy says of one forum, edition by edition."""
    for edition in reversed(policy.editions):
        for forum in edition.outcomes:
            if forum.name == name:
                yield Heading(str(edition)[0].upper() + str(edition)[1:])
                yield f"{forum_in_words(forum)}."
                yield from _rules(edition, forum)


def _rules(edition: Edition[Forum], forum: Forum) -> Iterator[Block]:
    for reading, read in edition.readings().items():
        rules = [rule for rule in read.rules if rule.outcome == forum]
        yield Heading(
            _("Rules that lead to it, read as: %(reading)s", reading=reading)
            if reading
            else _("Rules that lead to it"),
            3,
        )
        yield Points(tuple(map(rule_in_english, rules)))
        yield Heading(_("What has to be on record to tell"), 3)
        yield Points(tuple(dict.fromkeys(called(fact) for rule in rules for fact in reads(rule.when))))


def _of_attendance(policy: AttendancePolicy | OpenPolicy) -> Entry:
    return Entry(
        PageKind.ATTENDANCE, _file(PageKind.ATTENDANCE, policy.name), policy.name, partial(_attendance, policy)
    )


def _attendance(policy: AttendancePolicy | OpenPolicy) -> Iterator[Block]:
    if isinstance(policy, OpenPolicy):
        yield from settings_page(policy)[1:]
        return
    yield from _editions(policy, lambda edition: attendance_page(policy, edition))
    yield from _proved(policy)


def _of_indicator(indicator: Indicator | OpenIndicator) -> Entry:
    title = f"{indicator.name}: {indicator.title}"
    return Entry(PageKind.INDICATOR, _file(PageKind.INDICATOR, indicator.name), title, partial(_indicator, indicator))


def _indicator(indicator: Indicator | OpenIndicator) -> Iterator[Block]:
    if isinstance(indicator, OpenIndicator):
        yield from open_page(indicator)[1:]
        return
    yield from _editions(indicator, lambda edition: indicator_page(indicator, edition))
    yield from _proved(indicator)


def _of_framework(framework: Framework) -> Entry:
    title = f"{framework.id}: {framework.title}"
    return Entry(PageKind.FRAMEWORK, _file(PageKind.FRAMEWORK, framework.id), title, partial(_framework, framework))


def _framework(framework: Framework) -> Iterator[Block]:
    """The standards and key questions of a framework, and its scales with what is proved of them."""
    paper = Paper(framework.id)
    show_scales(paper, framework)
    yield Heading(_("The rating scale"))
    yield from paper.blocks[2:]
    for domain in framework.domains:
        yield Heading(str(domain))
        rows = (
            (str(standard), standard.rated_by.value, "; ".join(each.name for each in standard.key_questions) or "-")
            for standard in domain.standards
        )
        yield Grid((_("Standard"), _("Rated by"), _("Key questions")), tuple(rows))
        yield from [_("Source: %(cites)s.", cites=domain.cites)] if domain.cites else []
    for scale in (framework.scale, *framework.overall_bands):
        yield Heading(_("The scale %(name)s", name=scale.name))
        for block in (*proofs(scale.as_policy()), *boundary_examples(scale.as_policy())):
            yield attrs.evolve(block, level=block.level + 1) if isinstance(block, Heading) else block

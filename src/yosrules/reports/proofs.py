"""Show proofs, refutations, differences and boundaries as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar, assert_never

import attrs

from yosrules.english.describe import record_in_english
from yosrules.english.grid import Grid
from yosrules.language.facts import Facts, vocabulary
from yosrules.policies.policy import Outcome, Policy, Status
from yosrules.proof.boundaries import Boundary, Coverage, Covered
from yosrules.proof.diff import Diff, Moved, Touched
from yosrules.proof.prove import Answer, NotAnalysed, Proved, Refuted, prove_all, unsettled
from yosrules.proof.refutation import refutation
from yosrules.proof.remarks import Remark, remarks
from yosrules.reports.drawing import screen as show
from yosrules.reports.drawing.page import Block, Points
from yosrules.reports.drawing.screen import Screen
from yosrules.reports.site.catalogue import _, to_translate

T = TypeVar("T", bound=Outcome)


@attrs.frozen
class Verified:
    """A policy's name, the answers to its claims, the claims declared not to hold with why, what is remarked on it."""

    name: str
    answers: tuple[Answer, ...]
    meant: dict[str, str]
    unsettled: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is to be put right."""
        return (*self.unsettled, *(str(each) for each in self.remarks if each.wrong))


def verified(policy: Policy[T]) -> Verified:
    """Every claim of a policy with its answer, and what is remarked on it."""
    answers = prove_all(policy)
    meant = {each.claim: each.why for each in policy.declared}
    return Verified(policy.name, answers, meant, unsettled(policy, answers), remarks(policy))


def show_verified(screen: Screen, verified: Verified) -> None:
    """Draw a row for every claim, then each refuting record in words."""
    several = len({answer.claim.where for answer in verified.answers}) > 1
    rows = [
        [*([show.clean(answer.claim.where)] if several else []), show.clean(answer.claim.name), _said(answer, verified)]
        for answer in verified.answers
    ]
    show.draw_table(screen, verified.name, [*([_("Edition")] if several else []), _("Claim"), _("Answer")], rows)
    for answer in verified.answers:
        if isinstance(answer, Refuted) and answer.claim.name not in verified.meant:
            show.draw_lines(screen, refutation(answer))
    show.draw_lines(screen, (f"! {wrong}" for wrong in verified.wrong), "red")
    if known := [each for each in verified.remarks if not each.wrong]:
        screen.print(f"\n{_('For information; it may be meant:')}")
        show.draw_lines(screen, (f"  {each}{f' ({each.where})' if several and each.where else ''}" for each in known))


def _said(answer: Answer, verified: Verified) -> str:
    why = verified.meant.get(answer.claim.name)
    about = {(each.where, each.claim): each.what for each in verified.remarks}
    also = about.get((answer.claim.where, answer.claim.name))
    match answer:
        case Refuted(_, by) if why:
            return _("refuted by %(provers)s, as declared: %(why)s", provers=" and ".join(by), why=show.clean(why))
        case Proved(_, by):
            proved = _("[green]proved[/green] by %(provers)s", provers=" and ".join(by))
            return _("%(proved)s, but %(also)s", proved=proved, also=also) if also else proved
        case Refuted(_, by):
            return _("[red]refuted[/red] by %(provers)s", provers=" and ".join(by))
        case NotAnalysed(_, why):
            return _("[yellow]not analysed[/yellow]: %(why)s", why=show.clean(why))
        case _:
            assert_never(answer)


def show_diff(screen: Screen, title: str, found: Diff) -> None:
    """Draw a row for every outcome, with the emptiest records whose status differs; then the changes to rules."""
    rows = [
        [
            show.clean(each.outcome),
            _stands(each),
            _in_words(each.higher, each.why) + _from_to(each.rises),
            _in_words(each.lower) + _from_to(each.falls),
        ]
        for each in found.outcomes
    ]
    show.draw_table(
        screen,
        title,
        [_("Outcome"), _("In the second it is"), _("Stands higher, for example"), _("Stands lower")],
        rows,
    )
    details = {change: f": {'; '.join(change.details)}" if change.details else "" for change in found.rules}
    lines = [
        _("rule %(rule)s is %(what)s%(more)s", rule=change.rule, what=change.what, more=more)
        for change, more in details.items()
    ]
    show.draw_lines(screen, [*lines, *map(str, found.attributes)])


def _from_to(statuses: tuple[Status, Status] | None) -> str:
    return f": {statuses[0]} before, {statuses[1]} after" if statuses else ""


def _stands(moved: Moved) -> str:
    """How an outcome of the second edition stands to that of the first."""
    return f"{moved.way}, but the same wherever every row of a history can be told" if moved.only_untold else moved.way


def _in_words(record: Facts | None, otherwise: str = "") -> str:
    if record is None:
        return show.clean(otherwise or "-")
    return show.clean(record_in_english(record, vocabulary(type(record)).values()))


def show_touched(screen: Screen, count: int, found: Sequence[Touched]) -> None:
    """Draw the cases of a caseload whose status differs, before and after."""
    rows = [
        [show.clean(vars(each.record)["reference"]), show.clean(each.outcome), each.before, each.after]
        for each in found
    ]
    touched = len({row[0] for row in rows})
    told = {"touched": f"{touched:,}", "count": f"{count:,}"}
    one = _("%(touched)s of %(count)s cases is touched", **told)
    more = _("%(touched)s of %(count)s cases are touched", **told)
    screen.print(f"\n{one if touched == 1 else more}")
    if rows:
        show.draw_table(
            screen, _("Cases that stand otherwise"), [_("Case"), _("Outcome"), _("Before"), _("After")], rows
        )


BOUNDARY_COLUMNS = to_translate("Rule", "Part of its condition", "Outcome", "Inside", "Then", "Outside", "Then it is")


def boundary_rows(found: Sequence[Boundary]) -> list[tuple[str, ...]]:
    """A row for every boundary, in words."""
    return [
        (
            each.rule,
            each.part,
            each.outcome,
            _in_words(each.inside, _("it never decides")),
            each.stands[0] if each.stands else "-",
            _in_words(each.outside),
            each.stands[1] if each.stands else "-",
        )
        for each in found
    ]


_FEW = 5
"""Up to so many names of what is not covered stand in one line."""


def coverage_blocks(covered: Coverage) -> Iterator[Block]:
    """A line for each measure of coverage, with the few names of what is not covered; a table of many.

    Where nothing at all is covered, no names are told: the page lists every part already.
    """
    measures = (
        (_("rules hold for some example"), _("it holds"), covered.rules),
        (
            _("parts of conditions hold for one example and not for another"),
            _("it holds and it does not"),
            covered.parts,
        ),
        (_("parts decide between two examples that differ in one fact"), _("it decides"), covered.decisive),
        (_("ways for an outcome to stand are shown"), _("it stands so"), covered.standings),
        (_("regions are visited"), "", covered.regions),
    )
    told = [(what, short, counted) for what, short, counted in measures if counted]
    yield Points(tuple(f"{counted} {what}{_not_yet(counted)}" for what, _short, counted in told))
    lacking: dict[str, list[str]] = {}
    for _what, short, counted in told:
        if counted.done and len(counted.rest) > _FEW:
            for name in counted.rest:
                lacking.setdefault(name, []).append(short)
    if lacking:
        rows = [(*name.partition(": ")[::2], "; ".join(shorts)) for name, shorts in lacking.items()]
        yield Grid((_("Rule or outcome"), _("Part, or how it stands"), _("What no example shows yet")), tuple(rows))


def _not_yet(counted: Covered) -> str:
    if not counted.rest or (len(counted.rest) > _FEW and not counted.done):
        return ""
    if len(counted.rest) > _FEW:
        return _("; not yet: %(count)s, named below", count=len(counted.rest))
    return _("; not yet: %(names)s", names=", ".join(counted.rest))

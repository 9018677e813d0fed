"""One case's allocation in words: what follows and why, what does not and what would change it, what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeVar

from yosrules.deciding.advising.nearest import advice
from yosrules.deciding.advising.questions import Asking
from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.decide import UNSETTLED, Finding, Ruled, Status, Verdict
from yosrules.deciding.duties import Discharge, Duty
from yosrules.deciding.seats import Seat, Seating
from yosrules.english.describe import because, day, english, holds_because, on_record, or_else, reasons, said, unknown
from yosrules.english.standing import out_of_date
from yosrules.language.expr import Compare, Op
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact, Value
from yosrules.policies.forums.deadlines import Deadline
from yosrules.policies.forums.forum import Forum
from yosrules.records.case import CheckDone, ForumHeld, Waiver

R = TypeVar("R", bound=Facts)

_ORDER = (Status.AT_LEAST_MAY, Status.CANNOT_TELL, Status.MUST, Status.MAY, Status.NO)
"""What a manager needs to see first: what nobody can settle."""

_ADVISED = {
    Status.MUST: "It must follow",
    Status.AT_LEAST_MAY: "It may follow, and perhaps must,",
    Status.MAY: "It may follow",
}
"""How a status is said that a change would lead to."""


def explain(allocation: Allocation[R]) -> str:
    """Every forum for one case, a paragraph each, what cannot be told first."""
    edition = allocation.decision.edition
    head = f"{allocation.reference}, as of {day(allocation.day)}, by {allocation.policy.name} ({edition})"
    old = out_of_date(allocation.policy, allocation.day)
    told = [(f"{each.forum}: {status_in_words(each)}", about(allocation, each)) for each in ranked(allocation)]
    if to_ask := tuple(to_ask_in_words(allocation.asking)):
        told.append(("What to ask, in this order", iter(to_ask)))
    paragraphs = ("\n".join([f"\n{title}.", *(f"  {line}" for line in lines)]) for title, lines in told)
    return "\n".join([head, *([old] if old else []), *paragraphs])


def ranked(allocation: Allocation[R]) -> list[Placement]:
    """The forums as a manager needs to see them, what cannot be told first."""
    return sorted(allocation.placements, key=lambda each: _ORDER.index(each.status))


def to_ask_in_words(found: Asking) -> Iterator[str]:
    """What to ask in which order, where that is a question."""
    if found.most < 2:
        return
    yield f"First for {', then for '.join(map(unknown, found.facts))}."
    average = "" if found.average is None else f": on average {one_place(found.average)} of the {found.most} are asked"
    yield f"An answer may make later ones needless{average}."


def one_place(number: Fraction) -> str:
    """A number that is not below 0 to one decimal place, halves up."""
    tenths = (20 * number + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"


def about(allocation: Allocation[R], placement: Placement) -> Iterator[str]:
    """Everything about one forum for a case, beside its status, a sentence each."""
    yield from why(allocation, placement)
    if placement.status is Status.NO:
        yield from _contrast(allocation, placement)
    yield from practice(placement)


def status_in_words(placement: Placement) -> str:
    """The status, and that the case stays under the forum if a "no" would hide it."""
    stays = ", but the case stays under it" if placement.status is Status.NO and placement.stays else ""
    return f"{placement.status}{stays}"


def why(allocation: Allocation[R], placement: Placement) -> Iterator[str]:
    """The reasons for the status, a sentence each, and who made a judgement that is among them."""
    decision = allocation.decision
    if placement.status is Status.NO:
        yield from _refused([ruled for ruled in decision.rules if ruled.rule.outcome == placement.forum])
    held = [ruled for ruled in placement.reached.because if ruled.finding.verdict is Verdict.HOLDS]
    already = "; so it may be held already" if placement.status is Status.AT_LEAST_MAY else ""
    yield from (f"Because {because(ruled)}{already}." for ruled in held)
    yield from _judged(allocation.case, [ruled.finding for ruled in held])
    if placement.status is Status.MUST and all(ruled.rule.normally for ruled in held):
        yield "It should follow: whoever departs from that records the reason."
    if placement.status in UNSETTLED:
        yield from _untold(placement)


def _judged(record: Facts, findings: Iterable[Finding]) -> Iterator[str]:
    """Who made the judgements behind findings: the author of a fact is the text that a record has under its name."""
    for fact, value in dict.fromkeys(each for finding in findings for each in _read(finding)):
        author = vars(record).get(f"{fact.name}_author")
        if value is not None and author is not None:
            by = author or "an author not on record"
            yield f"That {english(Compare(fact, Op.EQ, value))} is the judgement of {by}."


def _read(finding: Finding) -> Iterator[tuple[Fact, Value | None]]:
    yield from finding.read
    for part in finding.under:
        yield from _read(part)


def _untold(placement: Placement) -> Iterator[str]:
    """What is not on record, and what it would settle."""
    more = " whether it must follow" if placement.status is Status.AT_LEAST_MAY else ""
    yield f"Nobody can tell{more}: {on_record(placement.missing, known=False)}."
    rules = [ruled.rule for ruled in placement.reached.because if ruled.finding.verdict is Verdict.CANNOT_TELL]
    modality = " or ".join(dict.fromkeys(rule.word for rule in rules))
    ids = f"rule{'s' * (len(rules) > 1)} {', '.join(rule.id for rule in rules)}"
    it = "it" if len(placement.missing) == 1 else "they"
    yield f"On record, {it} would settle whether it {modality} follow ({ids})."


def _refused(rules: list[Ruled[Forum]]) -> Iterator[str]:
    """Why each rule of a forum does not lead to it; rules that fail for the same reason are named together."""
    by_reason: dict[str, list[str]] = {}
    for ruled in rules:
        by_reason.setdefault(reasons(ruled), []).append(ruled.rule.id)
    for reason, ids in by_reason.items():
        yield f"Not by rule{'s' * (len(ids) > 1)} {' and '.join(ids)}: {reason}."


def _contrast(allocation: Allocation[R], placement: Placement) -> Iterator[str]:
    """The smallest changes by which it would follow, as far as there are any that somebody could hope for."""
    found = advice(
        allocation.policy,
        allocation.decision.edition,
        allocation.case,
        placement.forum,
        allocation.day,
        tuple(_ADVISED),
    )
    for each in found:
        yield f"{_ADVISED[each.status]} if {or_else(each.changes)}."


def practice(placement: Placement, *, checks: bool = True) -> Iterator[str]:
    """By when, who attends, what must be done first, when it was held, what stands in its place; a sentence each."""
    for duty in placement.due.duties:
        yield _duty(placement, duty, duty.clock.what if isinstance(duty.clock, Deadline) else "the meeting")
    if placement.due.next_sitting:
        yield f"Next sitting: {day(placement.due.next_sitting)}."
    if checks:
        yield from attendance_in_words(placement)
    if checks and placement.status is not Status.NO:
        yield from _checks(placement)
    if placement.last_held:
        yield f"Last held {day(placement.last_held)}{_decided(placement)}."
    if placement.review:
        yield _duty(placement, placement.review, "the review")
    yield from _instead(placement)
    yield from _under(placement)


def _decided(placement: Placement) -> str:
    """What the forum decided when it last heard the case, and what that carries."""
    ending = next((each for each in placement.forum.ends_with if each.what == placement.decided), placement.decided)
    return f", when it decided: {ending}" if placement.decided else ""


def _duty(placement: Placement, duty: Duty, what: str) -> str:
    """A deadline or a review: by when, and what answers it."""
    perhaps = "" if placement.owed(duty) else "if it is to be held, "
    if isinstance(duty.clock, Deadline):
        clock, since = str(duty.clock), on_record([duty.clock.counted_from], known=False)
    else:
        clock, since = _review_clock(placement, duty), ""
    days = _days(duty)
    if not days:
        return _sentence(f"{perhaps}{what} is due {clock}; on which day cannot be told: {since}")
    due = f"due {days}{' at the latest' * bool(duty.to_settle)}, {clock}"
    unless = f", unless it was {duty.unless}, of which no history was given" if duty.unless else ""
    if isinstance(duty.clock, Deadline) and duty.since is None:
        unless = f"; what answers it cannot be told: {on_record([duty.clock.since], known=False)}"
    if duty.to_settle:
        unless += f"; whether sooner cannot be told: {on_record(duty.to_settle, known=False)}"
    if duty.too_early:
        unless += f"; that held {_hearing(placement, duty.too_early)} was too early"
    if duty.standing in (Discharge.IN_TIME, Discharge.LATE) and duty.hearing:
        return _sentence(f"{what} was {duty.standing}, {_hearing(placement, duty.hearing)}: {due}")
    if duty.standing is Discharge.OVERDUE:
        return _sentence(f"{perhaps}{what} is overdue: {due}{unless}")
    past = duty.standing is Discharge.CANNOT_TELL and duty.due is not None and duty.due < placement.day
    waived = "waived: " * (duty.standing is Discharge.WAIVED)
    return _sentence(f"{perhaps}{what} {'was' if past else 'is'} {waived}{due}{unless}")


def _review_clock(placement: Placement, duty: Duty) -> str:
    """From what a review is counted: what has brought it forward, or the last hearing."""
    if duty.sooner:
        return f"brought forward to be held {duty.sooner.by}, since {english(duty.sooner.when)}"
    heard = f", counted from the hearing {_hearing(placement, duty.hearing)}" if duty.hearing else ""
    return f"{duty.clock}{heard}"


def _days(duty: Duty) -> str:
    """The last day of a duty and its earliest, as far as they are stated and known."""
    by = f"by {day(duty.due)}" if duty.due else ""
    earliest = f"not before {day(duty.earliest)}" if duty.earliest else ""
    return " and ".join(filter(None, (by, earliest)))


def _hearing(placement: Placement, row: ForumHeld) -> str:
    by = "" if row.forum == placement.forum.name else f" by {row.forum}"
    chair = "" if row.chair else " (who chaired it is not on record)"
    return f"on {day(row.day)}{by}{chair}"


def attendance_in_words(placement: Placement) -> Iterator[str]:
    """Who attends for this child, who may, who must not, and of whom it cannot be told."""
    for seating, words in _SEATED.items():
        told = [each for each in placement.attendance if each.seating is seating and each.verdict is Verdict.HOLDS]
        if told:
            yield f"{words} {', '.join(map(_seated, told))}."
    for each in placement.attendance:
        if each.verdict is Verdict.CANNOT_TELL:
            missing = on_record(each.finding.missing, known=False)
            yield f"Whether {each.who} {each.seating} cannot be told: {missing}."


_SEATED = {
    Seating.ATTENDS: "Attended by",
    Seating.MAY: "May be attended by",
    Seating.MUST_NOT: "Must not be attended by",
}


def _seated(seat: Seat) -> str:
    why_so = holds_because(seat.finding)
    return f"{seat.who} ({why_so})" if why_so else seat.who


def _checks(placement: Placement) -> Iterator[str]:
    told = [each for each in placement.checks if each.result and each.made is not False]
    if found := [f"{each.check}, on {day(each.day)}: {each.result}" for each in told if each.day]:
        yield f"Checked: {'; '.join(found)}."
    if missing := [str(each.check) for each in placement.checks if each.made is False]:
        yield f"Still to be checked: {'; '.join(missing)}."
    if untold := [str(each.check) for each in placement.checks if each.made is None]:
        given = CheckDone not in placement.not_given
        why = "since when this forum is due is not on record" if given else "no history of checks was given"
        yield f"To be checked first: {'; '.join(untold)}. What has been for this cannot be told: {why}."


def _instead(placement: Placement) -> Iterator[str]:
    """Which other forum stood in, whether it was waived, and what does not count."""
    if row := placement.stood_in_for_by:
        yield f"{row.forum} stood in for it on {day(row.day)}."
    if row := placement.perhaps_stood_in:
        since = "since when this one is due is not on record"
        yield f"{row.forum} was held on {day(row.day)}; whether it stands in for this one cannot be told: {since}."
    if waived := placement.waiver:
        yield f"Waived by {waived.by} on {day(waived.day)} until {day(waived.expires)}: {waived.reason}."
    yield from (_not_counted(placement, each) for each in placement.not_counted)


def _not_counted(placement: Placement, row: ForumHeld | Waiver) -> str:
    if isinstance(row, ForumHeld):
        grade = said(row.chair).lower() if row.chair else ""
        return f"{row.forum} of {day(row.day)} does not count: its chair, a {grade}, is of too low a grade."
    lowest = placement.forum.may_waive
    who = f"a {said(lowest).lower()} or above" if lowest else "nobody"
    why = (
        f"{who} may waive it"
        if lowest is None or row.grade < lowest
        else f"one lasts {placement.forum.longest_waiver} at most"
    )
    return f"The waiver by {row.by}, a {said(row.grade).lower()}, of {day(row.day)} does not count: {why}."


def _under(placement: Placement) -> Iterator[str]:
    """Whether the case stays under the forum, and until when; what of its history was not given."""
    until = english(placement.forum.until) if placement.forum.until is not None else ""
    if placement.stays:
        yield f"The case stays under it until {until}."
    elif ForumHeld in placement.not_given:
        stays = f", and if so, whether the case stays under it until {until}," * (placement.stays is None)
        yield f"Whether it has been held{stays} cannot be told: no history of forums was given."


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."

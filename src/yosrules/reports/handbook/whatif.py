"""The page of a forum policy on which to ask "what if": one file, which decides in the browser and sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from yosrules.browser.script import asked_facts, in_javascript
from yosrules.english.describe import called, said
from yosrules.english.standing import standing_in_words
from yosrules.language.kinds import Fact
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.reports.site.catalogue import _
from yosrules.reports.site.document import ABOUT_POLICIES, document

_SCRIPT = Path(__file__).parent / "whatif.js"
_INPUTS = {"date": "date"}


@attrs.frozen
class _Asked:
    """One fact as a field of the form: with options where it has any, by the whole numbers that stand for them."""

    name: str
    label: str
    options: tuple[tuple[int, str], ...]
    kind: str
    allowed: str
    given: bool

    @classmethod
    def of(cls, fact: Fact) -> _Asked:
        label = called(fact)
        yes_or_no = {True: _("Yes"), False: _("No")}
        options = tuple(
            (fact.number(member), yes_or_no[member] if isinstance(member, bool) else said(member).capitalize())
            for member in fact.members
        )
        kind = _INPUTS.get(fact.kind.__name__, "text")
        return cls(fact.name, label[0].upper() + label[1:], options, kind, fact.allowed, fact.given)


def whatif_page(policy: ForumPolicy, home: Mapping[str, str] | None = None) -> str:
    """The document; `home` are the links of its navigation, by their words."""
    facts = asked_facts(policy)
    return document(
        "whatif.html",
        title=_("What if: %(policy)s", policy=policy.name),
        marking=ABOUT_POLICIES,
        script=in_javascript(policy) + _SCRIPT.read_text(encoding="utf-8"),
        data={
            "words": _words(),
            "standing": [standing_in_words(edition) for edition in policy.editions],
        },
        policy_name=policy.name,
        facts=[_Asked.of(fact) for fact in facts.values()],
        links=home or {},
    )


def _words() -> dict[str, str]:
    """What the script says on the page."""
    return {
        "must": _("must"),
        "atLeastMay": _("at least may"),
        "may": _("may"),
        "cannotTell": _("cannot tell"),
        "no": _("no"),
        "because": _("Because %(reasons)s (%(rule)s)."),
        "rule": _("rule %(rule)s"),
        "alreadyHeld": _("It may be held already."),
        "notByRule": _("Not by %(rules)s: %(reasons)s."),
        "rules": _("rules %(rules)s"),
        "untold": _("Nobody can tell: %(facts)s."),
        "untoldMust": _("Nobody can tell whether it must follow: %(facts)s."),
        "settles": _("On record, it would settle whether it %(modality)s follow (%(rules)s)."),
        "settlesSeveral": _("On record, they would settle whether it %(modality)s follow (%(rules)s)."),
        "or": _(" or "),
        "wouldMust": _("It must follow if %(changes)s."),
        "wouldAtLeastMay": _("It may follow, and perhaps must, if %(changes)s."),
        "wouldMay": _("It may follow if %(changes)s."),
        "due": _("%(what)s is due %(days)s: %(words)s."),
        "dueUntold": _("%(what)s is due %(words)s; on which day cannot be told: %(facts)s."),
        "dueBeyond": _("%(what)s is due %(words)s; the bank holidays of that year are not known here."),
        "by": _("by %(day)s"),
        "notBefore": _("not before %(day)s"),
        "and": _(" and "),
        "ifHeld": _("If it is to be held: "),
        "attends": _("Attended by: %(who)s."),
        "mayAttend": _("May be attended by: %(who)s."),
        "mustNotAttend": _("Must not be attended by: %(who)s."),
        "attendsIf": _("attends"),
        "mayAttendIf": _("may attend"),
        "mustNotAttendIf": _("must not attend"),
        "seatUntold": _("Whether %(who)s %(seating)s cannot be told: %(facts)s."),
        "checks": _("First to be checked: %(checks)s."),
        "review": _("Reviewed %(review)s."),
        "sits": _("Sits %(sits)s."),
        "standIns": _("May stand in for it: %(forums)s."),
        "reading": _("Read as: %(reading)s"),
        "forums": _("Forums"),
        "findOut": _("What to find out first"),
        "findOutOne": _("One fact would settle most: %(fact)s. Whatever it turns out to be, it settles %(forums)s."),
        "findOutPerhaps": _("No one fact settles a forum for certain. Most could be settled by %(fact)s: %(forums)s."),
        "nothingOpen": _("Nothing is left open."),
        "noOneFact": _("No one fact by itself could settle what is open."),
        "notOnRecord": _("Not on record"),
        "surely": _("Settles for certain"),
        "perhaps": _("Could settle"),
        "cannotBe": _("This cannot be on record, and nothing is decided: %(why)s."),
        "wrong": _("%(fact)s: %(written)s cannot be on record; allowed: %(allowed)s."),
        "lacking": _("%(fact)s must be given."),
        "noEdition": _("The policy has no edition for this day."),
        "noDay": _("The day asked about is not a date."),
        "summary": _("%(policy)s, as of %(day)s, by %(edition)s. What if:"),
        "nothingOnRecord": _("nothing is on record"),
        "unknownFacts": _("Not on record: %(facts)s."),
        "copied": _("The summary is copied."),
        "selected": _("The summary is selected: copy it with Ctrl+C."),
    }

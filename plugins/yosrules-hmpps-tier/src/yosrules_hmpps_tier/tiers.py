"""The tier, G to A: the highest that any of eight steps gives, as the service works it out.

The service takes a risk of serious harm that is not on record for none, and says that the tier is provisional. So does
this policy, by `unless`; whatever else is not on record is never "no" here, and the tier cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from yosrules.language import ALWAYS, Condition, ConditionLike, all_of, any_of, between, known, unless
from yosrules.policies import Declared, Edition, Forum, ForumPolicy, Rule, must
from yosrules.records import RiskLevel
from yosrules_hmpps_tier.examples import examples
from yosrules_hmpps_tier.person import READ, TABLE, TIER, Person, SexualBand, in_mappa, predicted

LADDER = "GFEDCBA"
"""The tiers, lowest first."""

_ARP = (90, 75, 50, 25, 15, 0)
_BY_CSRP = {"6.9": "AABBBB", "3": "ABCCCC", "1": "BCDEEE", "0.5": "CDEEFF", "0": "DDEFFG"}
"""By the combined serious reoffending predictor, from this on: the tier by the all reoffending predictor, from each."""

Shown = tuple[ConditionLike, ConditionLike]
"""A condition that gives a tier, and what is asked for it to be set aside."""


def _plain(when: ConditionLike) -> Shown:
    return when, ~all_of(when)


def _rosh(level: RiskLevel, beside: Condition = ALWAYS) -> Shown:
    """A level of risk of serious harm gives a tier; one that is not on record gives none."""
    return all_of(beside, known(Person.rosh), Person.rosh >= level), any_of(~beside, unless(Person.rosh >= level))


def _lifer(released: Condition) -> Shown:
    """A release gives a tier to a lifer; a lifer without one on record has none by it."""
    return all_of(Person.lifer, released), any_of(~Person.lifer, unless(released))


_scored = Person.sexual_score > Decimal(0)
_medium = _scored & (Person.sexual_band == SexualBand.MEDIUM)
_bands: dict[str, Condition] = {
    "A": _scored & (Person.sexual_band == SexualBand.VERY_HIGH),
    "B": _scored & (Person.sexual_band == SexualBand.HIGH),
    "C": _medium
    & ((Person.sexual_score >= Decimal("3.36")) | between(Person.sexual_score, Decimal("1.12"), Decimal("2.10"))),
    "D": _medium & (Person.sexual_score >= Decimal("0.60")),
    "E": _scored & (Person.sexual_band == SexualBand.LOW),
}
unheard_of = _medium & (Person.sexual_score < Decimal("0.60"))
"""A score and a band for which no tier is stated: the service stops with an error."""

_harm: dict[str, tuple[Shown, ...]] = {
    "A": (_rosh(RiskLevel.VERY_HIGH, in_mappa),),
    "C": (_rosh(RiskLevel.HIGH, in_mappa), _rosh(RiskLevel.VERY_HIGH)),
    "D": (_rosh(RiskLevel.MEDIUM, in_mappa), _rosh(RiskLevel.HIGH)),
    "E": (_plain(in_mappa),),
}
HARM = tuple(each for several in _harm.values() for each in several)
"""What risk of serious harm and MAPPA give."""

OTHERS: dict[str, tuple[Shown, ...]] = {
    "A": (_plain(_bands["A"]), *_harm["A"]),
    "B": (_plain(_bands["B"]), _lifer(known(Person.released_1) & Person.released_1)),
    "C": (_plain(_bands["C"]), *_harm["C"]),
    "D": (_plain(_bands["D"]), *_harm["D"], _lifer(known(Person.released_5) & Person.released_5)),
    "E": (
        _plain(_bands["E"]),
        *_harm["E"],
        _lifer(known(Person.released)),
        _plain(Person.domestic_abuse),
        _plain(Person.sexual_offence),
    ),
    "F": (_plain(Person.stalking), _plain(Person.child_protection)),
    "G": (),
}
"""What gives a tier beside the two predictors of reoffending."""


def upwards(tier: str) -> str:
    """A tier and those above it."""
    return LADDER[LADDER.index(tier) :]


def others(tier: str) -> Iterable[Shown]:
    """Everything beside the predictors that gives this tier or a higher one."""
    return (each for higher in upwards(tier) for each in OTHERS[higher])


def reoffending(tier: str) -> Condition:
    """The two predictors of reoffending give this tier or a higher one."""
    found: list[Condition] = []
    least = None
    # From the lowest range on, and without ranges that ask no less of the other predictor than a lower one does.
    for csrp, tiers in reversed(_BY_CSRP.items()):
        reached = [arp for arp, given in zip(_ARP, tiers, strict=True) if given in upwards(tier)]
        if reached and (least is None or min(reached) < least):
            least = min(reached)
            asked = [Person.csrp >= Decimal(csrp)] * (csrp != "0") + [Person.arp >= Decimal(least)] * (least > 0)
            found.append(all_of(*asked))
    return any_of(*found)


def _given(tier: str) -> Condition:
    return any_of(reoffending(tier), *(shown for shown, _ in others(tier)))


def _above(tier: str) -> Condition:
    """No higher tier is given."""
    higher = LADDER[LADDER.index(tier) + 1 :]
    if not higher:
        return ALWAYS
    return all_of(~reoffending(higher[0]), *(set_aside for _, set_aside in others(higher[0])))


_NAMES = {"NOT SUPERVISED": "No tier: not supervised", "MISSING": "No tier: a predictor is missing"}
FORUMS = {name: Forum(name, _NAMES.get(name, f"Tier {name}"), None, meets=False) for name in (*_NAMES, *LADDER)}


def _rules() -> Iterable[Rule[Forum]]:
    yield must("not-supervised", FORUMS["NOT SUPERVISED"], when=~Person.supervised, cites=TIER)
    missing = Person.supervised & ~predicted
    yield must("missing", FORUMS["MISSING"], when=missing, cites=TIER)
    for tier in LADDER:
        asked = all_of(Person.supervised, predicted, ~unheard_of)
        given = _given(tier) if tier != "G" else ALWAYS
        yield must(f"tier-{tier}", FORUMS[tier], when=all_of(asked, given, _above(tier)), cites=TABLE)


TIERS = ForumPolicy(
    "hmpps-tier",
    about=Person,
    forums=tuple(FORUMS.values()),
    editions=(Edition(date(2026, 6, 18), tuple(_rules()), cites=TIER, checked=READ, start_stated=False),),
    ranked=True,
    not_stated=(
        "the day from which it is used, which a switch of the service says: 18 June 2026, when the rules were last "
        "changed, stands in",
        "the tier of a Medium band of contact sexual reoffending with a score below 0.60: the service stops there",
        "why a score of 1.12 to 2.10 in the Medium band gives a higher tier than one of 2.11 to 3.35: in the code both "
        "are read side by side, with and without a reduction for risk",
        "whether somebody is in MAPPA where the category is not on record: the service takes it for no, and here it "
        "cannot be told",
        "a release that lies ahead: the service counts it as one of the last year, and here it has not come",
    ),
    examples=tuple(examples("tier.csv", Person)),
    declared=(
        Declared("covered", "no tier is stated for a Medium band with a score below 0.60"),
        Declared("rises with sexual_score", "a Medium band gives tier C from 1.12, D from 2.11 and C again from 3.36"),
    ),
)

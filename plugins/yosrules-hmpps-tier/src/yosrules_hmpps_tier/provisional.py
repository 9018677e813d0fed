"""Whether a tier is provisional: a predictor is static, or risk of serious harm missing, and it could be higher.

A predictor is static where it was worked out without an assessment of what can change.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yosrules.language import Condition, all_of, any_of, known
from yosrules.policies import Declared, Edition, Forum, ForumPolicy, must
from yosrules_hmpps_tier.examples import examples
from yosrules_hmpps_tier.person import READ, STATUS, Person, in_mappa, predicted
from yosrules_hmpps_tier.tiers import HARM, others, reoffending

PROVISIONAL = Forum("PROVISIONAL", "The tier is provisional", None, meets=False)

_arp_static, _csrp_static = all_of(Person.arp_static), all_of(Person.csrp_static)
_dynamic = ~_arp_static & ~_csrp_static


def _not_reached(tier: str) -> Condition:
    """Nothing beside the two predictors gives this tier or a higher one."""
    return all_of(*(set_aside for _, set_aside in others(tier)))


def _unharmed(tier: str) -> Condition:
    """Neither anything beside risk of serious harm gives this tier or a higher one, nor two dynamic predictors."""
    beside = (set_aside for shown, set_aside in others(tier) if (shown, set_aside) not in HARM)
    return all_of(*beside, any_of(~_dynamic, ~reoffending(tier)))


_asked = Person.supervised & predicted
_rules = {
    "both-static": all_of(_arp_static, _csrp_static, _not_reached("A")),
    # The highest tier that another value of a static predictor would give beside the one that is dynamic.
    "arp-static": all_of(
        _arp_static,
        ~_csrp_static,
        any_of(
            (Person.csrp >= Decimal(3)) & _not_reached("A"),
            all_of(Person.csrp >= Decimal(1), Person.csrp < Decimal(3), _not_reached("B")),
            all_of(Person.csrp >= Decimal("0.5"), Person.csrp < Decimal(1), _not_reached("C")),
            (Person.csrp < Decimal("0.5")) & _not_reached("D"),
        ),
    ),
    "csrp-static": all_of(
        ~_arp_static,
        _csrp_static,
        any_of((Person.arp >= Decimal(75)) & _not_reached("A"), (Person.arp < Decimal(75)) & _not_reached("B")),
    ),
    "harm-missing-in-mappa": all_of(~known(Person.rosh), in_mappa, _unharmed("A")),
    "harm-missing": all_of(~known(Person.rosh), ~in_mappa, _unharmed("C")),
}

POLICY = ForumPolicy(
    "hmpps-tier-provisional",
    about=Person,
    forums=(PROVISIONAL,),
    editions=(
        Edition(
            date(2026, 6, 18),
            tuple(must(name, PROVISIONAL, when=_asked & when, cites=STATUS) for name, when in _rules.items()),
            cites=STATUS,
            checked=READ,
            start_stated=False,
        ),
    ),
    not_stated=(
        "the day from which it is used: 18 June 2026, when the rules were last changed, stands in",
        "what holds where it is not on record whether a predictor is static: the service takes it for neither, and "
        "here it cannot be told",
    ),
    examples=tuple(examples("provisional.csv", Person)),
    declared=(
        Declared("rises PROVISIONAL with sexual_band", "a higher band gives a tier that nothing missing could raise"),
        Declared("rises PROVISIONAL with rosh", "a higher risk gives a tier that nothing missing could raise"),
    ),
)

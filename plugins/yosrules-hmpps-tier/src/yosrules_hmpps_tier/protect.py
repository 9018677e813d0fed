"""The protect level of the older tier, A to D: points for risk, MAPPA, complexity and, for women, further factors.

Of risk of serious recidivism and risk of serious harm the higher points count. The service still works it out beside
the newer tier; what is not on record it takes for no points, and here the level cannot be told.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yosrules.language import Condition, all_of, between
from yosrules.policies import Declared, Edition, Forum, ForumPolicy, must, scores_at_least
from yosrules.records import MappaLevel, RiskLevel
from yosrules_hmpps_tier.examples import examples
from yosrules_hmpps_tier.person import PROTECT, READ, Protected

_P = Protected
_risk = (
    (10, between(_P.rsr, Decimal("3.00"), Decimal("6.99")) | (_P.rosh >= RiskLevel.MEDIUM)),
    (20, between(_P.rsr, Decimal("7.00"), Decimal("99.99")) | (_P.rosh >= RiskLevel.HIGH)),
    (150, _P.rosh >= RiskLevel.VERY_HIGH),
)
_mappa = ((5, _P.mappa_level >= MappaLevel.LEVEL_1), (150, _P.mappa_level >= MappaLevel.LEVEL_2))
_complexity = tuple((2 * many, _P.complexity >= many) for many in range(1, 11))
_women = tuple(((2, _P.female & each),) for each in (_P.parenting, _P.self_control, _P.breached))


def points(least: int) -> Condition:
    """The points come to so many or more."""
    return scores_at_least(least, _risk, _mappa, _complexity, *_women)


FORUMS = {level: Forum(level, f"Protect level {level}", None, meets=False) for level in "DCBA"}
_LEAST = {"A": 150, "B": 20, "C": 10}
_NEXT = {"D": "C", "C": "B", "B": "A"}


def _level(level: str) -> Condition:
    below = ~points(_LEAST[_NEXT[level]]) if level in _NEXT else None
    least = points(_LEAST[level]) if level in _LEAST else None
    return all_of(*(each for each in (least, below) if each is not None))


POLICY = ForumPolicy(
    "hmpps-protect-level",
    about=Protected,
    forums=tuple(FORUMS.values()),
    editions=(
        Edition(
            date(2026, 3, 16),
            tuple(must(f"level-{name}", forum, when=_level(name), cites=PROTECT) for name, forum in FORUMS.items()),
            cites=PROTECT,
            checked=READ,
            start_stated=False,
        ),
    ),
    ranked=True,
    not_stated=("the day from which it is used: 16 March 2026, when this code was last changed, stands in",),
    examples=tuple(examples("protect.csv", Protected)),
    declared=(Declared("rises with rsr", "the highest range of the code ends at 99.99, so that 100 gives no points"),),
)

"""A new plugin that says which forums a case must or may go to."""

from yosrules.cli.new_plugin.template import PluginText

_MODULE = '''\
"""$title: which forums a case must or may go to. Put your policy's own words in the place of these."""

from collections.abc import Iterable
from datetime import date

from yosrules.hooks import hookimpl
from yosrules.policies import Edition, Example, Forum, ForumPolicy, Guarantee, Status, cite, covers, must
from yosrules.records import Case, Chair, RiskLevel

WORD = cite("$title: the policy as the board agreed it", "page 1")

CLINIC = Forum("Clinic", "Planning clinic", Chair.MANAGER, "where a concern is Medium or higher")
PANEL = Forum("Panel", "High risk panel", Chair.HEAD_OF_SERVICE, "where a concern is High or higher")

concern = (Case.rosh >= RiskLevel.MEDIUM) | (Case.safety_wellbeing >= RiskLevel.MEDIUM)
serious = (Case.rosh >= RiskLevel.HIGH) | (Case.safety_wellbeing >= RiskLevel.HIGH)

RULES = (
    must("clinic-medium", CLINIC, when=concern, cites=WORD),
    must("panel-high", PANEL, when=serious, cites=WORD),
)
PROMISE: Guarantee[Forum] = covers(
    "every-concern-has-a-manager", when=concern, by=lambda forum: forum.chair is Chair.MANAGER, cites=WORD
)


def _rated(rosh: RiskLevel, safety_wellbeing: RiskLevel) -> Case:
    return Case(reference="example", rosh=rosh, safety_wellbeing=safety_wellbeing)


EXAMPLES = (
    Example(_rated(RiskLevel.LOW, RiskLevel.LOW), "Clinic", Status.NO),
    Example(_rated(RiskLevel.MEDIUM, RiskLevel.LOW), "Clinic", Status.MUST),
    Example(_rated(RiskLevel.LOW, RiskLevel.MEDIUM), "Clinic", Status.MUST),
    Example(_rated(RiskLevel.MEDIUM, RiskLevel.MEDIUM), "Panel", Status.NO),
    Example(_rated(RiskLevel.HIGH, RiskLevel.LOW), "Panel", Status.MUST),
    Example(_rated(RiskLevel.LOW, RiskLevel.HIGH), "Panel", Status.MUST),
)

POLICY = ForumPolicy(
    "$name",
    about=Case,
    forums=(CLINIC, PANEL),
    editions=(Edition(date($year, 1, 1), RULES, (PROMISE,), cites=WORD),),
    examples=EXAMPLES,
)


@hookimpl
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    return (POLICY,)
'''

_TESTS = '''\
"""Every law of the policy, a test each: `pytest -v` lists them."""

from yosrules.testing import laws

from $package import POLICY

test_laws = laws(POLICY)
'''

_README = """\
# yosrules-$name

$title: which forums a case must or may go to, for yosrules.

    pip install -e '.[test]'
    pytest
    yosrules verify $name
    yosrules show $name

| forum | when | by |
|---|---|---|
| Planning clinic (Clinic) | risk of serious harm or safety and wellbeing is Medium or higher | must |
| High risk panel (Panel) | either is High or higher | must |

It promises that every case with a concern of Medium or higher is under a forum that a manager chairs, also when the
other judgement is not on record:

>>> from datetime import date
>>> from yosrules import decide
>>> from yosrules.records import Case, RiskLevel
>>> from $package import POLICY
>>> decision = decide(POLICY.on(date($year, 6, 1)), Case(reference="A1", rosh=RiskLevel.MEDIUM))
>>> {each.outcome.name: each.status.value for each in decision.outcomes}
{'Clinic': 'must', 'Panel': 'cannot tell'}

The policy is in `src/$package/__init__.py`: forums, conditions, rules, one promise, and the examples that pin every
threshold. When it changes, add an edition; the old one stays, for the decisions that were made by it.
"""

FORUMS = PluginText("which forums a case must or may go to", _MODULE, _TESTS, _README)

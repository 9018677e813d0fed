"""A new plugin that brings a service's own audit framework with one domain."""

from yosrules.cli.new_plugin.template import PluginText

_MODULE = '''\
"""$title: an audit framework of a service's own, with one domain. Put your own in the place of these."""

from collections.abc import Iterable
from datetime import date

from yosrules.hooks import hookimpl
from yosrules.policies import Band, Domain, Framework, KeyQuestion, RatedBy, RatingScale, Rounding, Standard, cite

WORD = cite("$title: the audit handbook", "page 1")

SCALE = RatingScale(
    "$title ratings",
    (Band("Not yet", 0), Band("Met", 60), Band("Exceeded", 90)),
    rounding=Rounding.NONE,
    cites=WORD,
    examples=((0, "Not yet"), ("59.99", "Not yet"), (60, "Met"), ("89.99", "Met"), (90, "Exceeded")),
)
POINTS = (0, 1, 2)
OVERALL = RatingScale(
    "$title overall",
    (Band("Not yet", 0), Band("Met", 2), Band("Exceeded", 4)),
    rounding=Rounding.NONE,
    top=4,
    cites=WORD,
    examples=((0, "Not yet"), ("1.99", "Not yet"), (2, "Met"), ("3.99", "Met"), (4, "Exceeded")),
)
FRAMEWORK = Framework(
    "$name",
    "$title",
    date($year, 1, 1),
    SCALE,
    POINTS,
    expects=("A",),
    overall_bands=(OVERALL,),
    cites=WORD,
    series="$name",
)
DOMAIN = Domain(
    "$name",
    "A",
    "Voices",
    (
        Standard(
            "A1",
            "Listening",
            RatedBy.LOWEST_KEY_QUESTION,
            (KeyQuestion("A1.1", "voice of the child"), KeyQuestion("A1.2", "voice of the family")),
        ),
        Standard("A2", "Recording", RatedBy.AUDIT_SCORE),
    ),
    cites=WORD,
)


@hookimpl
def yosrules_frameworks() -> Iterable[Framework]:
    return (FRAMEWORK,)


@hookimpl
def yosrules_domains() -> Iterable[Domain]:
    return (DOMAIN,)
'''

_TESTS = '''\
"""Every law of the framework, of its scales and of its domain, a test each: `pytest -v` lists them."""

from yosrules.testing import laws

from $package import DOMAIN, FRAMEWORK

test_laws = laws(FRAMEWORK.having(DOMAIN))
test_laws_of_the_domain = laws(DOMAIN)
'''

_README = """\
# yosrules-$name

$title: an audit framework with one domain, for yosrules.

    pip install -e '.[test]'
    pytest
    yosrules verify $name
    yosrules scales

| standard | rated by |
|---|---|
| A1 Listening | the lowest of its key questions: voice of the child, voice of the family |
| A2 Recording | audit score |

A share of 60% is Met and 90% is Exceeded; nothing is rounded first:

>>> from $package import DOMAIN, FRAMEWORK, SCALE
>>> [SCALE.of(amount).name for amount in ("59.99", "60", "89.99", "90")]
['Not yet', 'Met', 'Met', 'Exceeded']
>>> framework = FRAMEWORK.having(DOMAIN)
>>> overall = framework.overall({"A1": SCALE.band("Met"), "A2": SCALE.band("Exceeded")})
>>> str(overall.score), overall.rating.name
('3/4', 'Met')

Scale, framework, domain, standards and key questions are in `src/$package/__init__.py`.
"""

DOMAIN = PluginText("an audit framework with one domain", _MODULE, _TESTS, _README)

"""Every law of the strategy, a test each: `pytest -v` lists them."""

from yosrules.testing import laws
from yosrules_derby_forums.high_risk import STRATEGY

test_laws = laws(STRATEGY)

"""Every law of the indicators, a test each: `pytest -v` lists them."""

from yosrules.testing import laws
from yosrules_victims.derby import CONTACTED, INTERESTED

test_contacted = laws(CONTACTED)
test_interested = laws(INTERESTED)

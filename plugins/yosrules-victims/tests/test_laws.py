"""Every law of the indicators, a test each: `pytest -v` lists them."""

from yosrules.testing import laws
from yosrules_victims.derby import INTERESTED

test_interested = laws(INTERESTED)

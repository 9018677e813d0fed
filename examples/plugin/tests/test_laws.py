"""Every law of the policy, a test each: `pytest -v` lists them."""

from yosrules.testing import laws
from yosrules_anytown_panel import POLICY

test_laws = laws(POLICY)

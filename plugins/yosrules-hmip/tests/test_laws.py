"""Every law of the frameworks, their scales and the domain of 2025, a test each: `pytest -v` lists them."""

from yosrules.policies import Declared
from yosrules.testing import laws
from yosrules_hmip import CASEWORK_2025, EDITION_2018, EDITION_2021, EDITION_2025

NOT_ESTABLISHED = Declared("better is never worse overall", "its overall bands are not established")

test_laws = laws(EDITION_2018)
test_laws_of_2021 = laws(EDITION_2021)
test_laws_of_2025 = laws(EDITION_2025.having(CASEWORK_2025), declared=(NOT_ESTABLISHED,))
test_laws_of_casework = laws(CASEWORK_2025)

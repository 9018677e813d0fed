"""Every law of the domain, in both editions that have it: `pytest -v` lists them."""

from yosrules.testing import laws
from yosrules_hmip_organisational import yosrules_domains

IN_2018, IN_2021 = yosrules_domains()

test_laws = laws(IN_2018)
test_laws_of_2021 = laws(IN_2021)

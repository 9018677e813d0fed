"""Every law of every policy, a test each: `pytest -v` lists them."""

import yosrules_attendance as policies
from yosrules.testing import laws

test_argyll = laws(policies.ARGYLL)
test_carmarthenshire = laws(policies.CARMARTHENSHIRE)
test_coop = laws(policies.COOP)
test_corby = laws(policies.CORBY)
test_crmg = laws(policies.CRMG)
test_dorset = laws(policies.DORSET)
test_dwp = laws(policies.DWP)
test_esneft = laws(policies.ESNEFT)
test_exeter = laws(policies.EXETER)
test_falkirk = laws(policies.FALKIRK)
test_falmouth = laws(policies.FALMOUTH)
test_great_yarmouth = laws(policies.GREAT_YARMOUTH)
test_lincolnshire = laws(policies.LINCOLNSHIRE)
test_neath_port_talbot = laws(policies.NEATH_PORT_TALBOT)
test_northern_trust = laws(policies.NORTHERN_TRUST)
test_royal_mail = laws(policies.ROYAL_MAIL)
test_sheffield = laws(policies.SHEFFIELD)
test_st_marys = laws(policies.ST_MARYS)
test_supermarkets = laws(policies.SUPERMARKETS)
test_west_lothian = laws(policies.WEST_LOTHIAN)
test_york = laws(policies.YORK)


def test_every_policy_has_its_laws_tested() -> None:
    tested = {name.removeprefix("test_").upper() for name in globals() if name.startswith("test_")}
    assert {name for name, policy in vars(policies).items() if policy in policies.POLICIES} <= tested

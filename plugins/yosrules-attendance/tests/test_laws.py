"""Every law of every policy, a test each: `pytest -v` lists them."""

from yosrules.testing import laws
from yosrules_attendance import POLICIES
from yosrules_attendance.bands import CORBY, GREAT_YARMOUTH
from yosrules_attendance.chains import NEATH_PORT_TALBOT, ROYAL_MAIL
from yosrules_attendance.councils import CARMARTHENSHIRE, LINCOLNSHIRE
from yosrules_attendance.nhs import ESNEFT, NORTHERN_TRUST
from yosrules_attendance.review import CRMG, DWP
from yosrules_attendance.scotland import ARGYLL, FALKIRK, WEST_LOTHIAN
from yosrules_attendance.shops import COOP, SUPERMARKETS
from yosrules_attendance.two_readings import DORSET, FALMOUTH, ST_MARYS
from yosrules_attendance.universities import EXETER, SHEFFIELD, YORK

test_argyll = laws(ARGYLL)
test_carmarthenshire = laws(CARMARTHENSHIRE)
test_coop = laws(COOP)
test_corby = laws(CORBY)
test_crmg = laws(CRMG)
test_dorset = laws(DORSET)
test_dwp = laws(DWP)
test_esneft = laws(ESNEFT)
test_exeter = laws(EXETER)
test_falkirk = laws(FALKIRK)
test_falmouth = laws(FALMOUTH)
test_great_yarmouth = laws(GREAT_YARMOUTH)
test_lincolnshire = laws(LINCOLNSHIRE)
test_neath_port_talbot = laws(NEATH_PORT_TALBOT)
test_northern_trust = laws(NORTHERN_TRUST)
test_royal_mail = laws(ROYAL_MAIL)
test_sheffield = laws(SHEFFIELD)
test_st_marys = laws(ST_MARYS)
test_supermarkets = laws(SUPERMARKETS)
test_west_lothian = laws(WEST_LOTHIAN)
test_york = laws(YORK)


def test_every_policy_has_its_laws_tested() -> None:
    tested = {name.removeprefix("test_").upper() for name in globals() if name.startswith("test_")}
    assert {name for name, policy in globals().items() if policy in POLICIES} <= tested
    assert len(POLICIES) == len(tested) - 1

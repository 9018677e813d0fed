"""Every law of every policy whose numbers are public, a test each: `pytest -v` lists them."""

from yosrules.policies.attendance import AttendancePolicy
from yosrules.testing import laws
from yosrules_attendance import (
    argyll_and_bute,
    carmarthenshire,
    co_op,
    corby,
    crmg_council,
    dorset_police,
    dwp,
    esneft,
    exeter_university,
    falkirk,
    falmouth_university,
    great_yarmouth,
    lincolnshire,
    neath_port_talbot,
    northern_trust,
    royal_mail,
    sheffield_university,
    st_marys_university,
    supermarket,
    west_lothian,
    york_university,
    yosrules_attendance_policies,
)

test_argyll_and_bute = laws(argyll_and_bute.POLICY)
test_carmarthenshire = laws(carmarthenshire.POLICY)
test_co_op = laws(co_op.POLICY)
test_corby = laws(corby.POLICY)
test_crmg_council = laws(crmg_council.POLICY)
test_dorset_police = laws(dorset_police.POLICY)
test_dwp = laws(dwp.POLICY)
test_esneft = laws(esneft.POLICY)
test_exeter_university = laws(exeter_university.POLICY)
test_falkirk = laws(falkirk.POLICY)
test_falmouth_university = laws(falmouth_university.POLICY)
test_great_yarmouth = laws(great_yarmouth.POLICY)
test_lincolnshire = laws(lincolnshire.POLICY)
test_neath_port_talbot = laws(neath_port_talbot.POLICY)
test_northern_trust = laws(northern_trust.POLICY)
test_royal_mail = laws(royal_mail.POLICY)
test_sheffield_university = laws(sheffield_university.POLICY)
test_st_marys_university = laws(st_marys_university.POLICY)
test_supermarket = laws(supermarket.POLICY)
test_west_lothian = laws(west_lothian.POLICY)
test_york_university = laws(york_university.POLICY)


def test_every_policy_has_its_laws_tested() -> None:
    policies = [each for each in yosrules_attendance_policies() if isinstance(each, AttendancePolicy)]
    names = {each.name.removesuffix("-attendance").replace("-", "_") for each in policies}
    assert names <= {name.removeprefix("test_") for name in globals()}

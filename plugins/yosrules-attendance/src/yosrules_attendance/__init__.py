"""Attendance policies as data: Derby's, and published ones of councils, universities, the NHS and shops.

What a source does not state had to be assumed, because every convention is required: each policy lists it in
`not_stated`. Where its text can be read in more than one way, it carries the readings.
"""

from collections.abc import Iterable

from yosrules.hooks.spec import hookimpl
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.open_policies import OpenPolicy
from yosrules_attendance.aberdeen import ABERDEEN
from yosrules_attendance.bands import CORBY, GREAT_YARMOUTH
from yosrules_attendance.chains import NEATH_PORT_TALBOT, ROYAL_MAIL
from yosrules_attendance.councils import CARMARTHENSHIRE, LINCOLNSHIRE
from yosrules_attendance.derby import DERBY
from yosrules_attendance.nhs import ESNEFT, NORTHERN_TRUST
from yosrules_attendance.review import CRMG, DWP
from yosrules_attendance.scotland import ARGYLL, FALKIRK, WEST_LOTHIAN
from yosrules_attendance.shops import COOP, SUPERMARKETS
from yosrules_attendance.two_readings import DORSET, FALMOUTH, ST_MARYS
from yosrules_attendance.universities import EXETER, SHEFFIELD, YORK

POLICIES: tuple[AttendancePolicy, ...] = (
    ARGYLL,
    CARMARTHENSHIRE,
    COOP,
    CORBY,
    CRMG,
    DORSET,
    DWP,
    ESNEFT,
    EXETER,
    FALKIRK,
    FALMOUTH,
    GREAT_YARMOUTH,
    LINCOLNSHIRE,
    NEATH_PORT_TALBOT,
    NORTHERN_TRUST,
    ROYAL_MAIL,
    SHEFFIELD,
    ST_MARYS,
    SUPERMARKETS,
    WEST_LOTHIAN,
    YORK,
)
OPEN: tuple[OpenPolicy, ...] = (ABERDEEN, DERBY)


@hookimpl
def yosrules_attendance_policies() -> Iterable[AttendancePolicy | OpenPolicy]:
    return sorted((*POLICIES, *OPEN), key=lambda policy: policy.name)

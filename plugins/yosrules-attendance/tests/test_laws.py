"""Every law of every policy whose numbers are public, a test each: `pytest -v` lists them."""

from yosrules.policies.attendance import AttendancePolicy
from yosrules.testing import laws
from yosrules_attendance import yosrules_attendance_policies

for policy in yosrules_attendance_policies():
    if isinstance(policy, AttendancePolicy):
        globals()[f"test_{policy.name.replace('-', '_')}"] = laws(policy)

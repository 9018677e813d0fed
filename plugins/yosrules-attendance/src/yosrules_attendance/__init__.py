"""Attendance policies as data, Derby's and published ones: one module a policy, named for the employer.

Every convention is required, so what a source leaves open is assumed here: each policy lists that in `not_stated`. A
policy whose text can be read in more than one way has a reading for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from yosrules.hooks.spec import hookimpl
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.open_policies import OpenPolicy


@hookimpl
def yosrules_attendance_policies() -> Iterable[AttendancePolicy | OpenPolicy]:
    """The `POLICY` of every module but the shared `conventions`; none is imported before this is called."""
    names = (module.name for module in iter_modules(__path__) if module.name != "conventions")
    return [import_module(f"{__name__}.{name}").POLICY for name in names]

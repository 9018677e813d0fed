"""The README's table is made from the policies; `python plugins/yosrules-attendance/tests/test_readme.py` renews it."""

import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import yosrules_attendance
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.lost_time import Allowance, ShareOfTime, lost
from yosrules.policies.open_policies import OpenPolicy

README = Path(__file__).parent.parent / "README.md"
HEADING = "| policy | employer | what is particular | what it counts | readings | source |\n|---|---|---|---|---|---|\n"
POLICIES = list(yosrules_attendance.yosrules_attendance_policies())


def table() -> str:
    """A row for each policy."""
    rows = (
        f"| `{each.name}` | {each.title} | {_particular(each)} | {' | '.join(_cells(each))} |\n" for each in POLICIES
    )
    return HEADING + "".join(rows)


def _module(policy: AttendancePolicy | OpenPolicy) -> str:
    return policy.name.removesuffix("-attendance").replace("-", "_")


def _particular(policy: AttendancePolicy | OpenPolicy) -> str:
    """What the first sentence of its module says after the name of the employer."""
    said = import_module(f"yosrules_attendance.{_module(policy)}").__doc__ or ""
    return said.split("\n")[0].partition(": ")[2].rstrip(".")


def _cells(policy: AttendancePolicy | OpenPolicy) -> tuple[str, str, str]:
    """What a policy counts, its readings and the grade of its source; what an open policy counts is in its settings."""
    if isinstance(policy, OpenPolicy):
        _, readings, grade = _cells(policy.settle({each.name: each.kind(1) for each in policy.settings}))
        return "by its settings: " + ", ".join(each.name for each in policy.settings), readings, grade
    readings = list(dict.fromkeys(name for edition in policy.editions for name in policy.readings(edition)))
    if policy.interviews and len(policy.interviews.by) > 1:
        readings += policy.interviews.by
    return "; ".join(_counted(policy)) or "nothing", "; ".join(filter(None, readings)) or "one", policy.grade.value


def _counted(policy: AttendancePolicy) -> Iterable[str]:
    """The labels of the policy's measures, without the amounts that they are compared with."""
    measures = lost(policy.about).values()
    return dict.fromkeys(each.fact.label for each in measures if not isinstance(each.by, Allowance | ShareOfTime))


def renewed(page: str) -> str:
    """The page with the table as it is to be."""
    return re.sub(r"(?m)^\| policy .*\n(\|.*\n)*", lambda _: table(), page)


def test_the_table_is_made_from_the_policies() -> None:
    assert README.read_text() == renewed(README.read_text()), f"the README's table is to be:\n\n{table()}"


def test_each_module_is_named_for_its_policy() -> None:
    modules = {path.stem for path in Path(yosrules_attendance.__path__[0]).glob("[!_]*.py")}
    assert modules == {"conventions", *map(_module, POLICIES)}


if __name__ == "__main__":
    README.write_text(renewed(README.read_text()))

"""What the commands about forums share: a caseload, read and put to a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.cli.common import Files, say, say_of
from yosrules.cli.stdin import from_stdin
from yosrules.deciding.allocate import Allocation, allocate
from yosrules.deciding.as_of import Histories
from yosrules.deciding.decide import Status
from yosrules.deciding.idle import idle_rows
from yosrules.errors import RecordError
from yosrules.files.cases import Caseload, read_cases
from yosrules.language.facts import Facts
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition

CasesFile = Annotated[
    Path,
    typer.Argument(
        metavar="CASES", callback=from_stdin, help="A caseload: a workbook, .csv, .parquet or .json; - is stdin."
    ),
]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The reference of one case.")]
PolicyName = Annotated[str | None, typer.Option("--policy", help="The forum policy; may be left out if there is one.")]


def files_of(
    cases: Path, behind: list[Path] | None, mapped: Path | None, errors: Path | None, sheet: str, *, force: bool
) -> Files:
    """The files of a caseload, and how they are to be read."""
    return Files((cases, *(behind or ())), mapped, errors, force, sheet)


def read_caseload(files: Files, policy: ForumPolicy, keep: Sequence[str] = ()) -> Caseload[Facts]:
    """Read the kind of record that a policy is about, with its own facts, measures and histories."""
    cases, *behind = files.paths
    caseload = files.read(lambda maps: read_cases(cases, policy.about, behind, maps, keep, files.sheet))
    say_of(cases, [each for each in caseload.unused if each not in keep], caseload.notes)
    return caseload


def by_reference(caseload: Caseload[Facts]) -> dict[str, tuple[Facts, Histories]]:
    """Each case and what lies behind it, by the reference in the file: not every kind of record states one."""
    return dict(zip(caseload.histories, zip(caseload.cases, caseload.histories.values(), strict=True), strict=True))


def say_idle(policy: ForumPolicy, behind: Mapping[str, Histories]) -> None:
    """Say which rows behind cases answer nothing by this policy."""
    for each in idle_rows(policy, behind):
        say(f"not used: {each}", err=True)


def allocated(
    policy: ForumPolicy, reference: str, case: Facts, behind: Histories, day: date, edition: Edition[Forum]
) -> Allocation[Facts]:
    """One case allocated by an edition read in one way; what is wrong with it is said with its reference."""
    try:
        found = allocate(policy, case, day, behind, edition=edition)
        # Not every kind of record states its reference.
        return found if found.reference == reference else attrs.evolve(found, reference=reference)
    except RecordError as error:  # what a history says of the case contradicts what its row states
        raise RecordError(f"{reference}: {error}") from None


def stands_of(allocation: Allocation[Facts]) -> dict[str, Status]:
    """The status of each forum by its short name."""
    return {each.forum.name: each.status for each in allocation.placements}

"""The command replay: decisions on record, made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.common import (
    BehindCases,
    ErrorsTo,
    Force,
    MapGiven,
    SheetName,
    installed_rulebook,
    refuse_overwriting,
    say,
)
from yosrules.cli.forums.cases import (
    CasesFile,
    by_reference,
    files_of,
    read_caseload,
)
from yosrules.cli.pages import AsJson, say_json
from yosrules.deciding.as_of import Histories, as_of
from yosrules.deciding.decision_record import DecisionRecord, replay
from yosrules.deciding.kept_decisions import changed_since, other_libraries, read_together
from yosrules.errors import InputError, PolicyError, RecordError
from yosrules.language.facts import Facts
from yosrules.language.plain.values import Plain
from yosrules.policies.forums.forum import ForumPolicy


def replay_records(
    records: Annotated[Path, typer.Argument(metavar="RECORDS", help="Decision records that `allocate` wrote.")],
    cases: CasesFile,
    behind: BehindCases = None,
    as_json: AsJson = False,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Decide recorded cases again and report every difference; ends with 1 if there is one."""
    files = files_of(cases, behind, mapped, errors, sheet, force=force)
    refuse_overwriting({"--errors": errors}, records)
    rulebook, caseloads = installed_rulebook(), dict[type[Facts], dict[str, tuple[Facts, Histories]]]()
    kept, differences = read_together(_json(records)), list[tuple[DecisionRecord, str]]()
    differing = 0
    for record in kept.decisions:
        try:
            chosen = rulebook.forum_policy(record.policy)
            # Two policies may be about two kinds of record, of which each reads its own columns of the same file.
            if chosen.about not in caseloads:
                caseloads[chosen.about] = by_reference(read_caseload(files, chosen))
            said = _replayed(record, chosen, caseloads[chosen.about].get(record.reference or ""))
        except (PolicyError, RecordError) as why:
            # One decision that cannot be made again says nothing of the others.
            said = (str(why),)
        differing += bool(said)
        differences += [(record, each) for each in said]
    changed, others = list(changed_since(kept)), list(other_libraries(kept))
    if as_json:
        found: list[Plain] = [{"reference": record.reference, "what": what} for record, what in differences]
        data: dict[str, Plain] = {"replayed": len(kept.decisions), "differing": differing, "differences": found}
        say_json({**data, "changed": [*changed], "other_libraries": [*others]})
        raise typer.Exit(1 if differing or changed else 0)
    for each in (*(f"{_whose(record)}: {what}" for record, what in differences), *changed, *others):
        say(each)
    differ = f"{differing:,} differ{'s' * (differing == 1)}"
    say(f"{len(kept.decisions):,} decision{'s' * (len(kept.decisions) != 1)} replayed; {differ}")
    raise typer.Exit(1 if differing or changed else 0)


def _whose(record: DecisionRecord) -> str:
    """Whose decision it is, and by which reading."""
    return f"{record.reference}, read as {record.reading}" if record.reading else str(record.reference)


def _json(path: Path) -> object:
    # A device is no file, and may never end.
    if not path.is_file():
        raise InputError(path.name, why=f"there is no file {path}")
    try:
        data: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(path.name, why=f"it is not a file of decision records: {error}") from None
    return data


def _replayed(record: DecisionRecord, policy: ForumPolicy, found: tuple[Facts, Histories] | None) -> tuple[str, ...]:
    if found is None:
        return ("it is not in the caseload",)
    case, histories = found
    return replay(record, policy, as_of(case, record.day, histories))

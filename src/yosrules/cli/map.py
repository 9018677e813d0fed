"""The command map: look at a file, and propose what its headings and words mean."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.cli.common import (
    Force,
    SheetName,
    day_meant,
    installed_rulebook,
    refuse_overwriting,
    refuse_with,
    say,
)
from yosrules.cli.stdin import from_stdin
from yosrules.errors import InputError, YosrulesError
from yosrules.files.absences import PROPOSED, WORKER_HISTORIES, judged_of
from yosrules.files.audits.mapped import AUDITS
from yosrules.files.audits.proposed import propose_audit, says_of_audits
from yosrules.files.cases import case_histories
from yosrules.files.formats.headings import folded
from yosrules.files.formats.tables import TextTable, read_table
from yosrules.files.histories import further_tables
from yosrules.files.mapping.columns import knows
from yosrules.files.mapping.proposals import Proposal, propose
from yosrules.files.writing.atomic import write_whole
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of
from yosrules.policies.open_policies import OpenPolicy
from yosrules.records.absence import Absence, Attendance
from yosrules.records.case import Case


@attrs.frozen
class _Files:
    """What files of one subject can hold: the main kind of row and the histories behind it, by name."""

    main: str
    kinds: Mapping[str, type[Facts]]
    whose: str = ""

    @property
    def behind(self) -> dict[str, type[Facts]]:
        """The histories."""
        return {name: kind for name, kind in self.kinds.items() if name != self.main}


def map_file(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            callback=from_stdin,
            help="An export as it is: a caseload, absences, a history, an audit; - is stdin.",
        ),
    ],
    policy: Annotated[str | None, typer.Option("--policy", help="A policy, for the facts of its own.")] = None,
    behind: Annotated[list[Path] | None, typer.Option("--with", help="A history beside FILE; repeat it.")] = None,
    holds: Annotated[
        str | None,
        typer.Option("--as", help="What FILE holds, where it cannot be told: cases, absences, audits, stages ..."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the map to this TOML file.")] = None,
    framework: Annotated[
        str | None, typer.Option("--framework", help="FILE is an audit by this framework; of today for --as audits.")
    ] = None,
    sheet: SheetName = "",
    force: Force = False,
) -> None:
    """Propose which column of a file is which fact, and which word is which value; you read and change it.

    Every command that reads such files takes it with --map, also next quarter. Nothing is read by a proposal before
    it stands in a map.
    """
    refuse_overwriting({"--out": out}, file, *(behind or ()), force=force)
    if framework or folded(holds or file.stem) == AUDITS:
        refuse_with("--framework or --as audits", {"--policy": policy, "--with": behind})
        refuse_with("--framework", {f"--as {holds}": folded(holds or AUDITS) != AUDITS})
        found = [_of_audit(file, framework, sheet)]
    else:
        found = _proposals(file, behind or [], _subjects(policy), holds, sheet)
    text = "\n".join([*_HEAD, *(line for each in found for line in ("", *each.lines()))]) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    write_whole(out, text.encode())
    for each in found:
        say(_summed_up(each))
    say(f"read {out}, change what is wrong, and give it with --map {out}")


_HEAD = (
    "# What the headings and words of an export mean. Read it and change it; then give it with --map.",
    '# A heading = a fact, "" for a column that is not to be read. A word = a value, or "not known".',
    "# A line that begins with # is not used: take the # away once it says what you mean.",
)


def _of_audit(file: Path, framework: str | None, sheet: str) -> Proposal:
    rulebook = installed_rulebook()
    chosen = rulebook.framework(framework) if framework else rulebook.framework_on(day_meant(None))
    return propose_audit(read_table(file, lambda heading: says_of_audits(heading, chosen), sheet=sheet), chosen)


def _summed_up(found: Proposal) -> str:
    used = [line for line in found.columns if line.sure]
    words = [line for lines in found.values.values() for line in lines]
    open_words = sum(not line.sure for line in words)
    as_it_is = "1 column as it is" if len(found.read) == 1 else f"{len(found.read):,} columns as they are"
    return (
        f"{found.file} is read as {found.name}: {as_it_is}, {len(used):,} by this map, "
        f"{len(found.unread) + len(found.columns) - len(used):,} not read; {len(words) - open_words:,} words proposed, "
        f"{open_words:,} that no word fits"
    )


def _subjects(policy: str | None) -> list[_Files]:
    """The subjects that files may be about: those of a policy, or cases and absences."""
    cases = _Files("cases", {"cases": Case, **case_histories(Case)})
    about: type[Attendance] = Attendance
    if policy is None:
        return [cases, _workers(about)]
    rulebook = installed_rulebook()
    if policy in rulebook.forum_policies:
        own = rulebook.forum_policies[policy].about
        return [_Files("cases", {"cases": own, **case_histories(own)})]
    named = rulebook.attendance_policy(policy)
    return [_workers(about if isinstance(named, OpenPolicy) else named.about)]


def _workers(about: type[Attendance]) -> _Files:
    return _Files("absences", {"absences": Absence, **WORKER_HISTORIES, "workers": judged_of(about)}, "worker")


def _proposals(file: Path, behind: list[Path], subjects: list[_Files], holds: str | None, sheet: str) -> list[Proposal]:
    """A proposal for a file and for each history beside it."""
    known = [knows(kind, each.whose) for each in subjects for kind in each.kinds.values()]
    table = read_table(file, lambda heading: any(each(heading) for each in known), sheet=sheet)
    subject, name = _held(table, file, subjects, holds)
    tables = {subject.kinds[name]: table}
    if name == subject.main:
        further, _ = further_tables(file, behind, subject.behind, table, of=f"the {name}", whose=subject.whose)
        tables |= further
    elif behind:
        raise YosrulesError(f"--with: {file.name} holds {name}, behind which there is nothing")
    names = {kind: each for each, kind in subject.kinds.items()}
    return [
        propose(each, kind, names[kind], subject.whose, PROPOSED if kind is Absence else None)
        for kind, each in tables.items()
    ]


def _held(table: TextTable, file: Path, subjects: list[_Files], holds: str | None) -> tuple[_Files, str]:
    """What a table holds: what is said of it, or what its file is called, or where most of its headings belong."""
    named = {name: each for each in subjects for name in each.kinds}
    if holds is not None:
        if folded(holds) not in named:
            raise YosrulesError(f"--as {holds}: allowed: {one_of([*named, AUDITS])}")
        return named[folded(holds)], folded(holds)
    if folded(file.stem) in named:
        return named[folded(file.stem)], folded(file.stem)
    counts = {
        (place, name): sum(map(knows(kind, each.whose), table.headings))
        for place, each in enumerate(subjects)
        for name, kind in each.kinds.items()
    }
    (place, name), most = max(counts.items(), key=lambda item: item[1])
    if not most:
        raise InputError(
            file.name, why=f"none of its headings is known; say what it holds: --as {one_of([*named, AUDITS])}"
        )
    return subjects[place], name

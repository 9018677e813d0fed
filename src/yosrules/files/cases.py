"""Read a caseload and the histories behind it. Every bad cell of every file is listed at once.

A file of cases has a column `reference`, each once, and one for any fact or text of the record. A blank cell, or a
word such as "unknown", is unknown. Histories are further files, or further sheets of the workbook, called offences,
outcomes, assessments, care, forums, checks or waivers, or by the class of a record's own history in words; the
`reference` of each row says whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

import attrs

from yosrules.deciding.as_of import Histories
from yosrules.errors import PolicyError
from yosrules.files.formats.tables import read_table
from yosrules.files.histories import check_whole, further_tables
from yosrules.files.mapping.columns import knows
from yosrules.files.mapping.maps import NO_MAP, FileMap
from yosrules.files.on_record import check_on_record
from yosrules.files.records import Sheet
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.measure import measures
from yosrules.records import case
from yosrules.records.on_record import OnRecord

R = TypeVar("R", bound=Facts)
R_co = TypeVar("R_co", bound=Facts, covariant=True)

CASE_HISTORIES: Mapping[str, type[Facts]] = {
    "offences": case.Offence,
    "outcomes": case.EarlierOutcome,
    "assessments": case.Assessment,
    "care": case.CareEpisode,
    "forums": case.ForumHeld,
    "checks": case.CheckDone,
    "waivers": case.Waiver,
}
"""What a file or a sheet of a history is called, and the kind of its rows."""


def case_histories(about: type[Facts]) -> Mapping[str, type[Facts]]:
    """What each history of a kind of record is called: those of every case, and those that its own measures read.

    Its own are called by their class in words: a history of `FormDone` is called "form done".
    """
    named = dict(CASE_HISTORIES)
    for ref in measures(about).values():
        if ref.by.rows is not None and ref.by.rows not in named.values():
            name = re.sub("(?<=[a-z0-9])(?=[A-Z])", " ", ref.by.rows.__name__).casefold()
            if name in named:
                raise PolicyError(f"{about.__name__}: two of its histories are called {name!r}; rename a class")
            named[name] = ref.by.rows
    return named


def said_in(about: type[Facts], fact: Fact) -> str:
    """Which column of a caseload says a fact, or the rows of which history."""
    by = measures(about).get(fact.name)
    if by is None or by.by.rows is None:
        return f"the column {fact.name}"
    name = next(name for name, kind in case_histories(about).items() if kind is by.by.rows)
    return f"--with a file of {name}"


@attrs.frozen
class Caseload(Generic[R_co]):
    """Cases; the histories behind each, by its reference; and the headings and sheets that nothing was read from.

    `notes` says what a person should look at; `kept` has what stands in further columns that were asked for.
    """

    cases: tuple[R_co, ...]
    histories: Mapping[str, Histories]
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kept: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])


@overload
def read_cases(
    path: Path, *, related: Sequence[Path] = (), maps: FileMap = NO_MAP, keep: Sequence[str] = (), sheet: str = ""
) -> Caseload[case.Case]: ...
@overload
def read_cases(
    path: Path,
    about: type[R],
    related: Sequence[Path] = (),
    maps: FileMap = NO_MAP,
    keep: Sequence[str] = (),
    sheet: str = "",
) -> Caseload[R]: ...
def read_cases(
    path: Path,
    about: type[Facts] = case.Case,
    related: Sequence[Path] = (),
    maps: FileMap = NO_MAP,
    keep: Sequence[str] = (),
    sheet: str = "",
) -> Caseload[Facts]:
    """Read a caseload and its histories, or raise one `InputError` that lists everything wrong.

    A case without rows in a history that was given is known to have none; a history that was not given is unknown.
    `maps` says what headings and words of a service's own mean; `keep` names headings of columns to be carried along;
    `sheet` is the sheet of a workbook that is wanted.
    """
    kinds, mapped = case_histories(about), maps.of("cases")
    maps.check_named(["cases", *kinds])
    known = knows(about, mapped=mapped)
    cases = Sheet(read_table(path, known, kinds, sheet), about, mapped=mapped)
    cases.table.check_rows()
    tables, others = further_tables(path, related, kinds, cases.table, of="the cases", maps=maps)
    names = {kind: name for name, kind in kinds.items()}
    histories = [Sheet(table, kind, mapped=maps.of(names[kind])) for kind, table in tables.items()]
    for each in (cases, *histories):
        check_on_record(each)
    cases.check_each_once()
    for each in histories:
        each.check_all_in(cases, "the reference of a case")
    unused, notes = check_whole(path.name, cases, histories, others)
    behind = {
        reference: OnRecord({each.kind: each.records(reference) for each in histories}) for reference in cases.lines
    }
    made = tuple(record for reference in cases.lines for record in cases.records(reference))
    return Caseload(made, behind, unused, notes, cases.kept(keep) if keep else {})

"""Rows behind cases that answer nothing, because a name in them is none that the policy knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from yosrules.deciding.as_of import Histories, rows_behind
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.records.case import CheckDone, ForumHeld, Waiver


def idle_rows(policy: ForumPolicy, behind: Mapping[str, Histories]) -> Iterator[str]:
    """A sentence for each name in the histories of cases, by reference, that is no forum or system of a policy.

    It may be another policy's, so a row of that name is no mistake by itself. One for each forum that nobody may waive,
    and for each decision that the forum does not end with.
    """
    forums = {forum.name for forum in policy.forums}
    waived = {forum.name for forum in policy.forums if forum.may_waive is not None}
    decisions = {forum.name: [each.what for each in forum.ends_with] for forum in policy.forums}
    systems = {check.system for forum in policy.forums for check in forum.checks}
    found: dict[tuple[str, str, str], list[str]] = {}
    some = {reference: histories for reference, histories in behind.items() if any(histories.values())}
    for reference, histories in some.items():
        named = [("forums", row.forum) for row in rows_behind(histories, ForumHeld)]
        named += [("waivers", row.forum) for row in rows_behind(histories, Waiver)]
        for history, name in named:
            if name not in forums:
                why = f"no forum of {policy.name}{_meant(name, forums)}"
                found.setdefault((history, name, why), []).append(reference)
            elif history == "waivers" and name not in waived:
                found.setdefault((history, name, "a forum that nobody may waive"), []).append(reference)
        for row in rows_behind(histories, ForumHeld):
            if row.decided and (endings := decisions.get(row.forum)) and row.decided not in endings:
                why = f"none of the decisions of {row.forum}{_meant(row.decided, endings)}"
                found.setdefault(("forums", row.decided, why), []).append(reference)
        for check in rows_behind(histories, CheckDone):
            if check.system not in systems:
                why = f"no system that a forum of {policy.name} asks to be checked{_meant(check.system, systems)}"
                found.setdefault(("checks", check.system, why), []).append(reference)
    for (history, name, why), whose in found.items():
        many = f"{len(whose)} rows, the first of {whose[0]!r}" if len(whose) > 1 else f"a row of {whose[0]!r}"
        yield f"{history}: {name!r} in {many} is {why}"


def _meant(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, as a question."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), folded, n=1)
    return f"; did you mean {folded[close[0]]}?" if close else ""

"""Show return-to-work interviews as a summary on the screen, or as rows for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from yosrules.attendance.interviews import Compliance, Interviewed, compliance
from yosrules.english.describe import day
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain, plain_day
from yosrules.policies.attendance import AttendancePolicy, InterviewBy
from yosrules.policies.rating import plain
from yosrules.reports.drawing.dates import short, stretch
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table

_SHOWN = 25
"""How many interviews that are outstanding the screen lists; a file lists them all."""


def show_interviews(screen: Screen, policy: AttendancePolicy, on: date, rows: Sequence[Interviewed]) -> None:
    """The share that was held and held in time, by each reading; by team; and those that are outstanding."""
    whole, asked = compliance(rows), policy.interviews
    had = _range(f"{whole.held:,}", f"{whole.held + whole.doubtful:,}")
    screen.print(
        f"\n{len(rows):,} absences were over by {day(on)}; by {clean(policy.name)} {whole.needed:,} of them need a "
        f"return-to-work interview, and {had} had it ({_share(whole)})"
    )
    notes = []
    undated = sum(bool(row.needed) and row.undated for row in rows)
    if undated:
        notes.append(f"  {undated:,} had one on a day that is not on record: nobody can tell whether in time")
    if unsaid := whole.doubtful - undated:
        notes.append(f"  of {unsaid:,} nobody can tell whether there was one: a blank beside yes and no says neither")
    if whole.untold:
        lacking = "the work pattern" if asked is None or asked.when is None else "what that hangs on"
        notes.append(f"  of {whole.untold:,} nobody can tell whether they need one: {lacking} is not on record")
    nowhere = sum(bool(row.needed) and row.spell.returned is None for row in rows)
    if nowhere and _readings(policy):
        notes.append(f"  of {nowhere:,} nobody can tell by when: the column returned of the absences would settle it")
    draw_lines(screen, notes)
    teams = sorted({row.worker.team for row in rows}, key=lambda team: (not team, team))
    lines = [*_figures("all", whole, policy)]
    for team in teams if any(teams) else []:
        lines += _figures(team or "no team", compliance([row for row in rows if row.worker.team == team]), policy)
    columns = [
        "Team",
        ">Needed",
        ">Held",
        ">Share",
        "In time by",
        ">In time",
        ">Late or not held",
        ">Not due, or cannot tell",
    ]
    draw_table(screen, "Return-to-work interviews", columns, lines)
    _show_outstanding(screen, policy, [row for row in rows if row.needed and row.was_held is False])


def _readings(policy: AttendancePolicy) -> tuple[str, ...]:
    return tuple(policy.interviews.by) if policy.interviews else ()


def _figures(team: str, of: Compliance, policy: AttendancePolicy) -> Iterator[list[str]]:
    """A row for each reading; the first row has the figures that are the same for all of them."""
    own = [clean(team), f"{of.needed:,}", f"{of.held:,}", _share(of)]
    if not _readings(policy):
        yield [*own, "not stated", "-", "-", "-"]
    for place, (name, by) in enumerate(policy.interviews.by.items() if policy.interviews else ()):
        in_time, untold = dict(of.in_time).get(name, 0), dict(of.open).get(name, 0)
        late = of.needed - in_time - untold
        yield [
            *(["", "", "", ""] if place else own),
            clean(name or _span(by)),
            f"{in_time:,}",
            f"{late:,}",
            f"{untold:,}",
        ]


def _span(by: InterviewBy) -> str:
    """The time for an interview, where the text is read in one way and no reading has a name."""
    return "day of return" if by.after is None else str(by.after)


def _share(of: Compliance) -> str:
    """The share that had an interview; from the least to the most where that cannot be told."""
    return _range(_percent(of.share), _percent(of.at_most))


def _range(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"


def _percent(share: Fraction | None) -> str:
    """A share as a per cent, to the nearest tenth."""
    return "-" if share is None else f"{plain(Fraction(round(share * 1000), 10))}%"


def _show_outstanding(screen: Screen, policy: AttendancePolicy, rows: Sequence[Interviewed]) -> None:
    if not rows:
        screen.print("\nNo interview is outstanding")
        return
    due = [f"Due{f': {name}' if name else ''}" for name in _readings(policy)]
    lines = [
        [
            clean(row.worker.reference),
            clean(row.worker.team),
            stretch(row.spell),
            short(row.spell.returned) if row.spell.returned else "not on record",
            *(_due(row, when) for _, when in row.due),
        ]
        for row in rows
    ]
    draw_table(screen, "Outstanding", ["Worker", "Team", "Absence", "Returned", *due], lines[:_SHOWN])
    if len(lines) > _SHOWN:
        draw_lines(screen, [f"  … and {len(lines) - _SHOWN:,} more; --out writes them all"])


def _due(row: Interviewed, when: date | None) -> str:
    if when is None:
        return "cannot tell"
    return short(when) + (", overdue" if when < row.day else "")


def interviews_data(policy: AttendancePolicy, on: date, rows: Sequence[Interviewed]) -> dict[str, Plain]:
    """The figures and every absence as plain data."""
    whole = compliance(rows)
    absences: list[Plain] = [
        {
            "worker": row.worker.reference,
            "team": row.worker.team or None,
            "start": plain_day(row.spell.start),
            "end": plain_day(row.spell.end),
            "returned": plain_day(row.spell.returned),
            "needed": row.needed,
            "held": plain_day(row.held),
            "was_held": row.was_held,
            "due": [{"reading": name, "day": plain_day(day), "in_time": row.in_time(name)} for name, day in row.due],
        }
        for row in rows
    ]
    figures: dict[str, Plain] = {"needed": whole.needed, "held": whole.held, "doubtful": whole.doubtful}
    figures["cannot_tell"] = whole.untold
    return {"policy": policy.name, "day": plain_day(on), **figures, "absences": absences}


def interview_rows(policy: AttendancePolicy, rows: Sequence[Interviewed]) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each absence that is over: whether an interview is needed, was held, and in time by each reading.

    Absences entered apart that are one have one row.
    """
    columns = ["worker", "team", "start", "end", "returned", "needed", "held", "interviewed"]
    columns += [f"{what}{f' by {name}' if name else ''}" for name in _readings(policy) for what in ("due", "in time")]
    return columns, [_row(row) for row in rows]


def _row(row: Interviewed) -> list[CellValue]:
    spell = row.spell
    cells: list[CellValue] = [
        row.worker.reference,
        row.worker.team or None,
        spell.start,
        spell.end,
        spell.returned,
    ]
    cells += [row.needed, row.was_held, row.held]
    for name, when in row.due:
        cells += [when, row.in_time(name)]
    return cells

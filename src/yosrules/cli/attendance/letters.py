"""What `triggers` does with `--letters`: a page for each worker with a stage due, and one for each team's manager."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.attendance.triggers.timeline import Timeline
from yosrules.cli.common import refuse_overwriting, refuse_without, say
from yosrules.cli.pages import Form, publish
from yosrules.errors import InputError
from yosrules.files.absences import Workforce
from yosrules.reports.drawing.page import Page
from yosrules.reports.letters import team_page, worker_page
from yosrules.reports.site.catalogue import ENGLISH, catalogue
from yosrules.reports.trigger_lines import Assumed, WorkerLine, lines_of

LettersFolder = Annotated[
    Path | None,
    typer.Option("--letters", help="Write a page a worker with a stage due, and a page a team, into this folder."),
]

_ENDINGS = {Form.TEXT: ".txt", Form.MARKDOWN: ".md", Form.HTML: ".html"}


def check_letters(to: Path | None, language: str) -> None:
    """Refuse a language without letters, or one that no letter is written in, before anything is tracked."""
    catalogue(language)
    if not to:
        refuse_without("--letters", {"--language": language != ENGLISH})


@attrs.frozen
class Letters:
    """The pages of one run, each by the name of its file without an ending."""

    pages: Mapping[str, Page]


def letters(timelines: Sequence[Timeline], workforce: Workforce, assumed: Sequence[Assumed]) -> Letters:
    """The page of each worker with a stage that is or may be due, and the page of each team."""
    tracked = [(each, lines_of(each)) for each in timelines]
    first = timelines[0]
    found = {
        f"worker {each.worker.reference}": worker_page(each, assumed, workforce.given)
        for each, of_worker in tracked
        if any(line.due or any(doubt.hit for doubt in line.doubts) for line in of_worker)
    }
    teams: dict[str, list[tuple[WorkerLine, ...]]] = {}
    for each, of_worker in tracked:
        teams.setdefault(each.worker.team, []).append(of_worker)
    for team, workers in teams.items():
        found[f"team {team or 'not stated'}"] = team_page(first.policy, first.day, team, workers, assumed)
    return Letters(found)


def write_letters(made: Letters, folder: Path, form: Form, *, force: bool) -> None:
    """Write each page into the folder; nothing where one of the files is there already and may not be replaced."""
    names = dict(zip(made.pages, _file_names(made.pages), strict=True))
    paths = {name: folder / f"{file}{_ENDINGS[form]}" for name, file in names.items()}
    refuse_overwriting({f"--letters, {name}": path for name, path in paths.items()}, force=force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(folder.name, why=f"it cannot be written: {error.strerror}") from None
    for name, path in paths.items():
        publish(made.pages[name], form, path)
    say(f"{len(paths):,} page{'s' * (len(paths) != 1)} in {folder}", err=True)


def _file_names(titles: Mapping[str, Page]) -> Iterator[str]:
    """A name of a file for each title, of letters and digits, no two alike whatever their capitals."""
    taken = set[str]()
    for title in titles:
        plain = re.sub(r"[^\w.]+", "-", title).strip("-.")[:80]
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        yield name

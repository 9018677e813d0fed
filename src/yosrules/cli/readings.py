"""How commands about forums show a policy whose text can be read in several ways: each side by side, none chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

import attrs

from yosrules.errors import PolicyError
from yosrules.files.writing.rows import CellValue
from yosrules.language.kinds import one_of
from yosrules.policies.forums.forum import Forum
from yosrules.policies.policy import Edition
from yosrules.reports.site.catalogue import _

K = TypeVar("K")


def readings_together(editions: Sequence[Edition[Forum]]) -> tuple[Edition[Forum], ...]:
    """Editions that lead to each forum by each reading, named so; as they are where all are read in one way."""
    names = dict.fromkeys(name for edition in editions for name in edition.readings() if name)
    return tuple(_together(edition, names) for edition in editions) if names else tuple(editions)


def _together(edition: Edition[Forum], names: Iterable[str]) -> Edition[Forum]:
    ways, rules = edition.readings(), []
    for name in names:
        if (read := ways.get(name) or ways.get("")) is None:
            raise PolicyError(f"{edition} is not read as {name}, as another is: decide the days of each by itself")
        for rule in read.rules:
            forum = attrs.evolve(rule.outcome, name=f"{rule.outcome.name} ({name})")
            rules.append(attrs.evolve(rule, id=f"{rule.id} ({name})", outcome=forum))
    return attrs.evolve(edition, rules=tuple(rules), guarantees=())


def said_of_readings(found: Mapping[str, K]) -> Iterator[str]:
    """That there are several readings, if there are, and whether they come to the same."""
    if len(found) > 1:
        same = all(each == next(iter(found.values())) for each in found.values())
        names = one_of([*found])
        yield (
            _("The text can be read as %(names)s; none is chosen, and what follows is the same of each.", names=names)
            if same
            else _(
                "The text can be read as %(names)s; none is chosen, and what follows is not the same of each.",
                names=names,
            )
        )


def side_by_side(texts: Mapping[str, str]) -> str:
    """What is said by each reading, one after the other; once where each says the same."""
    (first, *others) = texts.values()
    if all(each == first for each in others):
        return "\n".join([*said_of_readings(texts), first])
    parts = ([f"Read as: {name}", text, ""] for name, text in texts.items())
    return "\n".join([*said_of_readings(texts), "", *chain.from_iterable(parts)]).rstrip("\n")


def rows_beside(
    tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[CellValue]]]],
) -> tuple[list[str], list[list[CellValue]]]:
    """The rows of each reading as one table, those of one case together; `reading` says by which."""
    if len(tables) == 1:
        ((columns, rows),) = tables.values()
        return [*columns], [[*row] for row in rows]
    heads = [*dict.fromkeys(column for columns, _ in tables.values() for column in columns)]
    cells = {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, (columns, rows) in tables.items()}
    together = zip(*([(name, row) for row in rows] for name, rows in cells.items()), strict=True)
    return ["reading", *heads], [[name, *map(row.get, heads)] for case in together for name, row in case]

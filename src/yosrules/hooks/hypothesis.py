"""What Hypothesis calls when it is imported, so that `st.from_type(Case)` works for every kind of record."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from yosrules.language.facts import WHEN_DEFINED, Facts

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

R = TypeVar("R", bound=Facts)


def register() -> None:
    """Teach Hypothesis every kind of record there is, and each that is defined from now on."""
    if _teach not in WHEN_DEFINED:
        WHEN_DEFINED.append(_teach)
        for kind in _below(Facts):
            _teach(kind)


def _below(kind: type[Facts]) -> set[type[Facts]]:
    return {each for below in kind.__subclasses__() for each in (below, *_below(below))}


def _teach(kind: type[Facts]) -> None:
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415 -- Hypothesis is only now being imported

    register_type_strategy(kind, _records)


def _records(kind: type[R]) -> SearchStrategy[R]:
    from yosrules.verbs.generate import records  # noqa: PLC0415 -- it imports Hypothesis, which imports this file

    return records(kind)

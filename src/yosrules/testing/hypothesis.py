"""Register strategies when Hypothesis is imported, so that `st.from_type(Case)` works for every kind of record.

Also for `RatingScale` and `Score`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from yosrules.language.facts import WHEN_DEFINED, Facts
from yosrules.policies.rating import RatingScale, Score

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

R = TypeVar("R", bound=Facts)


def register() -> None:
    """Teach Hypothesis every kind of record there is, and each that is defined from now on."""
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415 -- Hypothesis is only now being imported

    if _teach not in WHEN_DEFINED:
        WHEN_DEFINED.append(_teach)
        for kind in _below(Facts):
            _teach(kind)
        register_type_strategy(RatingScale, _scales)
        register_type_strategy(Score, _scores)


def _below(kind: type[Facts]) -> set[type[Facts]]:
    return {each for below in kind.__subclasses__() for each in (below, *_below(below))}


def _teach(kind: type[Facts]) -> None:
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415 -- an extra, imported when asked for

    register_type_strategy(kind, _records)


# What draws them imports Hypothesis, which is what imports this file.


def _records(kind: type[R]) -> SearchStrategy[R]:
    from yosrules.testing.strategies.records import records  # noqa: PLC0415 -- see above

    return records(kind)


def _scales(_: type[RatingScale]) -> SearchStrategy[RatingScale]:
    from yosrules.testing.strategies.ratings import scales  # noqa: PLC0415 -- see above

    return scales()


def _scores(_: type[Score]) -> SearchStrategy[Score]:
    from yosrules.testing.strategies.ratings import scores  # noqa: PLC0415 -- see above

    return scores()

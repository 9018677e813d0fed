"""What `indicators` does with `--engine`: the figures of a Parquet dataset, worked out in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.engine import one_where, opened
from yosrules.bulk.indicators import figures_of_frame
from yosrules.cli.datasets import history_kind, refuse_nameless
from yosrules.errors import InputError, RecordError
from yosrules.files.cases import case_histories
from yosrules.files.dataset import naming, scanned
from yosrules.files.engines import Engine, at_work
from yosrules.policies.indicators.indicator import Indicator
from yosrules.quality.figures import Series
from yosrules.quality.periods import Every

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame


def figures_of_dataset(
    ways: Mapping[str, Indicator],
    dataset: Path,
    behind: Sequence[Path],
    engine: Engine,
    days: tuple[date, date],
    every: Every,
    *,
    by: str | None = None,
    unknown: Sequence[str] = (),
) -> dict[str, Series]:
    """The figures of each reading; `days` are the first of the months asked about, and that of the report."""
    works, (since, on) = at_work(engine), days
    frame = scanned(works, dataset)
    about = next(iter(ways.values())).about
    refuse_nameless(dataset, frame, "reference")
    _check_once(dataset, frame)
    histories = {history_kind(path, case_histories(about)): scanned(works, path) for path in behind}
    for path, history in zip(behind, histories.values(), strict=True):
        refuse_nameless(path, history, "reference")
    with naming(dataset):
        try:
            return {
                name: figures_of_frame(way, frame, every, on, by=by, unknown=unknown, histories=histories, since=since)
                for name, way in ways.items()
            }
        except RecordError as error:
            raise InputError(dataset.name, why=str(error)) from None


def _check_once(dataset: Path, frame: IntoFrame) -> None:
    """Refuse a reference that stands twice: its record would be counted twice."""
    table = opened(frame)
    if "reference" not in table.collect_schema():
        return
    with naming(dataset):
        times = table.lazy().group_by("reference").agg(nw.len().alias("times"))
        twice = int(times.select(twice=one_where(nw.col("times") > 1).sum()).collect().item() or 0)
    if twice:
        raise InputError(dataset.name, why=f"{twice:,} references stand in more than one row; allowed: each once")

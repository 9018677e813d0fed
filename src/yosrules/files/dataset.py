"""A Parquet dataset of many files -> another, whole or not at all, with a manifest of the run beside the data.

A run works in a folder of its own, named after its process, and takes the final name at the end in one step. What a run
that was killed has left is cleared away by the next.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs
import narwhals as nw

from yosrules.errors import InputError, YosrulesError
from yosrules.files.engines import Works
from yosrules.verbs.columns import opened

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"

Bar: TypeAlias = "Callable[[list[list[Path]]], Iterable[list[Path]]]"

MANIFEST = "manifest.json"


@attrs.frozen
class Job:
    """What is to be done with every part of a dataset.

    `work` makes the answers, `refusals` counts what is refused: one row with `rows`, `refused` and whatever else.
    `tally` is what may stand in each column of answers that is counted; `says` goes into the manifest as it is; a job
    that is `together` cannot be done a file at a time.
    """

    says: Mapping[str, Plain]
    work: Callable[[IntoFrame], IntoFrame]
    refusals: Callable[[IntoFrame], IntoFrame]
    tally: Mapping[str, Sequence[str]]
    together: bool = False


def parquet_files(path: Path) -> list[Path]:
    """The Parquet files of a dataset: the file itself, or all in the folder and the folders in it."""
    inside = sorted(each for each in path.rglob("*.parquet") if not each.name.startswith(("_", ".")))
    files = [path] if path.is_file() else [each for each in inside if each.is_file()]
    if not files:
        raise InputError(path.name, why=f"there are no Parquet files in {path}" if path.is_dir() else f"no {path}")
    return files


@attrs.frozen
class Ran:
    """What came of a run: its rows, those that were refused, by what, and how often each answer was given."""

    rows: int
    refused: int
    by: Mapping[str, int]
    answers: Mapping[str, Mapping[str, int]]


def run(job: Job, dataset: Path, out: Path, works: Works, bar: Bar) -> Ran:
    """Work through a dataset, and write its manifest; `bar` shows the parts as they are taken up."""
    files = parquet_files(dataset)
    parts = [files] if works.together or job.together else [[file] for file in files]
    with Place(out) as place:
        tallies = [
            _part(job, works, files, place.folder / f"part-{at:05}.parquet", dataset)
            for at, files in enumerate(bar(parts))
        ]
        ran = _total(job, tallies)
        told = {"engine": works.name, "library": version("yosrules"), "files": len(files)}
        manifest = {**job.says, **told, "rows": ran.rows, "refused": ran.refused, **ran.by, "answers": ran.answers}
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (place.folder / MANIFEST).write_text(text, encoding="utf-8")
    return ran


def _part(job: Job, works: Works, files: list[Path], path: Path, dataset: Path) -> Mapping[str, int]:
    """Work one part out, write it, and count what is in it."""
    try:
        frame = works.scan(files)
        works.write(job.work(frame), path)
        told = _only_row(job.refusals(frame))
        written = opened(works.scan(parquet_files(path)))
        counts = {
            f"{column}: {value}": _times(nw.col(column), value)
            for column, values in job.tally.items()
            for value in values
        }
        return told | _only_row(written.select(**counts).to_native())
    except YosrulesError:
        raise
    except Exception as error:  # every engine fails in its own ways
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise InputError(dataset.name, why=f"it cannot be worked through: {said[0]}") from None


def _times(column: nw.Expr, value: str) -> nw.Expr:
    return (column.cast(nw.String) == value).cast(nw.Int64).sum()


def _only_row(frame: IntoFrame) -> dict[str, int]:
    table = opened(frame)
    whole = table.collect() if isinstance(table, nw.LazyFrame) else table
    (row,) = whole.iter_rows(named=True)
    return {name: int(count or 0) for name, count in row.items()}


def _total(job: Job, parts: Sequence[Mapping[str, int]]) -> Ran:
    """The counts of all parts together."""
    summed = {name: sum(part[name] for part in parts) for name in parts[0]}
    answers = {
        column: {value: summed.pop(f"{column}: {value}") for value in values} for column, values in job.tally.items()
    }
    return Ran(summed.pop("rows"), summed.pop("refused"), summed, answers)


class Place:
    """A folder that takes its final name when all that goes into it is there."""

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        self.folder = self.out.with_name(f".{out.name}.{os.getpid()}.part")

    def __enter__(self) -> Place:
        if self.out.exists():
            raise InputError(self.out.name, why=f"{self.out} is there already; remove it or choose another name")
        try:
            self._clear()
            self.folder.mkdir()
        except OSError as error:
            raise InputError(self.out.name, why=f"it cannot be written: {error.strerror}") from None
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.folder.rename(self.out)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _clear(self) -> None:
        """Remove what runs that are no longer there have left of the same result."""
        for left in self.out.parent.iterdir():
            found = re.fullmatch(rf"\.{re.escape(self.out.name)}\.(\d+)\.part", left.name)
            if found and not _runs(int(found[1])):
                shutil.rmtree(left)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()

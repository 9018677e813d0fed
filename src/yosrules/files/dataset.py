"""Turn a Parquet dataset of many files into another, whole or not at all, with a manifest beside the data.

A run works in a folder beside the final one and renames it at the end. It holds a file lock, which the system releases
however the run ends: a folder without a held lock is the rest of a run that was killed, and the next run removes it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs
import narwhals.stable.v2 as nw
from filelock import FileLock, Timeout

from yosrules.bulk.frames.engine import opened
from yosrules.errors import InputError, YosrulesError
from yosrules.files.engines import Works
from yosrules.files.formats.parquet import parquet_files, states

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame

    from yosrules.deciding.codec import Plain

Share: TypeAlias = "Callable[[IntoFrame], IntoFrame]"
"""Select from a frame the rows of one part, by the column that the job is divided by."""

MANIFEST = "manifest.json"


_MUCH = 500_000
"""About how many rows a part has when a job is divided by a column."""


@attrs.frozen
class Job:
    """What to do with every part of a dataset.

    `work` makes the answers. `refusals`, given a part and its answers, counts what is refused: one row with `rows`,
    `refused` and any further counts. `tally` maps each column of answers that is counted to its possible values; `says`
    goes into the manifest unchanged. A job that is `together` cannot be done file by file. A job that goes `by` a
    column is divided by a hash of that column, and `work` is given a function that selects the same share of another
    frame.
    """

    says: Mapping[str, Plain]
    work: Callable[[IntoFrame, Share], IntoFrame]
    refusals: Callable[[IntoFrame, IntoFrame], IntoFrame]
    tally: Mapping[str, Sequence[str]]
    together: bool = False
    by: str | None = None


@attrs.frozen
class Part:
    """Some files, and which share of their rows: number `place` of `among`."""

    files: Sequence[Path]
    place: int = 0
    among: int = 1


Bar: TypeAlias = "Callable[[list[Part]], Iterable[Part]]"


@attrs.frozen
class Ran:
    """The counts of a run: all rows, refused rows, refusals by cause, and how often each answer was given."""

    rows: int
    refused: int
    by: Mapping[str, int]
    answers: Mapping[str, Mapping[str, int]]


def run(job: Job, dataset: Path, out: Path, works: Works, bar: Bar) -> Ran:
    """Work through a dataset and write its manifest; `bar` passes the parts on and shows the progress."""
    files = parquet_files(dataset)
    before = states(files)
    with OutPlace(out) as place:
        parts = _parts(job, works, files, dataset)
        tallies = [
            _part(job, works, part, place.folder / f"part-{at:05}.parquet", dataset)
            for at, part in enumerate(bar(parts))
        ]
        if states(files) != before:
            raise InputError(dataset.name, why="it changed while it was read; run this again when it is at rest")
        ran = _total(job, tallies)
        run_by = {"engine": works.name, "library": version("yosrules"), "files": len(files)}
        sizes = {str(each.relative_to(dataset.parent)): size for each, (size, _) in before.items()}
        manifest = {
            **job.says,
            **run_by,
            "bytes": sizes,
            "rows": ran.rows,
            "refused": ran.refused,
            **ran.by,
            "answers": ran.answers,
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (place.folder / MANIFEST).write_text(text, encoding="utf-8")
    return ran


def _parts(job: Job, works: Works, files: list[Path], dataset: Path) -> list[Part]:
    """The parts of a job: one for each file, one for everything, or one for each share of everything."""
    if works.together or job.together:
        return [Part(files)]
    if job.by is None:
        return [Part([file]) for file in files]
    with naming(dataset):
        rows = _only_row(opened(works.scan(files)).select(rows=nw.len()).to_native())["rows"]
    among = -(-rows // _MUCH) or 1
    return [Part(files, place, among) for place in range(among)]


def _part(job: Job, works: Works, part: Part, path: Path, dataset: Path) -> Mapping[str, int]:
    """Compute one part, write it, and count what is in it."""

    def share(frame: IntoFrame) -> IntoFrame:
        return frame if job.by is None or part.among == 1 else works.share(frame, job.by, part.place, part.among)

    with naming(dataset):
        frame = share(works.scan(part.files))
        works.write(job.work(frame, share), path)
        written = works.scan(parquet_files(path))
        refused = _only_row(job.refusals(frame, written))
        counts = {
            f"{column}: {value}": _times(nw.col(column), value)
            for column, values in job.tally.items()
            for value in values
        }
        return refused | _only_row(opened(written).select(**counts).to_native())


@contextmanager
def naming(dataset: Path) -> Iterator[None]:
    """Turn whatever an engine raises into an `InputError` that names the dataset."""
    try:
        yield
    except (YosrulesError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # every engine fails in its own ways; a panic of Polars is no Exception
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise InputError(dataset.name, why=f"it cannot be worked through: {said[0]}") from None


def scanned(works: Works, path: Path) -> IntoFrame:
    """A history as one lazy frame; what is wrong with it is not said of the dataset that it is asked with."""
    with naming(path):
        frame = works.scan(parquet_files(path))
        opened(frame).collect_schema()
    return frame


def _times(column: nw.Expr, value: str) -> nw.Expr:
    return (column.cast(nw.String) == value).cast(nw.Int64).sum()


def _only_row(frame: IntoFrame) -> dict[str, int]:
    table = opened(frame)
    whole = table.collect() if isinstance(table, nw.LazyFrame) else table
    (row,) = whole.iter_rows(named=True)
    return {name: int(count or 0) for name, count in row.items()}


def _total(job: Job, parts: Sequence[Mapping[str, int]]) -> Ran:
    """The sum of the counts of all parts."""
    summed = {name: sum(part[name] for part in parts) for name in parts[0]}
    answers = {
        column: {value: summed.pop(f"{column}: {value}") for value in values} for column, values in job.tally.items()
    }
    return Ran(summed.pop("rows"), summed.pop("refused"), summed, answers)


class OutPlace:
    """A folder that gets its final name when it is complete; only one run at a time writes a result."""

    def __init__(self, out: Path) -> None:
        if not out.name:
            raise InputError(str(out), why="it is no name for a result; give the result a folder of its own")
        self.out = out.absolute()
        self.folder = self.out.with_name(f".{out.name}.part")
        self._lock = FileLock(self.out.with_name(f".{out.name}.lock"), timeout=0)

    def __enter__(self) -> OutPlace:
        if not self.out.parent.is_dir():
            raise InputError(self.out.name, why=f"it cannot be written: there is no folder {self.out.parent}")
        try:
            self._lock.acquire()
        except Timeout:
            raise InputError(self.out.name, why="another run is writing it at this moment") from None
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            self._begin()
        except BaseException:
            self._unlock()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
            self._unlock()

    def _begin(self) -> None:
        """Make an empty folder, after removing what a killed run has left."""
        self._refuse_replacing()
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir()
        except OSError as error:
            raise self._unwritable(error) from None

    def _finish(self) -> None:
        try:
            self._refuse_replacing()
            self.folder.rename(self.out)
        except OSError as error:
            raise self._unwritable(error) from None

    def _refuse_replacing(self) -> None:
        if os.path.lexists(self.out):  # a link that leads nowhere is there too
            raise InputError(self.out.name, why=f"{self.out} is there already; remove it or choose another name")

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(self.out.name, why=f"it cannot be written: {error.strerror}")

    def _unlock(self) -> None:
        with suppress(OSError):  # Windows removes no file that is open
            Path(self._lock.lock_file).unlink()
        self._lock.release()

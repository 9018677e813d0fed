"""A Parquet dataset of many files -> another, whole or not at all, with a manifest of the run beside the data.

A run works in a folder beside the final name, which it takes at the end in one step. A lock, which the system opens
when a run ends however it ends, tells what another run is at from what a killed one has left; the next clears that up.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs
import narwhals as nw
from filelock import FileLock, Timeout

from yosrules.bulk.engine import opened
from yosrules.errors import InputError, YosrulesError
from yosrules.files.engines import Works

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"

Share: TypeAlias = "Callable[[IntoFrame], IntoFrame]"
"""What takes of a frame the rows of one part, by the column that the job is divided by."""

MANIFEST = "manifest.json"


MUCH = 500_000
"""How many rows, about, a part has of a job that is divided by a column."""


@attrs.frozen
class Job:
    """What is to be done with every part of a dataset.

    `work` makes the answers, `refusals` counts what is refused, given a part and its answers: one row with `rows`,
    `refused` and whatever else. `tally` is what may stand in each column of answers that is counted; `says` goes into
    the manifest as it is. A job that is `together` cannot be done a file at a time; one that goes `by` a column is done
    a share of what stands in it at a time, and gives `work` what takes the same share of another frame.
    """

    says: Mapping[str, Plain]
    work: Callable[[IntoFrame, Share], IntoFrame]
    refusals: Callable[[IntoFrame, IntoFrame], IntoFrame]
    tally: Mapping[str, Sequence[str]]
    together: bool = False
    by: str | None = None


@attrs.frozen
class Part:
    """Some files, and of them a share: the place of it among so many."""

    files: Sequence[Path]
    place: int = 0
    among: int = 1


Bar: TypeAlias = "Callable[[list[Part]], Iterable[Part]]"


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
    with Place(out) as place:
        parts = _parts(job, works, files, dataset)
        tallies = [
            _part(job, works, part, place.folder / f"part-{at:05}.parquet", dataset)
            for at, part in enumerate(bar(parts))
        ]
        ran = _total(job, tallies)
        told = {"engine": works.name, "library": version("yosrules"), "files": len(files)}
        manifest = {**job.says, **told, "rows": ran.rows, "refused": ran.refused, **ran.by, "answers": ran.answers}
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (place.folder / MANIFEST).write_text(text, encoding="utf-8")
    return ran


def _parts(job: Job, works: Works, files: list[Path], dataset: Path) -> list[Part]:
    """The parts of a job: a file each, or everything, or a share each of everything."""
    if works.together or job.together:
        return [Part(files)]
    if job.by is None:
        return [Part([file]) for file in files]
    with _told_of(dataset):
        rows = _only_row(opened(works.scan(files)).select(rows=nw.len()).to_native())["rows"]
    among = -(-rows // MUCH) or 1
    return [Part(files, place, among) for place in range(among)]


def _part(job: Job, works: Works, part: Part, path: Path, dataset: Path) -> Mapping[str, int]:
    """Work one part out, write it, and count what is in it."""

    def share(frame: IntoFrame) -> IntoFrame:
        return frame if job.by is None or part.among == 1 else works.share(frame, job.by, part.place, part.among)

    with _told_of(dataset):
        frame = share(works.scan(part.files))
        works.write(job.work(frame, share), path)
        written = works.scan(parquet_files(path))
        told = _only_row(job.refusals(frame, written))
        counts = {
            f"{column}: {value}": _times(nw.col(column), value)
            for column, values in job.tally.items()
            for value in values
        }
        return told | _only_row(opened(written).select(**counts).to_native())


@contextmanager
def _told_of(dataset: Path) -> Iterator[None]:
    """Whatever an engine says is wrong with a dataset, as an error that names it."""
    try:
        yield
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
    """A folder that takes its final name when all that goes into it is there; one run at a time works at a result."""

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        self.folder = self.out.with_name(f".{out.name}.part")
        self._lock = FileLock(self.out.with_name(f".{out.name}.lock"), timeout=0)

    def __enter__(self) -> Place:
        if not self.out.parent.is_dir():
            raise InputError(self.out.name, why=f"it cannot be written: there is no {self.out.parent}")
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
                self.folder.rename(self.out)
            else:
                shutil.rmtree(self.folder, ignore_errors=True)
        finally:
            self._unlock()

    def _begin(self) -> None:
        """An empty folder, without what a run that was killed has left in it."""
        if self.out.exists():
            raise InputError(self.out.name, why=f"{self.out} is there already; remove it or choose another name")
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir()
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(self.out.name, why=f"it cannot be written: {error.strerror}")

    def _unlock(self) -> None:
        with suppress(OSError):  # Windows removes no file that is open
            Path(self._lock.lock_file).unlink()
        self._lock.release()

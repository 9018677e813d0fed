"""Pages of Parquet that hold other counts of values than their columns are found, and none in sound files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from yosrules.files.formats.pages import damaged_pages

TABLE = pa.table({"a": ["x", None, "y"] * 50, "b": [[1], [2, 3], []] * 50, "c": [1.5, 2.5, None] * 50})
PAGE = b"\x2c\x15"
"""What is said about a page of data begins, and in it the number of its values, as twice the number."""


def damaged(path: Path, content: bytes) -> bool:
    path.write_bytes(content)
    with path.open("rb") as file:
        return damaged_pages(file)


def by_arrow(**how: object) -> bytes:
    held = BytesIO()
    pq.write_table(TABLE, held, **how)
    return held.getvalue()


def by_polars(frame: pl.DataFrame) -> bytes:
    held = BytesIO()
    frame.write_parquet(held)
    return held.getvalue()


ONE = by_polars(pl.DataFrame({"a": [7]}))


def test_a_page_of_fewer_than_none_is_found_though_the_next_makes_up_for_it(tmp_path: Path) -> None:
    held, how = (
        BytesIO(),
        {"use_dictionary": False, "data_page_size": 1, "compression": "NONE", "write_statistics": False},
    )
    pq.write_table(pa.table({"a": range(20)}), held, write_batch_size=10, **how)
    content, ten = held.getvalue(), PAGE + b"\x14"
    assert content.count(ten) == 2
    assert not damaged(tmp_path / "a", content)
    assert damaged(tmp_path / "b", content.replace(ten, PAGE + b"\x01", 1).replace(ten, PAGE + b"\x2a"))


@pytest.mark.parametrize(
    "content",
    [
        by_arrow(),
        by_arrow(data_page_version="2.0", write_page_index=True, row_group_size=20),
        by_arrow(use_dictionary=False, data_page_size=64),
        by_polars(pl.DataFrame({"a": [1, None], "b": ["x", "y"]})),
        by_polars(pl.DataFrame({"a": [1]}).head(0)),
        by_polars(pl.DataFrame()),
    ],
    ids=["arrow", "indexed", "small pages", "polars", "no rows", "no columns"],
)
def test_a_sound_file_has_no_damaged_page(tmp_path: Path, content: bytes) -> None:
    assert not damaged(tmp_path / "a", content)


@pytest.mark.parametrize(
    "content",
    [
        ONE.replace(PAGE + b"\x02", PAGE + b"\x01"),
        ONE.replace(PAGE + b"\x02", PAGE + b"\x04"),
        ONE.replace(PAGE + b"\x02", PAGE + b"\x00"),
        ONE.replace(PAGE + b"\x02", b"\x2c\x18\x00"),
        ONE[:4] + ONE[20:],
    ],
    ids=["fewer than none", "too many", "too few", "no number", "cut out"],
)
def test_a_page_that_cannot_be_is_found(tmp_path: Path, content: bytes) -> None:
    assert content != ONE
    assert damaged(tmp_path / "a", content)


@pytest.mark.parametrize(
    ("footer", "expected"),
    [
        (b"\x00", False),
        (b"\x45\x02\x00", False),
        (b"\x49\x15\x02\x00", False),
        (b"\x49\x1c\x19\x1c\x00\x00\x00", False),
        (b"\x17" + bytes(8) + b"\x00", False),
        (b"\x17\x00", True),
        (b"\x18\x03abc\x00", False),
        (b"\x18\x7fabc\x00", True),
        (b"\x11\x13\x05\x19\x11\x01\x00", False),
        (b"\x05\x08\x02\x00", False),
        (b"\x19\xf5\x10" + b"\x02" * 16 + b"\x00", False),
        (b"\x1b\x00\x00", True),
        (b"\x1d\x00\x00", True),
        (b"\x15" + b"\x80" * 12 + b"\x00\x00", True),
        (b"\x1c" * 9_000, True),
    ],
)
def test_the_end_of_a_file_is_read_as_far_as_it_can_be(tmp_path: Path, footer: bytes, expected: bool) -> None:
    assert damaged(tmp_path / "a", b"PAR1" + footer + len(footer).to_bytes(4, "little") + b"PAR1") is expected

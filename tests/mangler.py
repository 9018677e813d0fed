"""Mangle what a command reads: bytes, cells, headings, rows, encodings, parts of a zip, numbers, dates, nesting, links.

Everything is drawn by one `Random`, so that a seed gives the same file again.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import attrs
import polars as pl

Table: TypeAlias = list[list[object]]
"""Headings, and rows of texts or plain values."""

ODD_DAYS = (
    *("9999-12-31", "9999-12-01", "0001-01-01", "0000-00-00", "10000-01-01", "2019-02-30", "2024-02-29", "1899-12-31"),
    *(
        "31/12/9999",
        "30/02/2019",
        "2019-09-09T00:00:00",
        "2019-W36-1",
        "20190909",
        "2019-9-9",
        "44444",
        "-1",
        "2261-1-1",
    ),
)
ODD_NUMBERS = (
    *("0", "-1", "-0", "0.005", "1.0", "1e999", "1E+05", "nan", "inf", "-inf", "1_000", "1,5", "9" * 12, "9" * 400),
    *("0.1" + "0" * 30 + "1", "9" * 33_000, "1.2.3", "0x7f", "²", "½", "١٢", "99999", "100000", "120000", "9999999"),
)
ODD_WORDS = (
    *(
        "",
        " ",
        "=1+1",
        "#REF!",
        "'=x",
        "yes",
        "no",
        "true",
        "n/a",
        "unknown",
        "none",
        "Total",
        "Overall",
        "NULL",
        "None",
    ),
    *("\x00", "\x1b[31m", "\u202ereversed", "\ufeff", "\U0001f600", "é", "ı", "ﬁ", "\x85", "\u2028", "x" * 300),
    *("x" * 33_000, '"', "'", ",", ";", "\t", "\n", "\r", "a\nb", "[red]", "[/]", "{}", "%s", "../x", "\\", "A1", "W1"),
    *("w1 ", "1001.0", "High", "long-term", "Outstanding", "2.1", "2.1 Assessment", "reference", "worker", "<script>"),
)
ODD_TEXTS = (*ODD_DAYS, *ODD_NUMBERS, *ODD_WORDS)

_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp437", "utf-7")

_ODD_JSON = (
    *("null", "true", "0", "-1", "1.5", "1e999", "-1e999", "NaN", "Infinity", "9" * 30, "9" * 5_000, '""', '"\\ud800"'),
    *("[]", "{}", "[[]]", '{"a": {}}', "[" * 500 + "]" * 500, "[" * 100_000, '"\\u0000"', '"9999-12-31"', "1e-999"),
    *('{"a": 1, "a": 2}', "0.1000000000000000055511151231257827", '"x"', "'x'", "undefined", "[1, 2"),
)
"""Values as they are written in JSON; some are none."""

_ODD_TOML = (
    *("nan", "inf", "-inf", "1e99999999", "1e-99999999", "-1", "0", "100000", "120000", "9999999", "9" * 18, "9" * 30),
    *(
        "9" * 5_000,
        "true",
        "false",
        '"text"',
        '""',
        "[]",
        "[1, 2]",
        "{ a = 1 }",
        "2019-01-01",
        "07:30:00",
        "0x7f",
        "1_0",
    ),
    *("1e400", "0.0000001", "1.005", "[" * 500 + "]" * 500, "[" * 5_000, "'''x", '"\\ud800"', "1979-05-27T07:32:00Z"),
)

_ODD_TYPES: tuple[Callable[[int], pl.Series], ...] = (
    lambda n: pl.Series([2**31 - 1, -(2**31), -719_529, 2_932_897][:n] * n, dtype=pl.Int32).head(n).cast(pl.Date),
    lambda n: pl.Series([2**62] * n, dtype=pl.Int64).cast(pl.Datetime("us")),
    lambda n: pl.Series([-(2**62)] * n, dtype=pl.Int64).cast(pl.Datetime("ms")),
    lambda n: pl.Series([2**62] * n, dtype=pl.Int64).cast(pl.Datetime("ns", "Europe/London")),
    lambda n: pl.Series([2**62] * n, dtype=pl.Int64).cast(pl.Duration("ms")),
    lambda n: pl.Series([0] * n, dtype=pl.Int64).cast(pl.Time),
    lambda n: pl.Series([float("nan"), float("inf"), 1e300][:n] * n, dtype=pl.Float64).head(n),
    lambda n: pl.Series([1.5] * n, dtype=pl.Float32),
    lambda n: pl.Series([[1], []][:n] * n, dtype=pl.List(pl.Int64)).head(n),
    lambda n: pl.Series([{"a": 1}] * n),
    lambda n: pl.Series([b"\xff\x00"] * n, dtype=pl.Binary),
    lambda n: pl.Series([True, None][:n] * n, dtype=pl.Boolean).head(n),
    lambda n: pl.Series([None] * n, dtype=pl.Null),
    lambda n: pl.Series(["High", "x"][:n] * n, dtype=pl.Categorical).head(n),
    lambda n: pl.Series([2**64 - 1] * n, dtype=pl.UInt64),
    lambda n: pl.Series([-128] * n, dtype=pl.Int8),
    lambda n: pl.Series([10**37] * n, dtype=pl.Decimal(38, 0)),
    lambda n: pl.Series([0] * n, dtype=pl.Decimal(38, 38)),
)
"""Columns of every type of Parquet, with values at the ends of the types."""


@attrs.frozen
class Mangler:
    """The mangling of one input."""

    dice: Random

    def some(self, share: float) -> bool:
        """Whether something happens that happens with a chance from 0 to 1."""
        return self.dice.random() < share

    def table(self, rows: Table) -> Table:
        """A table with a cell, a heading or a row changed."""
        rows = [[*row] for row in rows or [[]]]
        ways = (self._cell, self._cell, self._near, self._near, self._near, self._heading, self._row, self._column)
        self.dice.choice(ways)(rows)
        return rows

    def _near(self, rows: Table) -> None:
        # What is still a day, a number or a word of its column goes further than what is none.
        row = self.dice.choice(rows[1:] or rows)
        for at in self.dice.sample(range(len(row)), min(len(row), 2)):
            found = row[at]
            if isinstance(found, date):
                with suppress(OverflowError):
                    row[at] = found + timedelta(days=self.dice.choice((-1, 1, -7, 28, 365, -9_999, 9_999, 2_900_000)))
            elif isinstance(found, int | Decimal):
                row[at] = found + self.dice.choice((-1, 1, 10, 10_000))
            else:
                row[at] = self.dice.choice([each[at] for each in rows[1:] if at < len(each)] or [found])

    def _cell(self, rows: Table) -> None:
        # Often a whole column, or the place of a number or a day: one odd cell among many good ones.
        row = self.dice.choice(rows[1:] or rows)
        if row:
            at = self.dice.randrange(len(row))
            odd: object = self.dice.choice(self.dice.choice((ODD_DAYS, ODD_NUMBERS, ODD_WORDS)))
            for each in rows[1:] if self.some(0.2) else [row]:
                each[at : at + 1] = [odd]

    def _heading(self, rows: Table) -> None:
        heads, at = rows[0], self.dice.randrange(len(rows[0]) or 1)
        changed = {
            "odd": [self.dice.choice(ODD_WORDS)],
            "gone": [],
            "twice": [heads[at : at + 1] and heads[at]] * 2,
            "another": [self.dice.choice(heads or [""])],
            "capitals": [f" {heads[at] if heads else ''} ".upper()],
        }
        heads[at : at + 1] = changed[self.dice.choice([*changed])]

    def _row(self, rows: Table) -> None:
        at = self.dice.randrange(len(rows))
        row: list[object] = [*rows[at]]
        changed: dict[str, Table] = {
            "gone": [],
            "twice": [row, row],
            "short": [row[: self.dice.randrange(len(row) + 1)]],
            "long": [[*row, *row, "x"]],
            "blank": [[], row],
            "many": [row] * 30,
        }
        rows[at : at + 1] = changed[self.dice.choice([*changed])]

    def _column(self, rows: Table) -> None:
        gone, to = self.dice.randrange(len(rows[0]) or 1), self.dice.randrange(len(rows[0]) or 1)
        swapped = self.some(0.5)
        for row in rows:
            cell = row[gone : gone + 1]
            row[gone : gone + 1] = []
            row[to:to] = cell if swapped else []

    def text(self, text: str) -> bytes:
        """A text in some encoding, or with an odd piece put in."""
        if self.some(0.3):
            return text.encode(self.dice.choice(_ENCODINGS), errors="replace")
        at = self.dice.randrange(len(text) + 1)
        return (text[:at] + self.dice.choice(ODD_TEXTS) + text[at:]).encode(errors="surrogatepass")

    def bytes(self, content: bytes) -> bytes:
        """Bytes with some of them flipped, cut out, doubled or put in."""
        if not content:
            return b"\xff"
        at, to = sorted(self.dice.randrange(len(content)) for _ in range(2))
        flipped = bytes([content[at] ^ 1 << self.dice.randrange(8)])
        changed = {
            "flip": content[:at] + flipped + content[at + 1 :],
            "cut": content[:at],
            "gone": content[:at] + content[to:],
            "twice": content[:to] + content[at:],
            "noughts": content[:at] + bytes(min(to - at, 999)) + content[to:],
            "odd": content[:at] + self.dice.randbytes(4) + content[at:],
            "begin": self.dice.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"PAR1", b"%PDF", b"\n\n"))
            + content,
            "empty": b"",
        }
        return changed[self.dice.choice([*changed])]

    def zip(self, content: bytes) -> bytes:
        """A zip file with a part changed, dropped, doubled or renamed; its sums and lengths are right."""
        try:
            with ZipFile(BytesIO(content)) as book:
                parts = [(each, book.read(each)) for each in book.namelist()]
        except (BadZipFile, OSError):
            return self.bytes(content)
        at = self.dice.randrange(len(parts))
        name, part = parts[at]
        ways: dict[str, Callable[[], list[tuple[str, bytes]]]] = {
            "gone": list,
            "twice": lambda: [(name, part), (name, part)],
            "name": lambda: [(self.dice.choice(ODD_TEXTS)[:60] or "x", part)],
            "bytes": lambda: [(name, self.bytes(part))],
            "xml": lambda: [(name, self.xml(part))],
        }
        parts[at : at + 1] = ways[self.dice.choice(["xml", "xml", "xml", *ways])]()
        held = BytesIO()
        with warnings.catch_warnings(action="ignore"), ZipFile(held, "w", ZIP_DEFLATED) as book:
            for each, inside in parts:
                book.writestr(each.replace("\x00", "0"), inside)
        return held.getvalue()

    def xml(self, part: bytes) -> bytes:
        """XML with a number, an attribute or a tag changed."""
        found = [*re.finditer(rb'[\d.]+|"[^"]*"|<[^>]*>', part)]
        if not found:
            return self.bytes(part)
        one, other = self.dice.choice(found), self.dice.choice(found)
        odd = self.dice.choice((*ODD_NUMBERS, *ODD_DAYS, "10000000", "XFD1048576", "A0", "s", "e", "d", "b")).encode()
        quoted = b'"' + odd + b'"' if one[0].startswith(b'"') else odd
        put = self.dice.choice((quoted, quoted, other[0], b"", one[0] * 2, b"<row/>", b"<mergeCell ref='A1:B9'/>"))
        return part[: one.start()] + put + part[one.end() :]

    def json(self, text: str) -> bytes:
        """JSON with one value put in the place of another, or with a key changed."""
        places = [*re.finditer(r'"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.eE+-]*|true|false|null|\[\]|\{\}', text)]
        keys = [*re.finditer(r'"(?:[^"\\]|\\.)*"(?=\s*:)', text)]
        if keys and (self.some(0.2) or not places):
            one, odd = self.dice.choice(keys), json.dumps(self.dice.choice((*ODD_WORDS, *(key[0] for key in keys))))
        elif places:
            one = self.dice.choice(places)
            odd = self.dice.choice((*_ODD_JSON, json.dumps(self.dice.choice(ODD_TEXTS)), self.dice.choice(places)[0]))
        else:
            return self.text(text)
        return (text[: one.start()] + odd + text[one.end() :]).encode()

    def toml(self, lines: Sequence[str]) -> bytes:
        """Settings with an odd value, or a line gone, doubled or put in."""
        lines, at = [*lines], self.dice.randrange(len(lines) or 1)
        name = lines[at].partition(" = ")[0] if lines else "x"
        odd = f"{name} = {self.dice.choice(_ODD_TOML)}"
        lines[at : at + 1] = self.dice.choice(
            ([odd], [odd], [odd], [], [odd, odd], [f"[{name}]", odd], [f"{name}.{odd}"])
        )
        return "\n".join(lines).encode()

    def frame(self, frame: pl.DataFrame) -> pl.DataFrame:
        """A frame with a column of another type, dropped, renamed or with other values."""
        name = self.dice.choice(frame.columns)
        ways: dict[str, Callable[[], pl.DataFrame]] = {
            "type": lambda: frame.with_columns(self.dice.choice(_ODD_TYPES)(frame.height).alias(name)),
            "text": lambda: frame.with_columns(pl.Series(name, [self.dice.choice(ODD_TEXTS)] * frame.height)),
            "nulls": lambda: frame.with_columns(pl.when(pl.int_range(pl.len()) > 0).then(pl.col(name)).alias(name)),
            "gone": lambda: frame.drop(name),
            "name": lambda: frame.rename(
                {name: self.dice.choice(("must", "edition", "made0", "_row", "", "É", "x y"))}
            ),
            "rows": lambda: pl.concat([frame, frame]),
            "none": lambda: frame.head(0),
        }
        return ways[self.dice.choice(["type", "type", "type", *ways])]()

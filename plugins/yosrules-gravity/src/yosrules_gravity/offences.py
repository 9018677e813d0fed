"""A service's own list of offences as a map, by which every command reads offences as listed scores.

The list of the matrix itself could not be read, so none is in here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping


def as_map(rows: Iterable[Mapping[str, str]], heading: str = "offence") -> str:
    """The text of a map for `--map`, from rows with the columns offence and score.

    `heading` is that of the column of offences in the files that are read. Whoever reads the map refuses a score
    that there is not and an offence that stands in it twice; an offence with a blank score has none on record.
    """
    scores = (f'{_quoted(row["offence"])} = "{row["score"]}"' for row in rows)
    return "\n".join(["[cases.columns]", f'{_quoted(heading)} = "listed"', "", "[cases.values.listed]", *scores, ""])


def _quoted(text: str) -> str:
    # A string of JSON is a string of TOML.
    return json.dumps(text, ensure_ascii=False)

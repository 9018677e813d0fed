"""What to install where a file needs a library that is not there."""

from __future__ import annotations

_EXTRAS = {"polars": "parquet"}
"""The extra of yosrules that brings a library; the others come with `files`."""


def to_install(doing: str, error: ImportError) -> str:
    """What is missing for reading or writing a file, and how to install it."""
    return f"{doing} needs {error.name}: pip install 'yosrules[{_EXTRAS.get(str(error.name), 'files')}]'"

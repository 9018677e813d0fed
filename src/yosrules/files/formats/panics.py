"""What a library written in Rust prints when it panics over a damaged file, kept from whoever gave the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile


@contextmanager
def panics_unseen() -> Iterator[None]:
    """Hold back what is written to standard error while a file is read; only if that succeeds, show it afterwards.

    A panic is printed by the library itself, past `sys.stderr`, and raised as well: the error that follows is enough.
    """
    with TemporaryFile() as held:
        shown = os.dup(2)
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(shown, 2)
            os.close(shown)
        held.seek(0)
        os.write(2, held.read())

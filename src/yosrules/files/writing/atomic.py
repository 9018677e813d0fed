"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from yosrules.errors import InputError

_MOMENT = 0.5
"""How many seconds to wait before a file is replaced once more."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step: an earlier file stays until the new one is complete.

    A symbolic link keeps pointing where it did, and an earlier file keeps its permissions. What is no file, such as a
    device or a pipe, is written to as it is.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise InputError(path.name, why="it cannot be written: it is a link that leads back to itself")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return
        if not target.parent.is_dir():
            raise InputError(path.name, why=f"it cannot be written: there is no folder {target.parent}")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be written: {error.strerror}") from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.chmod(_permissions(target))
        _put(part, target)
    except PermissionError as error:
        open_elsewhere = f"; close {target.name} if another program has it open" if target.exists() else ""
        raise InputError(path.name, why=f"it cannot be written: {error.strerror}{open_elsewhere}") from None
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be written: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def _put(part: Path, target: Path) -> None:
    """Put a file in the place of another; on Windows one that is open in another program for a moment is in the way."""
    try:
        part.replace(target)
    except PermissionError:
        time.sleep(_MOMENT)
        part.replace(target)


def _permissions(target: Path) -> int:
    """The permissions of the earlier file, or those that the user's umask gives a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

"""The file of a service that holds the key of its pseudonyms: read, or drawn and written for nobody else to read."""

from __future__ import annotations

import os
from pathlib import Path

from yosrules.disclosure.pseudonyms import PseudonymKey
from yosrules.errors import InputError, RecordError

_MOST = 1_000


def read_pseudonym_key(path: Path) -> PseudonymKey:
    """The key in a file of one line of hexadecimal digits, as `write_pseudonym_key` writes it."""
    try:
        with path.open("rb") as file:
            return PseudonymKey(bytes.fromhex(file.read(_MOST).decode("ascii")))
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be read: {error.strerror}") from None
    except (ValueError, RecordError):
        # What stands in it is not repeated: it may be the key, mistyped.
        raise InputError(path.name, why="it is not the key of pseudonyms: 32 to 128 hexadecimal digits") from None


def write_pseudonym_key(path: Path) -> PseudonymKey:
    """Draw a key and write it to a new file that only its owner may read; a file that is there is never replaced."""
    key = PseudonymKey.drawn()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.secret.hex() + "\n")
    except FileExistsError:
        raise InputError(path.name, why="it is there already, and a new key would change every pseudonym") from None
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be written: {error.strerror}") from None
    return key

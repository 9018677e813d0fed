"""Read a service's own settings from a TOML file, without floats."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path

from yosrules.errors import InputError, PolicyError
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.open_policies import OpenPolicy

_MOST = 1_000_000
"""The most bytes of a file of settings."""


def read_settings(path: Path) -> dict[str, object]:
    """The settings in a TOML file; every number with a point is a Decimal."""
    try:
        with path.open("rb") as file:
            written = file.read(_MOST + 1)
        if len(written) > _MOST:
            raise InputError(path.name, why=f"it is more than {_MOST:,} bytes, and settings are a few lines")
        return tomllib.loads(written.decode(), parse_float=_exact)
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be read: {error.strerror}") from None
    except RecursionError:
        raise InputError(path.name, why="it is not TOML of settings: it is nested too deeply") from None
    except ValueError as error:
        raise InputError(path.name, why=f"it is not TOML: {error}") from None


def _exact(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation:  # such as an exponent of 20 digits
        raise ValueError(f"{written} is no number that can be held exactly") from None


def settled(policy: AttendancePolicy | OpenPolicy, settings: Path | None) -> AttendancePolicy:
    """The policy with a service's settings put in. Missing settings, and settings it does not need, are refused."""
    if isinstance(policy, OpenPolicy):
        return policy.settle({} if settings is None else read_settings(settings))
    if settings is not None:
        raise PolicyError(f"{policy.name} has no settings: its numbers are its own")
    return policy

"""Read a service's own settings from a TOML file, without floats."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from yosrules.errors import InputError, PolicyError
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.open_policies import OpenPolicy


def read_settings(path: Path) -> dict[str, object]:
    """The settings in a TOML file; every number with a point is a Decimal."""
    try:
        return tomllib.loads(path.read_bytes().decode(), parse_float=Decimal)
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise InputError(path.name, why=f"it is not TOML: {error}") from None


def settled(policy: AttendancePolicy | OpenPolicy, settings: Path | None) -> AttendancePolicy:
    """The policy with a service's settings put in. Missing settings, and settings it does not need, are refused."""
    if isinstance(policy, OpenPolicy):
        return policy.settle({} if settings is None else read_settings(settings))
    if settings is not None:
        raise PolicyError(f"{policy.name} has no settings: its numbers are its own")
    return policy

"""An indicator with a service's own settings, which a TOML file holds."""

from __future__ import annotations

from pathlib import Path

from yosrules.errors import PolicyError
from yosrules.files.settings import read_settings
from yosrules.policies.indicators.indicator import Indicator
from yosrules.policies.indicators.open_indicators import OpenIndicator


def settled_indicator(indicator: Indicator | OpenIndicator, settings: Path | None) -> Indicator:
    """The indicator with the editions that a service has settled; of one that needs none, settings are refused."""
    if isinstance(indicator, OpenIndicator):
        return indicator.settle({} if settings is None else read_settings(settings))
    if settings is not None:
        raise PolicyError(f"{indicator.name} has no settings: its limits are its own")
    return indicator

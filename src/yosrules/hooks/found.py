"""Which plugins there are, before any of them is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import EntryPoint, entry_points

import attrs

from yosrules.hooks.spec import GROUP


@attrs.frozen
class FoundPlugin:
    """How to get at a plugin, and the distribution and version it came with; both are "" for one that was passed in."""

    get: Callable[[], object]
    distribution: str = ""
    version: str = ""


def installed_plugins() -> dict[str, FoundPlugin]:
    """The plugins of installed distributions by name; a second one of a name has its distribution behind it."""
    found: dict[str, FoundPlugin] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, _dist(point))):
        distribution, version = _dist(point)
        name = point.name if point.name not in found else f"{point.name} ({distribution or 'again'})"
        found[name] = FoundPlugin(point.load, distribution, version)
    return found


def given_plugins(plugins: Mapping[str, object]) -> dict[str, FoundPlugin]:
    """Modules or objects as plugins, by the names they are given."""
    return {name: FoundPlugin(partial(_itself, plugin)) for name, plugin in plugins.items()}


def _itself(plugin: object) -> object:
    return plugin


def _dist(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else ("", "")

"""Which plugins there are, before any of them is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import Distribution, EntryPoint, entry_points
from itertools import groupby

import attrs

from yosrules.hooks.spec import GROUP


@attrs.frozen
class FoundPlugin:
    """How to get at a plugin, and the distribution that it came with; none where it was passed in."""

    get: Callable[[], object]
    came_with: Distribution | None = None

    # Read when somebody asks: each of the two parses what the distribution says of itself, its README too.
    @property
    def distribution(self) -> str:
        """The name of the distribution, or ""."""
        return self.came_with.name if self.came_with else ""

    @property
    def version(self) -> str:
        """The version of the distribution, or ""."""
        return self.came_with.version if self.came_with else ""


def installed_plugins() -> dict[str, FoundPlugin]:
    """The plugins of installed distributions by name; a second one of a name has its distribution behind it."""
    found: dict[str, FoundPlugin] = {}
    for name, points in groupby(sorted(entry_points(group=GROUP), key=_name), key=_name):
        same = [FoundPlugin(point.load, point.dist) for point in points]
        first, *others = sorted(same, key=_distribution) if len(same) > 1 else same
        found[name] = first
        found |= {f"{name} ({each.distribution or 'again'})": each for each in others}
    return found


def given_plugins(plugins: Mapping[str, object]) -> dict[str, FoundPlugin]:
    """Modules or objects as plugins, by the names they are given."""
    return {name: FoundPlugin(partial(_itself, plugin)) for name, plugin in plugins.items()}


def _itself(plugin: object) -> object:
    return plugin


def _name(point: EntryPoint) -> str:
    return point.name


def _distribution(plugin: FoundPlugin) -> str:
    return plugin.distribution

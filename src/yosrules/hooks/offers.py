"""Check that an installed plugin works and offers what it means to: for the plugin's own tests."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from yosrules.errors import PluginError, PolicyError
from yosrules.hooks.load import load
from yosrules.language.kinds import one_of


def check_offers(plugin: str, *names: str, plugins: Mapping[str, object] | None = None) -> None:
    """Raise an error unless a plugin is found, nothing of it fails, and it offers everything of these names.

    The plugins are those installed, or those in `plugins`, as for `load`.
    """
    rulebook = load(plugins, strict=False)
    there = {each.name: each.offers for each in rulebook.plugins}
    if failed := [each for each in rulebook.failures if each.plugin == plugin]:
        raise PluginError(failed)
    if plugin not in there:
        raise PolicyError(f"no plugin is called {plugin!r}; installed: {_listed(plugin, there)}")
    for name in names:
        if name not in there[plugin]:
            raise PolicyError(f"the plugin {plugin} does not offer {name!r}; it offers: {_listed(name, there[plugin])}")


def _listed(wanted: str, there: Mapping[str, object] | tuple[str, ...]) -> str:
    near = "".join(f"; did you mean {each}?" for each in get_close_matches(wanted, there, 1))
    return f"{one_of([*there] or ['nothing'])}{near}"

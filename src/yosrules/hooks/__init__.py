"""How separately installed plugins bring frameworks and policies."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.hooks.load import Plugin as Plugin
    from yosrules.hooks.load import Rulebook as Rulebook
    from yosrules.hooks.load import load as load
    from yosrules.hooks.spec import GROUP as GROUP
    from yosrules.hooks.spec import hookimpl as hookimpl

lazily(
    __name__,
    {
        "load": "Plugin Rulebook load",
        "spec": "GROUP hookimpl",
    },
)

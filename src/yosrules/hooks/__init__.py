"""How separately installed plugins bring frameworks and policies."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.hooks.load import Plugin as Plugin, Rulebook as Rulebook, load as load
    from yosrules.hooks.offers import check_offers as check_offers
    from yosrules.hooks.spec import GROUP as GROUP, hookimpl as hookimpl

lazily(
    __name__,
    {
        "load": "Plugin Rulebook load",
        "offers": "check_offers",
        "spec": "GROUP hookimpl",
    },
)

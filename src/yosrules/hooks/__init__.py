"""How separately installed plugins bring frameworks and policies."""

from yosrules.hooks.load import (
    Plugin as Plugin,
    Rulebook as Rulebook,
    load as load,
)
from yosrules.hooks.spec import (
    GROUP as GROUP,
    hookimpl as hookimpl,
)

"""Public names of a wing that are imported when first used, so that importing a wing loads nothing optional."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType


class Wing(ModuleType):
    """A package whose public names are loaded on first use; each is defined in one of its modules."""

    _homes: Mapping[str, str]

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") or name not in self._homes:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{self.__name__}.{self._homes[name]}"), name)
        setattr(self, name, value)
        return value

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._homes})

    def __setattr__(self, name: str, value: object) -> None:
        # The import system sets each imported submodule on its package. `deciding.decide` is the function, always:
        # without this, it would be the module as soon as anybody had imported that.
        if not (isinstance(value, ModuleType) and name in self._homes):
            super().__setattr__(name, value)


def lazily(wing: str, names: Mapping[str, str]) -> None:
    """Make a package load its public names on first use: by module, the names it defines, with spaces between.

    The package imports the same names under `TYPE_CHECKING`, for type checkers and editors; a test compares the two.
    """
    module = sys.modules[wing]
    homes = {name: home for home, listed in names.items() for name in listed.split()}
    vars(module).update(_homes=homes, __all__=sorted(homes))
    module.__class__ = Wing

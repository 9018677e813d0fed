"""Call into a plugin: whatever it raises is a failure of that plugin, and whatever it prints is no answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from difflib import get_close_matches
from typing import TypeVar

import pluggy

from yosrules.errors import PolicyError
from yosrules.hooks import spec

T = TypeVar("T")

_LONGEST = 500
"""How many characters of a plugin's own message are kept."""

_LONGEST_NAME = 100


def ask(call: Callable[[], T], failed: Callable[[str], None], otherwise: T) -> T:
    """What a call into a plugin returns; if it fails, `failed` is told why, and the answer is `otherwise`.

    Standard output is kept for answers: what the plugin prints meanwhile goes to standard error.
    """
    try:
        with redirect_stdout(sys.stderr):
            return call()
    except KeyboardInterrupt:
        failed("interrupted while it was loading")
        raise
    except BaseException as error:
        failed(_said(error))
        return otherwise


def _said(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception:
        text = "its message cannot be read"
    more = f" … ({len(text):,} characters)" * (len(text) > _LONGEST)
    return f"{type(error).__name__}: {text[:_LONGEST]}{more}"


def manager_of(name: str, get: Callable[[], object]) -> pluggy.PluginManager:
    """A plugin, imported, in a manager of its own; every hook that it means to implement is one, and is marked."""
    manager = pluggy.PluginManager(spec.GROUP)
    manager.add_hookspecs(spec)
    known = [each for each in vars(spec) if each.startswith("yosrules_")]
    plugin = get()
    manager.register(plugin, name)
    found = [caller.name for caller in manager.get_hookcallers(plugin) or ()]
    for each in found:
        if each not in known:
            meant = get_close_matches(each, known, 1)
            raise PolicyError(f"unknown hook {each!r}" + "".join(f"; did you mean {one}?" for one in meant))
    for each in known:
        if each not in found and hasattr(plugin, each):
            raise PolicyError(f"{each} is not marked with @hookimpl")
    if not found:
        raise PolicyError("it implements no hook; is @hookimpl missing?")
    return manager


def offers_of(
    manager: pluggy.PluginManager, hook: str, name_of: Callable[[T], str], kinds: tuple[type[T], ...]
) -> list[tuple[str, T]]:
    """What one plugin returns from a hook, if it has it, checked by kind and by name."""
    caller: pluggy.HookCaller = getattr(manager.hook, hook)
    results: list[Iterable[object]] = caller()
    if len(results) < len(caller.get_hookimpls()):
        raise PolicyError(f"{hook} returned nothing; return a list")
    things: list[tuple[str, T]] = []
    for each in results:
        if not isinstance(each, Iterable):
            raise PolicyError(f"{hook} returned a {type(each).__name__}; return a list of them")
    for thing in (thing for each in results for thing in each):
        if not isinstance(thing, kinds):
            raise PolicyError(f"it offers {thing!r}, which is not a {kinds[0].__name__}")
        things.append((name_of(thing), thing))
    return things


def checked_name(written: object, what: str) -> str:
    """A name that can be typed, shown and asked for; anything else is refused."""
    if not isinstance(written, str):
        raise PolicyError(f"it offers {what} {written!r}; allowed: text")
    bare = bool(written) and written == written.strip(" .") and written.isprintable()
    if not bare or len(written) > _LONGEST_NAME or any(mark in written for mark in "/\\@"):
        allowed = f"1 to {_LONGEST_NAME} printable characters without /, \\ and @, no space or full stop at either end"
        raise PolicyError(f"it offers {what} {written!r}; allowed: {allowed}")
    return written

"""Everything that is installed, as one typed, frozen `Rulebook`. The only file that touches pluggy's manager."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any, TypeVar

import attrs
import pluggy

from yosrules.errors import Failure, PluginError, PolicyError
from yosrules.hooks import spec
from yosrules.language.kinds import one_of
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.domain import Domain, Framework
from yosrules.policies.forum import ForumPolicy
from yosrules.policies.open_policies import OpenPolicy

T = TypeVar("T")


@attrs.frozen
class Plugin:
    """An installed plugin: its name, the distribution and version it came with, and what it offers, by name."""

    name: str
    distribution: str
    version: str
    offers: tuple[str, ...] = ()


@attrs.frozen
class Rulebook:
    """What all plugins together bring; `failures` is what could not be used, and why."""

    plugins: tuple[Plugin, ...]
    frameworks: Mapping[str, Framework]
    forum_policies: Mapping[str, ForumPolicy]
    attendance_policies: Mapping[str, AttendancePolicy | OpenPolicy] = MappingProxyType({})
    failures: tuple[Failure, ...] = ()

    def framework(self, id: str) -> Framework:
        """The framework of this id, or an error that names those there are."""
        if id not in self.frameworks:
            raise PolicyError(f"there is no framework {id!r}; allowed: {one_of(list(self.frameworks) or ['none'])}")
        return self.frameworks[id]

    def forum_policy(self, name: str | None = None) -> ForumPolicy:
        """The forum policy of this name; without a name, the only one there is."""
        return _chosen("forum policy", self.forum_policies, name)

    def attendance_policy(self, name: str | None = None) -> AttendancePolicy | OpenPolicy:
        """The attendance policy of this name; without a name, the only one there is."""
        return _chosen("attendance policy", self.attendance_policies, name)

    def framework_on(self, day: date) -> Framework:
        """The framework in force on a day, the last of its series to start; between two series nothing is chosen."""
        started = [framework for framework in self.frameworks.values() if framework.starts <= day]
        if not started:
            raise PolicyError(f"no installed framework had started on {day}")
        if len({framework.series or framework.id for framework in started}) > 1:
            raise PolicyError(f"which framework? allowed: {one_of([framework.id for framework in started])}")
        return max(started, key=lambda framework: framework.starts)


def _chosen(what: str, there: Mapping[str, T], name: str | None) -> T:
    names = list(there) or ["none"]
    if name is None and len(there) != 1:
        raise PolicyError(f"which {what}? allowed: {one_of(names)}")
    if (chosen := name or names[0]) not in there:
        raise PolicyError(f"there is no {what} {chosen!r}; allowed: {one_of(names)}")
    return there[chosen]


def load(plugins: Mapping[str, object] | None = None, *, strict: bool = True) -> Rulebook:
    """Collect what every installed plugin offers; nothing is loaded before this is called.

    With `plugins`, modules or objects by name, only those are asked. A plugin that cannot be imported, or that offers
    something that is not valid, is an error (`PluginError`, listing every failure); with `strict=False` the failures
    are kept in the rulebook and everything else is usable.
    """
    shelf = _Shelf()
    for name, found in (_installed() if plugins is None else _given(plugins)).items():
        shelf.add(*found, name)
    rulebook = shelf.rulebook()
    if strict and rulebook.failures:
        raise PluginError(rulebook.failures)
    return rulebook


_Found = tuple[Callable[[], object], str, str]
"""How to get at a plugin, the distribution it came with, and that distribution's version."""


def _installed() -> dict[str, _Found]:
    points = sorted(entry_points(group=spec.GROUP), key=lambda point: (point.name, _dist(point)))
    found: dict[str, _Found] = {}
    for point in points:
        name = point.name if point.name not in found else f"{point.name} ({_dist(point)[0] or 'again'})"
        found[name] = (point.load, *_dist(point))
    return found


def _dist(point: EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else ("", "")


def _given(plugins: Mapping[str, object]) -> dict[str, _Found]:
    return {name: (partial(_itself, plugin), "", "") for name, plugin in plugins.items()}


def _itself(plugin: object) -> object:
    return plugin


class _Shelf:
    """What has been collected so far. pluggy's hooks are untyped; what comes out of them is checked by type here."""

    def __init__(self) -> None:
        self.plugins: list[Plugin] = []
        self.failures: list[Failure] = []
        self.contested: set[str] = set()
        self.frameworks: dict[str, tuple[str, Framework]] = {}
        self.domains: dict[str, tuple[str, Domain]] = {}
        self.forum_policies: dict[str, tuple[str, ForumPolicy]] = {}
        self.attendance_policies: dict[str, tuple[str, AttendancePolicy | OpenPolicy]] = {}

    def add(self, get: Callable[[], object], distribution: str, version: str, name: str) -> None:
        """Import one plugin and take what it offers; whatever goes wrong is that plugin's failure."""
        manager = pluggy.PluginManager(spec.GROUP)
        manager.add_hookspecs(spec)
        try:
            manager.register(get(), name)
            manager.check_pending()
            if not manager.get_hookcallers(manager.get_plugin(name)):
                raise PolicyError("it implements no hook; is @hookimpl missing?")
            frameworks = _offered(manager, "yosrules_frameworks", Framework)
            domains = _offered(manager, "yosrules_domains", Domain)
            forums = _offered(manager, "yosrules_forum_policies", ForumPolicy)
            attendance: list[AttendancePolicy | OpenPolicy] = _offered(
                manager, "yosrules_attendance_policies", AttendancePolicy, OpenPolicy
            )
        except (Exception, SystemExit) as error:
            self.failures.append(Failure(name, f"{type(error).__name__}: {error}"))
            frameworks, domains, forums, attendance = [], [], [], []
        offers = [
            *self._take(name, self.frameworks, [(framework.id, framework) for framework in frameworks]),
            *self._take(name, self.domains, [(str(domain), domain) for domain in domains]),
            *self._take(name, self.forum_policies, [(policy.name, policy) for policy in forums]),
            *self._take(name, self.attendance_policies, [(policy.name, policy) for policy in attendance]),
        ]
        self.plugins.append(Plugin(name, distribution, version, tuple(offers)))

    def _take(self, plugin: str, shelf: dict[str, tuple[str, T]], offered: list[tuple[str, T]]) -> list[str]:
        for name, thing in offered:
            if name in shelf:
                self.contested.add(name)
                why = f"{name} is offered by {shelf[name][0]} too; neither is used"
                self.failures.append(Failure(plugin, why))
            else:
                shelf[name] = (plugin, thing)
        return [name for name, _ in offered]

    def rulebook(self) -> Rulebook:
        """Put every domain into its framework, oldest framework first."""
        whole: dict[str, Framework] = {}
        for _, framework in sorted(self._agreed(self.frameworks), key=lambda each: (each[1].starts, each[1].id)):
            whole[framework.id] = framework
        for plugin, domain in sorted(self._agreed(self.domains), key=lambda each: each[1].number):
            try:
                if domain.framework not in whole:
                    raise PolicyError(f"{domain}: no plugin offers the framework {domain.framework}")
                whole[domain.framework] = whole[domain.framework].having(domain)
            except PolicyError as error:
                self.failures.append(Failure(plugin, str(error)))
        return Rulebook(
            tuple(self.plugins),
            MappingProxyType(whole),
            self._by_name(self.forum_policies),
            self._by_name(self.attendance_policies),
            tuple(self.failures),
        )

    def _by_name(self, shelf: dict[str, tuple[str, T]]) -> Mapping[str, T]:
        return MappingProxyType({name: shelf[name][1] for name in sorted(shelf) if name not in self.contested})

    def _agreed(self, shelf: dict[str, tuple[str, T]]) -> list[tuple[str, T]]:
        """What one plugin alone offers under its name, with that plugin."""
        return [offered for name, offered in shelf.items() if name not in self.contested]


def _offered(manager: pluggy.PluginManager, hook: str, *kinds: type[T]) -> list[T]:
    """What one plugin returns from a hook, if it has it, checked by kind."""
    caller: Any = getattr(manager.hook, hook)  # pluggy makes hooks at run time, so a checker cannot know them
    results: list[Iterable[object]] = caller()
    if len(results) < len(caller.get_hookimpls()):
        raise PolicyError(f"{hook} returned nothing; return a list")
    things: list[T] = []
    for each in results:
        if not isinstance(each, Iterable):
            raise PolicyError(f"{hook} returned a {type(each).__name__}; return a list of them")
    for thing in (thing for each in results for thing in each):
        if not isinstance(thing, kinds):
            raise PolicyError(f"it offers {thing!r}, which is not a {kinds[0].__name__}")
        things.append(thing)
    return things

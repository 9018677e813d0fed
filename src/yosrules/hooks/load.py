"""Everything that is installed, as one typed, frozen `Rulebook`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

from yosrules.errors import HINT, Failure, PluginError, PolicyError
from yosrules.hooks.calling import ask, checked_name, manager_of, offers_of
from yosrules.hooks.found import FoundPlugin, given_plugins, installed_plugins
from yosrules.language.kinds import one_of
from yosrules.policies.domain import Domain, Framework

if TYPE_CHECKING:
    import pluggy

    from yosrules.policies.attendance import AttendancePolicy
    from yosrules.policies.forums.forum import ForumPolicy
    from yosrules.policies.indicators.indicator import Indicator
    from yosrules.policies.indicators.open_indicators import OpenIndicator
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
    """What all plugins together bring. A hook is called once, when a mapping that it fills is first read."""

    _shelf: _Shelf = attrs.field(repr=False)

    @property
    def frameworks(self) -> Mapping[str, Framework]:
        """The inspection frameworks by id, oldest first, each with its domains."""
        return self._shelf.frameworks

    @property
    def forum_policies(self) -> Mapping[str, ForumPolicy]:
        """The forum policies by name."""
        return self._shelf.forum_policies.by_name

    @property
    def attendance_policies(self) -> Mapping[str, AttendancePolicy | OpenPolicy]:
        """The attendance policies by name."""
        return self._shelf.attendance_policies.by_name

    @property
    def indicators(self) -> Mapping[str, Indicator | OpenIndicator]:
        """The indicators by name."""
        return self._shelf.indicators.by_name

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """Every plugin and what it offers; reading this calls every hook."""
        return self._shelf.ask_all()

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be used, and why; reading this calls every hook."""
        self._shelf.ask_all()
        return tuple(self._shelf.failures)

    def framework(self, id: str) -> Framework:
        """The framework of this id, or an error that names those there are."""
        return _chosen("framework", self.frameworks, id)

    def forum_policy(self, name: str | None = None) -> ForumPolicy:
        """The forum policy of this name; without a name, the only one there is."""
        held = {each.name: each for each in self.forum_policies.values() if any(forum.meets for forum in each.forums)}
        # A policy about levels, such as tiers, is asked for by its name, and never taken in place of forums.
        return _chosen("forum policy", held if name is None and held else self.forum_policies, name)

    def attendance_policy(self, name: str | None = None) -> AttendancePolicy | OpenPolicy:
        """The attendance policy of this name; without a name, the only one there is."""
        return _chosen("attendance policy", self.attendance_policies, name)

    def indicator(self, name: str | None = None) -> Indicator | OpenIndicator:
        """The indicator of this name; without a name, the only one there is."""
        return _chosen("indicator", self.indicators, name)

    def framework_on(self, day: date) -> Framework:
        """The framework in force on a day, the last of its series to start; between two series nothing is chosen."""
        started = [framework for framework in self.frameworks.values() if framework.starts <= day]
        if not self.frameworks:
            return _chosen("framework", self.frameworks, None)
        if not started:
            raise PolicyError(f"no installed framework had started on {day}")
        if len({framework.series or framework.id for framework in started}) > 1:
            raise PolicyError(f"which framework? allowed: {one_of([framework.id for framework in started])}")
        return max(started, key=lambda framework: framework.starts)


def _chosen(what: str, there: Mapping[str, T], name: str | None) -> T:
    names = list(there) or ["none, since no installed plugin offers one"]
    if name is None and len(there) != 1:
        raise PolicyError(f"which {what}? allowed: {one_of(names)}")
    if (chosen := name or names[0]) not in there:
        raise PolicyError(f"there is no {what} {chosen!r}; allowed: {one_of(names)}{meant(chosen, [*there])}")
    return there[chosen]


def meant(name: str, names: Sequence[str]) -> str:
    """A hint at the one name that begins as was written, or that is nearly the same."""
    begun = [each for each in names if each.startswith(name)]
    near = begun or get_close_matches(name, names, 1, _NEARLY)
    return f"{HINT}{near[0]}?" if len(near) == 1 else ""


_NEARLY = 0.8
"""How alike two names are, from 0 to 1, before one is taken for a slip of the other; those of two years are less."""


def _ignore(_: Failure) -> None:
    """Say nothing of a failure: the rulebook keeps it."""


def load(
    plugins: Mapping[str, object] | None = None,
    *,
    strict: bool = True,
    on_failure: Callable[[Failure], None] = _ignore,
) -> Rulebook:
    """The rulebook of every installed plugin; with `plugins`, modules or objects by name, of only those.

    A plugin that cannot be imported, or that offers something that is not valid, is an error (`PluginError`, listing
    every failure). With `strict=False` nothing is imported or called before it is needed, everything that does not fail
    is usable, and `on_failure` is called once with each failure when it is found.
    """
    rulebook = Rulebook(_Shelf(installed_plugins() if plugins is None else given_plugins(plugins), on_failure))
    if strict and rulebook.failures:
        raise PluginError(rulebook.failures)
    return rulebook


@attrs.frozen
class _Offered(Generic[T]):
    """What one hook brought: every name that each plugin offers, and what one plugin alone offers under a name."""

    names: Mapping[str, tuple[str, ...]]
    agreed: Mapping[str, tuple[str, T]]

    @property
    def by_name(self) -> Mapping[str, T]:
        return MappingProxyType({name: self.agreed[name][1] for name in sorted(self.agreed)})


class _Shelf:
    """What plugins offer, each kind collected when it is first read."""

    def __init__(self, found: Mapping[str, FoundPlugin], on_failure: Callable[[Failure], None]) -> None:
        self._found, self._on_failure = found, on_failure
        self.failures: list[Failure] = []

    @cached_property
    def frameworks(self) -> Mapping[str, Framework]:
        """Every framework with its domains put into it, oldest framework first."""
        by_start = sorted(self._frameworks.agreed.values(), key=lambda each: (each[1].starts, each[1].id))
        whole = {framework.id: framework for _, framework in by_start}
        for plugin, domain in sorted(self._domains.agreed.values(), key=lambda each: each[1].number):
            ask(partial(_put, domain, whole), partial(self._failed, plugin), None)
        return MappingProxyType(whole)

    @cached_property
    def _frameworks(self) -> _Offered[Framework]:
        return self._collected("yosrules_frameworks", _framework_id, Framework)

    @cached_property
    def _domains(self) -> _Offered[Domain]:
        return self._collected("yosrules_domains", _domain_name, Domain)

    @cached_property
    def forum_policies(self) -> _Offered[ForumPolicy]:
        from yosrules.policies.forums.forum import ForumPolicy  # noqa: PLC0415 -- rating an audit does not need it

        return self._collected("yosrules_forum_policies", _policy_name, ForumPolicy)

    @cached_property
    def attendance_policies(self) -> _Offered[AttendancePolicy | OpenPolicy]:
        from yosrules.policies.attendance import AttendancePolicy  # noqa: PLC0415 -- rating an audit does not need it
        from yosrules.policies.open_policies import OpenPolicy  # noqa: PLC0415

        kinds: tuple[type[AttendancePolicy | OpenPolicy], ...] = (AttendancePolicy, OpenPolicy)
        return self._collected("yosrules_attendance_policies", _policy_name, *kinds)

    @cached_property
    def indicators(self) -> _Offered[Indicator | OpenIndicator]:
        from yosrules.policies.indicators.indicator import Indicator  # noqa: PLC0415 -- nothing else needs it
        from yosrules.policies.indicators.open_indicators import OpenIndicator  # noqa: PLC0415

        both: tuple[type[Indicator | OpenIndicator], ...] = (Indicator, OpenIndicator)
        return self._collected("yosrules_indicators", _policy_name, *both)

    def ask_all(self) -> tuple[Plugin, ...]:
        """Call every hook that has not been called yet, and say what each plugin offers."""
        _ = self.frameworks  # to put domains into frameworks finds failures too
        kinds = (self._frameworks, self._domains, self.forum_policies, self.attendance_policies, self.indicators)
        return tuple(
            Plugin(name, each.distribution, each.version, tuple(o for kind in kinds for o in kind.names.get(name, ())))
            for name, each in self._found.items()
        )

    @cached_property
    def _managers(self) -> Mapping[str, pluggy.PluginManager]:
        """The plugins that can be imported, each with a manager of its own, so that a failure is that plugin's."""
        return {name: manager for name in self._found if (manager := self._imported(name))}

    def _imported(self, name: str) -> pluggy.PluginManager | None:
        return ask(partial(manager_of, name, self._found[name].get), partial(self._failed, name), None)

    def _collected(self, hook: str, name_of: Callable[[T], str], *kinds: type[T]) -> _Offered[T]:
        """What every plugin offers by one hook; what two offer under one name is used from neither."""
        names: dict[str, tuple[str, ...]] = {}
        first: dict[str, tuple[str, T]] = {}
        contested: set[str] = set()
        for plugin, manager in self._managers.items():
            none: list[tuple[str, T]] = []
            offered = ask(partial(offers_of, manager, hook, name_of, kinds), partial(self._failed, plugin), none)
            names[plugin] = tuple(name for name, _ in offered)
            for name, thing in offered:
                if name in first:
                    contested.add(name)
                    self._failed(plugin, f"{name} is offered by {first[name][0]} too; neither is used")
                else:
                    first[name] = (plugin, thing)
        return _Offered(names, {name: each for name, each in first.items() if name not in contested})

    def _failed(self, plugin: str, why: str) -> None:
        failure = Failure(plugin, why)
        self.failures.append(failure)
        self._on_failure(failure)


def _put(domain: Domain, whole: dict[str, Framework]) -> None:
    """Put a domain into its framework."""
    if domain.framework not in whole:
        raise PolicyError(f"{domain}: no plugin offers the framework {domain.framework}")
    whole[domain.framework] = whole[domain.framework].having(domain)


def _framework_id(framework: Framework) -> str:
    return checked_name(framework.id, "a framework")


def _domain_name(domain: Domain) -> str:
    checked_name(domain.framework, "a domain of the framework")
    checked_name(domain.number, "a domain with the number")
    return str(domain)


def _policy_name(policy: ForumPolicy | AttendancePolicy | OpenPolicy | Indicator | OpenIndicator) -> str:
    return checked_name(policy.name, "a policy with the name")

"""The plugin contract: what an installed distribution may bring, and when each hook is called.

A plugin is a module named by an entry point in the group `yosrules`; it marks its functions with `hookimpl`. Hooks take
no arguments, and each is called once, when what it offers is first read; no hook may rely on another. The module is
imported before its first hook is called, so policies that take long to make belong into a module that the hook imports.
Nothing is called when `yosrules` is imported. Two things of one name, from whichever plugins, are an error that names
both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:  # every plugin imports this module, and most need one of these
    from yosrules.policies.attendance import AttendancePolicy
    from yosrules.policies.domain import Domain, Framework
    from yosrules.policies.forums.forum import ForumPolicy
    from yosrules.policies.indicators.indicator import Indicator
    from yosrules.policies.indicators.open_indicators import OpenIndicator
    from yosrules.policies.open_policies import OpenPolicy

GROUP = "yosrules"
"""The entry-point group, and the name under which pluggy keeps the hooks."""

hookspec: pluggy.HookspecMarker = pluggy.HookspecMarker(GROUP)
hookimpl: pluggy.HookimplMarker = pluggy.HookimplMarker(GROUP)


@hookspec
def yosrules_frameworks() -> Iterable[Framework]:
    """Inspection frameworks, without their domains.

    Return each edition of an inspection as a `Framework` that names the domains it expects. Its domains come from
    `yosrules_domains`, of this or of other plugins, and are put in place when everything has been collected. Give
    editions that follow each other one `series`, so that the one in force on a day can be found.
    """
    return ()


@hookspec
def yosrules_domains() -> Iterable[Domain]:
    """Domains of inspection frameworks, each naming by id the one framework it belongs to.

    Return one `Domain` for each framework edition that has it, also where nothing changed between editions. A domain
    whose framework is not installed is reported, not dropped in silence.
    """
    return ()


@hookspec
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    """Policies that say which forums a case must or may go to.

    Return each as a `ForumPolicy` with all its editions: a new edition joins the old ones and replaces none. Its name
    is what people type, so make it say whose it is.
    """
    return ()


@hookspec
def yosrules_attendance_policies() -> Iterable[AttendancePolicy | OpenPolicy]:
    """Policies that say when an absence history leads to which stage of attendance management.

    Return each as an `AttendancePolicy` with all its editions and the grade of its source. One whose numbers are for
    each service to settle is an `OpenPolicy`, which names its settings and makes the policy of them.
    """
    return ()


@hookspec
def yosrules_indicators() -> Iterable[Indicator | OpenIndicator]:
    """Shares by which a service's practice is measured: whom each counts, who is excepted, and what meets it.

    Return each as an `Indicator` with all its editions. Where wording and counting differ, give both as readings of one
    edition. One whose limits are for each service to settle is an `OpenIndicator`, which names its settings.
    """
    return ()

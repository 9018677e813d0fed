"""The commands about what is installed: plugins, policies, show."""

from __future__ import annotations

from typing import Annotated

import typer

from yosrules.cli.common import DayAsked, Settings, day_meant, installed_rulebook
from yosrules.cli.pages import Form, Out, PageForm, publish
from yosrules.english.standing import first_day
from yosrules.errors import PolicyError
from yosrules.hooks.load import load
from yosrules.language.kinds import one_of
from yosrules.reports import screen as show
from yosrules.reports.attendance_page import attendance_row, page_of
from yosrules.reports.forum_pages import policy_page
from yosrules.reports.plugins import show_plugins


def list_plugins() -> None:
    """List the plugins that are installed, what each offers, and what failed and why."""
    rulebook = load(strict=False)
    show_plugins(show.console(), rulebook)
    raise typer.Exit(1 if rulebook.failures else 0)


def list_policies() -> None:
    """List the policies that are installed: of forums and of attendance, with their editions and where they lead."""
    screen, rulebook = show.console(), installed_rulebook()
    rows = [
        [
            show.clean(policy.name),
            "\n".join(first_day(edition) for edition in policy.editions),
            show.clean(", ".join(dict.fromkeys(forum.name for forum in policy.forums))),
        ]
        for policy in rulebook.forum_policies.values()
    ]
    show.draw_table(screen, "Forum policies", ["Policy", "Editions from", "Forums"], rows)
    rows = [attendance_row(policy) for policy in rulebook.attendance_policies.values()]
    show.draw_table(screen, "Attendance policies", ["Policy", "Editions from", "Stages", "Readings", "Source"], rows)


def show_policy(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="The name of a forum or attendance policy.")],
    on: DayAsked = None,
    settings: Settings = None,
    form: PageForm = Form.TEXT,
    out: Out = None,
) -> None:
    """Put a policy into plain English, as it stands on a day, with every convention that it counts by."""
    rulebook, day = installed_rulebook(), day_meant(on)
    if policy in rulebook.attendance_policies:
        publish(page_of(rulebook.attendance_policies[policy], settings, day), form, out)
        return
    if policy not in rulebook.forum_policies:
        names = one_of([*rulebook.forum_policies, *rulebook.attendance_policies] or ["none"])
        raise PolicyError(f"there is no policy {policy!r}; allowed: {names}")
    if settings:
        raise PolicyError(f"{policy} has no settings: its numbers are its own")
    chosen = rulebook.forum_policies[policy]
    publish(policy_page(chosen, chosen.on(day)), form, out)

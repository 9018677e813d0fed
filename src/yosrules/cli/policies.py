"""The commands about what is installed: plugins, policies, show."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.common import DayAsked, Force, Settings, day_meant, installed_rulebook, refuse_overwriting
from yosrules.cli.pages import AsJson, Form, Out, PageForm, PagesLanguage, as_data, check_language, publish, say_json
from yosrules.english.standing import first_day
from yosrules.errors import PolicyError
from yosrules.files.indicator_settings import settled_indicator
from yosrules.files.settings import settled
from yosrules.hooks.load import load, meant
from yosrules.language.kinds import one_of
from yosrules.language.plain.values import Plain
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.policies.indicators.indicator import Indicator
from yosrules.policies.indicators.open_indicators import OpenIndicator
from yosrules.policies.open_policies import OpenPolicy
from yosrules.reports.attendance_page import attendance_row, page_of
from yosrules.reports.drawing import screen as show
from yosrules.reports.drawing.page import Page
from yosrules.reports.forum_pages import policy_page
from yosrules.reports.indicator_pages import indicator_editions, indicator_page, open_page
from yosrules.reports.plain_answers import plugins_data, policies_data, policy_data, settings_data
from yosrules.reports.plugins import show_plugins
from yosrules.reports.site.catalogue import ENGLISH, written_in
from yosrules.reports.site.document import ABOUT_POLICIES


def list_plugins(as_json: AsJson = False) -> None:
    """List the plugins that are installed, what each offers, and what failed and why."""
    rulebook = load(strict=False)
    if as_json:
        say_json(plugins_data(rulebook))
    else:
        show_plugins(show.console(), rulebook)
    raise typer.Exit(1 if rulebook.failures else 0)


def list_policies(as_json: AsJson = False) -> None:
    """List the policies that are installed: of forums and of attendance, and indicators, with their editions."""
    screen, rulebook = show.console(), installed_rulebook()
    if as_json:
        say_json(policies_data(rulebook))
        return
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
    rows = [
        [show.clean(each.name), indicator_editions(each), show.clean(each.title)]
        for each in rulebook.indicators.values()
    ]
    if rows:
        show.draw_table(screen, "Indicators", ["Indicator", "Editions from", "What it is"], rows)


def show_policy(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="The name of a forum or attendance policy.")],
    on: DayAsked = None,
    settings: Settings = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: Out = None,
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """Put a policy into plain English, as it stands on a day, with every convention that it counts by."""
    as_json = as_data(out, as_json=as_json)
    check_language(language, data=as_json)
    refuse_overwriting({"--out": out}, settings, force=force)
    rulebook, day = installed_rulebook(), day_meant(on)
    chosen = (
        rulebook.attendance_policies.get(policy)
        or rulebook.forum_policies.get(policy)
        or rulebook.indicators.get(policy)
    )
    if chosen is None:
        names = [*rulebook.forum_policies, *rulebook.attendance_policies, *rulebook.indicators]
        raise PolicyError(f"there is no policy {policy!r}; allowed: {one_of(names or ['none'])}{meant(policy, names)}")
    if isinstance(chosen, Indicator) or (isinstance(chosen, OpenIndicator) and settings):
        chosen = settled_indicator(chosen, settings)
    if settings and isinstance(chosen, ForumPolicy):
        raise PolicyError(f"{policy} has no settings: its numbers are its own")
    if as_json:
        say_json(_data(chosen, settings, day), out)
        return
    with written_in(language):
        publish(_page(chosen, settings, day), form, out, ABOUT_POLICIES)


def _page(
    policy: ForumPolicy | AttendancePolicy | OpenPolicy | Indicator | OpenIndicator, settings: Path | None, day: date
) -> Page:
    if isinstance(policy, ForumPolicy):
        return policy_page(policy, policy.on(day))
    if isinstance(policy, Indicator):
        return indicator_page(policy, policy.on(day))
    return open_page(policy) if isinstance(policy, OpenIndicator) else page_of(policy, settings, day)


def _data(
    policy: ForumPolicy | AttendancePolicy | OpenPolicy | Indicator | OpenIndicator, settings: Path | None, day: date
) -> Plain:
    if isinstance(policy, ForumPolicy | Indicator):
        return policy_data(policy, day)
    if isinstance(policy, OpenIndicator) or (isinstance(policy, OpenPolicy) and settings is None):
        return settings_data(policy)
    return policy_data(settled(policy, settings), day)

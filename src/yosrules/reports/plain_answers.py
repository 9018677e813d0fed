"""What is installed, and a policy as it stands on a day, as plain data; each is described by a JSON Schema."""

from __future__ import annotations

from datetime import date

from yosrules.english.standing import first_day
from yosrules.hooks.load import Rulebook
from yosrules.language.plain.conditions import condition_data
from yosrules.language.plain.values import Plain, plain_day
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.policies.indicators.indicator import Indicator
from yosrules.policies.indicators.open_indicators import OpenIndicator
from yosrules.policies.open_policies import OpenPolicy


def plugins_data(rulebook: Rulebook) -> dict[str, Plain]:
    """The plugins, what each offers, and what failed."""
    plugins: list[Plain] = [
        {"name": each.name, "distribution": each.distribution, "version": each.version, "offers": [*each.offers]}
        for each in rulebook.plugins
    ]
    return {"plugins": plugins, "failures": [{"plugin": each.plugin, "why": each.why} for each in rulebook.failures]}


def policies_data(rulebook: Rulebook) -> dict[str, Plain]:
    """The policies that are installed, with the days from which their editions are in force and what they lead to."""
    return {
        "forum_policies": [
            {
                "name": each.name,
                "editions": [first_day(edition) for edition in each.editions],
                "leads_to": [*dict.fromkeys(forum.name for forum in each.forums)],
            }
            for each in rulebook.forum_policies.values()
        ],
        "attendance_policies": [_listed(each) for each in rulebook.attendance_policies.values()],
        "indicators": [
            {"name": each.name, "title": each.title, "editions": _first_days(each)}
            for each in rulebook.indicators.values()
        ],
    }


def _first_days(indicator: Indicator | OpenIndicator) -> list[Plain]:
    return [first_day(edition) for edition in indicator.editions] if isinstance(indicator, Indicator) else []


def _listed(policy: AttendancePolicy | OpenPolicy) -> dict[str, Plain]:
    if isinstance(policy, OpenPolicy):
        return {"name": policy.name, "editions": [], "leads_to": [], "needs_settings": True}
    days: list[Plain] = [first_day(edition) for edition in policy.editions]
    return {
        "name": policy.name,
        "editions": days,
        "leads_to": [stage.name for stage in policy.stages],
        "needs_settings": False,
    }


def policy_data(policy: ForumPolicy | AttendancePolicy | Indicator, on: date) -> dict[str, Plain]:
    """The rules of a policy as they stand on a day, with the condition of each."""
    edition = policy.on(on)
    rules: list[Plain] = [
        {
            "id": rule.id,
            "outcome": rule.outcome.name,
            "modality": rule.modality.value,
            "reading": rule.reading,
            "when": condition_data(rule.when),
            "cites": None if rule.cites is None else str(rule.cites),
        }
        for rule in edition.rules
    ]
    return {
        "name": policy.name,
        "about": policy.about.__name__,
        "starts": plain_day(edition.starts) if edition.start_stated else None,
        "ends": plain_day(edition.ends),
        "readings": [name for name in edition.readings() if name],
        "rules": rules,
        "not_stated": [*policy.not_stated],
    }


def settings_data(policy: OpenPolicy | OpenIndicator) -> dict[str, Plain]:
    """The settings that a policy needs before it can be used."""
    found: list[Plain] = [{"name": each.name, "what": each.what, "allowed": each.allowed} for each in policy.settings]
    return {"name": policy.name, "settings": found}

"""Plugins: real distributions by entry point, and every way a plugin can be wrong."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from datetime import date
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from yosrules import (
    Band,
    Domain,
    Edition,
    Framework,
    PluginError,
    PolicyError,
    RatedBy,
    RatingScale,
    Rounding,
    Standard,
    must,
)
from yosrules.hooks import found
from yosrules.hooks.load import load
from yosrules.hooks.spec import hookimpl
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.records.case import Case
from yosrules.records.choices import Chair

loading = import_module("yosrules.hooks.load")  # `yosrules.hooks.load` itself is the function
SCALE = RatingScale("two", (Band("low", 0), Band("high", 50)), Rounding.NONE)
STANDARDS = (Standard("1.1", "Leadership", RatedBy.JUDGEMENT),)


def framework(id: str = "local", starts: date = date(2020, 1, 1)) -> Framework:
    return Framework(id, "Local", starts, SCALE, (0, 1), ("1",))


def frames(*offered: Any) -> SimpleNamespace:
    @hookimpl
    def yosrules_frameworks() -> Iterable[Framework]:
        return offered

    return SimpleNamespace(yosrules_frameworks=yosrules_frameworks)


def domains(*offered: Any) -> SimpleNamespace:
    @hookimpl
    def yosrules_domains() -> Iterable[Domain]:
        return offered

    return SimpleNamespace(yosrules_domains=yosrules_domains)


PANEL = Forum("PCP", "Panel", Chair.MANAGER)
DOMAIN = Domain("local", "1", "Leadership", STANDARDS)


def test_the_installed_plugins_are_found_with_their_distributions() -> None:
    found = {each.name: (each.distribution, each.offers) for each in load().plugins}
    assert found["hmip-post-court"] == ("yosrules-hmip-post-court", ("domain 2 of hmip-2018", "domain 2 of hmip-2021"))
    assert found["hmip"][1] == ("hmip-2018", "hmip-2021", "hmip-2025", "domain casework of hmip-2025")
    assert all(each.version for each in load().plugins)


def test_every_installed_framework_has_all_its_domains() -> None:
    assert all(not framework.absent for framework in load().frameworks.values())


def test_a_domain_is_put_into_its_framework_whichever_plugin_comes_first() -> None:
    for plugins in ({"a": frames(framework()), "b": domains(DOMAIN)}, {"b": domains(DOMAIN), "a": frames(framework())}):
        assert load(plugins).framework("local").domains == (DOMAIN,)


def test_frameworks_are_in_the_order_they_started() -> None:
    older, newer = framework("older", date(2018, 1, 1)), framework("newer", date(2021, 1, 1))
    assert list(load({"a": frames(newer, older)}).frameworks) == ["older", "newer"]


def test_a_rulebook_is_frozen() -> None:
    with pytest.raises(TypeError):
        load({"a": frames(framework())}).frameworks["more"] = framework("more")  # type: ignore[index]


def test_a_framework_that_is_not_there_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(PolicyError, match="there is no framework 'hmip-1999'; allowed: local"):
        load({"a": frames(framework())}).framework("hmip-1999")
    with pytest.raises(PolicyError, match="allowed: none"):
        load({}).framework("hmip-1999")
    with pytest.raises(PolicyError, match="which framework\\? allowed: none, since no installed plugin offers one"):
        load({}).framework_on(date(2026, 1, 1))


def failing() -> None:
    raise RuntimeError("no settings file")


class Mute(Exception):
    """An exception whose own message fails."""

    def __str__(self) -> str:
        raise ValueError


def raising(kind: type[BaseException], *said: object) -> Any:
    def hook() -> object:
        raise kind(*said)

    return hook


BAD_NAMES = (None, 3, "", " ", "../../etc/passwd", "a\\b", "a@b", "a\x1b[2J", "a\u202eb", "b.", "n" * 101)


def policies(name: Any) -> SimpleNamespace:
    """A plugin with a forum policy of a name."""

    @hookimpl
    def yosrules_forum_policies() -> Iterable[ForumPolicy]:
        edition = Edition(date(2020, 1, 1), (must("r", PANEL, when=Case.at_risk_of_custody),))
        return [ForumPolicy(name, about=Case, forums=(PANEL,), editions=(edition,))]

    return SimpleNamespace(yosrules_forum_policies=yosrules_forum_policies)


@pytest.mark.parametrize(
    ("plugins", "failed", "says"),
    [
        (
            {"good": frames(framework()), "odd": SimpleNamespace()},
            "odd",
            "it implements no hook; is @hookimpl missing?",
        ),
        ({"good": frames(framework()), "odd": frames("text")}, "odd", "it offers 'text', which is not a Framework"),
        ({"good": frames(framework()), "odd": domains(framework("x"))}, "odd", "which is not a Domain"),
        (
            {"good": frames(framework()), "odd": frames(framework())},
            "odd",
            "local is offered by good too; neither is used",
        ),
        (
            {"good": frames(framework()), "better": domains(DOMAIN), "odd": domains(DOMAIN)},
            "odd",
            "domain 1 of local is offered by better too; neither is used",
        ),
        (
            {"good": frames(framework()), "odd": domains(Domain("other", "1", "Other", STANDARDS))},
            "odd",
            "domain 1 of other: no plugin offers the framework other",
        ),
        (
            {"good": frames(framework()), "odd": domains(Domain("local", "2", "Other", STANDARDS))},
            "odd",
            "domain 2 of local does not belong to local; allowed: 1",
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_frameworks=hookimpl(failing))},
            "odd",
            "RuntimeError: no settings file",
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_framework=hookimpl(failing))},
            "odd",
            "unknown hook 'yosrules_framework'; did you mean yosrules_frameworks?",
        ),
        (
            {
                "good": frames(framework()),
                "odd": SimpleNamespace(
                    yosrules_domains=hookimpl(lambda: [DOMAIN]), yosrules_forum_policies=lambda: ["not marked"]
                ),
            },
            "odd",
            "yosrules_forum_policies is not marked with @hookimpl",
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_frameworks=hookimpl(raising(GeneratorExit)))},
            "odd",
            "GeneratorExit: ",
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_frameworks=hookimpl(raising(Mute)))},
            "odd",
            "Mute: its message cannot be read",
        ),
        *(
            ({"good": frames(framework()), "odd": odd}, "odd", says)
            for odd, says in [
                (frames(framework(7)), "PolicyError: it offers a framework 7; allowed: text"),  # type: ignore[arg-type]
                (domains(Domain("local", [], "L", STANDARDS)), "a domain with the number []; allowed: text"),  # type: ignore[arg-type]
                (domains(Domain(None, "1", "L", STANDARDS)), "a domain of the framework None; allowed: text"),  # type: ignore[arg-type]
                *((policies(name), f"a policy with the name {name!r}; allowed: ") for name in BAD_NAMES),
            ]
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_frameworks=hookimpl(lambda: None))},
            "odd",
            "yosrules_frameworks returned nothing; return a list",
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_frameworks=hookimpl(lambda more: more))},
            "odd",
            "more",
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_frameworks=hookimpl(framework))},
            "odd",
            "yosrules_frameworks returned a Framework; return a list of them",
        ),
        (
            {"good": frames(framework()), "odd": SimpleNamespace(yosrules_frameworks=hookimpl(lambda: sys.exit(3)))},
            "odd",
            "SystemExit: 3",
        ),
    ],
)
def test_a_plugin_that_is_wrong_is_reported_by_name_and_cause_and_the_rest_stays_usable(
    plugins: dict[str, object], failed: str, says: str
) -> None:
    rulebook = load(plugins, strict=False)
    assert [each.plugin for each in rulebook.failures] == [failed]
    assert says in rulebook.failures[0].why
    assert list(rulebook.frameworks) == ([] if "local is offered" in says and "domain" not in says else ["local"])
    with pytest.raises(PluginError) as error:
        load(plugins)
    assert error.value.failures == rulebook.failures
    assert str(error.value).startswith(f"{failed}: ")


def test_a_message_of_a_plugin_is_kept_short() -> None:
    failures = load(
        {"odd": SimpleNamespace(yosrules_frameworks=hookimpl(raising(ValueError, "x" * 1_000_000)))}, strict=False
    ).failures
    assert [failure.why for failure in failures] == [f"ValueError: {'x' * 500} … (1,000,000 characters)"]


def test_standard_output_is_kept_for_answers(capsys: pytest.CaptureFixture[str]) -> None:
    def talking() -> list[Framework]:
        print("hello")  # noqa: T201 -- that is what is tested
        return [framework()]

    assert list(load({"a": SimpleNamespace(yosrules_frameworks=hookimpl(talking))}).frameworks) == ["local"]
    assert capsys.readouterr() == ("", "hello\n")


def test_the_plugin_that_is_interrupted_is_named() -> None:
    told: list[str] = []
    rulebook = load(
        {"slow": SimpleNamespace(yosrules_frameworks=hookimpl(raising(KeyboardInterrupt)))},
        strict=False,
        on_failure=lambda failure: told.append(str(failure)),
    )
    with pytest.raises(KeyboardInterrupt):
        _ = rulebook.frameworks
    assert told == ["slow: interrupted while it was loading"]


def test_between_two_series_of_frameworks_nothing_is_chosen() -> None:
    mine, theirs = framework("mine"), framework("theirs", date(2021, 1, 1))
    with pytest.raises(PolicyError, match="which framework\\? allowed: mine or theirs"):
        load({"a": frames(mine, theirs)}).framework_on(date(2022, 1, 1))
    assert load({"a": frames(mine, theirs)}).framework_on(date(2020, 6, 1)).id == "mine"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("anytown", "; did you mean anytown-attendance?"),
        ("anytown-atendance", "; did you mean anytown-attendance?"),
        ("other", ""),
        ("hmip-1999", ""),
        ("n", ""),
    ],
)
def test_a_name_that_is_nearly_one_of_those_there_are_is_hinted_at(asked: str, meant: str) -> None:
    there = load({"a": frames(*map(framework, ("anytown-attendance", "other-a", "other-b", "hmip-2018")))})
    with pytest.raises(PolicyError, match=r"there is no framework .* allowed: [^;]*" + re.escape(meant) + "$"):
        there.framework(asked)


def test_a_forum_policy_is_found_by_name_or_because_it_is_the_only_one() -> None:
    rulebook = load()
    assert rulebook.forum_policy() is rulebook.forum_policy("derby-high-risk-strategy")
    with pytest.raises(PolicyError, match=r"there is no forum policy 'x'; allowed: .*derby-high-risk-strategy"):
        rulebook.forum_policy("x")
    with pytest.raises(PolicyError, match="which forum policy\\? allowed: none"):
        load({}).forum_policy()


def test_every_failure_is_listed_not_only_the_first() -> None:
    plugins = {"one": frames("text"), "two": frames("text"), "three": frames(framework())}
    with pytest.raises(PluginError) as error:
        load(plugins)
    assert [each.plugin for each in error.value.failures] == ["one", "two"]


class TestEntryPoints:
    """Plugins as distributions bring them: a module that cannot be imported, and one name taken twice."""

    def points(self, monkeypatch: pytest.MonkeyPatch, *points: EntryPoint) -> None:
        monkeypatch.setattr(found, "entry_points", lambda group: list(points))

    def test_a_plugin_that_cannot_be_imported(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "broken_plugin.py").write_text("import there_is_no_such_module\n")
        monkeypatch.syspath_prepend(tmp_path)
        self.points(monkeypatch, EntryPoint("broken", "broken_plugin", "yosrules"))
        (failure,) = load(strict=False).failures
        assert str(failure) == "broken: ModuleNotFoundError: No module named 'there_is_no_such_module'"

    def test_two_plugins_of_one_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one = EntryPoint("hmip", "yosrules_hmip", "yosrules")
        self.points(monkeypatch, one, one)
        rulebook = load(strict=False)
        assert [each.name for each in rulebook.plugins] == ["hmip", "hmip (again)"]
        real = next(point for point in entry_points(group="yosrules") if point.name == "hmip")
        self.points(monkeypatch, real, real)
        assert [each.name for each in load(strict=False).plugins] == ["hmip", "hmip (yosrules-hmip)"]
        assert {str(each) for each in rulebook.failures} >= {
            "hmip (again): hmip-2018 is offered by hmip too; neither is used"
        }


class TestNeeded:
    """Which hooks are called, and when, by a rulebook that is not strict."""

    def plugin(self, called: list[str]) -> SimpleNamespace:
        def frameworks() -> Iterable[Framework]:
            called.append("frameworks")
            return [framework()]

        def forums() -> Iterable[object]:
            called.append("forums")
            raise RuntimeError("no settings file")

        return SimpleNamespace(yosrules_frameworks=hookimpl(frameworks), yosrules_forum_policies=hookimpl(forums))

    def test_a_hook_is_called_once_when_what_it_offers_is_first_read(self) -> None:
        called: list[str] = []
        rulebook = load({"a": self.plugin(called)}, strict=False)
        assert called == []
        assert rulebook.framework("local") is rulebook.framework("local")
        assert called == ["frameworks"]
        assert not rulebook.forum_policies
        assert called == ["frameworks", "forums"]

    def test_what_fails_late_is_told_once_and_takes_nothing_else_with_it(self) -> None:
        told: list[str] = []
        rulebook = load({"a": self.plugin([])}, strict=False, on_failure=lambda failure: told.append(str(failure)))
        assert list(rulebook.frameworks) == ["local"]
        assert told == []
        assert not rulebook.forum_policies
        assert not rulebook.forum_policies
        assert told == ["a: RuntimeError: no settings file"] == [str(each) for each in rulebook.failures]

    def test_what_a_plugin_offers_is_listed_in_one_order_whatever_was_read_first(self) -> None:
        policy = load().forum_policy("derby-high-risk-strategy")
        both = frames(framework())
        both.yosrules_forum_policies = hookimpl(lambda: [policy])
        rulebook = load({"a": both}, strict=False)
        assert rulebook.forum_policy() is policy
        assert rulebook.plugins[0].offers == ("local", "derby-high-risk-strategy")

    def test_a_module_is_not_imported_before_something_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(found, "entry_points", lambda group: [EntryPoint("gone", "no_such_plugin", "yosrules")])
        rulebook = load(strict=False)
        assert not rulebook.frameworks
        assert [each.plugin for each in rulebook.failures] == ["gone"]

    def test_nothing_in_a_rulebook_can_be_replaced(self) -> None:
        with pytest.raises(AttributeError):
            load({}).frameworks = {}  # type: ignore[misc]

"""The page "what if" by keyboard alone: every control is reached, seen, named and worked; the answer is announced."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from chromium import in_chromium, opened
from local_policies import PANEL
from test_whatif_page import DERBY, stands, written
from test_whatif_script import AnyFacts
from yosrules.language.expr import Condition
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.policies.policy import Edition, may
from yosrules.records.choices import CaseStage, RiskLevel

if TYPE_CHECKING:
    from playwright.sync_api import Page

DAY = date(2024, 1, 15)
CONDITIONS: dict[str, Condition] = {
    "sure": AnyFacts.sure & (AnyFacts.number < 0),
    "told": AnyFacts.told & (AnyFacts.number < 0),
    "risk": AnyFacts.risk >= RiskLevel.HIGH,
    "other_risk": AnyFacts.other_risk >= RiskLevel.HIGH,
    "stage": AnyFacts.stage == CaseStage.POST_COURT,
    "other_stage": AnyFacts.other_stage == CaseStage.POST_COURT,
    "age": AnyFacts.age >= 14,
    "number": AnyFacts.number >= 3,
    "hours": AnyFacts.hours >= Decimal(7),
    "first": AnyFacts.first > DAY,
    "last": AnyFacts.last > DAY,
}
TYPED = {"age": "12", "number": "1", "hours": "0.5", "first": "01152024", "last": "01152024", "day": "06032024"}
"""What is typed into a field of each name; of a list the first is chosen by the arrow that goes down."""
RULES = {name: may(name, attrs.evolve(PANEL, name=name, title=name), when=when) for name, when in CONDITIONS.items()}
POLICY = ForumPolicy(
    "every-fact",
    about=AnyFacts,
    forums=tuple(rule.outcome for rule in RULES.values()),
    editions=(Edition(date(2020, 1, 1), tuple(RULES.values())),),
)
STOPS = "a[href], input, select, textarea, button, [tabindex]:not([tabindex='-1'])"
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"
SEEN = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));  // it is scrolled to first
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const x = Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2, y = Math.max(box.top, 0) + 5;
  return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2 &&
    box.top > -1 && box.top + 5 <= innerHeight && one.contains(document.elementFromPoint(x, y));
}"""
"""Whether what has the focus has a line around it, stands on the screen, and nothing stands over it."""


def walked(page: Page, key: str) -> list[str]:
    """What has the focus, stop by stop, until it leaves the page or begins again; each has to be seen."""
    order = list[str]()
    for _ in range(100):
        page.keyboard.press(key)
        now = page.evaluate(FOCUSED)
        if page.evaluate("document.activeElement === document.body") or (order and now == order[0] != order[-1]):
            return [name for name, _ in groupby(order)]
        order.append(now)
        assert page.evaluate(SEEN), now
    raise AssertionError(f"the focus is kept within {order[-5:]}")


@in_chromium
@pytest.mark.slow
def test_the_tab_key_goes_through_every_control_in_order_and_out_of_the_page(tmp_path: Path) -> None:
    with opened(written(tmp_path, POLICY)) as page:
        page.select_option("#fact-sure", "1")
        every = page.locator(STOPS).evaluate_all("all => all.map(one => one.id || one.textContent.trim())")
        assert {*every} >= {"Skip to the content", "day", "Clear everything", "summary", "copy"}
        assert len(every) == 6 + len(CONDITIONS)
        assert walked(page, "Tab") == every
        assert walked(page, "Shift+Tab") == every[::-1]


@in_chromium
@pytest.mark.slow
def test_every_field_is_worked_by_keyboard_and_what_follows_is_announced(tmp_path: Path) -> None:
    with opened(written(tmp_path, POLICY)) as page:
        said = [page.inner_text("#status")]
        for field in ["sure", *(name for name in CONDITIONS if name != "sure")]:
            page.focus(f"#fact-{field}")
            work(page, field)
            said.append(page.inner_text("#status"))
            assert said[-1] != said[-2], field
        assert said[0] == "The child is not known to be the one who is named must be given."
        assert said[-1] == f"{', '.join(f'{name} no' for name in CONDITIONS)}."
        page.focus("#day")
        work(page, "day")
        assert page.input_value("#day") == "2024-06-03"
        assert page.input_value("#summary").startswith("every-fact, as of 3 June 2024, ")


def work(page: Page, field: str) -> None:
    """Enter something by keyboard into the field that has the focus."""
    if field in TYPED:
        page.keyboard.type(TYPED[field])
    else:
        page.keyboard.press("ArrowDown")


@in_chromium
@pytest.mark.slow
def test_a_screen_reader_is_told_the_name_of_each_control_and_what_is_announced(tmp_path: Path) -> None:
    with opened(written(tmp_path, POLICY)) as page:
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        told = [
            (each["role"]["value"], each.get("name", {}).get("value", ""), {one["name"] for one in each["properties"]})
            for each in nodes
            if not each["ignored"] and "properties" in each
        ]
        controls = [(role, name) for role, name, states in told if "focusable" in states and role != "RootWebArea"]
        assert all(name for role, name in controls if role != "main")
        assert ("combobox", "Risk") in controls
        assert ("textbox", "Hours") in controls
        assert ("Date", "The first day") in controls
        assert ("textbox", "Summary to copy") in controls
        live = [states for role, _, states in told if role == "status"]
        assert len(live) == 2
        assert all("live" in states for states in live)


@in_chromium
@pytest.mark.slow
def test_a_walk_by_keyboard(tmp_path: Path) -> None:
    with opened(written(tmp_path, DERBY)) as page:
        press = page.keyboard.press
        focused = lambda: page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")  # noqa: E731
        press("Tab")
        assert focused() == "Skip to the content"
        press("Enter")
        assert focused() == "content"
        press("Tab")
        assert focused() == "day"
        for _ in range(8):
            press("Tab")
            if focused() == "fact-rosh":
                break
        press("ArrowDown")
        press("ArrowDown")
        assert stands(page) == {
            "IPC": "must",
            "RSM": "at least may",
            "CSP": "cannot tell",
            "MAPPA": "cannot tell",
            "PCP": "cannot tell",
        }
        press("Tab")
        assert focused() == "fact-safety_wellbeing"
        press("h")  # the option that begins with it
        assert stands(page)["RSM"] == "must"
        assert page.inner_text("#status").startswith("IPC no, RSM must, CSP cannot tell")
        order = []
        while (now := focused()) != "copy":
            order.append(now)
            press("Tab")
        assert [each for each in order if not each.startswith("fact-")] == ["Clear everything", "summary"]
        press("Enter")
        page.locator("#copied", has_text="The summary is").wait_for()
        summary = page.input_value("#summary")
        assert summary.startswith("derby-high-risk-strategy, as of ")
        assert "- risk of serious harm is Medium and safety and wellbeing concern is High" in summary
        assert "Risk, Safety and Well-being Strategy Meeting (RSM): must" in summary
        page.get_by_text("Clear everything").focus()
        press("Enter")
        page.locator("#status", has_text="IPC cannot tell").wait_for()
        assert "nothing is on record" in page.input_value("#summary")

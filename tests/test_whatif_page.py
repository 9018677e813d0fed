"""The page on which to ask "what if": in a browser, in both colour schemes, and with nothing sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from chromium import faults, in_chromium, opened
from installed import RULEBOOK
from local_policies import FORUMS, PANEL, AnytownCase
from test_whatif_script import AnyFacts
from yosrules.policies.calendar import Count, Span
from yosrules.policies.citation import cite
from yosrules.policies.forums.deadlines import within
from yosrules.policies.forums.forum import Before, Check, ForumPolicy, Review
from yosrules.policies.forums.sittings import Sitting
from yosrules.policies.policy import Edition, may, must
from yosrules.records.case import Case
from yosrules.records.choices import RiskLevel
from yosrules.reports.handbook.whatif import whatif_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

DERBY = RULEBOOK.forum_policies["derby-high-risk-strategy"]
EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script> & \"quoted\" 'so' %(day)s {{ 7*7 }}"
BUSY = attrs.evolve(
    PANEL,
    name="BUSY",
    purpose="where there is much to do",
    deadlines=(within(7, Count.WORKING_DAYS, of=Case.referred), within(1, Count.MONTHS, of=Case.sentenced)),
    checks=(Check("ChildView", Before.PANEL),),
    review=Review(Span(3, Count.MONTHS)),
    sits=Sitting(date(2024, 1, 3), 2),
    satisfied_by=("PANEL",),
)
TIMED = ForumPolicy(
    "timed",
    about=Case,
    forums=(BUSY, PANEL),
    editions=(
        Edition(
            date(2024, 1, 1),
            (must("risk", BUSY, when=Case.rosh >= RiskLevel.HIGH), may("age", PANEL, when=Case.age_at_referral >= 14)),
            ends=date(2024, 12, 31),
        ),
    ),
)


def written(tmp_path: Path, policy: ForumPolicy) -> Path:
    path = tmp_path / "whatif.html"
    path.write_text(whatif_page(policy, {"Handbook": "index.html"}), encoding="utf-8")
    return path


def stands(page: Page) -> dict[str, str]:
    """How each forum stands on the page, by the first reading."""
    return {
        each.split(": ")[0].rpartition("(")[2].rstrip(")"): each.split(": ")[1]
        for each in page.locator(".forum h3").all_inner_texts()
    }


@in_chromium
@pytest.mark.slow
def test_axe_finds_nothing_and_nothing_is_too_wide(tmp_path: Path) -> None:
    with opened(written(tmp_path, FORUMS)) as page:
        page.select_option("#fact-missing", "1")
        assert faults(page) == []
        page.fill("#fact-weapons", "many")
        assert faults(page) == []


@in_chromium
@pytest.mark.slow
def test_readings_stand_side_by_side(tmp_path: Path) -> None:
    with opened(written(tmp_path, FORUMS)) as page:
        page.select_option("#fact-missing", "1")
        assert page.inner_text("#status") == "Read as: both: PANEL cannot tell. Read as: either: PANEL must."
        left, right = (each.bounding_box() for each in page.locator("section.reading").all())
        assert left is not None
        assert right is not None
        assert left["y"] == right["y"]
        assert "Whatever it turns out to be, it settles PANEL." in page.inner_text("#readings")
        page.fill("#fact-weapons", "1")
        assert stands(page) == {"PANEL": "must"}
        assert "Nothing is left open." in page.inner_text("#readings")


@in_chromium
@pytest.mark.slow
def test_what_cannot_be_on_record_is_said_and_nothing_is_decided(tmp_path: Path) -> None:
    rules = tuple(
        may(fact, PANEL, when=when)
        for fact, when in {
            "age": AnyFacts.age >= 14,
            "hours": AnyFacts.hours >= Decimal(7),
            "first": AnyFacts.first <= AnyFacts.last,
            "sure": AnyFacts.sure & AnyFacts.told,
        }.items()
    )
    policy = ForumPolicy("any", about=AnyFacts, forums=(PANEL,), editions=(Edition(date(2020, 1, 1), rules),))
    with opened(written(tmp_path, policy)) as page:
        said = lambda: page.inner_text("#status")  # noqa: E731
        assert said() == "The child is not known to be the one who is named must be given."
        page.select_option("#fact-sure", "0")
        assert said() == "PANEL cannot tell."
        page.fill("#fact-age", "9")
        assert said() == "Age: 9 cannot be on record; allowed: a whole number from 10 to 17."
        assert page.get_attribute("#fact-age", "aria-invalid") == "true"
        assert page.inner_text("#readings") == ""
        page.fill("#fact-age", "")
        page.fill("#fact-hours", "7.005")
        assert "allowed: a number with at most 2 decimal places from 0" in said()
        page.fill("#fact-hours", "7.0000")
        assert said() == "PANEL may."
        page.fill("#fact-first", "2024-02-29")
        page.fill("#fact-last", "2024-02-28")
        assert "This cannot be on record, and nothing is decided: the last day is not before the first day." in said()
        page.fill("#fact-last", "2024-02-29")
        assert "hours are at most 1 a day" in said()
        page.fill("#day", "2019-12-31")
        assert "The policy has no edition for this day." in said()


@in_chromium
@pytest.mark.slow
def test_deadlines_checks_and_what_would_have_to_change(tmp_path: Path) -> None:
    with opened(written(tmp_path, TIMED)) as page:
        assert page.inner_text("#status") == "The policy has no edition for this day."
        page.fill("#day", "2024-06-03")
        page.select_option("#fact-rosh", "3")
        page.fill("#fact-referred", "2024-06-03")
        page.fill("#fact-age_at_referral", "13")
        text = page.inner_text("#readings")
        assert "The meeting is due by 12 June 2024: within 7 working days of the date of referral." in text
        assert "on which day cannot be told: the date of sentence is not on record." in text
        for words in ("First to be checked: ChildView, before the panel.", "Reviewed every 3 months.", "Sits every"):
            assert words in text
        assert "May stand in for it: PANEL." in text
        assert "Not by rule age: age at referral is 13." in text
        assert "It may follow if age at referral is 14." in text
        page.fill("#fact-referred", "1985-01-02")
        assert "the bank holidays of that year are not known here" in page.inner_text("#readings")


@in_chromium
@pytest.mark.slow
def test_markup_in_a_policy_is_shown_as_text(tmp_path: Path) -> None:
    panel = attrs.evolve(PANEL, name=EVIL, title=EVIL, purpose=EVIL)
    rule = must(EVIL, panel, when=AnytownCase.missing, cites=cite(EVIL))
    evil = ForumPolicy(EVIL, about=AnytownCase, forums=(panel,), editions=(Edition(date(2020, 1, 1), (rule,)),))
    with opened(written(tmp_path, evil)) as page:
        page.select_option("#fact-missing", "1")
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 2
        assert page.inner_text(".forum li") == f"Because the child has been missing (rule {EVIL}; {EVIL})."
        assert page.inner_text("h1") == f"What if: {EVIL}"


def test_the_page_asks_for_nothing_and_is_small() -> None:
    page = whatif_page(DERBY)
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert "fetch(" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert len(page) < 100_000
    assert '<option value="">not known</option>' in page
    assert 'type="date" id="fact-referred"' in whatif_page(TIMED)

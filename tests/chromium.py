"""One Chromium for all tests, and what is asked of every page in it; tests are left out where there is none."""

from __future__ import annotations

import asyncio
import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import attrs
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOUND = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
in_chromium = pytest.mark.skipif(FOUND is None, reason="Chromium is not found: pages are looked at in it")
"""The mark of a test that looks at pages."""
WIDTHS = (1280, 640, 390, 320)
"""A laptop, the same at 200%, a phone, and the narrowest page that WCAG 2.2 asks for."""
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@cache
def _started() -> tuple[Browser, asyncio.AbstractEventLoop]:
    from playwright.sync_api import sync_playwright

    running = sync_playwright().start()
    browser = running.chromium.launch(executable_path=FOUND, args=[*_QUIET])
    loop = asyncio.get_running_loop()

    def stop() -> None:
        asyncio._set_running_loop(loop)
        browser.close()
        running.stop()

    atexit.register(stop)
    return browser, loop


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, started once and ended with the tests."""
    browser, loop = _started()
    # Between its calls Playwright leaves its loop marked as running, and no other test could run one of its own.
    asyncio._set_running_loop(loop)
    try:
        yield browser
    finally:
        asyncio._set_running_loop(None)


@attrs.define
class Asked:
    """What a page asked of the network, and what the browser complained about."""

    requests: list[str] = attrs.field(factory=list[str])
    complaints: list[str] = attrs.field(factory=list[str])


@contextmanager
def opened(path: Path, *, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
    """A file open in the browser; at the end nothing but the file was asked for, and the browser had no complaint."""
    asked = Asked()
    with (
        chromium() as browser,
        browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as it,
    ):
        page = it.new_page()
        page.on("request", lambda request: asked.requests.append(request.url))
        page.on("console", lambda message: asked.complaints.append(message.text))
        page.on("pageerror", lambda error: asked.complaints.append(str(error)))
        page.goto(path.as_uri())
        yield page
        assert {url.partition("#")[0] for url in asked.requests} == {path.as_uri()}
        assert asked.complaints == []


def too_wide(page: Page) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def findings(page: Page, *rules: str) -> list[str]:
    """What axe-core finds wrong with a page, by every rule or by these only."""
    from axe_playwright_python.sync_playwright import Axe

    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    # The size of what is pressed is asked for by WCAG 2.2, and left out by axe-core where it is not named.
    asked = {"runOnly": [*rules]} if rules else {"rules": {"target-size": {"enabled": True}}}
    found = page.evaluate("asked => axe.run(asked)", {"resultTypes": ["violations"], **asked})["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def faults(page: Page) -> list[str]:
    """What is wrong with a page in both colour schemes, and at which widths it can be scrolled sideways."""
    found = list[str]()
    for scheme, rules in {"dark": (), "light": ("color-contrast",)}.items():
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {each}" for each in findings(page, *rules)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"too wide at {width}"] * too_wide(page)
    return found

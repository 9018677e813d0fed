"""What must be true of the built site: it loads nothing from elsewhere, and every public module is on a page of it."""

from __future__ import annotations

import re
import sys

from pages import ROOT, modules

SITE = ROOT / "build" / "site"
SUFFIXES = {".html", ".css", ".svg"}
LOADED = re.compile(
    r"""<(?:script|img|source)[^>]*\ssrc=["']?https?:|<link[^>]*\shref=["']?https?:|url\(["']?https?:"""
)
"""A browser fetches these by itself; an ordinary link is only followed."""


def faults() -> list[str]:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(SITE.rglob("*")) if path.suffix in SUFFIXES}
    anchors = {found for text in texts.values() for found in re.findall(r'id="(yosrules[\w.]*)"', text)}
    missing = sorted({".".join(parts) for parts in modules()} - anchors)
    outside = [path for path, text in texts.items() if LOADED.search(text)]
    return [f"{module} is on no page" for module in missing] + [f"{path} loads from elsewhere" for path in outside]


if __name__ == "__main__":
    sys.exit("\n".join(faults()) or None)

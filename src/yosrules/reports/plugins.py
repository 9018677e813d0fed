"""The installed plugins as a table on the screen."""

from __future__ import annotations

from yosrules.hooks.load import Rulebook
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table


def show_plugins(screen: Screen, rulebook: Rulebook) -> None:
    """Draw a row for each plugin with its distribution and version, then the failures."""
    rows = [
        [clean(p.name), clean(p.distribution), clean(p.version), "\n".join(map(clean, p.offers)) or "-"]
        for p in rulebook.plugins
    ]
    draw_table(screen, "Plugins", ["Plugin", "Distribution", "Version", "Offers"], rows)
    draw_lines(screen, (f"! {failure}" for failure in rulebook.failures), "red")
    if not rulebook.plugins:
        screen.print("\nNo plugin is installed. The README says how to install those of this repository.")

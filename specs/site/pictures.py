"""Draw the pictures of specs/pictures: what the command prints in a terminal, as SVG."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent.parent
INTO = ROOT / "specs" / "pictures"
WIDTH = 120
DERBY = "specs/derby-2019"
PICTURES = {
    "rate": (f"rate {DERBY}/post-court-audit.csv --framework hmip-2018 --against {DERBY}/inspection-2018.csv", 15),
    "show": ("show derby-high-risk-strategy", 22),
}
"""For each picture the command, and how many lines of it are shown."""


def drawn(command: str, lines: int) -> str:
    printed = subprocess.run(  # noqa: S603 - the commands are those above
        [Path(sys.executable).with_name("yosrules"), *command.split()],
        cwd=ROOT,
        env={**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(WIDTH)},
        capture_output=True,
        check=False,  # an audit that contradicts itself ends with 1
        text=True,
    ).stdout
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    for line in printed.splitlines()[:lines]:
        console.print(Text.from_ansi(line))
    svg = console.export_svg(title=f"yosrules {command.partition(' --')[0]}", theme=MONOKAI, unique_id="picture")
    # rich names a font on a CDN: a page of ours loads nothing from elsewhere.
    local = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in local.splitlines()) + "\n"


def main(into: Path) -> None:
    into.mkdir(exist_ok=True)
    for name, (command, lines) in PICTURES.items():
        (into / f"{name}.svg").write_text(drawn(command, lines), encoding="utf-8")


if __name__ == "__main__":
    main(INTO)

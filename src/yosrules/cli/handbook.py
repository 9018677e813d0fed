"""The command `handbook`: a site of everything installed, to be read without installing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.common import Force, installed_rulebook, refuse_overwriting, say
from yosrules.cli.pages import PagesLanguage
from yosrules.errors import InputError
from yosrules.files.writing.atomic import write_whole
from yosrules.reports.drawing.screen import progress
from yosrules.reports.handbook.site import handbook, handbook_files
from yosrules.reports.site.catalogue import ENGLISH, catalogue


def write_handbook(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write to; it is made if need be.")],
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """Write every policy, scale and forum that is installed as a site, with a page to ask "what if" of each policy.

    Each file stands by itself and asks for nothing: open index.html, or put the folder on an intranet. Its pages are
    made from policies only. What each policy claims is proved on the way, which takes a minute or two.
    """
    catalogue(language)
    rulebook = installed_rulebook()
    names = handbook_files(rulebook)
    refuse_overwriting({"OUT": next((out / name for name in names if (out / name).exists()), None)}, force=force)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(out.name, why=f"it cannot be made a folder: {error.strerror}") from None
    pages = handbook(rulebook, language)
    for _ in progress(names, "Writing the handbook", 2):
        name, text = next(pages)
        write_whole(out / name, text.encode())
    say(f"{len(names)} files in {out}; begin with index.html")
    others = sorted(path.name for path in out.glob("*.html") if path.name not in names)
    if others:
        say(f"not of this handbook, and left as they are: {', '.join(others)}", err=True)

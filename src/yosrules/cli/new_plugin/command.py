"""The command `new-plugin`: a complete plugin, whose tests pass at once."""

from __future__ import annotations

import os
import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from yosrules.cli.common import installed_rulebook, say
from yosrules.cli.new_plugin.attendance import ATTENDANCE
from yosrules.cli.new_plugin.domain import DOMAIN
from yosrules.cli.new_plugin.forums import FORUMS
from yosrules.cli.new_plugin.template import filled
from yosrules.errors import YosrulesError


class PluginKind(StrEnum):
    """The kinds of plugin that can be written."""

    FORUMS = "forums"
    ATTENDANCE = "attendance"
    DOMAIN = "domain"


TEXTS = {PluginKind.FORUMS: FORUMS, PluginKind.ATTENDANCE: ATTENDANCE, PluginKind.DOMAIN: DOMAIN}


def new_plugin(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called, such as anytown-forums.")],
    kind: Annotated[PluginKind, typer.Option(help="What it brings.")],
    into: Annotated[Path, typer.Option(help="The folder to put it in.", exists=True, file_okay=False)] = Path(),
) -> None:
    """Write a complete plugin: a policy or framework, its laws as tests, and a README that runs.

    It is installable, and its tests pass at once; then put your own policy's words in the place of the example's.
    """
    own = checked(name)
    folder = into / f"yosrules-{own}"
    write_folder(folder, filled(TEXTS[kind], own, date.today().year))
    say(f"{folder} is written. Next:\n")
    say(f"  cd {folder}\n  pip install -e '.[test]'\n  pytest\n  yosrules verify {own}")


def checked(written: str) -> str:
    """The name without the prefix `yosrules-`; a name that is malformed or taken is refused."""
    name = written.removeprefix("yosrules-")
    if not re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        allowed = "small letters, digits and single hyphens, a letter first, such as anytown-forums"
        raise YosrulesError(f"wrote {written!r} for the name of a plugin; allowed: {allowed}")
    rulebook = installed_rulebook()
    taken = {each.distribution.removeprefix("yosrules-"): each.distribution for each in rulebook.plugins}
    taken |= {each.name: f"the plugin {each.name}" for each in rulebook.plugins}
    taken |= {each: f"the policy {each}" for each in rulebook.forum_policies}
    taken |= {each: f"the policy {each}" for each in rulebook.attendance_policies}
    taken |= {each: f"the indicator {each}" for each in rulebook.indicators}
    taken |= {each: f"the framework {each}" for each in rulebook.frameworks}
    if name in taken:
        raise YosrulesError(f"{taken[name]} is installed already; choose another name")
    return name


def write_folder(folder: Path, files: dict[str, str]) -> None:
    """Write a new folder, whole or not at all."""
    if os.path.lexists(folder):
        raise YosrulesError(f"{folder} is there already, and nothing is overwritten")
    try:
        with TemporaryDirectory(dir=folder.parent, prefix=".yosrules-") as room:
            for path, text in files.items():
                file = Path(room, folder.name, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())
            Path(room, folder.name).rename(folder)
    except OSError as error:
        raise YosrulesError(f"{folder} cannot be written: {error.strerror}") from None

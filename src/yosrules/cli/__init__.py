"""The `yosrules` command: one command a verb.

It ends with 0 when all is well, 1 when something contradicts itself or a plugin cannot be used, 2 for bad input.
"""

from __future__ import annotations

import sys
from importlib import import_module
from inspect import cleandoc
from io import TextIOWrapper
from typing import Annotated, cast

import typer
from typer.core import TyperCommand, TyperGroup

from yosrules.errors import YosrulesError

GROUPS = {
    "Every day": {
        "allocate": "forums.allocate.allocate_cases",
        "explain": "forums.explain.explain_case",
        "referral": "forums.explain.refer_case",
        "triggers": "attendance.triggers.triggers",
        "timeline": "attendance.timeline.timeline",
        "interviews": "attendance.interviews.return_to_work",
        "indicators": "indicators.command.indicators",
        "rate": "ratings.rate_files",
        "compare": "ratings.compare_files",
        "replay": "forums.replay.replay_records",
    },
    "What is installed": {
        "policies": "policies.list_policies",
        "show": "policies.show_policy",
        "scales": "ratings.list_scales",
        "plugins": "policies.list_plugins",
        "handbook": "handbook.write_handbook",
    },
    "How good the work is": {
        "disparity": "quality.disparity.find_disparity",
        "toolkit": "quality.toolkit.count_outcomes",
        "misprints": "quality.misprints.find_misprints",
        "sample": "quality.sample.sample_for_audit",
        "oversight": "quality.oversight.show_oversight",
        "programme": "quality.programme.show_programme",
        "workload": "quality.workload.show_workload",
        "report": "report.command.write_report",
    },
    "Your own files": {
        "map": "map.map_file",
        "sample-cases": "samples.write_sample_cases",
        "sample-absences": "samples.write_sample_absences",
        "demo": "demo.demo",
    },
    "For the owner of a policy": {
        "verify": "proof.verify",
        "diff": "diff.compare_editions",
        "mutate": "proof.mutate",
        "boundaries": "proof.show_boundaries",
        "new-plugin": "new_plugin.command.new_plugin",
    },
}
"""The commands in the groups and in the order of the help, each with the function here that carries it out."""

COMMANDS = {name: function for group in GROUPS.values() for name, function in group.items()}
"""Each command, and the function that carries it out."""

_PANELS = {name: title for title, group in GROUPS.items() for name in group}


class _Commands(TyperGroup):
    """The commands; the module of one is imported when that command is run or its help is shown."""

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002 -- typer gives it
        """The command of this name, or None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].rpartition(".")
        # A Typer of its own: typer builds every command of one, and takes longer for each than to rate an audit.
        alone = typer.Typer(add_completion=False)
        try:
            carries_out = getattr(import_module(f"yosrules.cli.{module}"), function)
            said = _flowing(carries_out.__doc__ or "")
            alone.command(cmd_name, help=said, rich_help_panel=_PANELS[cmd_name])(carries_out)
        except ImportError as error:
            raise YosrulesError(f"{cmd_name} needs {error.name}: pip install 'yosrules[cli]'") from None
        return cast("TyperCommand", typer.main.get_command(alone))


def _flowing(text: str) -> str:
    """A docstring with a line for each paragraph, which a terminal of any width wraps."""
    return "\n\n".join(each.replace("\n", " ") for each in cleandoc(text).split("\n\n"))


app = typer.Typer(
    cls=_Commands,
    help="Rate youth justice audits, allocate cases to forums, and say why; exactly, and on whose word.",
    epilog="Ends with 0: done; 1: something contradicts itself, is refuted or unusable; 2: bad input, all listed.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _top(show_version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if show_version:
        from importlib.metadata import version  # noqa: PLC0415 -- no other command needs it here

        typer.echo(f"yosrules {version('yosrules')}")
        raise typer.Exit


def run_command() -> None:
    """Run the command; whatever is wrong with the input is said in words, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    group = cast("TyperGroup", typer.main.get_command(app))
    for name in COMMANDS:
        group.add_command(TyperCommand(name))  # only its name counts: for the order of the help, and for suggestions
    try:
        group()
    except YosrulesError as error:
        from yosrules.cli.common import say  # noqa: PLC0415 -- only what goes wrong needs it

        say(str(error), err=True)
        raise SystemExit(2) from None
    except SystemExit:
        # Typer ends with 1 where the reader has gone, which here means that something contradicts itself.
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":
            from yosrules.reports.drawing.piped import READER_GONE  # noqa: PLC0415 -- only a broken pipe needs it

            raise SystemExit(READER_GONE) from None
        raise

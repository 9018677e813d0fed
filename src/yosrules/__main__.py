"""`python -m yosrules`, and what the installed command runs: the command, or what to install for it."""

import sys


def main() -> None:
    """Run the command; without the libraries it needs, say what to install."""
    if sys.argv[1:] == ["--version"]:
        # Typer reads this option too, but takes several times as long to get ready as to print a line.
        from importlib.metadata import version  # noqa: PLC0415 -- no other command needs it here

        print(f"yosrules {version('yosrules')}")  # noqa: T201 -- this is the command
        sys.exit()
    try:
        from yosrules.cli import run_command  # noqa: PLC0415 -- an extra, imported when asked for
    except ImportError as error:
        sys.exit(f"the command needs {error.name}: pip install 'yosrules[cli]'")
    run_command()


if __name__ == "__main__":
    main()

"""`python -m yosrules`, and what the installed command runs: the command, or what to install for it."""

import atexit
import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command, and write all that it prints while it can still be said that this fails."""
    try:
        try:
            _run()
        finally:
            sys.stdout.flush()
    except OSError as error:
        # What is left of the output would be tried again at exit, and fail again.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever reads has read enough
            sys.exit(141)
        print(f"it cannot be written: {error}", file=sys.stderr)  # noqa: T201 -- this is the command
        sys.exit(2)


def _run() -> None:
    """Run the command; without the libraries it needs, say what to install."""
    if sys.argv[1:] == ["--version"]:
        # Typer reads this option too, but takes several times as long to get ready as to print a line.
        from importlib.metadata import version  # noqa: PLC0415 -- no other command needs it here

        print(f"yosrules {version('yosrules')}")  # noqa: T201 -- this is the command
        sys.exit()
    # What is imported and what is read live until the command ends, with next to no circles in it; the collector would
    # look at all of it for these again and again.
    gc.set_threshold(1_000_000, 50, 100)
    # And when it ends, Python would look at all of it three times more, to free what the system takes back anyhow.
    atexit.register(gc.freeze)
    try:
        from yosrules.cli import run_command  # noqa: PLC0415 -- an extra, imported when asked for
    except ImportError as error:
        sys.exit(f"the command needs {error.name}: pip install 'yosrules[cli]'")
    run_command()


if __name__ == "__main__":
    main()

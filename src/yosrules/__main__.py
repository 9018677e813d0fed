"""`python -m yosrules`, and what the installed command runs: the command, or what to install for it."""

import sys


def main() -> None:
    """Run the command; without the libraries it needs, say what to install."""
    try:
        from yosrules.cli import main as run  # noqa: PLC0415 -- an extra, imported when asked for
    except ImportError as error:
        sys.exit(f"the command needs {error.name}: pip install 'yosrules[cli]'")
    run()


if __name__ == "__main__":
    main()

"""Whether pyright knows the type of everything public: each name that a wing offers, and each member of it.

`pyright --verifytypes` counts every module whose name has no underscore. What is public here is what the wings export,
so only that is asked for; it must be complete.
"""

import json
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import yosrules
from yosrules.lazy import Wing

WINGS = [yosrules, *(import_module(f"yosrules.{module.name}") for module in iter_modules(yosrules.__path__))]


def main() -> int:
    """Print every public symbol whose type is unknown or could be inferred differently; 1 if there is one."""
    public = {
        f"{wing.__name__}.{home}.{name}"
        for wing in WINGS
        if isinstance(wing, Wing)
        for name, home in wing._homes.items()
    }
    command = [sys.executable, "-m", "pyright", "--verifytypes", "yosrules", "--ignoreexternal", "--outputjson"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    symbols = [
        symbol
        for symbol in found["typeCompleteness"]["symbols"]
        if any(symbol["name"] == name or symbol["name"].startswith(f"{name}.") for name in public)
    ]
    if missing := public - {symbol["name"] for symbol in symbols}:
        print("pyright says nothing of", *sorted(missing))
        return 1
    wrong = [symbol for symbol in symbols if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]]
    for symbol in wrong:
        print(symbol["name"], *(each["message"].replace("\n", " ") for each in symbol["diagnostics"]), sep="\n  ")
    print(f"{len(symbols) - len(wrong)} of {len(symbols)} public symbols have a known type")
    return 1 if wrong else 0


sys.exit(main())

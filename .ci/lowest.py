"""Write pip constraints that pin each direct dependency of the core to the lowest version pyproject.toml allows."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
wanted = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
bounds = {match.groups() for each in wanted if (match := re.fullmatch(r"([\w-]+)>=([\w.]+)", each))}
Path(sys.argv[1]).write_text("".join(f"{name}=={version}\n" for name, version in sorted(bounds)))

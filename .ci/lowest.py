"""Write pip constraints that pin the core's and the tests' direct dependencies to the lowest versions allowed."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text())
extras = project["project"]["optional-dependencies"].values()
wanted = [project["project"]["dependencies"], *extras, project["dependency-groups"]["test"]]
each = re.compile(r"([\w-]+)(?:\[\w+\])?>=([\w.]+)(?:,<.*)?")
bounds = {match.groups() for group in wanted for name in group if (match := each.fullmatch(name))}
Path(sys.argv[1]).write_text("".join(f"{name}=={version}\n" for name, version in sorted(bounds)))

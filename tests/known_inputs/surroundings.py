"""Known inputs of file systems and of plugins."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import attrs
import polars as pl

from known_inputs.rows import Answer, Row, call, command
from test_load import frames, framework, policies, raising
from yosrules.files import dataset as datasets
from yosrules.hooks.load import load
from yosrules.hooks.offers import check_offers
from yosrules.hooks.spec import hookimpl

BULK = "allocate data --policy anytown-own --on 2024-06-20 --engine polars --out"


def dataset(line: str, *names: str, prepare: Callable[[], object] = list) -> Callable[[], Answer]:
    """A command over a folder of Parquet files with these names, one case in each; and what the manifest says."""

    def ask() -> Answer:
        for at, name in enumerate(("a.parquet", *names)):
            path = Path("data") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            pl.DataFrame({"reference": [f"C{at}"], "exploited": [True]}).write_parquet(path)
        prepare()
        answer = command(line)
        manifest = Path("out/manifest.json")
        return attrs.evolve(answer, text=answer.text + (manifest.read_text() if manifest.exists() else ""))

    return ask


def damaged(line: str) -> Callable[[], Answer]:
    """A command beside a caseload and a folder with a Parquet file in which a page says that it has -1 values."""

    def ask() -> Answer:
        path = Path("data/offences.parquet")
        path.parent.mkdir()
        Path("cases.csv").write_text("reference,rosh\nC0,High\n")
        pl.DataFrame({"reference": ["C0"], "exploited": [True]}).write_parquet(path)
        header = b"\x2c\x15"  # what is said of a page begins, and in it a number
        path.write_bytes(path.read_bytes().replace(header + b"\x02", header + b"\x01", 1))
        return command(line)

    return ask


def torn() -> None:
    """Write a history of checks of which what is compressed cannot be read."""
    pl.DataFrame({"reference": ["C0"], "system": ["PNC"]}).write_parquet("checks.parquet")
    compressed = b"\x28\xb5\x2f\xfd"
    Path("checks.parquet").write_bytes(Path("checks.parquet").read_bytes().replace(compressed, bytes(4)))


def while_reading(change: Callable[[], object]) -> Callable[[], Answer]:
    """A command over a folder of Parquet files, in which something changes after the first look at its files."""

    def ask() -> Answer:
        look, seen = datasets.states, list[object]()

        def states(files: list[Path]) -> object:
            if seen:
                change()
            seen.append(look(files))
            return seen[-1]

        with patch.object(datasets, "states", states):
            return dataset(f"{BULK} out")()

    return ask


def unreadable() -> Answer:
    """A command over a folder of Parquet files with a folder that may not be read."""
    look = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("more"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    with patch.object(os, "scandir", scandir):
        return dataset(f"{BULK} out", "more/b.parquet")()


def with_link(line: str, name: str, to: str) -> Callable[[], Answer]:
    """A command in a folder with a caseload and a link."""

    def ask() -> Answer:
        Path("cases.csv").write_text("reference,rosh\nC1,High\n")
        Path(name).symlink_to(to)
        return command(line)

    return ask


def failing(plugin: object) -> Callable[[], Answer]:
    """What is said of a plugin beside a good one, and what stays usable."""

    def ask() -> object:
        rulebook = load({"good": frames(framework()), "odd": plugin}, strict=False)
        return f"{'; '.join(map(str, rulebook.failures))}; usable: {list(rulebook.frameworks)}"

    return call(ask)


def hook(returned: object) -> SimpleNamespace:
    """A plugin whose hook is a function."""
    return SimpleNamespace(yosrules_frameworks=hookimpl(returned))


def reread(line: str) -> Callable[[], Answer]:
    """A command over a caseload whose columns hold what a screen would obey."""

    def ask() -> Answer:
        evil = "a\x1b]52;c;x\x07\u202eb"
        Path("cases.csv").write_text(f"reference,rosh,{evil}\nC1,High,{evil}\n")
        Path("records.json").write_text(json.dumps([{"policy": evil}]))
        return command(line)

    return ask


EVIL = ("\x1b", "\x07", "\u202e")
USABLE = "usable: ['local']"
ROWS = [
    Row(
        "an output that is a link to itself",
        with_link("allocate cases.csv --on 2019-09-09 --out loop.csv --force", "loop.csv", "loop.csv"),
        2,
        ("it is a link that leads back to itself",),
    ),
    Row(
        "records that are a link to themselves",
        with_link("allocate cases.csv --on 2019-09-09 --records loop.json --force", "loop.json", "loop.json"),
        2,
        ("it is a link that leads back to itself",),
    ),
    Row(
        "a full device",
        with_link("allocate cases.csv --on 2019-09-09 --records full.json", "full.json", "/dev/full"),
        2,
        ("No space left on device",),
    ),
    Row("an engine that is to write to the root", dataset(f"{BULK} /"), 2, ("--out / would overwrite what is read",)),
    Row(
        "an engine that is to write to a link that leads nowhere",
        dataset(f"{BULK} nowhere", prepare=lambda: Path("nowhere").symlink_to("missing")),
        2,
        ("nowhere is there already",),
    ),
    *(
        Row(f"a damaged page of Parquet, {name}", damaged(line), 2, ("offences.parquet: it is a damaged Parquet file",))
        for name, line in (
            ("in a dataset", f"{BULK} out"),
            ("in a caseload", "allocate data/offences.parquet --on 2024-06-20"),
            ("in a history", "explain cases.csv C0 --on 2024-06-20 --with data/offences.parquet"),
            ("in an audit", "rate data/offences.parquet --framework hmip-2018"),
        )
    ),
    Row(
        "a history whose values cannot be read",
        dataset(f"{BULK} out --with checks.parquet", prepare=torn),
        2,
        ("checks.parquet: it cannot be worked through",),
    ),
    Row("a folder of a dataset that may not be read", unreadable, 2, ("Permission denied",)),
    Row(
        "a file that is removed while it is read",
        while_reading(lambda: Path("data/a.parquet").unlink()),
        2,
        ("data: it changed while it was read",),
    ),
    Row(
        "a file that is changed while it is read",
        while_reading(lambda: Path("data/a.parquet").touch()),
        2,
        ("data: it changed while it was read",),
    ),
    Row(
        "a name that is taken while a run works",
        while_reading(lambda: Path("out").touch()),
        2,
        ("out is there already",),
    ),
    Row(
        "a dataset with an ending in capitals",
        dataset(f"{BULK} out", "B.PARQUET"),
        says=('"data/B.PARQUET": ', '"rows": 2'),
    ),
    Row(
        "a dataset with files that look like data and are not read",
        dataset(f"{BULK} out", "c.pq", "_d.parquet"),
        2,
        ("these look like data but are not read: _d.parquet, c.pq",),
    ),
    Row(
        "a dataset with part files that were left behind",
        dataset(f"{BULK} out", ".out.part/part-00000.parquet"),
        2,
        ("these look like data but are not read",),
    ),
    Row(
        "an output inside of the dataset",
        dataset(f"{BULK} data/out"),
        2,
        ("--out data/out would overwrite what is read",),
    ),
    Row(
        "a further file that is no Parquet",
        dataset(
            f"{BULK} out --policy anytown-missed --with visit.parquet",
            prepare=lambda: Path("visit.parquet").write_bytes(b"PAR1junk"),
        ),
        2,
        ("visit.parquet: it is not a whole Parquet file: its end is missing",),
    ),
    Row(
        "explain shows what a screen would obey as escapes",
        reread("explain cases.csv C1 --on 2019-09-09"),
        says=("not used: a\\x1b]52;c;x\\x07U+202Eb",),
        never=EVIL,
    ),
    Row(
        "replay shows what a screen would obey as escapes",
        reread("replay records.json cases.csv"),
        2,
        ("decision record.schema: is missing",),
        EVIL,
    ),
    Row(
        "a plugin whose framework has a number for an id",
        failing(frames(framework(7))),
        says=("odd: ", "it offers a framework 7; allowed: text", USABLE),
    ),
    Row("a plugin that stops everything", failing(hook(raising(GeneratorExit))), says=("odd: GeneratorExit", USABLE)),
    Row("a plugin that ends the program", failing(hook(raising(SystemExit, 3))), says=("odd: SystemExit: 3", USABLE)),
    Row("a plugin that prints", failing(hook(lambda: print("hello") or [])), says=(USABLE,), never=("hello",)),  # noqa: T201
    Row(
        "a plugin whose policy has a path for a name",
        failing(policies("../../etc/passwd")),
        says=("a policy with the name '../../etc/passwd'; allowed: 1 to 100 printable characters", USABLE),
    ),
    Row(
        "a plugin whose policy has no name", failing(policies("")), says=("a policy with the name ''; allowed", USABLE)
    ),
    Row(
        "a plugin with a message of a million characters",
        failing(hook(raising(ValueError, "x" * 1_000_000))),
        says=("… (1,000,000 characters)", USABLE),
    ),
    Row(
        "a plugin whose hook is misspelt",
        failing(SimpleNamespace(yosrules_framework=hookimpl(lambda: ()))),
        says=("unknown hook 'yosrules_framework'; did you mean yosrules_frameworks?", USABLE),
    ),
    Row(
        "the own test of a plugin whose hook is misspelt",
        call(
            lambda: check_offers(
                "odd", "odd", plugins={"odd": SimpleNamespace(yosrules_forum_policy=hookimpl(lambda: ()))}
            )
        ),
        2,
        ("unknown hook 'yosrules_forum_policy'; did you mean yosrules_forum_policies?",),
    ),
    Row(
        "the own test of a plugin whose policy is misspelt",
        call(lambda: check_offers("odd", "anytown-forums", plugins={"odd": policies("anytown-form")})),
        2,
        ("the plugin odd does not offer 'anytown-forums'; it offers: anytown-form; did you mean anytown-form?",),
    ),
    Row(
        "the own test of a plugin whose entry point is misspelt",
        call(lambda: check_offers("anytown", plugins={"anytwon": policies("anytown")})),
        2,
        ("no plugin is called 'anytown'; installed: anytwon; did you mean anytwon?",),
    ),
    Row(
        "the own test of a plugin that offers what it means to",
        call(lambda: check_offers("odd", "anytown", plugins={"odd": policies("anytown")})),
        says=("None",),
    ),
]

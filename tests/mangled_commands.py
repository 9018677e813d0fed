"""Inputs for every command that reads something: sound ones, mangled a little, and options as odd as a person types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cache
from inspect import signature
from io import BytesIO
from random import Random

import attrs
import polars as pl

from mangler import ODD_DAYS, ODD_NUMBERS, ODD_TEXTS, ODD_WORDS, Mangler, Table
from yosrules.files.absences import WORKER_HISTORIES
from yosrules.files.cases import CASE_HISTORIES
from yosrules.files.writing.rows import WRITERS, _parquet
from yosrules.hooks.load import load
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, words
from yosrules.policies.open_policies import OpenPolicy
from yosrules.records.absence import Absence, Worker
from yosrules.records.case import Case
from yosrules.samples.absences import rows_of_absences, sample_absences
from yosrules.samples.cases import case_rows, kinds_of, sample_cases

ENDINGS = (".csv", ".csv", ".csv", ".csv", ".json", ".json", ".xlsx", ".parquet")


@attrs.define
class Given:
    """What a command is given: its words, the files and links it finds, and the names under which it may write."""

    words: list[str]
    files: dict[str, bytes] = attrs.field(factory=dict[str, bytes])
    links: dict[str, str] = attrs.field(factory=dict[str, str])
    outs: set[str] = attrs.field(factory=set[str])


@attrs.frozen
class Asking:
    """One command as it is drawn: the dice, and what it is given so far."""

    dice: Random
    given: Given
    harsh: float
    """How odd this input is, from 0 to 1: most of what is odd in several places is refused at the first."""

    @property
    def mangler(self) -> Mangler:
        return Mangler(self.dice)

    def some(self, share: float) -> bool:
        return self.dice.random() < share

    def odd(self, share: float) -> bool:
        return self.some(share * self.harsh)

    def say(self, *said: str) -> None:
        # A word of a command line holds no NUL.
        self.given.words += [each.replace("\x00", "\x01") for each in said]

    def day(self, name: str = "--on") -> None:
        self.say(name, self.dice.choice(ODD_DAYS) if self.odd(0.2) else str(_day(self.dice)))

    def put(self, name: str, content: bytes) -> str:
        """The name of a file, which may be a link or a folder instead, or not be there."""
        if self.odd(0.04):
            self.given.links[name] = self.dice.choice((name, "nowhere", ".", "/dev/null", "/etc/hostname", "/dev/full"))
        elif not self.odd(0.02):
            self.given.files[name] = self.mangler.bytes(content) if self.odd(0.12) else content
        return name

    def table(self, stem: str, rows: Table, endings: Iterable[str] = ENDINGS) -> str:
        """The name of a table in a format that is drawn, mangled in no way, in one, or in several."""
        for _ in range(sum(self.odd(0.6) for _ in range(3))):
            rows = self.mangler.table(rows)
        ending = self.dice.choice([*endings])
        content = _written(ending, rows)
        if self.odd(0.2):
            ways: dict[str, Callable[[bytes], bytes]] = {".xlsx": self.mangler.zip, ".parquet": self.mangler.bytes}
            content = ways.get(ending, lambda each: self.mangler.text(each.decode(errors="replace")))(content)
        if ending == ".json" and self.odd(0.4):
            content = self.mangler.json(content.decode(errors="replace"))
        if self.odd(0.04):
            ending = self.dice.choice((*ENDINGS, ".txt", "", ".CSV", ".xls", ".xlsm", ".json.csv"))
        return self.put(f"{stem}{ending}", content)

    def frame(self, stem: str, frame: pl.DataFrame) -> str:
        """The name of a Parquet file, or of a folder of them, with typed columns."""
        for _ in range(sum(self.odd(0.7) for _ in range(2))):
            with suppress(pl.exceptions.PolarsError):
                frame = self.mangler.frame(frame)
        held = BytesIO()
        frame.write_parquet(held)
        if self.some(0.15):
            self.put(f"{stem}/{self.dice.choice(('a.parquet', '_a.parquet', 'a.pq', 'a.txt'))}", held.getvalue())
            return stem
        return self.put(f"{stem}.parquet", self.mangler.bytes(held.getvalue()) if self.odd(0.15) else held.getvalue())

    def behind(self, kinds: Mapping[str, type[Facts]], whose: str, names: list[str]) -> None:
        """Some histories, each as a file of its own."""
        for stem in self.dice.sample([*kinds], self.dice.choice((0, 0, 1, 1, 2, 3))):
            self.say("--with", self.table(stem, _history(self.dice, kinds[stem], whose, names)))

    def out(self, option: str = "--out", endings: Iterable[str] = ENDINGS) -> None:
        """Somewhere to write to, which may be no place to write to."""
        name = f"out{self.dice.choice([*endings])}"
        if self.odd(0.3):
            odd = (
                "missing/out.csv",
                ".",
                "",
                "/",
                "x" * 300 + ".csv",
                "out",
                "out.txt",
                "/dev/full",
                *self.given.files,
            )
            name = self.dice.choice(odd)
        if name.startswith("out") and self.some(0.1):
            self.given.links[name] = self.dice.choice((name, "nowhere", ".", "nowhere/x", *self.given.files))
        self.given.outs |= {name, self.given.links.get(name, name)}
        self.say(option, name)

    def maybe_out(self, share: float, option: str = "--out", endings: Iterable[str] = ENDINGS) -> None:
        if self.some(share):
            self.out(option, endings)

    def name(self, *names: str) -> str:
        return self.dice.choice(ODD_WORDS) if self.odd(0.06) else self.dice.choice(names)


def _day(dice: Random) -> date:
    return date(2019, 9, 9) + timedelta(days=dice.randrange(-300, 2400))


def _written(ending: str, rows: Table) -> bytes:
    """A table as bytes, though it be no table: with lines of any length and headings that are twice there."""
    heads = [words(str(each)) for each in rows[0]] if rows else []
    lines = [[*map(_plain, line), *[None] * (len(heads) - len(line))] for line in rows[1:]]
    if ending == ".csv":
        return "\n".join(
            ",".join(f'"{_text(cell)}"' if "," in _text(cell) else _text(cell) for cell in line)
            for line in [heads, *lines]
        ).encode(errors="surrogatepass")
    if ending == ".json":
        return json.dumps([dict(zip(heads, map(_for_json, line), strict=False)) for line in lines]).encode()
    cut = [line[: len(heads)] for line in lines]
    if ending == ".parquet":
        heads = [*dict.fromkeys(heads)]
    try:
        return WRITERS[ending](heads, [line[: len(heads)] for line in cut])
    except Exception:
        return b""


def _plain(cell: object) -> str | int | bool | date | Decimal | None:
    if isinstance(cell, StrEnum | IntEnum):
        return words(cell)
    return cell if isinstance(cell, str | int | bool | date | Decimal) else None


def _text(cell: object) -> str:
    return "" if cell is None else words(cell) if isinstance(cell, bool | Decimal) else str(cell)


def _for_json(cell: object) -> object:
    return cell if cell is None or isinstance(cell, int) else _text(cell)


def _value(dice: Random, fact: Fact) -> object:
    """A value that a fact may have, most of the time."""
    if not fact.given and dice.random() < 0.3:
        return None
    if fact.members:
        return words(dice.choice(fact.members))
    if fact.kind is date:
        return _day(dice)
    low, high = (end if isinstance(end, int | Decimal) else other for end, other in ((fact.low, 0), (fact.high, 9)))
    number = dice.randint(int(low), min(int(high), int(low) + 9))
    return Decimal(number).quantize(Decimal(1).scaleb(-(fact.places or 0))) if fact.kind is Decimal else number


def _history(dice: Random, kind: type[Facts], whose: str, names: list[str]) -> Table:
    """The rows of a history, each with its days in order."""
    facts, rows = vocabulary(kind), list[list[object]]()
    texts = [name for name in signature(kind).parameters if name not in (*facts, whose, "reference")]
    whom = dice.sample(names, len(names)) if kind is Worker else dice.choices(names, k=dice.choice((1, 2, 4)))
    for each in dict.fromkeys(whom) if kind is Worker else whom:
        row = {name: _value(dice, fact) for name, fact in facts.items()}
        row |= {"week": 1} if "week" in row else {}
        row |= {name: dice.choice(("IPC", "RSM", "MAPPA", "PNC", "social care")) for name in texts}
        days = [name for name in row if isinstance(row[name], date)]
        row |= dict(zip(days, sorted(row[name] for name in days), strict=True))
        rows.append([each, *row.values()])
    return [[whose, *facts, *texts], *rows]


@cache
def _cases(seed: int) -> tuple[tuple[str, ...], list[list[object]], pl.DataFrame]:
    heads, rows = case_rows(sample_cases(4, seed, date(2019, 9, 9)))
    frame = pl.read_parquet(BytesIO(_parquet(heads, [[*map(_plain, row)] for row in rows], kinds_of(Case))))
    return heads, [[*row] for row in rows], frame


@cache
def _absences(seed: int) -> tuple[list[str], list[list[object]], pl.DataFrame]:
    heads, rows = rows_of_absences(sample_absences(3, seed, date(2025, 10, 1)))
    frame = pl.read_parquet(BytesIO(_parquet(heads, rows, kinds_of(Absence))))
    return heads, [[*row] for row in rows[:12]], frame.head(12)


@cache
def _rulebook() -> tuple[list[str], list[str], dict[str, OpenPolicy], list[str]]:
    book = load()
    settled = [name for name, each in book.attendance_policies.items() if not isinstance(each, OpenPolicy)]
    left = {name: each for name, each in book.attendance_policies.items() if isinstance(each, OpenPolicy)}
    return [*book.forum_policies], settled, left, [*book.frameworks]


@cache
def _with_interviews() -> list[str]:
    policies = load().attendance_policies
    return [name for name, each in policies.items() if isinstance(each, OpenPolicy) or each.interviews]


def _caseload(ask: Asking) -> list[str]:
    """A caseload, with histories behind it; gives the references in it."""
    heads, rows, _ = _cases(ask.dice.randrange(20))
    rows = ask.dice.sample(rows, ask.dice.choice((1, 2, 4)))
    # Few columns, as most caseloads have; each column is as likely as another to be mangled.
    kept = [at for at, name in enumerate(heads) if name == "reference" or ask.some(0.4)]
    ask.say(ask.table("cases", [[heads[at] for at in kept], *([row[at] for at in kept] for row in rows)]))
    return [str(row[heads.index("reference")]) for row in rows]


def _asked_of_cases(ask: Asking, names: list[str]) -> None:
    if ask.some(0.4):
        ask.say("--policy", ask.name(*_rulebook()[0]))
    ask.day()
    ask.behind(CASE_HISTORIES, "reference", names)


def _mapped(ask: Asking, main: str, kinds: Mapping[str, type[Facts]]) -> None:
    """A map of some of the headings and words that a file may have, and a file for what is wrong."""
    if ask.some(0.2):
        lines = []
        for name in ask.dice.sample([main, *kinds], 2):
            facts = vocabulary({main: Case if main == "cases" else Absence, **kinds}[name])
            lines.append(f"[{name}.columns]")
            lines += [f"{_toml(ask, fact)} = {_toml(ask, fact)}" for fact in ask.dice.choices([*facts], k=2)]
            fact = ask.dice.choice([*facts])
            said = _toml(ask, str(_text(_value(ask.dice, facts[fact]))))
            lines += [f"[{name}.values.{fact}]", f"{_toml(ask, 'Hgh')} = {said}"]
        text = "\n".join(lines)
        ask.say("--map", ask.put("map.toml", (text[: ask.dice.randrange(400)] if ask.odd(0.2) else text).encode()))
    ask.maybe_out(0.1, "--errors", (".csv",))
    if ask.some(0.1):
        ask.say("--force")


def _toml(ask: Asking, sound: str) -> str:
    return json.dumps(ask.dice.choice(ODD_TEXTS) if ask.odd(0.3) else sound)


def _map(ask: Asking) -> None:
    if ask.some(0.5):
        ask.behind(CASE_HISTORIES, "reference", _caseload(ask))
    else:
        ask.behind(WORKER_HISTORIES, "worker", _workers(ask))
    if ask.some(0.2):
        ask.say("--as", ask.name("cases", "absences", "stages", "offences"))
    ask.maybe_out(0.5, endings=(".toml",))


def _allocate(ask: Asking) -> None:
    _asked_of_cases(ask, _caseload(ask))
    _mapped(ask, "cases", CASE_HISTORIES)
    ask.maybe_out(0.3)
    if ask.some(0.1):
        ask.say("--keep", ask.name("reference", "rosh", "Case Manager"))
    ask.maybe_out(0.2, "--records", (".json",))


def _explain(ask: Asking) -> None:
    names = _caseload(ask)
    ask.say(ask.name(*names))
    _asked_of_cases(ask, names)


def _referral(ask: Asking) -> None:
    _explain(ask)
    ask.say("--forum", ask.name("IPC", "RSM", "CSP", "MAPPA", "PCP"))
    if ask.some(0.4):
        ask.say("--format", ask.name("text", "html", "md"))
    ask.maybe_out(0.3)


KEPT: dict[str, str] = {}
"""Decision records as `allocate` writes them, by the reference of the caseload; filled once, by who runs commands."""


def _replay(ask: Asking) -> None:
    kept = KEPT["records"]
    for _ in range(sum(ask.odd(0.7) for _ in range(2))):
        kept = ask.mangler.json(kept).decode(errors="replace")
    ask.say(ask.put("records.json", kept.encode(errors="replace")))
    heads, rows, _ = _cases(7)
    ask.say(ask.table("cases", [[*heads], *rows], (".csv", ".json")))
    ask.behind(CASE_HISTORIES, "reference", [str(row[0]) for row in rows])


def _policy_of_attendance(ask: Asking) -> None:
    _, settled, left, _ = _rulebook()
    if ask.given.words[0] == "interviews":
        ask.say("--policy", ask.name(*_with_interviews()))
        return
    if ask.some(0.75):
        ask.say("--policy", ask.name(*settled))
        return
    name = ask.dice.choice([*left])
    ask.say("--policy", name)
    if ask.some(0.95):
        ask.say("--settings", _settings(ask, left[name]))


def _settings(ask: Asking, policy: OpenPolicy) -> str:
    numbers = [ask.dice.choice(("1", "3", "4", "6", "10", "12", "28")) for _ in policy.settings]
    said = [
        f"{one.name} = {'true' if one.kind is bool else number}"
        for one, number in zip(policy.settings, numbers, strict=True)
    ]
    for _ in range(sum(ask.odd(0.8) for _ in range(2))):
        said = ask.mangler.toml(said).decode(errors="replace").split("\n")
    return ask.put("settings.toml", "\n".join(said).encode(errors="replace"))


def _workers(ask: Asking) -> list[str]:
    heads, rows, _ = _absences(ask.dice.randrange(20))
    rows = rows[: ask.dice.choice((1, 3, 6, 12))]
    ask.say(ask.table("absences", [[*heads], *rows]))
    return [str(row[0]) for row in rows]


def _pattern(ask: Asking) -> None:
    sound = ("mon-fri 7.4", "mon-fri:7.4", "mon-wed 7.4, thu 4", "mon-sun 0", "sat-sun 12")
    odd = ("mon 25", "mon", "", "fri-mon 7", "mon-fri " + "9" * 99, "mon-fri 0.0001", *ODD_NUMBERS[:9])
    ask.say("--pattern", ask.dice.choice(odd if ask.odd(0.15) else sound))


def _asked_of_workers(ask: Asking, names: list[str]) -> None:
    _policy_of_attendance(ask)
    ask.say(
        "--on",
        ask.dice.choice(ODD_DAYS) if ask.odd(0.15) else str(date(2025, 10, 1) + timedelta(ask.dice.randrange(90))),
    )
    ask.behind(WORKER_HISTORIES, "worker", names)
    if ask.some(0.7):
        _pattern(ask)


def _triggers(ask: Asking) -> None:
    _asked_of_workers(ask, _workers(ask))
    _mapped(ask, "absences", WORKER_HISTORIES)
    if "stages" not in " ".join(ask.given.words) and ask.some(0.7):
        ask.say("--no-stages")
    ask.maybe_out(0.3)


def _timeline(ask: Asking) -> None:
    names = _workers(ask)
    ask.say(ask.name(*names))
    _asked_of_workers(ask, names)
    if "stages" not in " ".join(ask.given.words) and ask.some(0.7):
        ask.say("--no-stages")


def _interviews(ask: Asking) -> None:
    _asked_of_workers(ask, _workers(ask))
    ask.maybe_out(0.3)


@cache
def _audits(framework: str) -> list[Table]:
    """A sheet, items, inspections and counts, of a framework."""
    book = load().framework(framework)
    chosen = [each for each in book.standards if each.number.startswith("2")] or [*book.standards][:4]
    names = [f"{each.number} {each.name}" for each in chosen]
    bands = book.scale.names
    return [
        [["standard", "score", "out_of", "percent", "rating"],
         *([name, "73", "84", "87%", bands[0]] for name in names), ["Overall", "292", "336", "87%", bands[-1]]],
        [["case", "standard", "question", "score", "out_of"],
         *([f"c{at}", each.number, one.id, "1", "1"] for each in chosen for one in each.key_questions for at in "12")],
        [["service", "standard", "rating", "share", "sample"], *(["A", name, bands[1], "60", "20"] for name in names)],
        [["service", "rating", "count"], ["A", bands[0], str(len(book.standards))]],
    ]  # fmt: skip


def _sheet(ask: Asking, stem: str, framework: str) -> None:
    ask.say(ask.table(stem, ask.dice.choice(_audits(framework))))


def _rate(ask: Asking) -> None:
    framework = ask.dice.choice(_rulebook()[3])
    for stem in ("audit", "later")[: ask.dice.choice((1, 1, 1, 2))]:
        _sheet(ask, stem, framework)
    if ask.some(0.2):
        ask.say("--against", ask.table("inspection", ask.dice.choice(_audits(framework))))
    ask.say("--framework", framework) if ask.some(0.9) else ask.day()
    if ask.some(0.2):
        ask.say(ask.dice.choice(("--json", "--csv")))
    else:
        ask.maybe_out(0.2, "--out", (".csv", ".json"))


def _compare(ask: Asking) -> None:
    framework = ask.dice.choice(_rulebook()[3])
    _sheet(ask, "before", framework)
    _sheet(ask, "after", framework)
    ask.say("--framework", framework)


def _engine(ask: Asking) -> None:
    ask.say("--engine", "duckdb" if ask.some(0.1) else "polars")
    ask.maybe_out(0.97, "--out", ("",))


def _history_frame(ask: Asking, kinds: Mapping[str, type[Facts]], whose: str, names: list[str]) -> None:
    for stem in ask.dice.sample([*kinds], ask.dice.choice((0, 0, 1, 1, 2))):
        rows = _history(ask.dice, kinds[stem], whose, names)
        texts = _written(".parquet", rows)
        ask.say("--with", ask.frame(stem, pl.read_parquet(BytesIO(texts))) if texts else "nowhere.parquet")


def _allocate_engine(ask: Asking) -> None:
    _, rows, frame = _cases(ask.dice.randrange(20))
    ask.say(ask.frame("cases", frame))
    ask.say("--day-column", "assessed") if ask.some(0.1) else ask.day()
    for _ in range(ask.dice.choice((0, 0, 1, 3))):
        ask.say("--unknown", ask.name(*frame.columns, "licence_over", "mappa_referral_criteria_met", "age"))
    _history_frame(ask, CASE_HISTORIES, "reference", [str(row[0]) for row in rows])
    _engine(ask)


def _triggers_engine(ask: Asking) -> None:
    _, rows, frame = _absences(ask.dice.randrange(20))
    ask.say(ask.frame("absences", frame))
    _policy_of_attendance(ask)
    ask.day()
    _history_frame(ask, WORKER_HISTORIES, "worker", [str(row[0]) for row in rows])
    if "stages" not in " ".join(ask.given.words):
        ask.say("--no-stages")
    _pattern(ask)
    _engine(ask)


def _rate_engine(ask: Asking) -> None:
    framework = ask.dice.choice(_rulebook()[3])
    items = [["service", *_audits(framework)[1][0]], *(["A", *row] for row in _audits(framework)[1][1:])]
    frame = pl.DataFrame(items[1:], schema=[str(each) for each in items[0]], orient="row")
    kind = ask.dice.choice((pl.Int64, pl.Int8, pl.Decimal(5, 2)))
    frame = frame.with_columns(pl.col("score", "out_of").cast(kind))
    ask.say(ask.frame("items", frame), "--framework", framework)
    _engine(ask)


def _sample(ask: Asking) -> None:
    ask.say("--n", ask.name("1", "2", "9", "0", "-1"), "--seed", ask.name("0", "7", "-1", "9" * 30))
    ask.day()
    ask.out()


def _show(ask: Asking) -> None:
    forums, settled, left, _ = _rulebook()
    name = ask.dice.choice([*left]) if ask.some(0.6) else ask.name(*forums, *settled)
    ask.say(name)
    if name in left or ask.some(0.1):
        ask.say("--settings", _settings(ask, left.get(name, next(iter(left.values())))))
    ask.day()
    if ask.some(0.4):
        ask.say("--format", ask.name("text", "html", "md"))
    ask.maybe_out(0.3)


def _new_plugin(ask: Asking) -> None:
    name = ask.name("anytown", "a-b", "yosrules-anytown", "A", "a--b", "../x", "derby-high-risk-strategy")
    ask.say(name, "--kind", ask.name("forums", "attendance", "domain"))
    if ask.some(0.2):
        ask.say("--into", ask.name(".", "missing", "/dev/null", ""))
    ask.given.outs.add(f"yosrules-{name.removeprefix('yosrules-')}")


def _diff(ask: Asking) -> None:
    name = ask.name(*_rulebook()[0])
    ask.say(name, f"{name}@{ask.dice.choice(ODD_TEXTS[:30])}" if ask.some(0.5) else name)
    if ask.some(0.5):
        heads, rows, _ = _cases(7)
        ask.say("--cases", ask.table("cases", [[*heads], *rows]))
        ask.day()


def _proved(ask: Asking) -> None:
    """A policy, scale or framework by name: without one, all are proved, which is no input to mangle."""
    forums, settled, left, frameworks = _rulebook()
    name = ask.dice.choice([*left]) if ask.some(0.6) else ask.name(*forums, *settled, *frameworks, *_scales())
    # Mutants of large policies, and of those with readings, take as long as an input may.
    if ask.given.words[0] == "mutate" and name in (*settled, *left):
        name = "derby-attendance"
    ask.say(name)
    if (name in left and ask.some(0.95)) or ask.odd(0.1):
        ask.say("--settings", _settings(ask, left.get(name, next(iter(left.values())))))
    if ask.given.words[0] == "verify" and ask.some(0.2):
        ask.out("--export", ("",))
    if ask.given.words[0] == "boundaries" and ask.some(0.3):
        ask.say("--csv")


@cache
def _scales() -> list[str]:
    return [each.scale.name for each in load().frameworks.values()]


COMMANDS: dict[str, tuple[int, Callable[[Asking], None]]] = {
    "allocate": (18, _allocate),
    "explain": (12, _explain),
    "referral": (8, _referral),
    "replay": (8, _replay),
    "triggers": (16, _triggers),
    "timeline": (8, _timeline),
    "interviews": (6, _interviews),
    "map": (6, _map),
    "rate": (14, _rate),
    "compare": (3, _compare),
    "show": (5, _show),
    "sample-cases": (2, _sample),
    "sample-absences": (2, _sample),
    "new-plugin": (1, _new_plugin),
    "diff": (1, _diff),
    "verify": (2, _proved),
    "boundaries": (1, _proved),
    "mutate": (1, _proved),
    "allocate --engine": (4, _allocate_engine),
    "triggers --engine": (1, _triggers_engine),
    "rate --engine": (3, _rate_engine),
}
"""How often each command is drawn, and how."""


def drawn(number: int) -> tuple[str, Given]:
    """Input number so many: the command, and what it is given."""
    dice = Random(number)
    name = dice.choices([*COMMANDS], [share for share, _ in COMMANDS.values()])[0]
    given = Given([name.partition(" ")[0]])
    COMMANDS[name][1](Asking(dice, given, dice.choice((0.05, 0.2, 0.5, 1))))
    return name, given

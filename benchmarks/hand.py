"""The job as somebody would write it by hand, and as fast as we know how: in Polars, and in SQL for DuckDB."""

from __future__ import annotations

from functools import reduce

import polars as pl

from job import FIELDS, FORUMS

RULES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8")
REQUIRED = {"RMP": ("R1", "R3"), "SWP": ("R2",), "MAPPA": ("R3",), "CRP": ("R5",), "RTP": ("R6",), "MOM": ("R7", "R8")}
OPEN = {"RMP": ("R8",), "MAPPA": ("R4",), "RRF": ("R8",)}
BIT = {forum.name: 1 << place for place, forum in enumerate(FORUMS)}


def _masks(fired: int) -> tuple[int, int]:
    """The forums that a set of fired rules requires, and those that it leaves open."""
    on = {rule for place, rule in enumerate(RULES) if fired >> place & 1}
    required = {forum for forum, rules in REQUIRED.items() if on & set(rules)}
    left = {forum for forum, rules in OPEN.items() if on & set(rules)} - required
    return sum(BIT[forum] for forum in required), sum(BIT[forum] for forum in left)


TABLE = [_masks(fired) for fired in range(1 << len(RULES))]


def _one_of(name: str, *values: str) -> pl.Expr:
    return reduce(lambda one, other: one | other, (pl.col(name) == value for value in values))


def _conditions() -> dict[str, pl.Expr]:
    """Each rule, the last without what the first two have asked already."""
    some = pl.col("rosh") != "Low"
    conditions = (
        _one_of("rosh", "High", "Very High"),
        _one_of("safety", "High", "Very High"),
        _one_of("mappa", "2", "3"),
        (pl.col("mappa") == "1") & some,
        pl.col("custody_risk") & _one_of("disposal", "RO", "YRO", "YRO-ISS"),
        _one_of("disposal", "DTO", "S250", "Remand") & (pl.col("age") >= 17),
        (pl.col("level_change") != "none") & some,
        (pl.col("reoffending") == "High") & (pl.col("disposal") != "OOCD"),
    )
    return dict(zip(RULES, conditions, strict=True))


def _codes() -> dict[str, pl.Expr]:
    """The same of enumerations by the places of their values, which is quicker and can no longer be read."""
    rosh, safety, reoffending, mappa, disposal, change = (
        pl.col(name).to_physical() for name in ("rosh", "safety", "reoffending", "mappa", "disposal", "level_change")
    )
    conditions = (
        rosh >= 2,
        safety >= 2,
        mappa >= 2,
        (mappa == 1) & (rosh >= 1),
        pl.col("custody_risk") & (disposal >= 1) & (disposal <= 3),
        (disposal >= 4) & (pl.col("age") >= 17),
        (change >= 1) & (rosh >= 1),
        (reoffending == 2) & (disposal >= 1),
    )
    return dict(zip(RULES, conditions, strict=True))


def polars_lookup(frame: pl.DataFrame) -> pl.DataFrame:
    """Fired rules as bits by arithmetic, forums looked up in a table of the 256 sets of rules."""
    bits = (pl.col(rule).cast(pl.UInt8) * (1 << place) for place, rule in enumerate(RULES))
    fired = reduce(lambda one, other: one | other, bits).alias("fired")
    looked_up = [
        pl.lit(pl.Series([masks[at] for masks in TABLE], dtype=pl.UInt8)).gather(pl.col("fired")).alias(name)
        for at, name in enumerate(("must", "may"))
    ]
    return _ruled(frame, _conditions()).select(fired).with_columns(looked_up).collect()


def polars_choices(frame: pl.DataFrame) -> pl.DataFrame:
    """Every bit as a when-then choice, forums from the rules: the fastest that we found by hand of what can be read."""
    return _chosen(_ruled(frame, _conditions()))


def polars_codes(frame: pl.DataFrame) -> pl.DataFrame:
    """The same by the codes of enumerations."""
    return _chosen(_ruled(frame, _codes()))


def polars_checked(frame: pl.DataFrame) -> pl.DataFrame:
    """The choices, once every value is known to be one that the job has, as yosrules always does."""
    told = _conditions()
    sound = [
        pl.col(name).is_between(10, 19) if name == "age" else _one_of(name, *map(str, values))
        for name, values in FIELDS.items()
        if name != "custody_risk"
    ]
    ruled = _ruled(frame, {**told, "sound": reduce(lambda one, other: one & other, sound)})
    out = _chosen(ruled, "sound")
    if not out["sound"].all():
        raise ValueError("a value that the job does not have")
    return out


def _ruled(frame: pl.DataFrame, conditions: dict[str, pl.Expr]) -> pl.LazyFrame:
    """A column a rule."""
    return frame.lazy().select(**conditions).with_columns(R8=pl.col("R8") & ~(pl.col("R1") | pl.col("R2")))


def _chosen(ruled: pl.LazyFrame, *beside: str) -> pl.DataFrame:

    def bits(told: list[tuple[pl.Expr, int]]) -> pl.Expr:
        none = pl.lit(0, dtype=pl.UInt8)
        parts = (pl.when(holds).then(pl.lit(bit, dtype=pl.UInt8)).otherwise(none) for holds, bit in told)
        return reduce(lambda one, other: one + other, parts)

    def some(rules: tuple[str, ...]) -> pl.Expr:
        return reduce(lambda one, other: one | other, map(pl.col, rules))

    must = [(some(rules), BIT[forum]) for forum, rules in REQUIRED.items()]
    may = [
        (some(rules) & ~some(REQUIRED[forum]) if forum in REQUIRED else some(rules), BIT[forum])
        for forum, rules in OPEN.items()
    ]
    fired = [(pl.col(rule), 1 << place) for place, rule in enumerate(RULES)]
    columns = {"fired": bits(fired), "must": bits(must), "may": bits(may)}
    return ruled.select(*beside, **columns).collect()


def sql() -> str:
    """The job as one query over a table called cases."""
    conditions = (
        "rosh IN ('High', 'Very High')",
        "safety IN ('High', 'Very High')",
        "mappa IN ('2', '3')",
        "mappa = '1' AND rosh <> 'Low'",
        "custody_risk AND disposal IN ('RO', 'YRO', 'YRO-ISS')",
        "disposal IN ('DTO', 'S250', 'Remand') AND age >= 17",
        "level_change <> 'none' AND rosh <> 'Low'",
        "reoffending = 'High' AND disposal <> 'OOCD'",
    )
    rules = ", ".join(f"({told})::USMALLINT AS {rule}" for rule, told in zip(RULES, conditions, strict=True))

    def some(rules: tuple[str, ...]) -> str:
        return f"({' | '.join(rules)})"

    places = {forum.name: place for place, forum in enumerate(FORUMS)}
    fired = " | ".join(f"({rule} << {place})" for place, rule in enumerate(RULES))
    must = " | ".join(f"({some(rules)} << {places[forum]})" for forum, rules in REQUIRED.items())
    may = " | ".join(
        f"(({some(rules)} & ~{some(REQUIRED[forum])} & 1::USMALLINT) << {places[forum]})"
        if forum in REQUIRED
        else f"({some(rules)} << {places[forum]})"
        for forum, rules in OPEN.items()
    )
    columns = ", ".join(
        f"({made})::UTINYINT AS {name}" for name, made in (("fired", fired), ("must", must), ("may", may))
    )
    ruled = f"SELECT * REPLACE (R8 & ~(R1 | R2) AS R8) FROM (SELECT {rules} FROM cases)"
    return f"SELECT {columns} FROM ({ruled})"

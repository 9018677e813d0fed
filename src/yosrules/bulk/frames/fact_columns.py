"""Facts as columns of one frame: their types checked, conditions put to them, rows refused that are not allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.columns import NARWHALS, Dialect, FactColumn, Verdicts, column_of, every, null_counts, types
from yosrules.bulk.frames.conditions import Conditions, Levels
from yosrules.bulk.frames.engine import Eager, Frame, opened, workable
from yosrules.bulk.frames.stages import Stages
from yosrules.errors import RecordError
from yosrules.language.expr import Compare, Condition, Op
from yosrules.language.facts import Facts, invariants
from yosrules.language.kinds import Fact
from yosrules.language.never import Never

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoLazyFrame

FIRST_SHOWN = 3
"""How many of the rows that are not allowed an error shows."""

_OK, _ROW = "ok", "row"


class FactColumns:
    """Facts as columns of one table; raises one error that says everything that is wrong with the columns.

    A fact in `unknown` needs no column: it is unknown in every row.
    """

    def __init__(
        self, table: Frame, facts: Iterable[Fact], unknown: Collection[str] = (), dialect: Dialect = NARWHALS
    ) -> None:
        asked = {fact.name: fact for fact in facts}
        self.dialect, self.table = dialect, _of_interest(table, asked)
        self._stages = Stages(self.table.collect_schema(), dialect)
        self._columns = _checked(self.table, asked.values(), unknown, self._stages)
        self._levels = Levels(self._stages)
        self._conditions = Conditions(self._columns, self._stages, self._levels)
        self._never: dict[Never, nw.Expr] = {}

    def __getitem__(self, fact: Fact) -> FactColumn:
        return self._columns[fact.name]

    @property
    def prefix(self) -> str:
        """A prefix that no column of the table begins with."""
        return self._stages.prefix

    @property
    def certain(self) -> bool:
        """Whether every condition has a verdict on every row that is not refused."""
        return not any(column.uncertain for column in self._columns.values())

    def verdicts(self, condition: Condition) -> Verdicts:
        """The verdict of a condition on every row."""
        return self._conditions.verdicts(condition)

    def refuse(self, never: Iterable[Never]) -> None:
        """Refuse the rows that are shown to be what no record can be."""
        # Without this, a column of nothing but nulls is a literal, by which no eager table can be filtered.
        asked = (each for each in never if not any(self._columns[name].absent for name in each.needs))
        found = {each: self.verdicts(each.condition) for each in asked}
        self._never = {each: ~told.is_null() & told for each, told in found.items() if not isinstance(told, bool)}

    def put(self, made: Mapping[str, nw.Expr], *stages: Mapping[str, nw.Expr], alone: bool = False) -> Frame:
        """The table with these columns; with `alone` an eager one may be these columns only.

        An eager table with a row that is not allowed is refused. In a lazy one the columns are null in such a row.
        """
        fits = [self._levels.fits(each) for each in self._columns.values() if each.open]
        fit, ok = every([*fits, *(~broken for broken in self._never.values())]), self.prefix + _OK
        checked: dict[str, nw.Expr] = {} if isinstance(fit, bool) else {ok: fit}
        if isinstance(self.table, nw.LazyFrame):
            sound = self.dialect.when(self.dialect.col(ok))
            answers = {name: sound.then(expr) for name, expr in made.items()} if checked else made
            return opened(self.staged(checked, *stages, answers))
        if not made and not checked:
            return self.table
        found = self._collected({**made, **checked}, checked, *stages, made)
        if checked and not found[ok].all():
            raise self._explain(self.staged())
        if alone:
            return found
        return self.table.with_columns(*(found[name] for name in made)) if made else self.table

    def staged(self, *stages: Mapping[str, nw.Expr]) -> Frame:
        """The table with everything that was asked so far worked out, and then these."""
        return self._stages.over(self._stages.in_dialect(self.table), *stages)

    def refused(self) -> dict[str, nw.Expr]:
        """For each fact whose values the types alone do not settle, where a row is refused for it."""
        found = self._unfit()
        for each, broken in self._never.items():
            name = each.facts[0].name
            found[name] = found[name] | broken if name in found else broken
        return found

    def _unfit(self) -> dict[str, nw.Expr]:
        fits = {name: self._levels.fits(column) for name, column in self._columns.items() if column.open}
        return {name: ~fit for name, fit in fits.items() if not isinstance(fit, bool)}

    def _collected(self, wanted: Iterable[str], *stages: Mapping[str, nw.Expr]) -> Eager:
        """Some columns of an eager table, after these stages."""
        # Polars works lazily through pieces that stay in its cache, and takes no memory for what is in between.
        lazily, table = self.table.implementation.is_polars(), self._stages.in_dialect(self.table)
        table = cast("Eager", table).lazy() if lazily else table
        put = self._stages.over(table, *stages).select(*wanted)
        return cast("Eager", opened(cast("nw.LazyFrame[IntoLazyFrame]", put).collect() if lazily else put))

    def _explain(self, table: Frame) -> RecordError:
        """What is wrong with the values of an eager table: how many rows for each fact, and the first of them."""
        said = ["the frame has values that are not allowed; its first row is row 0"]
        place = self.prefix + _ROW
        facts = ((name, bad, self._columns[name].fact) for name, bad in self._unfit().items())
        wrong = [([name], bad, f"{fact.allowed}{'; it must be given' * fact.given}") for name, bad, fact in facts]
        wrong += [(_to_show(each), bad, each.why) for each, bad in self._never.items()]
        for (name, *due), bad, allowed in wrong:
            rows = cast("Eager", table).with_row_index(place).filter(bad).select(place, name, *due)
            if count := len(rows):
                shown = rows.head(FIRST_SHOWN).iter_rows()
                first = ", ".join(f"row {row} has {', not '.join(map(_written, values))}" for row, *values in shown)
                said.append(f"{name}: {count:,} row{'s' * (count > 1)}: {first}; allowed: {allowed}")
        return RecordError("\n  ".join(said))


def asked_of(kind: type[Facts], names: Collection[str]) -> list[Never]:
    """What no record of a kind can be, as far as there is a column for each fact that it reads."""
    return [each for each in invariants(kind) if all(fact.name in names for fact in each.facts)]


def _checked(table: Frame, facts: Iterable[Fact], unknown: Collection[str], stages: Stages) -> dict[str, FactColumn]:
    """Each fact as the column that a table has of it, or one error that says everything that is wrong."""
    schema, dialect = table.collect_schema(), stages.dialect
    nulls = null_counts(table, [fact.name for fact in facts if fact.name in schema])
    found, wrong = dict[str, FactColumn](), list[str]()
    for fact in facts:
        name, made_as = fact.name, stages.named(fact.name)
        empty = name not in schema or nulls.get(name, 0) is None
        column = None if empty else column_of(fact, schema[name], made_as, dialect, nulls=nulls.get(name) != 0)
        if name not in schema and name not in unknown:
            wrong.append(f"{name}: there is no such column; allowed: {types(fact)}")
        elif empty and fact.given:
            wrong.append(f"{name}: no row states it; it must be given")
        elif not empty and column is None:
            wrong.append(f"{name}: it is a column of {type_of(table, name)}; allowed: {types(fact)}")
        if column is not None and column.made is not None:
            stages.first(made_as, column.made)
        found[name] = column or FactColumn(fact, dialect.lit(None, dtype=dialect.Boolean), absent=True)
    if wrong:
        raise RecordError("\n  ".join(["the frame's columns are not the facts that are asked for", *wrong]))
    return found


def _of_interest(table: Frame, names: Collection[str]) -> Frame:
    """The table; of a pandas one the columns that are asked for, converted to pyarrow."""
    if isinstance(table, nw.LazyFrame) or not table.implementation.is_pandas_like():
        return table
    row = nw.generate_temporary_column_name(8, table.columns)  # keeps the number of rows where no column is asked for
    return workable(table.with_row_index(row).select(row, *(name for name in table.columns if name in names)))


def type_of(table: Frame, name: str) -> str:
    """The type of a column; one that narwhals does not know by the name that Arrow has for it, if it is eager."""
    dtype = table.collect_schema()[name]
    if not isinstance(dtype, nw.Unknown):
        return str(dtype)
    return str(table[name].to_arrow().type) if isinstance(table, nw.DataFrame) else "a type that is not known here"


def _to_show(never: Never) -> list[str]:
    """The column to be put right, and that of what it should say where one has just that."""
    match never.condition:
        case Compare(fact, Op.NE, Fact(told)):
            return [fact.name, told]
        case _:
            return [never.facts[0].name]


def _written(value: object) -> str:
    return "nothing" if value is None else repr(str(value))

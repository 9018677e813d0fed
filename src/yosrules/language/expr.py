"""What can be asked of facts: four nodes, three operators, and the handle that writes them.

The nodes are plain values: they compare, hash and can be stored. The operators `<` to `>` and `==` live on `Ref`, the
handle that `Case.rosh` gives, because a node with its own `==` could no longer be compared. `&`, `|` and `~` join
conditions; `~` is pushed to the leaves as it is written, so there is no node for "not".
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from math import comb
from typing import Generic, NoReturn, TypeAlias, TypeVar, assert_never, final

import attrs

from yosrules.errors import LanguageError
from yosrules.language.kinds import Fact, Value

K = TypeVar("K", bound=Value)
"""Any kind a fact can have."""
O = TypeVar("O", bound=int | Decimal | date)  # noqa: E741
"""A kind that has an order: whole numbers and ordered scales, decimals, dates."""

MOST_COMBINATIONS = 1000
"""`at_least` is written out in full; past this many alternatives it is refused."""


class Op(StrEnum):
    """How a fact is compared."""

    LT = "<"
    LE = "<="
    EQ = "=="
    NE = "!="
    GE = ">="
    GT = ">"

    @property
    def negated(self) -> Op:
        """The comparison that holds exactly when this one fails, both sides being known."""
        return _NEGATED[self]

    @property
    def turned(self) -> Op:
        """The comparison that says the same with its two sides exchanged."""
        return _TURNED.get(self, self)


_NEGATED = {Op.LT: Op.GE, Op.GE: Op.LT, Op.LE: Op.GT, Op.GT: Op.LE, Op.EQ: Op.NE, Op.NE: Op.EQ}
_TURNED = {Op.LT: Op.GT, Op.GT: Op.LT, Op.LE: Op.GE, Op.GE: Op.LE}


_NOT_TRUE = (
    "a condition is not true or false by itself: it asks something of a record. Write & for 'and', | for 'or', "
    "~ for 'not', between(age, 10, 17) for 10 <= age <= 17, is_in(stage, a, b) for stage in (a, b)."
)


class _Joined:
    """The three operators, for every node."""

    __slots__ = ()

    def __and__(self, other: ConditionLike) -> Condition:
        return all_of(_asked(self), other)

    def __or__(self, other: ConditionLike) -> Condition:
        return any_of(_asked(self), other)

    def __invert__(self) -> Condition:
        return _negate(_asked(self))

    # With a truth value, Python's `and`, `or` and chained comparisons would silently drop one of their two sides.
    def __bool__(self) -> NoReturn:
        raise LanguageError(_NOT_TRUE)


@final
@attrs.frozen
class Compare(_Joined):
    """A fact against a value, or against another fact of its kind; holds only when all that it reads is known."""

    fact: Fact
    op: Op
    right: Value | Fact

    def __attrs_post_init__(self) -> None:
        if isinstance(self.right, Fact):
            if self.right.kind is not self.fact.kind:
                raise LanguageError(
                    f"{self.fact.name} cannot be compared with {self.right.name}: "
                    f"one is {self.fact.allowed}, the other {self.right.allowed}"
                )
        elif (why := self.fact.unfit(self.right)) is not None:
            raise LanguageError(f"{self.fact.name} cannot be compared with {self.right!r}: {why}")
        if self.op not in (Op.EQ, Op.NE) and not self.fact.ordered:
            raise LanguageError(f"{self.fact.name} {self.op} …: {self.fact.name} has no order; use ==, != or is_in(…)")


@final
@attrs.frozen
class Known(_Joined):
    """That a fact is on record, or, with `known` false, that it is not; this never "cannot tell"."""

    fact: Fact
    known: bool = True


@final
@attrs.frozen(cache_hash=True)
class AllOf(_Joined):
    """Every part holds; with no parts it always holds."""

    parts: tuple[Condition, ...]


@final
@attrs.frozen
class AnyOf(_Joined):
    """At least one part holds; with no parts it never holds."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Compare | Known | AllOf | AnyOf

ALWAYS = AllOf(())
"""The condition that always holds."""

NEVER = AnyOf(())
"""The condition that never holds."""


class Ref(Generic[K]):
    """The handle on a fact, `Case.rosh`: compare it to write a condition. A yes-or-no fact is a condition itself."""

    __slots__ = ("fact",)

    def __init__(self, fact: Fact) -> None:
        self.fact: Fact = fact

    def __set_name__(self, owner: type, name: str) -> None:
        # A condition or measure written earlier in the class body holds this very Fact, so it is named in place, once.
        if not self.fact.name:
            object.__setattr__(self.fact, "name", name)

    # `==` on a handle writes a condition, which object.__eq__ does not foresee: the one place where it is overridden.
    def __eq__(self, other: K | Ref[K]) -> Compare:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return _compare(self, Op.EQ, other)

    def __ne__(self, other: K | Ref[K]) -> Compare:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return _compare(self, Op.NE, other)

    def __lt__(self: Ref[O], other: O | Ref[O]) -> Compare:
        return _compare(self, Op.LT, other)

    def __le__(self: Ref[O], other: O | Ref[O]) -> Compare:
        return _compare(self, Op.LE, other)

    def __ge__(self: Ref[O], other: O | Ref[O]) -> Compare:
        return _compare(self, Op.GE, other)

    def __gt__(self: Ref[O], other: O | Ref[O]) -> Compare:
        return _compare(self, Op.GT, other)

    def __and__(self: Ref[bool], other: ConditionLike) -> Condition:
        return all_of(self, other)

    def __or__(self: Ref[bool], other: ConditionLike) -> Condition:
        return any_of(self, other)

    def __invert__(self: Ref[bool]) -> Condition:
        return _negate(_asked(self))

    def __bool__(self) -> NoReturn:
        raise LanguageError(_NOT_TRUE)

    def __repr__(self) -> str:
        return f"<{self.fact.name}: {self.fact.allowed}>"


ConditionLike: TypeAlias = Condition | Ref[bool]
"""What can be joined: a condition, or a yes-or-no fact standing for "it is yes"."""


def _compare(ref: Ref[K], op: Op, other: K | Ref[K]) -> Compare:
    # The fact is stored and not the handle: `==` on a handle writes a condition, so such nodes could not be compared.
    return Compare(ref.fact, op, other.fact if isinstance(other, Ref) else other)


def _asked(asked: object) -> Condition:
    if isinstance(asked, Compare | Known | AllOf | AnyOf):
        return asked
    if not isinstance(asked, Ref):
        kind = "type" if isinstance(asked, type) else type(asked).__name__
        what = asked if isinstance(asked, bool | int | str) else f"a {kind}"
        raise LanguageError(f"{what} is not a condition; compare a fact first, such as Case.rosh >= RiskLevel.HIGH")
    if asked.fact.kind is not bool:
        raise LanguageError(f"{asked.fact.name} is not a condition by itself: it is {asked.fact.allowed}; compare it")
    return Compare(asked.fact, Op.EQ, True)


def _negate(condition: Condition) -> Condition:
    match condition:
        case Compare(fact, op, right):
            return Compare(fact, op.negated, right)
        case Known(fact, known):
            return Known(fact, not known)
        case AllOf(parts):
            return AnyOf(tuple(_negate(part) for part in parts))
        case AnyOf(parts):
            return AllOf(tuple(_negate(part) for part in parts))
        case _:
            assert_never(condition)


def _joined(node: type[AllOf] | type[AnyOf], asked: tuple[ConditionLike, ...]) -> Condition:
    # Flattened, so that a & b & c is the same tree however it is bracketed.
    parts: list[Condition] = []
    for part in map(_asked, asked):
        parts.extend(part.parts if isinstance(part, node) else (part,))
    return parts[0] if len(parts) == 1 else node(tuple(parts))


def all_of(*asked: ConditionLike) -> Condition:
    """Every one of these holds: the same as joining them with `&`."""
    return _joined(AllOf, asked)


def any_of(*asked: ConditionLike) -> Condition:
    """At least one of these holds: the same as joining them with `|`."""
    return _joined(AnyOf, asked)


def at_least(count: int, *asked: ConditionLike) -> Condition:
    """At least `count` of these hold, whatever the others do or cannot tell."""
    if not 0 <= count <= len(asked):
        raise LanguageError(f"at_least({count}, …) is asked of {len(asked)} conditions; allowed: 0 to {len(asked)}")
    if (ways := comb(len(asked), count)) > MOST_COMBINATIONS:
        raise LanguageError(
            f"at_least({count}, …) of {len(asked)} has {ways:,} ways; count them with a measure instead"
        )
    return any_of(*(all_of(*chosen) for chosen in combinations(asked, count)))


def is_in(ref: Ref[K], *values: K) -> Condition:
    """The fact is one of these values."""
    if not isinstance(ref, Ref):
        raise LanguageError(f"is_in(…) asks about a fact, such as Case.stage, not about a {type(ref).__name__}")
    if not values:
        raise LanguageError(f"is_in({ref.fact.name}) needs at least one value")
    return any_of(*(_compare(ref, Op.EQ, value) for value in values))


def between(ref: Ref[O], low: O, high: O) -> Condition:
    """The fact is from `low` to `high`, both ends in."""
    condition = all_of(ref >= low, ref <= high)
    if ref.fact.number(low) > ref.fact.number(high):
        raise LanguageError(f"between({ref.fact.name}, {low!r}, {high!r}) can never hold: {low!r} is above {high!r}")
    return condition


def known(ref: Ref[K]) -> Condition:
    """The fact is on record, whatever it says."""
    if not isinstance(ref, Ref):
        raise LanguageError(f"known(…) asks about a fact, such as Case.rosh, not about a {type(ref).__name__}")
    return Known(ref.fact)


def unless(asked: ConditionLike) -> Condition:
    """That this is not *shown*: it holds where the condition fails and also where nobody can tell.

    `~c` asks more: that `c` is known not to hold. Policies mean now one, now the other.
    """
    return _unless(_asked(asked))


def _unless(condition: Condition) -> Condition:
    match condition:
        case Compare(fact, _, right):
            read = (fact, right) if isinstance(right, Fact) else (fact,)
            unknown = (Known(each, known=False) for each in read if not each.given)
            return any_of(_negate(condition), *unknown)
        case Known():
            return _negate(condition)
        case AllOf(parts):
            return any_of(*map(_unless, parts))
        case AnyOf(parts):
            return all_of(*map(_unless, parts))
        case _:
            assert_never(condition)

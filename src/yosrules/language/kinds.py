"""The closed set of kinds a fact can have, and the definition of one fact.

bool, int, Decimal with declared places, date, StrEnum (equality only) and IntEnum (an ordered scale). No float, because
it is not exact; no free text, because it cannot be reasoned about.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from typing import TypeAlias

import attrs

from yosrules.errors import LanguageError

Value: TypeAlias = bool | int | Decimal | date | StrEnum
"""What a known fact can be; an `IntEnum` is an `int`."""

_PLAIN: dict[type[object], str] = {bool: "yes or no", int: "a whole number", Decimal: "a number", date: "a date"}
_MOST_DIGITS = 1_000
"""The most digits of a Decimal before or after its point."""

_INSTEAD: dict[type[object], str] = {
    float: "a float is not exact: use Decimal, with places=…",
    str: "free text cannot be compared: use a StrEnum of what may be written",
}


def words(value: Value | str) -> str:
    """A value as people write it: `RiskLevel.VERY_HIGH` is "Very high", True is "yes"."""
    match value:
        case bool():
            return "yes" if value else "no"
        case StrEnum():
            return value.value
        case IntEnum():
            return value.name.replace("_", " ").capitalize()
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def one_of(options: list[str]) -> str:
    """Options as a phrase: "Low, Medium or High"."""
    return " or ".join(filter(None, [", ".join(options[:-1]), options[-1]]))


@attrs.frozen(repr=False)
class Fact:
    """The definition of one fact: its name, its kind and what it may be.

    `label` is the policy's phrase for it. `given` facts are never unknown. `places` is the number of decimal places of
    a Decimal. `low` and `high` bound whole numbers, decimals and dates, both ends in.
    """

    name: str
    kind: type[object]
    label: str = ""
    given: bool = False
    places: int | None = None
    low: int | Decimal | date | None = None
    high: int | Decimal | date | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.kind, type):
            raise LanguageError(f"{self.label or 'a fact'}: {self.kind!r} is not a kind of fact")
        if why := self._unsound():
            raise LanguageError(f"{self.label or self.name or 'a fact'}: {why}")

    def __repr__(self) -> str:
        return f"Fact({self.name!r})"

    def _unsound(self) -> str | None:
        scale = issubclass(self.kind, IntEnum | StrEnum)
        if self.kind not in _PLAIN and not scale:
            return _INSTEAD.get(self.kind, f"{self.kind.__name__} is not a kind of fact")
        if scale and not self.members:
            return f"{self.kind.__name__} has no members"
        if (self.places is not None) is not (self.kind is Decimal) or (self.places or 0) < 0:
            return "a Decimal says how many decimal places it has, with places=0 or more; nothing else does"
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if bounds and (scale or self.kind is bool):
            return "only whole numbers, decimals and dates have bounds"
        for bound in bounds:
            if why := self.unfit(bound):
                return f"the bound {bound!r} does not fit: {why}"
        if len(bounds) == 2 and self.number(bounds[0]) > self.number(bounds[1]):
            return f"the lower bound {words(bounds[0])} is above the upper bound {words(bounds[1])}"
        return None

    @property
    def ordered(self) -> bool:
        """Whether `<` and `>` can be asked of it."""
        return self.kind is not bool and not issubclass(self.kind, StrEnum)

    @property
    def members(self) -> tuple[Value, ...]:
        """Every value of a yes-or-no fact or a scale, in order; empty for numbers and dates."""
        if self.kind is bool:
            return (False, True)
        if issubclass(self.kind, IntEnum):
            return tuple(sorted(self.kind))
        return tuple(self.kind) if issubclass(self.kind, StrEnum) else ()

    @property
    def allowed(self) -> str:
        """What it may be, as a phrase: "a whole number from 10 to 17"."""
        if self.kind is bool:
            return "yes or no"
        if self.members:
            return one_of([words(member) for member in self.members])
        places = {None: "", 0: " with no decimals"}.get(
            self.places, f" with at most {self.places} decimal place{'s' * (self.places != 1)}"
        )
        return _PLAIN[self.kind] + places + _reach(self.low, self.high)

    @property
    def reach(self) -> tuple[int | None, int | None]:
        """The smallest and the largest `number` it may have, bounds and the ends of the calendar; None is no end."""
        first, last = (date.min, date.max) if self.kind is date else (None, None)
        low, high = (end if bound is None else bound for bound, end in ((self.low, first), (self.high, last)))
        return None if low is None else self.number(low), None if high is None else self.number(high)

    def number(self, value: Value) -> int:
        """The value as a whole number, in the fact's own order: the one encoding that every reader of facts shares.

        A scale's own number, a decimal times 10 to its places, a date's ordinal, a place in an unordered list.
        """
        match value:
            case Decimal():
                # Decimal arithmetic rounds to the precision of its context; a fraction is exact.
                return int(Fraction(value) * 10 ** (self.places or 0))
            case date():
                return value.toordinal()
            case StrEnum():
                return self.members.index(value)
            case _:
                return int(value)

    def value(self, number: int) -> Value:
        """The value that a whole number stands for; undoes `number`."""
        if issubclass(self.kind, IntEnum):
            return self.kind(number)
        if self.members:
            return self.members[number]
        if self.kind is Decimal:
            return Decimal(f"{number}E-{self.places or 0}")
        return date.fromordinal(number) if self.kind is date else number

    def stepped(self, value: Value, by: int) -> Value | None:
        """The value so many steps on, whatever the bounds; None past the last level or the ends of the calendar."""
        if self.members:
            place = self.members.index(value) + by
            return self.members[place] if 0 <= place < len(self.members) else None
        number = self.number(value) + by
        beyond = self.kind is date and not date.min.toordinal() <= number <= date.max.toordinal()
        return None if beyond else self.value(number)

    def unfit(self, value: object) -> str | None:
        """Why something cannot be *compared* with this fact, or None: its kind and places count, its bounds do not."""
        # The very type: True is an int in Python, and a level of one scale is not one of another.
        if type(value) is not self.kind:
            return f"it is {self.allowed}" + self._instead(value)
        if isinstance(value, Decimal):
            if not value.is_finite():
                return f"it is {self.allowed}"
            # A few characters such as 1e99999999 stand for a number that fills the memory.
            if abs(value.adjusted()) > _MOST_DIGITS:
                return f"it is {self.allowed}, of at most {_MOST_DIGITS} digits"
            if (Fraction(value) * 10 ** (self.places or 0)).denominator != 1:
                return f"{words(value)} has more than {self.places} decimal places"
        return None

    def _instead(self, value: object) -> str:
        if isinstance(value, float):
            return f"; {_INSTEAD[float]}"
        return f"; write Decimal({value})" if self.kind is Decimal and type(value) is int else ""

    def refuse(self, value: object) -> str | None:
        """Why a record cannot *state* this of the fact, or None; None as a value is "unknown"."""
        if value is None:
            return "it must be given" if self.given else None
        if unfit := self.unfit(value):
            return unfit
        return None if self._within(value) else f"allowed: {self.allowed}"

    def _within(self, value: object) -> bool:
        if isinstance(value, Enum) or not isinstance(value, int | Decimal | date):
            return True
        (low, high), number = self.reach, self.number(value)
        return (low is None or number >= low) and (high is None or number <= high)


def _reach(low: Value | None, high: Value | None) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f" from {words(low or 0)}"
    return f" up to {words(high)}" if low is None else f" from {words(low)} to {words(high)}"

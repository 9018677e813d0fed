"""One class is both the record and its vocabulary.

    class Case(Facts):
        reference: str
        rosh: Maybe[RiskLevel] = fact(RiskLevel, "risk of serious harm")

`Case.rosh` is a `Ref` to write conditions with; on a case it is a `RiskLevel`, or None while nobody knows. A local
policy adds facts by subclassing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from keyword import iskeyword
from typing import TYPE_CHECKING, NoReturn, TypeAlias, TypeVar, cast, dataclass_transform, overload

import attrs

from yosrules.errors import HINT, LanguageError, RecordError, UnknownFactError
from yosrules.language.expr import Ref
from yosrules.language.holds import Said
from yosrules.language.kinds import Fact, Value
from yosrules.language.never import Impossible, Never, told

K = TypeVar("K", bound=Value)
R = TypeVar("R", bound="Facts")


class Maybe(Ref[K]):
    """A fact that may be unknown: on a record, its value or None."""

    __slots__ = ()

    if TYPE_CHECKING:  # what a constructor accepts; at run time a record keeps its facts in its own dictionary

        def __set__(self, record: NoReturn, value: K | None) -> None: ...

    @overload
    def __get__(self, record: None, owner: type) -> Ref[K]: ...
    @overload
    def __get__(self, record: object, owner: type) -> K | None: ...
    def __get__(self, record: object | None, owner: type) -> Ref[K] | K | None:
        return self

    def against(self, other: Ref[bool]) -> Iterator[Never]:  # noqa: ARG002 -- a fact that is not measured says nothing
        """What this fact, as it is worked out, and another fact of its record cannot be together."""
        return iter(())


class Given(Ref[K]):
    """A fact that every record states."""

    __slots__ = ()

    if TYPE_CHECKING:

        def __set__(self, record: NoReturn, value: K) -> None: ...

    @overload
    def __get__(self, record: None, owner: type) -> Ref[K]: ...
    @overload
    def __get__(self, record: object, owner: type) -> K: ...
    def __get__(self, record: object | None, owner: type) -> Ref[K] | K:
        return self


Bound = int | Decimal | date | None


def fact(
    kind: type[K], label: str = "", *, places: int | None = None, low: Bound = None, high: Bound = None
) -> Maybe[K]:
    """Define a fact that may be unknown; `low` and `high` are both allowed, `places` are a Decimal's decimal places."""
    return Maybe(Fact("", kind, label, False, places, low, high))


def given(
    kind: type[K], label: str = "", *, places: int | None = None, low: Bound = None, high: Bound = None
) -> Given[K]:
    """Define a fact that every record must state."""
    return Given(Fact("", kind, label, True, places, low, high))


WHEN_DEFINED: list[Callable[[type[Facts]], None]] = []
"""Who is told of every kind of record as it is defined: Hypothesis, once it is imported."""

_VOCABULARIES: dict[type[object], dict[str, tuple[Fact, tuple[type[object], ...], _Within]]] = {}
"""The facts of every kind of record, each with the types of which none can be refused and a quick look at a value."""

_TEXTS: dict[type[object], tuple[str, ...]] = {}
"""The names of what the records of a kind carry as text."""

_UNSTATED: dict[type[object], dict[str, str | None]] = {}
"""What the records of a kind have where nothing is stated: None, or the default of a text."""

_INVARIANTS: dict[type[object], tuple[Impossible, ...]] = {}
"""What cannot be true of any record of a kind."""

_ABOUT: dict[type[object], dict[str, tuple[Impossible, ...]]] = {}
"""The same by the name of each fact that it is about."""


_Within: TypeAlias = Callable[[object], bool] | None


def _quick(fact: Fact) -> _Within:
    """A quick look at whether a date, a number or a decimal is one that the fact allows; None for others."""
    low, high, step = fact.low, fact.high, 10 ** (fact.places or 0)
    if isinstance(low, date) and isinstance(high, date):
        return lambda value: type(value) is date and low <= value <= high
    if isinstance(low, int) and isinstance(high, int):
        return lambda value: type(value) is int and low <= value <= high
    if isinstance(low, Decimal) and (high is None or isinstance(high, Decimal)):
        return lambda value: (
            type(value) is Decimal
            and value.is_finite()
            and low <= value
            and (high is None or value <= high)
            and step % value.as_integer_ratio()[1] == 0
        )
    return None


def _free(fact: Fact) -> tuple[type[object], ...]:
    # Every Decimal has to be checked, because it may have too many decimal places.
    bounded = fact.kind is Decimal or fact.low is not None or fact.high is not None
    return (*(() if bounded else (fact.kind,)), *(() if fact.given else (type(None),)))


if TYPE_CHECKING:
    _Vocabulary = type
else:
    # Out of the sight of type checkers, for whom every name would be one that a kind of record has.

    class _Vocabulary(type):
        """Answers for names that a kind of record does not have; what it has costs nothing more."""

        def __call__(cls, *args: object, **said: object) -> object:
            try:
                return super().__call__(*args, **said)
            except TypeError:
                has = cls.__signature__.parameters
                for name in said:
                    if name not in has:
                        raise RecordError(f"{cls.__name__}: {_no_fact(name, has)}") from None
                raise

        def __getattr__(cls, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(name)
            raise UnknownFactError(f"{cls.__name__}: {_no_fact(name, _VOCABULARIES.get(cls, ()))}", name=name, obj=cls)


def _no_fact(name: str, has: Iterable[str]) -> str:
    near = get_close_matches(name, has, 1)
    return f"{name!r} is no fact of it{f'{HINT}{near[0]!r}?' if near else ''}"


@dataclass_transform(kw_only_default=True, field_specifiers=(given,))
class Facts(metaclass=_Vocabulary):
    """The base of every record. Records are frozen values: they compare by what they state.

    Beside its facts a record may carry text that no condition can ask about, such as `reference: str`; text with a
    default, `author: str = ""`, may be left out.
    """

    def __init_subclass__(cls) -> None:
        own = {name: member for name, member in vars(cls).items() if isinstance(member, Ref)}
        text = [name for name in inspect.get_annotations(cls) if name not in own]
        _check(cls, own, text)
        fields = {name: attrs.field(default=vars(cls).get(name, attrs.NOTHING)) for name in text}
        fields |= {name: attrs.field(default=attrs.NOTHING if ref.fact.given else None) for name, ref in own.items()}
        # Without slots: attrs makes another class for those, and this hook cannot put it in the place of the first.
        attrs.frozen(cls, these=fields, slots=False, kw_only=True)
        _, *of_facts = inspect.signature(cls.__init__).parameters.values()
        # That of the class would be that of the call of its metaclass.
        type.__setattr__(cls, "__signature__", inspect.Signature(of_facts))
        _VOCABULARIES[cls] = {name: (fact, _free(fact), _quick(fact)) for name, fact in _defined(cls)}
        carried = attrs.fields(cast("type[attrs.AttrsInstance]", cls))
        _TEXTS[cls] = tuple(each.name for each in carried if each.name not in _VOCABULARIES[cls])
        _UNSTATED[cls] = {each.name: each.default for each in carried if each.default is not attrs.NOTHING}
        _INVARIANTS[cls] = _invariants(cls)
        _ABOUT[cls] = {
            name: tuple(each for each in _INVARIANTS[cls] if fact in each.facts) for name, fact in _defined(cls)
        }
        for tell in WHEN_DEFINED:
            tell(cls)

    def __attrs_post_init__(self) -> None:
        said, kind = vars(self), type(self)
        wrong = _refused(kind, said, _VOCABULARIES[kind])
        wrong += [f"{name}: it is text" for name in _TEXTS[kind] if type(said[name]) is not str]
        # What is of the wrong kind cannot be compared.
        if wrong:
            raise RecordError(f"{kind.__name__}: " + "; ".join(wrong))
        self._finish(_INVARIANTS[kind])

    def _finish(self, never: tuple[Impossible, ...]) -> None:
        """State what follows from what is stated, and raise a `RecordError` if that cannot be true.

        `never` is what that can be by what is stated itself.
        """
        said, kind = vars(self), type(self)
        if settled := self._settled():
            said |= settled
            never = _INVARIANTS[kind]
        if wrong := [told(each, said) for each in never if each.broken_by(said)]:
            raise RecordError(f"{kind.__name__}: " + "; ".join(wrong))

    def _settled(self) -> Mapping[str, Value]:
        """What is not stated and follows from what is."""
        return {}

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """What no record of this kind can be; a local kind adds its own, and what it inherits goes on to apply."""
        return ()


def _refused(kind: type[Facts], said: Mapping[str, object], names: Iterable[str]) -> list[str]:
    """Why a record cannot state what it does of these facts."""
    # Nearly all that can be wrong with a value shows in its type; few are asked further.
    known = _VOCABULARIES[kind]
    return [
        f"{name}: {why}"
        for name in names
        for fact, free, within in (known[name],)
        if type(value := said[name]) not in free and not (within and within(value)) and (why := fact.refuse(value))
    ]


def of_allowed(kind: type[R], names: Collection[str]) -> Callable[[Mapping[str, Said]], R]:
    """How the record that `kind(**said)` makes is made where these facts at most are stated, each as it is allowed.

    Whoever reads many records has checked each value once, and not again for every record that states it.
    """
    unstated = _UNSTATED[kind]
    # A fact that is not stated breaks nothing.
    never = tuple(each for each in _INVARIANTS[kind] if each.needs.issubset(names))

    def made(said: Mapping[str, Said]) -> R:
        record = object.__new__(kind)
        stated = vars(record)
        stated |= unstated
        stated |= said
        record._finish(never)
        return record

    return made


def restated(record: R, values: Mapping[str, Value | None]) -> R:
    """The record with these facts stated so; what reads none of them was checked when the record was made."""
    kind, made = type(record), object.__new__(type(record))
    said = vars(made)
    said |= {**vars(record), **values}
    wrong = _refused(kind, said, values)
    shown = (each for name in values for each in _ABOUT[kind][name] if each.broken_by(said))
    wrong = wrong or [*dict.fromkeys(told(each, said) for each in shown)]
    if wrong:
        raise RecordError(f"{kind.__name__}: " + "; ".join(wrong))
    return made


def _check(cls: type[Facts], own: dict[str, Ref[bool]], text: list[str]) -> None:
    for name in text:
        if inspect.get_annotations(cls)[name] not in (str, "str") or not isinstance(vars(cls).get(name, ""), str):
            raise LanguageError(f"{cls.__name__}.{name} is not a fact: write {name}: Maybe[…] = fact(…)")
    if "__attrs_post_init__" in vars(cls):
        raise LanguageError(f"{cls.__name__}: say what a record cannot be by cannot_be, which bulk and proofs read too")
    for name in (*own, *text):
        if name.startswith("_") or name == "self" or iskeyword(name):
            why = "a name does not begin with an underscore, and is not self or a word of Python's own"
            raise LanguageError(f"{cls.__name__}.{name}: {why}")
    for name, ref in own.items():
        if ref.fact.name != name:
            raise LanguageError(f"{cls.__name__}.{name} is {ref.fact.name} under another name; write fact(…) for each")
    _check_inherited(cls, {*own, *text})


def _check_inherited(cls: type[Facts], new: set[str]) -> None:
    """A local record adds facts and changes none, and two bases agree on what they share."""
    taken: set[str] = set()
    meant: dict[str, object] = {}
    for base in cls.__mro__[1:]:
        taken |= {attribute.name for attribute in vars(base).get("__attrs_attrs__", ())}
        for name, here in vars(base).items():
            if isinstance(here, Ref) and meant.setdefault(name, here) is not here:
                raise LanguageError(f"{cls.__name__}.{name} comes from two bases that mean different facts")
    # To ask Facts itself for a name that it lacks would look for one that is spelt nearly so.
    taken |= new & {*dir(Facts), *dir(_Vocabulary)}
    for name in vars(cls).keys() | new:
        if name in taken:
            raise LanguageError(f"{cls.__name__}.{name} is there already; a local record adds facts and changes none")


def vocabulary(record: type[Facts]) -> dict[str, Fact]:
    """The facts of a kind of record, by name, inherited ones first."""
    return {name: fact for name, (fact, _, _) in _VOCABULARIES.get(record, {}).items()}


def _defined(record: type[Facts]) -> Iterator[tuple[str, Fact]]:
    for cls in reversed(record.__mro__):
        yield from ((name, ref.fact) for name, ref in vars(cls).items() if isinstance(ref, Ref))


def invariants(record: type[Facts]) -> tuple[Never, ...]:
    """The conditions that no record of a kind meets: what its classes declare, and what its measures say."""
    return tuple(each for each in declared(record) if isinstance(each, Never))


def declared(record: type[Facts]) -> tuple[Impossible, ...]:
    """Everything that a kind of record cannot be: the conditions, and amounts beyond those of the days."""
    return _INVARIANTS.get(record, ())


def broken(record: type[Facts], said: Mapping[str, Said]) -> list[Impossible]:
    """Everything that a kind of record cannot be and that what is stated, by the names of its facts, is shown to be."""
    return [each for each in _INVARIANTS[record] if each.broken_by(said)]


def _invariants(record: type[Facts]) -> tuple[Impossible, ...]:
    # Each class is asked for its own only, so that nobody has to call super(); it speaks of the facts of `record`.
    own = [vars(cls)["cannot_be"] for cls in reversed(record.__mro__) if "cannot_be" in vars(cls)]
    if any(not isinstance(each, classmethod) for each in own):
        raise LanguageError(f"{record.__name__}.cannot_be: write @classmethod above it")
    refs = [ref for cls in reversed(record.__mro__) for ref in vars(cls).values() if isinstance(ref, Maybe)]
    pairs = [each for one in refs for other in refs if one is not other for each in one.against(other)]
    found = tuple(dict.fromkeys([*(each for says in own for each in says.__func__(record)), *pairs]))
    facts = vocabulary(record)
    for each in found:
        for fact in each.facts:
            if facts.get(fact.name) != fact:
                raise LanguageError(f"{record.__name__}.cannot_be: {each.why}: a record does not state {fact!r}")
    return found

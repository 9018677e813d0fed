"""A policy whose numbers are not public: what a service has to settle before it can be used, and by what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import attrs

from yosrules.errors import LanguageError, PolicyError
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.citation import Citation

KINDS: dict[type[object], str] = {int: "a whole number from 1 up", Decimal: "a number above 0", bool: "true or false"}
"""What a setting can be, and how that is said."""


_DIGITS = 12
"""The most digits of a setting before or after its point."""


def _long(number: int | Decimal) -> bool:
    return abs(Decimal(number).adjusted()) >= _DIGITS


@attrs.frozen
class Setting:
    """One number, or yes or no, that a service settles for itself."""

    name: str
    kind: type[int] | type[Decimal]
    what: str

    @property
    def allowed(self) -> str:
        """What it may be, as a phrase."""
        return KINDS[self.kind]

    def read(self, written: object) -> int | Decimal | None:
        """The value of what was written; None where it is not allowed."""
        if self.kind is bool:
            return written if isinstance(written, bool) else None
        # A bool is an int in Python: without the first test True would be read as the number 1.
        if isinstance(written, bool) or not isinstance(written, int | Decimal):
            return None
        # TOML has nan and inf; nothing can be compared with the one, and 1e99999999 fills the memory.
        if not Decimal(written).is_finite() or _long(written) or written <= 0:
            return None
        if self.kind is Decimal:
            return Decimal(written)
        return written if isinstance(written, int) else None


@attrs.frozen
class OpenPolicy:
    """A policy that cannot be used before its settings are given; `build` makes it of them."""

    name: str
    title: str
    settings: tuple[Setting, ...]
    build: Callable[[Mapping[str, int | Decimal]], AttendancePolicy]
    cites: Citation | None = None

    def settle(self, written: Mapping[str, object]) -> AttendancePolicy:
        """The policy with a service's own settings; refused where one is missing, unknown or not allowed."""
        if wrong := list(self._wrong(written)):
            raise PolicyError(f"{self.name} cannot be used without its settings:\n  " + "\n  ".join(wrong))
        known = {setting.name: setting.read(written[setting.name]) for setting in self.settings}
        try:
            return self.build({name: value for name, value in known.items() if value is not None})
        except (LanguageError, PolicyError) as error:
            raise PolicyError(f"{self.name} cannot be used with these settings: {error}") from None

    def _wrong(self, written: Mapping[str, object]) -> Iterator[str]:
        for setting in self.settings:
            if setting.name not in written:
                yield f"{setting.name} is missing: {setting.what}; allowed: {setting.allowed}"
            elif setting.read(written[setting.name]) is None:
                said = written[setting.name]
                digits = f", of at most {_DIGITS} digits" * (isinstance(said, int | Decimal) and _long(said))
                yield f"{setting.name}: wrote {said!r}; allowed: {setting.allowed}{digits}"
        names = [setting.name for setting in self.settings]
        for name in written:
            if name not in names:
                yield f"{name} is not one of its settings; allowed: {', '.join(names)}"

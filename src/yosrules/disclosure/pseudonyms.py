"""References in shared files as pseudonyms, by a keyed hash whose key stays with the service.

The same reference has the same pseudonym in every file that is made with the key, so that files can be joined; without
the key nobody can go back, not even by trying every reference there is.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b
from secrets import token_bytes

import attrs

from yosrules.errors import RecordError

_BYTES = 10
"""How long a pseudonym is: 16 letters and digits."""
_SECRET = range(16, 65)
"""How many bytes a key can have."""


@attrs.frozen
class PseudonymKey:
    """The secret of a service that its pseudonyms are made with; it is never shown, also not by `repr`."""

    secret: bytes = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        if len(self.secret) not in _SECRET:
            raise RecordError(f"a key of pseudonyms has 16 to 64 bytes; this one has {len(self.secret)}")

    @classmethod
    def drawn(cls) -> PseudonymKey:
        """A new key that nobody can guess."""
        return cls(token_bytes(32))

    def pseudonym(self, reference: str, kind: str = "child") -> str:
        """The pseudonym of a reference; a child and a worker of one reference have different ones."""
        # The length goes first, so that no kind and reference can be taken for another pair of them.
        said = f"{len(kind)}:{kind}:{reference}".encode()
        return b32encode(blake2b(said, key=self.secret, digest_size=_BYTES).digest()).decode().lower()

    def pseudonyms(self, references: Iterable[str], kind: str = "child") -> dict[str, str]:
        """The pseudonym of each reference; refused where two of them would have the same."""
        made = {each: self.pseudonym(each, kind) for each in references}
        if len({*made.values()}) < len(made):
            raise RecordError("two references have the same pseudonym: draw another key")
        return made

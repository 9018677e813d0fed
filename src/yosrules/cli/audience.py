"""The options that say for whom a report is written, which counts are small, and by which key references are hidden."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yosrules.disclosure.audience import Audience, Recipient
from yosrules.disclosure.pseudonyms import PseudonymKey
from yosrules.errors import YosrulesError
from yosrules.files.pseudonym_keys import read_pseudonym_key, write_pseudonym_key

if TYPE_CHECKING:
    from yosrules.disclosure.suppress import Floor

AudienceAsked = Annotated[
    Audience, typer.Option("--audience", help="For whom: service (nobody's row), manager, practitioner (own cases).")
]
PractitionerAsked = Annotated[
    str, typer.Option("--practitioner", metavar="NAME", help="Whose report it is, with --audience practitioner.")
]


class SmallCounts(StrEnum):
    """Which counts are too small for a report to the service, by the conventions that publishers use."""

    FROM_1_TO_5 = "1-5"
    FROM_1_TO_4 = "1-4"
    FROM_0_TO_4 = "0-4"

    def floor(self) -> Floor:
        """The floor; suppression needs a solver, which is imported when it is asked for."""
        from yosrules.disclosure.suppress import Floor  # noqa: PLC0415 -- it imports scipy, which is optional

        low, high = map(int, self.value.split("-"))
        return Floor(low, high, f"--small {self.value}")


SmallAsked = Annotated[
    SmallCounts, typer.Option("--small", help="Counts that are hidden from the service; with 1-5, 0 is shown.")
]
PseudonymsBy = Annotated[
    Path | None,
    typer.Option(
        "--pseudonyms", metavar="KEY", help="Write pseudonyms of cases by the key in this file; drawn if new."
    ),
]


def pseudonym_key(path: Path) -> PseudonymKey:
    """The key in a file, drawn and written there if there is no such file."""
    return read_pseudonym_key(path) if path.exists() else write_pseudonym_key(path)


def recipient(audience: Audience, practitioner: str) -> Recipient:
    """The reader that the two options name; refused where one of them is there without the other."""
    if audience is Audience.PRACTITIONER and not practitioner:
        raise YosrulesError("--audience practitioner: say which one with --practitioner NAME")
    if practitioner and audience is not Audience.PRACTITIONER:
        raise YosrulesError("--practitioner is given with --audience practitioner only")
    return Recipient(audience, practitioner)

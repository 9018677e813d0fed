"""The options that say for whom a report is written."""

from __future__ import annotations

from typing import Annotated

import typer

from yosrules.disclosure.audience import Audience, Recipient
from yosrules.errors import YosrulesError

AudienceAsked = Annotated[
    Audience, typer.Option("--audience", help="For whom: service (nobody's row), manager, practitioner (own cases).")
]
PractitionerAsked = Annotated[
    str, typer.Option("--practitioner", metavar="NAME", help="Whose report it is, with --audience practitioner.")
]


def recipient(audience: Audience, practitioner: str) -> Recipient:
    """The reader that the two options name; refused where one of them is there without the other."""
    if audience is Audience.PRACTITIONER and not practitioner:
        raise YosrulesError("--audience practitioner: say which one with --practitioner NAME")
    if practitioner and audience is not Audience.PRACTITIONER:
        raise YosrulesError("--practitioner is given with --audience practitioner only")
    return Recipient(audience, practitioner)

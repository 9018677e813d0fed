"""When a disposal of a child is spent, by the day on which it was given and on which it ended.

The rules are those of the Ministry of Justice's disclosure checker for those under 18 at conviction or caution; its
published dates are the tests here. The checker marks that a later conviction may keep an earlier one from being spent;
how was not found, so that is not looked at. A detention and training order is not here: that it has 24 months at most
was found, and not how long after its end it is spent.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

from yosrules.policies import Citation, Count, Nation, Span, cite

CHECKER: Citation = cite("Ministry of Justice, disclosure checker, commit 3aa787ab", "rules for youths")


class Given(StrEnum):
    """What a child was given, as the checker names it."""

    CONDITIONAL_CAUTION = "youth conditional caution"
    REFERRAL_ORDER = "referral order"
    REHABILITATION_ORDER = "youth rehabilitation order"
    HOSPITAL_ORDER = "hospital order"
    BIND_OVER = "bind over"
    CONDITIONAL_DISCHARGE = "conditional discharge"
    ABSOLUTE_DISCHARGE = "absolute discharge"
    REPARATION_ORDER = "reparation order"
    FINE = "fine"
    DETENTION = "detention"


_WITH_AN_END = (
    Given.REFERRAL_ORDER,
    Given.REHABILITATION_ORDER,
    Given.HOSPITAL_ORDER,
    Given.BIND_OVER,
    Given.CONDITIONAL_DISCHARGE,
)
_AT_ONCE = (Given.ABSOLUTE_DISCHARGE, Given.REPARATION_ORDER)
_WITHOUT_LENGTH, _FINE, _CAUTION = 24, 6, 3
_AFTER_DETENTION: Mapping[int, int] = {12: 6, 48: 24}
"""By the most months of detention, how many months after its end it is spent."""
_AFTER_LONGER = 42


@attrs.frozen
class Disposed:
    """One disposal: what, from when, until when, and for detention how many months it was of.

    `no_length` says that an order was made without a length; without it an end that is not on record is unknown.
    """

    what: Given
    given: date
    ends: date | None = None
    months: int | None = None
    no_length: bool = False


def spent_on(of: Disposed) -> date | None:
    """The day on which a disposal is spent; None where that cannot be told, because its end is not on record."""
    if of.what in _AT_ONCE:
        return of.given
    if of.what is Given.FINE:
        return _later(of.given, _FINE)
    if of.what in _WITH_AN_END and of.no_length:
        return _later(of.given, _WITHOUT_LENGTH)
    if of.ends is None:
        return None
    if of.what is Given.CONDITIONAL_CAUTION:
        return min(of.ends, _later(of.given, _CAUTION))
    return _after_detention(of.ends, of.months) if of.what is Given.DETENTION else of.ends


def _after_detention(ends: date, months: int | None) -> date | None:
    if months is None:
        return None
    return _later(ends, next((after for most, after in _AFTER_DETENTION.items() if months <= most), _AFTER_LONGER))


def _later(day: date, months: int) -> date:
    # A month is as long as the calendar has it; no bank holiday of any nation counts here.
    return Span(months, Count.MONTHS).after(day, Nation.ENGLAND)

"""The groups that a service looks at its work by: a child's sex and ethnicity."""

from __future__ import annotations

from enum import StrEnum


class Sex(StrEnum):
    """A child's sex as it is recorded."""

    FEMALE = "female"
    MALE = "male"


class Ethnicity(StrEnum):
    """A child's ethnicity in the Board's five groups and in their order; what is not known is no group."""

    ASIAN = "Asian"
    BLACK = "Black"
    MIXED = "Mixed"
    OTHER = "Other"
    WHITE = "White"

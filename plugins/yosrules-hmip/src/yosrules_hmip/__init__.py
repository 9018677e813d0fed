"""HM Inspectorate of Probation's youth inspection frameworks, as far as they are established."""

from collections.abc import Iterable
from datetime import date

from yosrules.hooks import hookimpl
from yosrules.policies import Band, Domain, Framework, KeyQuestion, RatedBy, RatingScale, Rounding, Standard, cite

ANNEX = cite("HM Inspectorate of Probation, youth inspection report annexes", "ratings")
DERBY = cite("Derby YOS, progress report to the scrutiny board, 9 September 2019", "areas for improvement")
VICTIMS = cite("Why me?, the new victims' standard, 29 May 2025", url="https://why-me.org/2025/")

FOUR_BANDS = RatingScale(
    "HMIP ratings",
    (Band("Inadequate", 0), Band("Requires improvement", 50), Band("Good", 65), Band("Outstanding", 80)),
    rounding=Rounding.NEAREST_PERCENT,
    cites=ANNEX,
    examples=(
        ("0", "Inadequate"),
        ("49.49", "Inadequate"),
        ("49.5", "Requires improvement"),
        ("64.49", "Requires improvement"),
        ("64.5", "Good"),
        ("79.49", "Good"),
        ("79.5", "Outstanding"),
    ),
)
OUT_OF_36 = RatingScale(
    "HMIP overall rating",
    (Band("Inadequate", 0), Band("Requires improvement", 7), Band("Good", 19), Band("Outstanding", 31)),
    rounding=Rounding.NONE,
    top=36,
    cites=ANNEX,
    examples=(
        ("0", "Inadequate"),
        ("6.99", "Inadequate"),
        ("7", "Requires improvement"),
        ("18.99", "Requires improvement"),
        ("19", "Good"),
        ("30.99", "Good"),
        ("31", "Outstanding"),
    ),
)
POINTS = (0, 1, 2, 3)

BROUGHT_BY = ("yosrules-hmip-organisational", "yosrules-hmip-post-court", "yosrules-hmip-out-of-court")

ROUNDING = "whether a share is rounded before its band is found: here to the nearest whole per cent, halves up"

EDITION_2018 = Framework(
    "hmip-2018",
    "Youth inspection framework, 2018",
    date(2018, 5, 1),
    FOUR_BANDS,
    POINTS,
    expects=("1", "2", "3"),
    overall_bands=(OUT_OF_36,),
    cites=DERBY,
    open=(ROUNDING,),
    series="hmip",
    plugins=BROUGHT_BY,
)
EDITION_2021 = Framework(
    "hmip-2021",
    "Youth inspection framework, refreshed in 2021",
    date(2021, 7, 1),
    FOUR_BANDS,
    POINTS,
    expects=("1", "2", "3"),
    overall_bands=(OUT_OF_36,),
    cites=ANNEX,
    open=(ROUNDING, "the day it came into use: 1 July 2021 stands in"),
    series="hmip",
    plugins=BROUGHT_BY,
)
EDITION_2025 = Framework(
    "hmip-2025",
    "Youth justice inspection framework, 2025",
    date(2025, 4, 1),
    FOUR_BANDS,
    POINTS,
    expects=("casework",),
    cites=ANNEX,
    open=(
        ROUNDING,
        "the day it came into use: 1 April 2025 stands in",
        "its organisational standards, the key questions of its casework standards, and its sample limits",
        "its overall bands, so an overall rating in points is refused",
    ),
    series="hmip",
)
CASEWORK_2025 = Domain(
    "hmip-2025",
    "casework",
    "Work with children and victims",
    (
        Standard("assessing", "Assessing", RatedBy.AUDIT_SCORE),
        Standard("planning", "Planning", RatedBy.AUDIT_SCORE),
        Standard("delivering", "Delivering", RatedBy.AUDIT_SCORE),
        Standard(
            "victims",
            "Victims",
            RatedBy.AUDIT_SCORE,
            (KeyQuestion("V1.1", "work with victims"), KeyQuestion("V1.2", "arrangements for victims")),
        ),
    ),
    cites=VICTIMS,
)


@hookimpl
def yosrules_frameworks() -> Iterable[Framework]:
    return EDITION_2018, EDITION_2021, EDITION_2025


@hookimpl
def yosrules_domains() -> Iterable[Domain]:
    return (CASEWORK_2025,)

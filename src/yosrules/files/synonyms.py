"""Parse what people write for a fact: its values and declared synonyms; everything else is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from enum import IntEnum, StrEnum
from functools import partial

from yosrules.errors import HINT
from yosrules.files.cells import NotAllowedError
from yosrules.files.formats.headings import folded
from yosrules.language.kinds import Fact, Value, words
from yosrules.quality import groups
from yosrules.records import absence, choices

UNKNOWN = (
    "",
    "unknown",
    "not known",
    "not recorded",
    "not on record",
    "not stated",
    "information not obtainable",
    "n/k",
    "nk",
    "null",
)
"""How people write that a fact is unknown. "None" and "n/a" are not among them: they say that something is known."""


_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_DAY_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)[ -](\d{4})", re.ASCII)
_YEAR = "january february march april may june july august september october november december"
_MONTHS = {way: number for number, name in enumerate(_YEAR.split(), 1) for way in (name, name[:3])}
_SERIALS = date(1899, 12, 30)
"""The day from which spreadsheets count days, for every day after February 1900."""

_NEAR = 0.75
"""How alike a word must be to one that is allowed to be taken for a slip of it: from 0 to 1."""

_MOST = 5
"""How many values are named where one is not allowed."""

_LONGEST_NUMBER = 40
"""The most characters of a number, with its sign and point."""


def _said(kind: type[StrEnum | IntEnum], **ways: str) -> tuple[type[object], Mapping[str, Value]]:
    return kind, {way: kind[name] for name, said in ways.items() for way in said.split("; ")}


def _section(*numbers: str) -> str:
    return "; ".join(f"{way}{number}" for number in numbers for way in ("s", "s.", "s ", "s. ", "sec ", "section "))


ALSO_WRITTEN: Mapping[type[object], Mapping[str, Value]] = dict(
    [
        (bool, {"y": True, "true": True, "1": True, "n": False, "false": False, "0": False}),
        _said(choices.RiskLevel, LOW="l; 1", MEDIUM="m; med; 2", HIGH="h; 3", VERY_HIGH="vh; v high; v. high; 4"),
        _said(choices.Likelihood, LOW="l; 1", MEDIUM="m; med; 2", HIGH="h; 3"),
        _said(choices.Chair, HEAD_OF_SERVICE="hos"),
        _said(choices.CaseStage, OUT_OF_COURT="ooc; oocd; out of court disposal", POST_COURT="court"),
        _said(
            choices.Disposal,
            COMMUNITY_RESOLUTION="cr",
            OUTCOME_20_21="outcome 20; outcome 21; outcome 20/21; outcome 20 or 21; "
            "no further action outcome 20 21 with yjs involvement",
            OUTCOME_22="no further action outcome 22 with yjs involvement",
            DEFERRED_PROSECUTION="outcome 22 deferred prosecution; "
            "no further action outcome 22 deferred prosecution caution with yjs involvement",
            YOUTH_CAUTION="yc",
            YOUTH_CONDITIONAL_CAUTION="ycc",
            REFERRAL_ORDER="ro",
            YOUTH_REHABILITATION_ORDER="yro",
            DETENTION_AND_TRAINING_ORDER="dto; dto licence",
            SECTION_250=_section("250"),
            SECTION_254=_section("254"),
            SECTION_259=_section("259"),
            SECTION_90_92=_section("90", "91", "92", "90/91", "90/92", "90 91", "90 92")
            + "; section 90 91 detention; section 90 92 detention",
            SECTION_226=_section("226", "226 life"),
            SECTION_226B=_section("226b", "226 b"),
        ),
        _said(choices.CustodyState, REMANDED="on remand", LICENCE="license; on license"),
        _said(choices.Tool, ASSETPLUS="asset plus; asset+"),
        _said(choices.AssessmentKind, NEW="initial; first"),
        _said(choices.MappaCategory, ONE="category 1", TWO="category 2", THREE="category 3", FOUR="category 4"),
        _said(choices.MappaLevel, NOT_MANAGED="0; none", LEVEL_1="1", LEVEL_2="2", LEVEL_3="3"),
        _said(
            choices.Care, LOOKED_AFTER="looked after child; lac; cla", CHILD_PROTECTION_PLAN="cpp", CHILD_IN_NEED="cin"
        ),
        _said(choices.Admission, NONE="no admission"),
        _said(groups.Sex, FEMALE="f; girl; girls; 2", MALE="m; boy; boys; 1"),
        _said(
            groups.Ethnicity,
            ASIAN="asian or asian british",
            BLACK="black or black british; black, black british, caribbean or african",
            MIXED="mixed ethnicity; mixed or multiple ethnic groups",
            OTHER="other ethnic group; chinese or other; chinese or other ethnic group",
            WHITE="white british",
        ),
        _said(absence.Half, AM="morning", PM="afternoon"),
        _said(absence.Step, HEARING="capability hearing"),
        _said(absence.Route, SHORT_TERM="short", LONG_TERM="long"),
        _said(
            absence.Reason,
            COLD="cold; cough; flu; influenza; cold/flu; colds & flu; cold, cough, flu",
            COVID="covid 19; covid19; coronavirus",
            INFECTION="viral infection; virus",
            STOMACH="d&v; d & v; diarrhoea and vomiting; sickness and diarrhoea; gastroenteritis; gastro; "
            "gastrointestinal; stomach bug; stomach upset; norovirus",
            HEADACHE="headache; migraine",
            BACK="back; back pain; neck; back problems",
            MUSCLES="musculoskeletal; other musculoskeletal; msk; fracture; sprain",
            CHEST="respiratory; asthma; bronchitis; chest infection",
            HEART="cardiac; circulation; blood pressure",
            MENTAL_HEALTH="mental ill health; depression; anxiety; anxiety/depression",
            STRESS="stress/anxiety; stress related; work related stress; anxiety/stress",
            OPERATION="surgery; post op",
            PREGNANCY="pregnancy related; maternity related",
            INJURY="accident",
            INJURY_AT_WORK="industrial injury; accident at work",
            DENTAL="dentist; toothache",
            MEDICAL_SUSPENSION="suspension on medical grounds",
        ),
    ]
)
"""What people write besides a value and its name. Capitals, underscores and hyphens do not matter."""


def parser(fact: Fact) -> Callable[[str], Value | None]:
    """Make a parser for a fact; a fact that need not be given may be unknown, which is None."""
    ways = _ways(fact)
    allowed = _choices(fact) + "; written 2019-04-30 or 30/04/2019" * (fact.kind is date)
    allowed += "; it must be given" * fact.given

    def parse(written: str) -> Value | None:
        plain = folded(written.removesuffix(".0"))
        value = ways.get(written, ways.get(plain)) if ways else _unnamed(fact.kind, written)
        if (value is None and plain not in UNKNOWN) or fact.refuse(value):
            raise NotAllowedError(allowed, partial(_hint, fact, ways, written))
        return value

    return parse


def _choices(fact: Fact) -> str:
    """What a fact may be; of very many values only the first, quoted since some of them hold commas."""
    names = [repr(words(member)) for member in fact.members]
    more = len(names) - _MOST
    return f"{', '.join(names[:_MOST])}, ... and {more} more" if more > 1 else fact.allowed


def _hint(fact: Fact, ways: Mapping[str, Value], written: str) -> str:
    """The value that is written nearly so, or the day for which a spreadsheet keeps this number."""
    if near := get_close_matches(folded(written), [way for way in ways if way == folded(way)], 1, _NEAR):
        return f"{HINT}{words(ways[near[0]])}?"
    if fact.kind is date and (serial := re.fullmatch(r"([2-7]\d{4})(\.0)?", written)):
        day = "a day" if of_birth(fact) else _SERIALS + timedelta(int(serial[1]))
        return f"; {'such a number' if of_birth(fact) else written} is how a spreadsheet keeps {day}"
    return ""


def of_birth(fact: Fact) -> bool:
    """Whether a fact says when somebody was born, which no error repeats."""
    return "birth" in fact.label.casefold()


def _ways(fact: Fact) -> dict[str, Value]:
    """Every way to write a member, without those that two members share once capitals are ignored."""
    said = [(folded(words(member)), member) for member in fact.members]
    said += [(folded(member.name), member) for member in fact.members if isinstance(member, IntEnum | StrEnum)]
    said += [(folded(way), member) for way, member in ALSO_WRITTEN.get(fact.kind, {}).items()]
    sure = {way: member for way, member in said if all(other is member for each, other in said if each == way)}
    return sure | {words(member): member for member in fact.members}


def _unnamed(kind: type[object], written: str) -> Value | None:
    """Parse a number, or a day in ISO or British notation; None if it is neither."""
    if kind is date:
        return _day(written)
    if len(written) > _LONGEST_NUMBER:
        return None
    if not re.fullmatch(r"-?\d+(\.0)?" if kind is int else r"-?\d+(\.\d+)?", written, re.ASCII):
        return None
    return int(Decimal(written)) if kind is int else Decimal(written)


def _day(written: str) -> date | None:
    """A day as 2025-06-02 or as people write it in Britain: 02/06/2025, 2.6.2025, 2 June 2025; midnight is left out."""
    plain = _MIDNIGHT.sub("", written)
    if numbers := _DAY_FIRST.fullmatch(plain):
        day, month, year = numbers[1], numbers[3], numbers[4]
    elif named := _DAY_NAMED.fullmatch(plain):
        day, month, year = named[1], str(_MONTHS.get(named[2].casefold(), 0)), named[3]
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", plain, re.ASCII):
        year, month, day = plain.split("-")
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

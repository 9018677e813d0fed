"""Words of usual exports, by the value that they most likely mean; only ever proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yosrules.files.formats.headings import folded
from yosrules.language.facts import Facts
from yosrules.language.kinds import words
from yosrules.records import absence, case, choices

_UNKNOWN = (
    "tbc; tba; to be confirmed; not yet known; not yet assessed; not assessed; to be assessed; awaiting; "
    "awaiting assessment; assessment pending; pending; not completed; not yet completed; not specified; "
    "unknown causes; unknown causes / not specified; ?"
)
"""Words by which people say that something is not known yet."""

_PLACED = {
    "prevention; early help; diversion; turnaround; triage; statutory prevention; voluntary": {"stage": "prevention"},
    "bail; bail iss; iss bail; bail supervision; bail support; bail supervision and support; "
    "bail supervision & support; bss; conditional bail; unconditional bail; on bail": {"custody": "in the community"},
    "remand; remanded; remand in custody; remanded in custody; custodial remand; yda; remand to yda; ryda; "
    "remand yda; remand to youth detention accommodation": {"custody": "remanded to custody"},
    "licence; on licence; notice of supervision": {"custody": "on licence"},
    "dto licence; dto (licence); dto on licence": {
        "disposal": "detention and training order",
        "custody": "on licence",
    },
    "dto custody; dto (custody); dto in custody": {
        "disposal": "detention and training order",
        "custody": "serving in custody",
    },
}
_SAYS_MORE: Mapping[tuple[type[Facts], str], Mapping[str, Mapping[str, str]]] = {
    (case.Case, "disposal"): _PLACED,
}
"""Words of a column that say other facts than that of the column."""

_WORDS: Mapping[object, Mapping[str, str]] = {
    choices.CaseStage: {
        "prevention": "prevention; early help; diversion; turnaround; triage; statutory prevention; voluntary",
        "out of court": "out of court; pre court; ooc disposal; oocd; out of court resolution; oocr",
        "post court": "court order; statutory; court disposal; post sentence; sentenced; community order; custodial",
    },
    choices.Disposal: {
        "community resolution": "youth community resolution; ycr; cr; community resolution with intervention",
        "no further action, outcome 22": "outcome 22; oc22; o22; nfa outcome 22",
        "deferred prosecution, outcome 22": "deferred prosecution; deferred caution",
        "youth caution": "yc; caution; youth caution with intervention",
        "youth conditional caution": "ycc; conditional caution",
        "referral order": "ro; referral order extension; ro extension; referral order (extended); "
        "intensive referral order",
        "reparation order": "rep order; reparation",
        "youth rehabilitation order": "; ".join(
            f"{order}{with_what}{extra}{')' * ('(' in with_what)}"
            for order in ("yro", "youth rehabilitation order")
            for with_what in (" ", " with ", " w ", " w/", " & ", " + ", " (", "/")
            for extra in ("iss", "isr", "curfew", "ups", "unpaid work", "supervision", "intensive fostering", "tag")
        ),
        "detention and training order": "d.t.o.",
        "section 250 detention": "s250; section 250; s91; sec 250",
    },
    choices.CustodyState: {
        "in the community": "community; bail; bail iss; bail supervision; bail support; bail supervision and support; "
        "bss; iss bail; conditional bail; unconditional bail; on bail; not in custody",
        "remanded to custody": "remand; remanded; remand in custody; remanded in custody; custodial remand; yda; "
        "remand to yda; ryda; remand to youth detention accommodation",
        "serving in custody": "serving; sentenced; serving sentence; serving sentence in custody; dto custody",
        "on licence": "licence; dto licence; supervision on licence; nos; notice of supervision",
    },
    choices.RiskLevel: {"very high": "v/high; veryhigh", "medium": "moderate; med"},
    choices.Likelihood: {"medium": "moderate; med"},
    choices.AssessmentKind: {"new": "start; initial assessment; pre sentence", "review": "end; closure; update"},
    choices.Admission: {"full admission": "full; full admissions; guilty", "none": "no; denied; not guilty"},
    absence.Reason: {
        "cold, cough or flu": "cold/cough/flu; colds; cold, cough, flu influenza",
        "infection": "infections; infectious diseases; virus/infection",
        "stomach or digestion": "stomach; stomach/digestion; gastrointestinal problems; "
        "sickness/diarrhoea; vomiting; d and v; digestive",
        "headache or migraine": "headaches; migraines; headache/migraine; headaches/migraines",
        "back or neck": "back/neck; back and neck; back injury",
        "muscles, bones or joints": "musculo skeletal; musculoskeletal problems; other musculoskeletal problems",
        "chest or breathing": "chest & respiratory problems; chest/respiratory; chest",
        "heart or circulation": "heart/blood pressure; heart",
        "mental health": "stress/depression/anxiety; "
        "anxiety/stress/depression; anxiety/stress/depression/other psychiatric illnesses; "
        "depression/anxiety; stress/anxiety/depression; psychological",
        "stress": "stress non work related; stress work related; stress (work); stress (personal); personal stress",
        "operation or recovery from one": "operation; hospital; operation/hospital; post operative; "
        "hospital/operation; surgical; op/post op",
        "cancer": "benign and malignant tumours, cancers",
        "pregnancy": "pregnancy related disorders; pregnancy/maternity related",
        "injury": "injury, fracture; injury/fracture",
        "dental": "dental and oral problems; dental/oral",
        "other": "other known causes not elsewhere classified; misc; miscellaneous; other illness; "
        "other (please specify); blood disorders; burns, poisoning, frostbite, hypothermia; ear, nose, throat (ent); "
        "ear, nose, throat; eye problems; endocrine / glandular problems; genitourinary & gynaecological disorders; "
        "nervous system disorders; skin disorders",
    },
    (absence.Absence, "end"): {
        "open": "still absent; still off; still off sick; still sick; still away; absent; present; ongoing absence; "
        "to date; open ended; 31/12/9999; 31/12/4712; 9999 12 31; 4712 12 31",
    },
    absence.Step: {
        "informal": "informal meeting; informal warning; informal stage",
        "stage 1": "first stage; stage one; 1; level 1; first written warning; formal stage 1",
        "stage 2": "second stage; stage two; 2; level 2; final written warning; formal stage 2",
        "stage 3": "third stage; stage three; 3; level 3; formal stage 3",
    },
}
"""Words by kind and value, with "; " between them."""


def says_more(kind: type[Facts], column: str) -> dict[str, Mapping[str, str]]:
    """What words of a column say of other facts, folded; of a kind of record and its bases."""
    found: dict[str, Mapping[str, str]] = {}
    for base in kind.__mro__:
        for ways, means in _SAYS_MORE.get((base, column), {}).items():
            found |= {folded(way): means for way in ways.split("; ")}
    return found


def follows(kind: type[Facts], value: object) -> dict[str, str]:
    """What a value of a record says of its other facts by its very meaning, in words that files take."""
    if isinstance(value, choices.Disposal) and issubclass(kind, case.Case):
        return {"stage": words(value.stage)}
    return {}


def words_of(kind: object) -> Iterator[tuple[str, str]]:
    """What people write for a value of a kind, or of one column, folded, with the value in words that files take."""
    for value, ways in {**_WORDS.get(kind, {}), "not known": _UNKNOWN}.items():
        yield from ((folded(way), value) for way in ways.split("; "))

"""Headings of usual exports of case management, HR and payroll, by the fact that they most likely mean.

They are only ever proposed: what a service writes into a map is read so, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from yosrules.files.formats.headings import folded
from yosrules.language.facts import Facts
from yosrules.records import absence, case

_WORKER = (
    "employee no; employee number; employee id; employee ref; employee reference; employee; emp no; emp id; "
    "person number; person id; personnel number; personnel no; pers no; pers.no.; payroll no; payroll number; "
    "assignment number; staff no; staff number; staff id; staff reference; worker id; worker reference; colleague id"
)
_CASE = (
    "childview id; child view id; careworks id; core+ id; core id; one id; iyss id; yjms id; mosaic id; "
    "liquidlogic id; yjs id; yos id; yot id; client id; client ref; client reference; person id; child id; "
    "young person id; yp id; yp ref; case id; case ref; case no; case number; case reference; case; id; ref; urn; "
    "unique id; unique reference"
)
_BEGINS = (
    "first day absent; first day of absence; first day of sickness; first day sick; first date of absence; "
    "absence start; absence start date; start date of absence; sickness start; sickness start date; absence from; "
    "start date; date started; actual start date; date from; from date; from; valid from; effective start date; begin"
)
_ENDS = (
    "last day absent; last day of absence; last day of sickness; last day sick; last date of absence; absence end; "
    "absence end date; end date of absence; sickness end; sickness end date; absence to; end date; date ended; "
    "actual end date; date to; to date; to; until; valid to; effective end date"
)
_HELD = (
    "meeting date; date of meeting; date held; date of hearing; panel date; sitting; date of panel; date; event date"
)

HEADINGS: Mapping[type[Facts], Mapping[str, str]] = {
    case.Case: {
        "reference": _CASE,
        "stage": "case stage; legal stage; stage of case; case type; programme stage",
        "disposal": "outcome; legal outcome; substantive outcome; disposal type; current disposal; order; order type; "
        "current order; legal status; sentence; programme; intervention; intervention type; current intervention",
        "rosh": "rosh; rosh level; rosh rating; current rosh; risk of serious harm level; risk of serious harm rating; "
        "serious harm; risk of harm; risk to others; safety of others",
        "rosh_last": "previous rosh; last rosh; rosh at last assessment; rosh previous",
        "safety_wellbeing": "safety and wellbeing; safety & wellbeing; safety and well being; safety & well being; "
        "safety and wellbeing level; safety & wellbeing level; safety and wellbeing rating; safety/wellbeing; "
        "safety and wellbeing concerns; safety & wellbeing concerns; swb; s&w; s & w",
        "safety_wellbeing_last": "previous safety and wellbeing; previous safety & wellbeing; previous swb",
        "reoffending": "likelihood of reoffending; likelihood of re offending; lor; reoffending likelihood; "
        "likelihood of reoffending level; risk of reoffending",
        "reoffending_indicative": "indicative likelihood of reoffending; indicative lor; yogrs band",
        "intensity": "scaled approach; scaled approach level; intervention level; intensity level; level of contact",
        "intensity_indicative": "indicative scaled approach; indicative intervention level",
        "tool": "tool; assessment tool; assessment tool used",
        "assessment": "assessment type; assessment kind; type of assessment; assessment stage",
        "custody": "custody status; custody state; in custody; remand status; bail/remand status; remand; "
        "bail or remand",
        "at_risk_of_custody": "at risk of custody; risk of custody",
        "mappa_category": "mappa cat; mappa category",
        "mappa_level": "mappa; mappa level",
        "looked_after": "lac; cla; lac status; cla status; looked after; looked after child; child looked after",
        "child_protection_plan": "cp plan; cpp; cp; on cp plan; child protection; subject to cp plan",
        "child_in_need": "cin; cin plan; child in need; on cin plan",
        "exploitation_concern": "exploitation; exploitation concerns; cse/cce; cce/cse; child exploitation; ce concern",
        "knife": "knife; weapon; knife/weapon; knife or weapon; weapon involved; knife crime",
        "admission": "admission; admits; admission made; plea",
        "consents": "consent; consents; consent given",
        "age_at_referral": "age at referral; age when referred",
        "age_at_outcome": "age at outcome; age at sentence; age at disposal",
        "born": "date of birth; dob; d.o.b.; d.o.b; birth date; birthdate",
        "referred": "referral date; date of referral; date referred; referred on; date opened; open date",
        "bailed": "bail date; date bailed; date of bail",
        "sentenced": "sentence date; date of sentence; sentenced on; order start date; order start; outcome date; "
        "date of outcome; disposal date; date of disposal",
        "assessed": "assessment date; date of assessment; date assessed; last assessment; last assessment date; "
        "date of last assessment; assetplus date; last assetplus; assessment completed",
        "release_due": "release date; date of release; due for release; expected release date; earliest release date",
        "order_ends": "order end date; order end; end of order; order expiry date; intervention end date; "
        "programme end date; expected end date; date order ends",
        "licence_ends": "licence end date; licence end; licence expiry; licence expiry date; end of licence; led; sled",
    },
    case.Offence: {
        "reference": _CASE,
        "day": "offence date; date of offence; date committed; date",
        "gravity": "gravity; gravity score; seriousness; seriousness score; offence seriousness",
        "knife": "knife; weapon; knife/weapon",
    },
    case.EarlierOutcome: {
        "reference": _CASE,
        "day": "outcome date; date of outcome; sentence date; disposal date; date",
        "disposal": "outcome; disposal type; sentence; legal outcome; substantive outcome",
    },
    case.Assessment: {
        "reference": _CASE,
        "day": "assessment date; date of assessment; date completed; completed; date",
        "rosh": "rosh level; rosh rating",
        "safety_wellbeing": "safety & wellbeing; swb",
        "kind": "assessment type; type of assessment; assessment stage",
        "tool": "assessment tool",
    },
    case.CareEpisode: {
        "reference": _CASE,
        "care": "care status; legal status; status; plan type",
        "day": _BEGINS,
        "ended": _ENDS,
    },
    case.ForumHeld: {
        "reference": _CASE,
        "forum": "panel; meeting; meeting type; panel type; type of meeting",
        "day": _HELD,
        "chair": "chair; chaired by; grade of chair",
    },
    case.CheckDone: {
        "reference": _CASE,
        "system": "database; check; checked system",
        "day": "check date; date of check; date checked; date",
    },
    absence.Absence: {
        "reference": _WORKER,
        "start": _BEGINS,
        "end": _ENDS,
        "first_session": "start session; start am/pm; first day am/pm; start half day; from session",
        "last_session": "end session; end am/pm; last day am/pm; end half day; to session",
        "hours": "hours lost; hours absent; hours sick; absence hours; sickness hours; working hours lost",
        "reason": "absence reason; reason for absence; sickness reason; reason for sickness; reason description; "
        "absence reason description; primary reason; level 1 reason; reason code; sickness category",
        "industrial_injury": "industrial injury; injury at work; accident at work; work related; work related injury; "
        "industrial disease/injury; industrial injury/disease",
        "disability_related": "disability related; related to disability; disability; disability related absence; dda",
        "pregnancy_related": "pregnancy related; related to pregnancy; maternity related; pregnancy",
        "notified": "notified; reported correctly; procedure followed; correctly reported",
        "returned": "return date; date of return; date returned; returned to work; return to work; "
        "return to work date; rtw date; actual return date; date of return to work; date resumed; resumed",
        "interviewed": "rtw interview; rtw interview date; rtwi; rtwi date; return to work interview; "
        "return to work interview date; date of rtw interview; rtw meeting; rtw discussion; rtw completed; rtw held; "
        "return to work meeting; return to work discussion; interview date",
        "interview_held": "interview completed; interview done; interview took place; rtw interview held; "
        "rtw interview completed; rtw interview done; return to work interview held",
    },
    absence.Worker: {
        "reference": _WORKER,
        "team": "team name; department; service; org unit; organisation; organisational unit; cost centre",
        "started": "start date; employment start date; date joined; hire date; continuous service date; date started; "
        "latest start date",
        "probation_ends": "probation end; probation end date; end of probation",
        "shift_worker": "shift worker; works shifts; shifts",
    },
    absence.WorkPattern: {
        "reference": _WORKER,
        "starts": "effective from; effective date; pattern start; pattern start date; start date; from; valid from",
        **{day: f"{day[:3]}; {day} hours; {day[:3]} hours; hours {day}; hours {day[:3]}" for day in absence.WEEKDAYS},
    },
    absence.Shift: {
        "reference": _WORKER,
        "day": "date; shift date; date of shift; roster date",
        "hours": "hours; shift hours; rostered hours; hours due",
    },
    absence.StageHeld: {
        "reference": _WORKER,
        "step": "stage; formal stage; stage of procedure; warning; stage held; level; stage reached",
        "held": f"date issued; warning date; stage date; {_HELD}",
        "review_ends": "review date; review end date; review period ends; end of review; review end",
        "live_until": "expiry date; expires; warning expires; live until; warning expiry date; date of expiry",
        "closed": "date closed; closed on; closed date",
    },
    absence.Leave: {"reference": _WORKER, "start": _BEGINS, "end": _ENDS},
    absence.FitNote: {"reference": _WORKER, "start": _BEGINS, "end": _ENDS},
}
"""Headings by kind of record and column, folded, with "; " between them."""


def aliases_of(kind: type[Facts], whose: str = "") -> dict[str, str]:
    """The column that each usual heading of a kind of record most likely means, itself and its bases."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        for column, headings in HEADINGS.get(base, {}).items():
            found |= {folded(each): column for each in headings.split("; ")}
    if whose:
        found.pop(folded(whose), None)
    return found

"""Known inputs of proofs, differences, hashes and replays, and of policies as they are built."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs

from attending import COUNTING, INFORMAL, Local, policy
from known_inputs.policies import HVP, PANEL, VISITS
from known_inputs.rows import Answer, Row, call, command
from test_kept import Child, edition
from test_remarks import FAULTY
from test_track import contacts
from yosrules import Edition, Maybe, all_of, covers, known, may, must
from yosrules.cli.new_plugin.command import TEXTS, PluginKind
from yosrules.cli.new_plugin.template import filled
from yosrules.deciding.decide import decide
from yosrules.deciding.decision_record import record_of
from yosrules.deciding.hashes import as_plain, edition_hash
from yosrules.english.describe import because
from yosrules.language import Condition
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.forums.deadlines import within
from yosrules.policies.forums.forum import Forum, ForumPolicy, Review
from yosrules.policies.lost_time.measures import allowance, days, in_spells
from yosrules.policies.lost_time.scaling import Pattern, Per, Rounded
from yosrules.proof.claims import claims
from yosrules.proof.diff import diff
from yosrules.proof.prove import prove
from yosrules.proof.remarks import remarks
from yosrules.records import Case, Chair, RiskLevel

START = date(2020, 1, 1)
HIGH = Case.rosh >= RiskLevel.HIGH


def verified(subject: Edition[object]) -> Callable[[], Answer]:
    """What is proved of an edition about a child and its events."""
    return call(lambda: "; ".join(f"{each.kind} {type(prove(each)).__name__}" for each in claims(subject, Child)))


def led(forum: Forum) -> Edition[Forum]:
    """An edition with one forum for a high risk."""
    return Edition(START, (must("high", forum, when=HIGH),))


def differences(old: Edition[Forum], new: Edition[Forum]) -> str:
    """What a diff says of two editions, and whether their hashes are the same."""
    found = diff(old, new, Case)
    said = [*(str(each) for each in found.attributes), *(f"{each.outcome}: {each.way}" for each in found.outcomes)]
    return f"{'; '.join(said)}; {'one hash' if edition_hash(old) == edition_hash(new) else 'two hashes'}"


CASES = """\
reference,rosh,safety_wellbeing,at_risk_of_custody,at_risk_of_custody_author
C1,High,Low,yes,A Shaw
C2,Low,Low,no,
"""


def replayed(change: Callable[[dict[str, object]], None], cases: str = CASES) -> Callable[[], Answer]:
    """Two decisions recorded, changed afterwards, and replayed."""

    def ask() -> Answer:
        Path("cases.csv").write_text(CASES)
        command("allocate cases.csv --on 2019-09-09 --records records.json")
        kept = json.loads(Path("records.json").read_text())
        change(kept)
        Path("records.json").write_text(json.dumps(kept))
        Path("cases.csv").write_text(cases)
        return command("replay records.json cases.csv")

    return ask


def decisions(kept: dict[str, object]) -> list[dict[str, object]]:
    """The decision records of a file."""
    found = kept["decisions"]
    assert isinstance(found, list)
    return found


def unchanged(_: dict[str, object]) -> None:
    """Change nothing."""


def recorded(nation: Nation) -> str:
    """The hash of the edition in the record of a decision."""
    local = attrs.evolve(VISITS, nation=nation)
    case, on = Case(reference="C1"), local.editions[0].starts
    return record_of(local, local.editions[0], decide(local.editions[0], case), case, on).edition_hash


class ScaledDays(Local):
    """Days lost, and a trigger that is scaled to the week."""

    lost: Maybe[Decimal] = days("days lost", COUNTING)
    allowed: Maybe[Decimal] = allowance(
        "days allowed", 8, per=Per.DAYS, full_time=5, rounding=Rounded.EXACT, pattern=Pattern.LATEST
    )
    spells_allowed: Maybe[int] = in_spells(
        allowance("spells allowed", 3, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST)
    )


def judged(of: Condition) -> str:
    """How a panel stands for a child of low risk of whom nobody said whether there is a concern of exploitation."""
    rule = must("serious", PANEL, when=HIGH | of)
    return decide(Edition(START, (rule,)), Case(reference="C1", rosh=RiskLevel.LOW)).outcomes[0].status


ROWS = [
    Row(
        "a judgement that may be missing",
        call(lambda: judged(all_of(Case.exploitation_concern))),
        says=("cannot tell",),
    ),
    Row(
        "a judgement that counts once it is on record",
        call(lambda: judged(known(Case.exploitation_concern) & Case.exploitation_concern)),
        says=("no",),
    ),
    Row(
        "a new attendance plugin names its class after what it counts",
        call(lambda: filled(TEXTS[PluginKind.ATTENDANCE], "a", 2031)["src/yosrules_a/__init__.py"]),
        says=("class Local(Attendance)",),
        never=("class Worker",),
    ),
    Row(
        "a promise that nobody can be meant by, a gap, an overlap and a part that asks nothing",
        call(lambda: "; ".join(f"{each.what}: {each.says}" for each in remarks(FAULTY))),
        says=("nobody is meant", "gap", "overlap", "asks nothing"),
    ),
    Row(
        "a rule that asks for two cautions of a child who had none",
        verified(edition((Child.cautions >= 2) & ~Child.had)),
        says=("fires Refuted", "needed Refuted"),
    ),
    Row(
        "a rule that asks for a row in 6 months and none in 12",
        verified(edition((Child.six >= 1) & (Child.twelve == 0))),
        says=("fires Refuted",),
    ),
    Row(
        "a rule that asks for a first row after the last",
        verified(edition(Child.first > Child.final)),
        says=("fires Refuted",),
    ),
    Row(
        "a promise to whoever has a caution, kept by a rule for whoever had one",
        verified(edition(Child.had, Child.cautions >= 1)),
        says=("guarantee Proved",),
    ),
    Row(
        "a difference between having had one and having one or more",
        call(
            lambda: "; ".join(
                f"{each.outcome}: {each.way}, only where a row cannot be told: {each.only_untold}"
                for each in diff(edition(Child.had), edition(Child.cautions >= 1), Child).outcomes
            )
        ),
        says=("panel: narrower, only where a row cannot be told: True",),
    ),
    Row(
        "a promise that a rule for everybody keeps",
        call(
            lambda: "; ".join(
                each.says
                for each in remarks(
                    ForumPolicy(
                        "all",
                        about=Case,
                        forums=(PANEL,),
                        editions=(
                            Edition(
                                START,
                                (must("all", PANEL, when=known(Case.rosh) | ~known(Case.rosh)),),
                                (covers("high", when=HIGH, by=lambda _: True),),
                            ),
                        ),
                    )
                )
            )
        ),
        says=("rule all holds for every child, so that nothing is promised",),
    ),
    Row(
        "a deadline and a review that are added",
        call(
            lambda: differences(
                led(PANEL),
                led(
                    attrs.evolve(
                        PANEL, deadlines=(within(5, Count.DAYS, of=Case.referred),), review=Review(Span(6, Count.WEEKS))
                    )
                ),
            )
        ),
        says=("PANEL, deadlines: not stated before, within 5 days of the date of referral after", "two hashes"),
    ),
    Row(
        "a chair of a lower grade, and checks and stand-ins that are dropped",
        call(
            lambda: differences(
                led(HVP), led(attrs.evolve(HVP, chair=Chair.PRACTITIONER, checks=(), satisfied_by=(), may_waive=None))
            )
        ),
        says=("HVP, chair: Manager before, Practitioner after", "HVP, satisfied by: FAM before", "two hashes"),
    ),
    Row(
        "a forum whose deadline changes with the edition",
        call(
            lambda: (
                ForumPolicy(
                    "u",
                    about=Case,
                    forums=(PANEL, attrs.evolve(PANEL, deadlines=(within(5, Count.DAYS, of=Case.referred),))),
                    editions=(
                        led(PANEL),
                        attrs.evolve(
                            led(attrs.evolve(PANEL, deadlines=(within(5, Count.DAYS, of=Case.referred),))),
                            starts=date(2022, 1, 1),
                        ),
                    ),
                ).name
            )
        ),
        says=("u",),
    ),
    Row(
        "a must that becomes a may beside a may at a lower level",
        call(
            lambda: differences(
                Edition(START, (must("high", PANEL, when=HIGH), may("low", PANEL, when=Case.rosh >= RiskLevel.MEDIUM))),
                Edition(START, (may("high", PANEL, when=HIGH), may("low", PANEL, when=Case.rosh >= RiskLevel.MEDIUM))),
            )
        ),
        says=("narrower",),
    ),
    Row(
        "a recorded decision whose day was changed",
        replayed(lambda kept: decisions(kept)[0].update(day="2019-10-09")),
        1,
        ("the record was changed after it was written",),
    ),
    Row(
        "a recorded decision that was dropped",
        replayed(lambda kept: decisions(kept).pop() and None),
        1,
        ("2 decisions were written, 1 are there",),
    ),
    Row(
        "a recorded decision that was doubled",
        replayed(lambda kept: decisions(kept).append(decisions(kept)[0])),
        1,
        ("2 decisions were written, 3 are there", "C1: 2 decisions"),
    ),
    Row(
        "a recorded decision of before the first edition",
        replayed(lambda kept: decisions(kept)[0].update(day="1999-01-01")),
        1,
        ("2 decisions replayed; 1 differ",),
    ),
    Row(
        "the author of a judgement changed after the decision",
        replayed(unchanged, CASES.replace("A Shaw", "B Dale")),
        1,
        ("the hash of the facts differs",),
    ),
    Row(
        "a policy whose working days became those of another nation",
        call(lambda: "one hash" if recorded(Nation.ENGLAND) == recorded(Nation.SCOTLAND) else "two hashes"),
        says=("two hashes",),
    ),
    Row("decisions that nobody changed", replayed(unchanged), says=("2 decisions replayed; 0 differ",)),
    Row(
        "the hash of a policy is one of plain data",
        call(lambda: as_plain(led(HVP))),
        says=("Home Visit Panel",),
        never=("0x",),
    ),
    Row(
        "an edition of years ago says so",
        call(lambda: command("show derby-high-risk-strategy").text),
        says=("When its source was last checked is not stated.",),
    ),
    Row(
        "a rule that nobody can tell has its words",
        call(lambda: because(decide(led(PANEL), Case(reference="C1")).rules[0])),
        says=("risk of serious harm is not on record (rule high)",),
    ),
    Row(
        "a rule that time alone meets twice says how often it fires",
        call(contacts),
        2,
        ("rule again: time alone meets it again after contact meeting", "OfRule(fires=…)"),
    ),
    Row(
        "more than an exact allowance",
        call(lambda: policy(must("days", INFORMAL, when=ScaledDays.lost > ScaledDays.allowed), about=ScaledDays).name),
        says=("anytown",),
    ),
    Row(
        "separate absences against an allowance",
        call(
            lambda: (
                policy(
                    must("spells", INFORMAL, when=ScaledDays.spells >= ScaledDays.spells_allowed), about=ScaledDays
                ).name
            )
        ),
        says=("anytown",),
    ),
]

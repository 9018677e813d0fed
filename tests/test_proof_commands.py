"""The commands about every possible record, run as a policy's owner runs them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from datetime import date
from functools import partial
from io import StringIO
from pathlib import Path
from types import ModuleType

import attrs
import pytest

import yosrules_hmip
from test_cli import Run, lines, run  # noqa: F401 -- the fixture
from test_prove import cvc5_says
from yosrules import Edition, Facts, Maybe, all_of, covers, fact, known, may, must, unless
from yosrules.cli import common
from yosrules.hooks.load import load
from yosrules.hooks.spec import hookimpl
from yosrules.language import ALWAYS
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Declared, Example, Status
from yosrules.records.case import Case
from yosrules.records.choices import Chair, RiskLevel

PANEL = Forum("Panel", "High risk panel", Chair.MANAGER)
concern = (Case.rosh >= RiskLevel.MEDIUM) | (Case.safety_wellbeing >= RiskLevel.MEDIUM)
serious = (Case.rosh >= RiskLevel.HIGH) | (Case.safety_wellbeing >= RiskLevel.HIGH)
PROMISE = covers("nobody-is-missed", when=concern, by=lambda forum: forum.chair is Chair.MANAGER)
FIRST = Edition(
    date(2018, 4, 1),
    (
        attrs.evolve(must("panel", PANEL, when=serious), reading="either"),
        attrs.evolve(must("panel", PANEL, when=Case.rosh >= RiskLevel.HIGH), reading="serious harm"),
    ),
)
SECOND = Edition(
    date(2019, 4, 1),
    (
        must("panel", PANEL, when=serious),
        must("medium", PANEL, when=concern & ~serious),
        may("over", PANEL, when=Case.licence_over & unless(concern)),
    ),
    (PROMISE,),
)
POLICY = ForumPolicy("careless", about=Case, forums=(PANEL,), editions=(FIRST, SECOND))


class Local(Case):
    panel_asked: Maybe[bool] = fact(bool, "the panel is asked for")


SOUND = ForumPolicy(
    "sound",
    about=Local,
    forums=(PANEL,),
    editions=(Edition(date(2019, 4, 1), (must("asked", PANEL, when=Local.panel_asked),)),),
    examples=(Example(Local(reference="a", panel_asked=True), "Panel", Status.MUST),),
)


class Other(Facts):
    asked: Maybe[bool] = fact(bool, "asked")


OTHER = ForumPolicy(
    "other",
    about=Other,
    forums=(PANEL,),
    editions=(Edition(date(2019, 4, 1), (must("asked", PANEL, when=Other.asked),)),),
    declared=(Declared("fires asked", "nobody asks"), Declared("needed asked", "nobody asks")),
)
MANY = type("Many", (Facts,), {f"fact_{place}": fact(int) for place in range(9)})
ALIKE = all_of(*(getattr(MANY, f"fact_{place}") == MANY.fact_0 for place in range(1, 9)))
LARGE = ForumPolicy(
    "large",
    about=MANY,
    forums=(PANEL,),
    editions=(Edition(date(2019, 4, 1), (must("all", PANEL, when=ALIKE),)),),
)


def plugin(*policies: ForumPolicy) -> ModuleType:
    module = ModuleType("local")

    @hookimpl
    def yosrules_forum_policies() -> Iterable[ForumPolicy]:
        return policies

    module.yosrules_forum_policies = yosrules_forum_policies
    return module


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = {"local": plugin(POLICY, SOUND, OTHER), "hmip": yosrules_hmip}
    monkeypatch.setattr(common, "load", partial(load, offered))


class TestVerify:
    @pytest.mark.slow
    def test_all_that_this_repository_installs_is_proved(self, run: Run) -> None:
        code, out, _ = run("verify")
        said = lines(out)
        assert code == 0
        assert "guarantee every-concern-has-a-manager | proved by enumeration and z3" in said
        assert "apart Requires improvement and Good | proved by enumeration and z3" in said
        assert "rises with amount | proved by enumeration and z3" in said
        assert said[-1].endswith("claims about every possible record; 0 to put right")

    @pytest.mark.slow
    def test_a_frameworks_name_stands_for_its_scales_each_once(self, run: Run) -> None:
        titles = [line for line in lines(run("verify", "hmip-2018").out) if line.startswith("HMIP")]
        assert titles == ["HMIP ratings", "HMIP overall rating"]

    @pytest.mark.slow
    def test_what_is_refuted_is_shown_with_the_child_it_forgets(self, run: Run, local: None) -> None:
        code, out, _ = run("verify", "careless")
        said = lines(out)
        assert code == 1
        assert "the edition of 2019-04-01 | guarantee nobody-is-missed | refuted by enumeration and z3" in said
        assert (
            "at least one of these must follow: Panel. For example: risk of serious harm is Medium. "
            "Not on record: safety and wellbeing concern."
        ) in " ".join(said)

    @pytest.mark.slow
    @pytest.mark.traced
    def test_each_reading_is_verified_by_name(self, run: Run, local: None) -> None:
        said = lines(run("verify", "careless").out)
        assert "the edition of 2018-04-01, read as either | fires panel | proved by enumeration and z3" in said
        assert any(line.startswith("the edition of 2018-04-01, read as serious harm | needed panel") for line in said)

    def test_what_is_declared_without_need_is_to_be_put_right(self, run: Run, local: None) -> None:
        code, out, _ = run("verify", "other")
        assert code == 1
        assert "! declared as not meant to hold, but proved: fires asked" in lines(out)
        assert "2 to put right" in out

    @pytest.mark.traced
    @pytest.mark.slow
    def test_what_is_declared_with_need_is_not_accused(self, run: Run) -> None:
        out = run("verify", "derby-high-risk-strategy").out
        assert "rises IPC with rosh | refuted by enumeration and z3, as declared: a High concern goes to" in " ".join(
            lines(out)
        )
        assert "Refuted" not in out

    @pytest.mark.slow
    def test_what_may_be_meant_is_said_for_information_and_does_not_fail(self, run: Run) -> None:
        code, out, _ = run("verify", "corby-attendance")
        said = lines(out)
        assert code == 0
        (gap,) = (line for line in said if line.startswith("gap: ") and "as written" in line)
        assert "the Bradford score over 12 months is more than 149 and" in gap
        assert gap.endswith("read as as written, nothing from 149 to 150)")

    def test_a_promise_about_nobody_and_a_forum_that_nobody_reaches_are_to_be_put_right(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nobody = covers("nobody", when=Other.asked & ~Other.asked, by=lambda _: True)
        kept = covers("anybody", when=Other.asked, by=lambda _: True)
        rules = (must("all", PANEL, when=ALWAYS),)
        empty = ForumPolicy(
            "empty",
            about=Other,
            forums=(PANEL, Forum("HVP", "Panel for knives", chair=Chair.MANAGER)),
            editions=(Edition(date(2019, 4, 1), rules, (nobody, kept)),),
        )
        monkeypatch.setattr(common, "load", partial(load, {"local": plugin(empty)}))
        code, out, _ = run("verify")
        said = lines(out)
        assert code == 1
        assert "guarantee nobody | proved by enumeration and z3, but nobody is meant by it" in said
        assert "guarantee anybody | proved by enumeration and z3, but it is kept by a rule that always holds" in said
        assert [line for line in said if line.startswith("!")] == [
            "! a forum that nobody reaches: no rule leads to HVP",
            "! nobody is meant by it: guarantee nobody: no child can be such that "
            "asked and it is not the case that asked",
        ]
        assert "2 to put right" in said[-1]

    def test_without_z3_it_says_so(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "z3", None)
        code, out, _ = run("verify", "hmip-2025")
        assert code == 0
        assert "covered | proved by enumeration" in lines(out)
        assert "z3 is not installed, so there is no second opinion: pip install 'yosrules[prove]'" in out

    def test_what_nobody_can_tell_is_to_be_put_right(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "z3", None)
        monkeypatch.setattr(common, "load", partial(load, {"local": plugin(LARGE)}))
        code, out, _ = run("verify")
        assert code == 1
        assert "fires all | not analysed: enumeration: 9 facts are compared with each other" in " ".join(lines(out))

    @pytest.mark.slow
    @pytest.mark.traced
    def test_claims_are_exported_for_other_solvers(self, run: Run, tmp_path: Path) -> None:
        assert run("verify", "hmip-2018", "--export", str(tmp_path)).code == 0
        names = sorted(path.name for path in tmp_path.iterdir())
        assert len(names) == 32
        assert "hmip-ratings-009-covered.smt2" in names
        assert cvc5_says((tmp_path / "hmip-ratings-009-covered.smt2").read_text()) == "unsat"

    @pytest.mark.slow
    @pytest.mark.traced
    def test_a_folder_that_is_not_there_is_said(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("verify", "hmip-2018", "--export", str(tmp_path / "none"))
        assert code == 2
        assert f"it cannot be written: there is no folder {tmp_path / 'none'}" in err

    def test_an_unknown_name_lists_the_known_ones(self, run: Run, local: None) -> None:
        code, out, err = run("verify", "nothing")
        assert (code, out) == (2, "")
        assert err == (
            "no policy, scale or framework is called 'nothing'; installed: careless, other, sound, HMIP ratings, "
            "hmip-2018, hmip-2021, hmip-2025 or HMIP overall rating\n"
        )


class TestDiff:
    def test_an_edition_is_the_same_as_itself(self, run: Run) -> None:
        code, out, _ = run("diff", "derby-high-risk-strategy", "derby-high-risk-strategy@2019-09-09")
        assert code == 0
        assert "RSM | the same | - | -" in lines(out)

    def test_two_readings_are_compared_with_the_child_between_them(self, run: Run, local: None) -> None:
        out = run("diff", "careless@2018-04-01/serious harm", "careless@2018-04-01/either").out
        said = lines(out)
        assert "Panel | wider | risk of serious harm is Low: no before, cannot tell after | -" in said
        assert (
            "rule panel is changed: when risk of serious harm is High or higher or safety and wellbeing concern is "
            "High or higher, not when risk of serious harm is High or higher"
        ) in said

    def test_two_policies_of_which_one_adds_facts_are_compared(self, run: Run, local: None) -> None:
        for order in (("careless@2018-05-01/either", "sound"), ("sound", "careless@2018-05-01/either")):
            said = lines(run("diff", *order).out)
            assert any(line.startswith("Panel | crosswise") for line in said)
        assert {"rule asked is retired", "rule panel is added"} <= set(said)

    def test_a_caseload_says_whom_the_change_touches(self, run: Run, local: None, tmp_path: Path) -> None:
        cases = tmp_path / "cases.csv"
        cases.write_text(
            "reference,rosh,safety_wellbeing,licence_ends\nA1,Medium,Low,\nA2,High,Low,\nA3,Low,Low,2019-01-01\n"
        )
        old, new = "careless@2018-04-01/either", "careless"
        said = lines(run("diff", old, new, "--cases", str(cases), "--on", "2019-09-09").out)
        assert "2 of 3 cases are touched" in said
        assert said[-2:] == ["A1 | Panel | no | must", "A3 | Panel | no | may"]

    def test_a_misspelt_name_gets_a_suggestion(self, run: Run, local: None) -> None:
        assert run("verify", "carless").err.endswith("; did you mean careless?\n")

    def test_one_case_is_touched_in_the_singular(self, run: Run, local: None, tmp_path: Path) -> None:
        cases = tmp_path / "cases.csv"
        cases.write_text("reference,rosh,safety_wellbeing\nA1,Medium,Low\nA2,High,Low\n")
        said = lines(run("diff", "careless@2018-04-01/either", "careless", "--cases", str(cases)).out)
        assert "1 of 2 cases is touched" in said

    def test_nobody_is_touched_by_no_change(self, run: Run, tmp_path: Path) -> None:
        name = "derby-high-risk-strategy"
        out = run("diff", name, name, "--cases", "specs/forums/cases.csv").out
        assert out.endswith("0 of 6 cases are touched\n")

    def test_a_page_that_names_cases_is_marked_as_one_about_people(self, run: Run) -> None:
        same = ("diff", "derby-high-risk-strategy", "derby-high-risk-strategy", "--format", "html")
        assert "OFFICIAL-SENSITIVE" in run(*same, "--cases", "specs/forums/cases.csv").out
        assert "OFFICIAL-SENSITIVE" not in run(*same).out

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ("careless", "sound@2018-01-01", "sound has no edition for 2018-01-01: its first starts on 2019-04-01"),
            ("careless@May", "sound", "careless@May: 'May' is not a day; allowed: YYYY-MM-DD"),
            (
                "careless@2018-04-01",
                "sound",
                "careless@2018-04-01 is not one reading; write careless@2018-04-01/either or ",
            ),
            ("careless/loose", "sound", "careless/loose is not one reading; write careless\n"),
            ("careless", "other", "careless is about Case, other is about Other: no comparing them"),
            ("careless", "nothing", "no policy, scale or framework is called 'nothing'; installed: careless,"),
            ("hmip-2018", "HMIP ratings", "hmip-2018 has several scales: write HMIP ratings or HMIP overall rating"),
        ],
    )
    def test_what_cannot_be_compared_is_said(self, run: Run, local: None, old: str, new: str, why: str) -> None:
        code, out, err = run("diff", old, new)
        assert (code, out) == (2, "")
        assert err.startswith(why)

    def test_cases_are_no_help_with_a_scale(self, run: Run) -> None:
        code, out, err = run("diff", "hmip-2025", "HMIP ratings", "--cases", "specs/forums/cases.csv")
        assert (code, out) == (2, "")
        assert err == "cases.csv holds cases, and hmip-2025 is not about cases\n"

    def test_what_no_prover_can_tell_ends_with_1(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "z3", None)
        other = Edition(date(2019, 4, 1), (must("all", PANEL, when=ALIKE & known(MANY.fact_0)),))
        larger = attrs.evolve(LARGE, name="larger", editions=(other,))
        monkeypatch.setattr(common, "load", partial(load, {"local": plugin(LARGE, larger)}))
        code, out, _ = run("diff", "large", "larger")
        assert code == 1
        assert "Panel | cannot be told | enumeration: 9 facts are compared with each other" in " ".join(lines(out))
        assert run("diff", "large", "large")[0] == 0  # the same rules need no prover

    def test_what_is_asked_of_a_caseload_needs_one(self, run: Run) -> None:
        said = run("diff", "hmip-2025", "hmip-2025", "--with", "offences.csv", "--on", "2019-09-09")
        assert (said.code, said.err) == (2, "--with and --on would change nothing without --cases\n")


class TestMutate:
    @pytest.mark.parametrize(
        ("name", "noticed"), [("derby-high-risk-strategy", 51), ("HMIP ratings", 37), ("HMIP overall rating", 34)]
    )
    def test_what_has_examples_in_this_repository_is_pinned_by_them(self, run: Run, name: str, noticed: int) -> None:
        code, out, _ = run("mutate", name)
        assert code == 0
        assert f"an example notices | {noticed}" in lines(out)
        assert "nobody would notice" not in out

    @pytest.mark.slow
    def test_each_reading_is_tried(self, run: Run, local: None) -> None:
        code, out, _ = run("mutate", "careless")
        assert code == 1
        assert "careless, the edition of 2018-04-01, read as serious harm: 5 changes" in lines(out)
        place = lines(out).index("! panel: risk of serious harm is Medium or higher, not High or higher")
        assert lines(out)[place + 1] == (
            "This would notice: Example(Case(reference='example', rosh=RiskLevel.MEDIUM), "
            "\"Panel\", Status.CANNOT_TELL, on=date(2018, 4, 1), reading='either')"
        )

    def test_an_unpinned_scale_is_offered_an_amount(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        bare = attrs.evolve(yosrules_hmip.FOUR_BANDS, examples=yosrules_hmip.FOUR_BANDS.examples[1:])
        module = ModuleType("hmip")
        module.yosrules_frameworks = hookimpl(lambda: [attrs.evolve(yosrules_hmip.EDITION_2025, scale=bare)])
        monkeypatch.setattr(common, "load", partial(load, {"hmip": module}))
        code, out, _ = run("mutate")
        assert code == 1
        assert lines(out)[-2:] == [
            "! Inadequate: the amount is at least 0.01, not at least 0.00",
            'This would notice: ("0.00", "Inadequate")',
        ]

    @pytest.mark.slow
    @pytest.mark.traced
    def test_what_nobody_can_tell_is_told(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "z3", None)
        monkeypatch.setattr(common, "load", partial(load, {"local": plugin(LARGE)}))
        code, out, _ = run("mutate")
        assert code == 1
        assert "no prover can tell whether it differs | 10" in lines(out)
        assert lines(out)[-1] == "no prover can tell whether it differs"


class TestBoundaries:
    @pytest.mark.slow
    def test_every_boundary_is_a_row_of_markdown(self, run: Run) -> None:
        code, out, _ = run("boundaries", "hmip-2025")
        assert code == 0
        assert out.startswith("# Records on both sides of every condition\n\n## HMIP ratings\n")
        row = "| Good | the amount is at least 64.50 | Good | the amount is 64.50 | must | the amount is 64.49 | no |"
        assert row in out.splitlines()
        assert "- 4 of 4 regions are visited" in out.splitlines()

    @pytest.mark.slow
    def test_a_policys_boundaries_say_what_follows_on_both_sides(self, run: Run) -> None:
        said = lines(run("boundaries", "derby-high-risk-strategy").out)
        assert (
            "rsm-high | risk of serious harm is High or higher | RSM | risk of serious harm is High | must "
            "| risk of serious harm is Medium | at least may"
        ) in said

    @pytest.mark.slow
    @pytest.mark.traced
    def test_they_can_be_signed_off_in_a_spreadsheet(self, run: Run) -> None:
        rows = list(csv.DictReader(StringIO(run("boundaries", "hmip-2018", "--csv").out)))
        assert len(rows) == 14
        assert list(rows[1].items()) == [
            ("Policy", "HMIP ratings"),
            ("Rule", "Inadequate"),
            ("Part of its condition", "the amount is less than 49.50"),
            ("Outcome", "Inadequate"),
            ("Inside", "the amount is 49.49"),
            ("Then", "must"),
            ("Outside", "the amount is 49.50"),
            ("Then it is", "no"),
            ("Agreed by", ""),
        ]

    def test_what_examples_leave_out_is_named(self, run: Run, local: None) -> None:
        said = lines(run("boundaries", "sound").out)
        assert "1 of 1 rules hold for some example" in said
        assert (
            "0 of 1 parts decide between two examples that differ in one fact; not yet: asked: the panel is asked for"
        ) in said


class TestPages:
    """What is proved, and the boundaries, as a page and as a file."""

    @pytest.mark.slow
    @pytest.mark.traced
    @pytest.mark.parametrize("command", ["verify", "boundaries"])
    def test_a_page_is_written_by_the_ending_of_its_name(self, run: Run, tmp_path: Path, command: str) -> None:
        for ending, begins in ((".html", "<!doctype html>"), (".md", "# "), (".txt", ""), (".json", "")):
            out = tmp_path / f"page{ending}"
            assert run(command, "hmip-2018", "--out", str(out)).code == 0
            assert out.read_text().startswith(begins)
            assert "Outstanding" in out.read_text()
        assert run(command, "hmip-2018", "--out", str(out)).code == 2
        assert run(command, "hmip-2018", "--out", str(out), "--force").code == 0

    @pytest.mark.slow
    @pytest.mark.traced
    def test_boundaries_are_rows_of_a_file(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "sign.csv"
        assert run("boundaries", "hmip-2018", "--out", str(out)).code == 0
        assert out.read_text() == run("boundaries", "hmip-2018", "--csv").out

    @pytest.mark.parametrize("command", ["verify", "boundaries"])
    def test_a_page_is_printed_in_html_and_one_way_is_chosen(self, run: Run, command: str) -> None:
        code, out, _ = run(command, "hmip-2018", "--format", "html")
        assert (code, "<table>" in out, "Outstanding" in out) == (0, True, True)
        assert ("OFFICIAL" in out, "OFFICIAL-SENSITIVE" in out) == (True, False)
        code, out, err = run(command, "hmip-2018", "--format", "html", "--json")
        assert (code, out) == (2, "")
        assert "--json" in err

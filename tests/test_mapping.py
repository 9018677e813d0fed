"""A service's own headings and words are read as its map says, and as nothing else; `map` proposes one."""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.errors import InputError
from yosrules.files.absences import Workforce, read_absences
from yosrules.files.cases import Caseload, read_cases
from yosrules.files.mapping.aliases import HEADINGS, aliases_of
from yosrules.files.mapping.columns import columns_of, parsers_of
from yosrules.files.mapping.maps import NO_MAP, FileMap, read_map
from yosrules.files.mapping.usual_words import words_of
from yosrules.files.synonyms import parser
from yosrules.language.kinds import Fact
from yosrules.records.absence import Absence, Reason, Step
from yosrules.records.case import Case
from yosrules.records.choices import (
    Admission,
    AssessmentKind,
    CaseStage,
    CustodyState,
    Disposal,
    Likelihood,
    RiskLevel,
)

FIELD = Path(__file__).parent / "data" / "field"
CASES = "ChildView ID,RoSH level,Order,Team\nA1,Hgh,YRO ISS,East\nA2,TBC,Bail ISS,West\n"
CASES_MAP = """
[cases.columns]
"ChildView ID" = "reference"
"rosh level" = "rosh"
Order = "disposal"
[cases.values.rosh]
Hgh = "high"
TBC = "not known"
[cases.values.disposal]
"YRO ISS" = "youth rehabilitation order"
"Bail ISS" = {custody = "in the community", stage = "post court"}
"""


def map_of(folder: Path, text: str) -> FileMap:
    path = folder / "map.toml"
    path.write_text(text)
    return read_map(path)


def cases(folder: Path, text: str, maps: str = "", keep: tuple[str, ...] = ()) -> Caseload[Case]:
    path = folder / "cases.csv"
    path.write_text(text)
    return read_cases(path, maps=map_of(folder, maps), keep=keep)


def absences(folder: Path, text: str, maps: str) -> Workforce:
    path = folder / "absences.csv"
    path.write_text(text)
    return read_absences(path, maps=map_of(folder, maps))


def refusal(folder: Path, text: str, maps: str) -> str:
    with pytest.raises(InputError) as error:
        cases(folder, text, maps)
    return str(error.value)


class TestReadingByAMap:
    def test_headings_and_words_mean_what_the_map_says(self, tmp_path: Path) -> None:
        one, other = cases(tmp_path, CASES, CASES_MAP).cases
        assert (one.reference, one.rosh, one.disposal) == ("A1", RiskLevel.HIGH, Disposal.YOUTH_REHABILITATION_ORDER)
        assert (other.rosh, other.disposal) == (None, None)
        assert (other.custody, other.stage) == (CustodyState.COMMUNITY, CaseStage.POST_COURT)

    def test_what_is_mapped_to_not_known_is_counted_and_said(self, tmp_path: Path) -> None:
        load = cases(tmp_path, CASES + "A3,tbc,,\n", CASES_MAP)
        assert load.notes == (
            "not known, as map.toml says: 2 of rosh: 'TBC' (1), 'tbc' (1)",
            "not known, as map.toml says: 1 of disposal: 'Bail ISS' (1)",
        )

    def test_a_map_of_another_file_changes_nothing(self, tmp_path: Path) -> None:
        load = cases(tmp_path, "reference,rosh\nA1,high\n", '[offences.columns]\n"Date" = "day"\n')
        assert load.cases == cases(tmp_path, "reference,rosh\nA1,high\n").cases

    def test_a_column_can_be_left_out_and_another_take_its_place(self, tmp_path: Path) -> None:
        maps = '[cases.columns]\nrosh = ""\n"Current level" = "rosh"\n'
        load = cases(tmp_path, "reference,rosh,Current level\nA1,what,low\n", maps)
        assert (load.cases[0].rosh, load.unused) == (RiskLevel.LOW, ("rosh",))

    def test_what_a_word_says_of_another_fact_may_not_contradict_its_column(self, tmp_path: Path) -> None:
        text = "ChildView ID,RoSH level,Order,stage\nA1,low,Bail ISS,{}\n"
        assert cases(tmp_path, text.format("post court"), CASES_MAP).cases[0].stage is CaseStage.POST_COURT
        assert cases(tmp_path, text.format(""), CASES_MAP).cases[0].stage is CaseStage.POST_COURT
        assert (
            "row 2, stage: wrote 'prevention'; allowed: post court, which map.toml says that its disposal means"
            in refusal(tmp_path, text.format("prevention"), CASES_MAP)
        )

    def test_what_cannot_be_on_record_is_said_of_the_column_that_the_word_stands_in(self, tmp_path: Path) -> None:
        maps = '[cases.columns]\nStatus = "custody"\n[cases.values.custody]\nlic = {custody = "on licence", stage = '
        assert "row 2, Status: wrote 'lic'" in refusal(
            tmp_path, "reference,Status\nA1,lic\n", f'{maps}"out of court"}}'
        )

    def test_histories_are_read_by_their_part_of_the_map(self, tmp_path: Path) -> None:
        (tmp_path / "stages.csv").write_text("Emp No,Warning,Date\nW1,First,02/01/2025\n")
        (tmp_path / "a.csv").write_text("worker,start,end\nW1,2025-01-01,still off\n")
        maps = map_of(
            tmp_path,
            '[absences.values.end]\n"Still off" = "open"\n'
            '[stages.columns]\n"Emp No" = "worker"\nWarning = "step"\nDate = "held"\n'
            '[stages.values.step]\nFirst = "stage 1"\n',
        )
        found = read_absences(tmp_path / "a.csv", [tmp_path / "stages.csv"], maps=maps)
        (stage,) = (row for rows in found.histories["W1"].values() for row in rows if not isinstance(row, Absence))
        assert (vars(stage)["step"], vars(stage)["held"]) == (Step.STAGE_1, date(2025, 1, 2))
        assert vars(found.histories["W1"][Absence][0])["end"] is None

    def test_titles_above_mapped_headings_are_passed_over(self, tmp_path: Path) -> None:
        maps = '[cases.columns]\n"Kid" = "reference"\n"Peril" = "rosh"\n'
        assert cases(tmp_path, "Our list\n\nKid,Peril\nA1,low\n", maps).cases[0].rosh is RiskLevel.LOW

    def test_columns_are_carried_along(self, tmp_path: Path) -> None:
        assert cases(tmp_path, CASES, CASES_MAP, ("Team",)).kept == {"A1": ("East",), "A2": ("West",)}
        with pytest.raises(InputError, match=r"it has no column 'Taem'; did you mean 'Team'\?"):
            cases(tmp_path, CASES, CASES_MAP, ("Taem",))

    @pytest.mark.parametrize(
        ("maps", "why"),
        [
            ('[cases.columns]\n"ChildView" = "reference"', "'ChildView' is no column of cases.csv; did you mean"),
            ('[cases.columns]\n"RoSH level" = "rish"', "has 'rish', which is no fact here; did you mean 'rosh'?"),
            ('[cases.columns]\n"Team" = "rosh"\n"RoSH level" = "rosh"', "'Team' and 'RoSH level' both mean rosh"),
            ('[cases.values.rish]\nx = "low"', "[cases.values.rish] has 'rish', which is no fact here"),
            ('[cases.values.rosh]\nx = {rish = "low"}', "[cases.values.rosh] has 'rish', which is no fact here"),
            ('[cases.values.rosh]\nx = "lw"', "'x' is mapped to rosh 'lw'; allowed: Low, Medium, High or Very high"),
            ('[cases.values.rosh]\n"" = "low"', "says what a blank means; what is not on record stays unknown"),
            ('[cases.values.rosh]\na_b = "low"\n"A b" = "high"', "has 'A b' twice"),
            ("[cases.values.rosh]\nx = 3", "cases.values.rosh is not a table"),
            ("[cases.values.rosh]\nx = {rosh = 3}", "'rosh' is not followed by a text in quotes"),
            ("[cases.columns]\nTeam = 3", "'Team' is not followed by a text in quotes"),
            ("[cases]\ncolums = {}", "[cases] has 'colums'; allowed: [cases.columns] or [cases.values.FACT]"),
            ("[caess.columns]", "it has a table [caess]; allowed: cases, offences"),
            ("cases = 3", "cases is not a table"),
            ("cases = ", "it is not TOML"),
            ("a = " + "[" * 5_000, "it is not TOML"),
            ("#" * 1_000_001, "it is more than 1,000,000 bytes"),
        ],
    )
    def test_a_map_that_does_not_fit_is_refused(self, tmp_path: Path, maps: str, why: str) -> None:
        said = refusal(tmp_path, CASES, maps)
        assert said.startswith("map.toml: ")
        assert why in said

    def test_a_mapped_heading_beside_one_that_means_the_same_is_refused(self, tmp_path: Path) -> None:
        text = "reference,rosh,Level\nA1,low,high\n"
        said = refusal(tmp_path, text, '[cases.columns]\nLevel = "rosh"\n')
        assert "Level: wrote 'Level'; allowed: one column for this; rosh means the same" in said

    def test_what_must_be_given_is_not_mapped_to_not_known(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"'TBC' is mapped to start 'not known'; allowed: .*it must be given"):
            absences(tmp_path, "worker,start,end\n", '[absences.values.start]\nTBC = "not known"\n')

    def test_a_map_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="there is no file"):
            read_map(tmp_path / "nothing.toml")
        assert NO_MAP.of("cases").columns == {}

    def test_a_map_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path) -> bytes:
            raise PermissionError(13, "Permission denied", path)

        monkeypatch.setattr(Path, "read_bytes", refuse)
        (tmp_path / "map.toml").touch()
        with pytest.raises(InputError, match=r"map.toml: it cannot be read: Permission denied"):
            read_map(tmp_path / "map.toml")


class TestProposals:
    def test_what_is_proposed_can_be_read_and_is_proposed_no_more(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "map.toml"
        code, said, _ = run("map", str(FIELD / "caseload.csv"), "--out", str(out))
        assert code == 0
        assert "4 columns as they are, 6 by this map, 6 not read" in said
        tables = tomllib.loads(out.read_text())
        assert tables["cases"]["columns"]["ChildView ID"] == "reference"
        assert tables["cases"]["values"]["disposal"]["YRO ISS"] == {
            "disposal": "youth rehabilitation order",
            "stage": "post court",
        }
        assert '# "RLAA" = "not known"  # 1 row; no word fits' in out.read_text()
        assert run("map", str(FIELD / "caseload.csv"), "--out", str(out)).err.endswith("--force replaces it\n")

    def test_the_map_that_the_page_shows_is_what_is_proposed_but_for_what_a_person_said(self, run: Run) -> None:
        said = run("map", str(FIELD / "caseload.csv")).out
        kept = Path(__file__).parents[1] / "specs" / "mapping" / "caseload.toml"
        assert said.replace('# "RLAA"', '"RLAA"') == kept.read_text()

    def test_a_file_comes_in_through_standard_input(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        path = FIELD / "sickness.csv"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
        assert run("map", "-").out == run("map", str(path)).out.replace("# sickness.csv", "# stdin.csv")

    def test_nobody_is_named_in_a_map(self, run: Run) -> None:
        for name in ("caseload", "sickness"):
            said = run("map", str(FIELD / f"{name}.csv")).out
            assert not any(each in said for each in ("Ashdown", "Quenby", "14/03/2009", "Mum worried"))

    def test_a_column_whose_cells_are_something_else_is_left_out(self, run: Run, tmp_path: Path) -> None:
        said = run("map", str(FIELD / "sickness.csv")).out
        assert '\n"RTW Interview" = "interviewed"\n' in said
        path = tmp_path / "sickness.csv"
        path.write_bytes((FIELD / "sickness.csv").read_bytes().replace(b",Y,", b",By phone,"))
        said = run("map", str(path)).out
        assert '# "RTW Interview" = "interviewed"  # left out: ' in said
        assert '"S25 Gastrointestinal problems" = "stomach or digestion"' in said

    def test_two_headings_for_one_fact_are_put_to_the_user(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("Employee No,Staff ID,Start Date,First Dy Absent\n1,2,3/3/2025,\n")
        said = run("map", str(tmp_path / "x.csv"), "--as", "absences").out
        assert '"Employee No" = "worker"\n# "Staff ID" = "worker"  # another column means this; choose one' in said
        assert '# "First Dy' not in said  # nearly an alias of a fact that a heading has outright

    def test_a_word_does_not_state_a_fact_that_has_a_column_of_its_own(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("reference,disposal,custody\n1,Bail ISS,remanded to custody\n")
        assert '"Bail ISS" = "not known"  # 1 row\n' in run("map", str(tmp_path / "x.csv")).out

    def test_a_guess_is_said_to_be_one(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("ChildView ID,Date of refferal,Oredr end date\n1,3/3/2025,TBC\n")
        said = run("map", str(tmp_path / "x.csv")).out
        assert '"Date of refferal" = "referred"  # a guess, from \'date of referral\'' in said
        assert '"TBC" = "not known"  # 1 row' in said

    def test_histories_and_facts_of_a_policy_are_proposed_too(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "offences.csv").write_text("ChildView ID,Offence Date,Gravity\nA1,3/3/2025,3\n")
        (tmp_path / "c.csv").write_text("ChildView ID,RoSH\nA1,low\n")
        files = (str(tmp_path / "c.csv"), "--with", str(tmp_path / "offences.csv"))
        said = run("map", *files, "--policy", "derby-high-risk-strategy").out
        assert (
            '[offences.columns]  # offences.csv\n# read as they are: "Gravity"\n"ChildView ID" = "reference"\n' in said
        )
        alone = run("map", str(tmp_path / "offences.csv")).out
        assert "[offences.columns]" in alone
        assert "behind which there is nothing" in run("map", files[2], "--with", files[0]).err

    @pytest.mark.parametrize("policy", ["sheffield-university-attendance", "derby-attendance"])
    def test_absences_by_a_policy(self, run: Run, policy: str) -> None:
        assert '"Employee No" = "worker"' in run("map", str(FIELD / "sickness.csv"), "--policy", policy).out

    def test_a_file_of_which_nothing_is_known(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("a,b\n1,2\n")
        assert run("map", str(tmp_path / "x.csv")).err.startswith("x.csv: none of its headings is known")
        assert "allowed: cases" in run("map", str(tmp_path / "x.csv"), "--as", "letters").err
        said = run("map", str(tmp_path / "x.csv"), "--as", "cases").out
        assert said.endswith('[cases.columns]  # x.csv\n# not read: "a", "b"\n')

    def test_every_usual_heading_and_word_means_something_that_can_be_read(self) -> None:
        for kind, headings in HEADINGS.items():
            assert {*headings} <= {*parsers_of(kind), "reference"}, kind
            assert not set(aliases_of(kind).values()) - set(columns_of(kind).values())
        scales = (CaseStage, Disposal, CustodyState, RiskLevel, Likelihood, AssessmentKind, Admission, Reason, Step)
        for scale in scales:
            parse = parser(Fact("x", scale))
            assert {word for _, word in words_of(scale) if parse(word) is None} == {"not known"}


class TestCommands:
    def test_a_caseload_is_answered_in_two_commands(self, run: Run, tmp_path: Path) -> None:
        maps, out = tmp_path / "map.toml", tmp_path / "out.csv"
        run("map", str(FIELD / "caseload.csv"), "--out", str(maps))
        asked = ("allocate", str(FIELD / "caseload.csv"), "--on", "2025-11-28", "--map", str(maps))
        code, _, err = run(*asked, "--errors", str(tmp_path / "errors.csv"))
        assert code == 2
        assert err.splitlines()[1].startswith("  row 9, Current Intervention: wrote 'RLAA'; allowed: ")
        assert f"all of it is in {tmp_path / 'errors.csv'}" in err
        assert len((tmp_path / "errors.csv").read_text().splitlines()) == 2
        maps.write_text(maps.read_text().replace('# "RLAA"', '"RLAA"'))
        assert run(*asked, "--keep", "Case Manager", "--out", str(out)).code == 0
        rows = list(csv.DictReader(out.read_text().splitlines()))
        assert (rows[0]["reference"], rows[0]["RSM status"], rows[0]["Case Manager"]) == ("104417", "must", "P Ashdown")
        assert len(rows) == 12

    def test_what_is_wrong_is_written_only_to_a_file_of_its_own(self, run: Run, tmp_path: Path) -> None:
        bad, errors = tmp_path / "c.csv", tmp_path / "errors.csv"
        bad.write_text("reference,rosh,born\nA1,Hgh,1/1/201\n")
        errors.write_text("mine")
        for options, why in (
            (("--errors", str(errors)), "is there already; --force replaces it"),
            (("--errors", str(bad), "--force"), "would overwrite what is read"),
        ):
            assert why in run("explain", str(bad), "A1", *options).err
        run("explain", str(bad), "A1", "--errors", str(errors), "--force")
        assert [*csv.reader(errors.read_text().splitlines())] == [
            ["file", "row", "column", "whose", "written", "allowed"],
            ["c.csv", "2", "rosh", "", "Hgh", "Low, Medium, High or Very high; did you mean High?"],
            [
                *("c.csv", "2", "born", "", "something like '9/9/999'"),
                "a date from 1901-01-01 to 2199-12-31; written 2019-04-30 or 30/04/2019",
            ],
        ]
        bad.write_text("reference\n")
        run("explain", str(bad), "A1", "--errors", str(errors), "--force")
        assert errors.read_text().endswith("c.csv,,,,,it has a heading but no rows\n")

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            (("--keep", "Team"), "--keep would change nothing without --out"),
            (("--keep", "Team", "--out", "o.csv", "--engine", "polars"), "--keep cannot be given with --engine"),
            (("--map", "m.toml", "--out", "o", "--engine", "polars"), "--map cannot be given with --engine"),
            (("--keep", "policy", "--out", "o.csv"), "--keep policy: the output has a column of this name already"),
        ],
    )
    @pytest.mark.parametrize("command", ["allocate", "triggers"])
    def test_options_that_cannot_be_carried_out(
        self,
        run: Run,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        command: str,
        options: tuple[str, ...],
        why: str,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "f.csv").write_text("reference,policy\nA1,\n")
        if command == "triggers":
            (tmp_path / "f.csv").write_text("worker,start,end,policy\nW1,2025-01-01,2025-01-02,\n")
            options = (*options, "--policy", "sheffield-university-attendance", "--on", "2025-06-01")
        code, _, err = run(command, "f.csv", *options)
        assert (code, why in err) == (2, True)

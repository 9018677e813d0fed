"""For whom: no report of the quality programme holds more than its reader may see."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest

from audiences import check_nobody, check_own_only
from test_cli import Run, run  # noqa: F401 -- the fixture
from test_doors import options
from yosrules import cli

SPECS = Path(__file__).parent.parent / "specs" / "quality"
CASES, OVERSIGHT = str(SPECS / "cases.csv"), str(SPECS / "oversight.csv")
SAMPLE = ("sample", CASES, "--size", "9", "--seed", "x", "--by", "disposal")
PROGRAMME = (
    *("programme", str(SPECS / "programme.toml"), "--done", str(SPECS / "done.csv")),
    *("--staff", str(SPECS / "staff.csv"), "--on", "2019-09-09"),
)
OWN = ("--audience", "practitioner", "--practitioner", "P1")
SERVICE = ("--audience", "service")
OTHERS = {f"A{number:02}" for number in range(1, 18)} - {"A01", "A02", "A07", "A11", "A15", "A17"}
"""The cases of other practitioners than P1."""


def everything(run: Run, tmp_path: Path, *asked: str) -> str:
    """All that a command writes and says: its page, its JSON, its rows."""
    rows = tmp_path / "rows.csv"
    said = [*run(*asked), *run(*asked, "--json", "--out", str(rows), "--force")]
    return "\n".join([*map(str, said), rows.read_text()])


class TestPractitioner:
    def test_a_sample_holds_nobody_elses_case(self, run: Run, tmp_path: Path) -> None:
        lost = json.loads(run(*SAMPLE, "--json").out)["drawn"]
        unfit = [option for each in lost[:4] for option in ("--not-audited", f"{each['reference']}=file lost")]
        whole, own = everything(run, tmp_path, *SAMPLE, *unfit), everything(run, tmp_path, *SAMPLE, *unfit, *OWN)
        assert any(case in whole for case in OTHERS)
        assert not any(case in own for case in OTHERS)
        assert "A02" in own
        assert "referral order" not in own.partition("Strata")[2]

    def test_a_programme_holds_nobody_elses_audits(self, run: Run, tmp_path: Path) -> None:
        said = everything(run, tmp_path, *PROGRAMME, *OWN)
        assert "P1" in said
        assert not any(other in said for other in ("P2", "P3", "P4", "Manager A", "Manager B", "oversight audit"))
        periods = json.loads(run(*PROGRAMME, *OWN, "--json").out)["periods"]
        assert [each["progress"] for each in periods if each["who"]] == ["covered", "covered"]
        of_p3 = json.loads(run(*PROGRAMME, *OWN[:3], "P3", "--json").out)["periods"]
        assert [each["progress"] for each in of_p3 if each["who"]] == ["due"]
        of_p4 = json.loads(run(*PROGRAMME, *OWN[:3], "P4", "--json").out)["periods"]
        assert [each["progress"] for each in of_p4 if each["unsure"]] == ["cannot tell"]


class TestService:
    def test_a_sample_names_no_case_and_shows_no_stratum(self, run: Run, tmp_path: Path) -> None:
        said = everything(run, tmp_path, *SAMPLE, *SERVICE)
        assert not any(f"A{number:02}" in said for number in range(1, 18))
        assert "referral order" not in said
        assert "9 of 16 cases" in said

    def test_a_programme_names_nobody(self, run: Run, tmp_path: Path) -> None:
        said = everything(run, tmp_path, *PROGRAMME, *SERVICE)
        assert not any(name in said for name in ("P1", "P2", "P3", "P4", "Manager A", "Manager B"))
        assert "national standards audit,2019-07-01,2019-09-30,2019-09-30,due,,,,\n" in said

    def test_oversight_names_no_manager_and_no_case(self, run: Run, tmp_path: Path) -> None:
        derby = str(SPECS.parent / "derby-2019" / "management-oversight.csv")
        said = everything(run, tmp_path, "oversight", derby, *SERVICE)
        assert "Manager" not in said.replace("Management", "")
        assert "2018-10-03,2019-07-17,4,2,0,0" in said
        said = everything(run, tmp_path, "oversight", OVERSIGHT, *SERVICE)
        assert not any(name in said for name in ("Manager A", "Manager B", "C01", "C04"))
        assert "--handovers cannot be given" in run("oversight", OVERSIGHT, *SERVICE, "--handovers", OVERSIGHT).err

    def test_a_small_count_is_hidden_and_every_index_that_would_tell_it(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "counts.csv"
        path.write_text(
            "decision,group,events,total\nremand,White,30,300\nremand,Black,3,120\nremand,Asian,20,110\n"
            "remand,Mixed,9,60\nremand,Other,,4\nremand,Unknown,11,200\n"
        )
        asked = ("disparity", str(path), "--denominator", "previous-stage", "--reference", "White", "--smallest", "1")
        data = json.loads(run(*asked, "--json", *SERVICE).out)["decisions"][0]
        black, asian, mixed, other = data["groups"]
        assert (black["events"], black["index"], black["exact"], black["withheld"]) == (None, None, None, ["events"])
        assert (asian["events"], asian["index"]) == (20, "20/11")
        assert (mixed["events"], mixed["index"]) == (9, None)
        assert (other["events"], other["withheld"]) == (None, ["out of"])
        assert (data["unknown_share"], data["unknown"][0]["events"]) == (None, 11)
        assert "Black hidden 120 -" in " ".join(run(*asked, *SERVICE).out.split())
        assert "Black 3 120 0.25" in " ".join(run(*asked).out.split())

    def test_nothing_is_shown_beside_a_reference_of_few(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "counts.csv"
        path.write_text("decision,group,events,total\nremand,White,3,300\nremand,Black,20,120\nremand,Asian,30,150\n")
        asked = ("disparity", str(path), "--denominator", "previous-stage", "--reference", "White", "--json")
        assert json.loads(run(*asked).out)["decisions"][0]["groups"][0]["index"] == "50/3"
        data = json.loads(run(*asked, *SERVICE).out)["decisions"][0]
        # With the total known from elsewhere, the count of the reference would follow from both others.
        shown = {each["group"]: each["events"] for each in (data["reference"], *data["groups"])}
        assert shown == {"White": None, "Black": None, "Asian": 30}
        assert [data["groups"][0][name] for name in ("index", "wald", "exact", "says")] == [None] * 4

    def test_a_population_is_public(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "counts.csv"
        path.write_text("decision,group,events,total\narrest,White,30,300\narrest,Unknown,10,4\n")
        asked = ("disparity", str(path), "--denominator", "population", "--reference", "White", "--json", *SERVICE)
        data = json.loads(run(*asked).out)["decisions"][0]
        assert (data["unknown"][0]["out_of"], data["unknown_share"]) == (4, "1/4")


@attrs.frozen
class Shown:
    """How a command is asked about FILE, which column says whose a row is, and of which one practitioner is told."""

    file: str
    words: tuple[str, ...]
    name: str
    whose: str = "practitioner"
    reference: str = "reference"

    def ask(self, folder: Path) -> tuple[str, ...]:
        """The command about a copy of the file, with two references of others that look the same."""
        copy = folder / Path(self.file).name
        lines = Path(self.file).read_text().splitlines()
        last = next(
            line
            for line, row in zip(lines[:0:-1], self.rows()[::-1], strict=True)
            if row[self.whose] not in ("", self.name)
        )
        twin = last if self.reference == self.whose else last[:1].swapcase() + last[1:]
        copy.write_text("\n".join([*lines, *([twin] if twin != last else [])]) + "\n")
        return tuple(str(copy) if each == "FILE" else each for each in self.words)

    def rows(self) -> list[dict[str, str]]:
        return [*csv.DictReader(Path(self.file).read_text().splitlines())]

    def of(self, *, own: bool) -> set[str]:
        """The references of the practitioner's own rows, or of all others, in either case of letters."""
        found = {row[self.reference] for row in self.rows() if (row[self.whose] == self.name) is own} - {""}
        return found if own else found | {each.swapcase() for each in found}


SHOWN = {
    "indicators": Shown(
        "specs/indicators/panels.csv",
        (
            *("FILE", "--settings", "specs/indicators/standards.toml", "--indicator", "referral-order-panels"),
            *("--on", "2019-09-09", "--by", "practitioner"),
        ),
        "Worker 1",
    ),
    "sample": Shown(CASES, ("FILE", "--size", "17", "--seed", "x", "--by", "disposal"), "P1"),
    "workload": Shown(
        "specs/workload/cases.csv",
        (
            *("FILE", "--weights", "specs/workload/weights.toml", "--team", "specs/workload/practitioners.csv"),
            *("--tasks", "specs/workload/tasks.csv", "--on", "2019-09-09"),
        ),
        "Okafor",
    ),
    "programme": Shown(
        str(SPECS / "done.csv"),
        (str(SPECS / "programme.toml"), "--done", "FILE", "--staff", str(SPECS / "staff.csv"), "--on", "2019-09-09"),
        "P1",
        "who",
        "who",
    ),
}
"""Each command that has reports for one practitioner."""

REFUSING = {
    "oversight": (OVERSIGHT,),
    "disparity": (str(SPECS / "remands-2025-by-sex.csv"), "--denominator", "population", "--reference", "Boys"),
    "toolkit": (str(SPECS / "outcomes.csv"),),
}
"""Each command that has nothing of one practitioner's own."""

TOLD_ELSEWHERE = {"report"}
"""Each command that asks in a TOML file; `test_report` looks at it."""


def test_every_command_with_an_audience_is_looked_at() -> None:
    assert {
        name for name in cli.COMMANDS if "--audience" in options(name)
    } == SHOWN.keys() | REFUSING.keys() | TOLD_ELSEWHERE


def in_every_form(run: Run, folder: Path, *asked: str) -> str:
    """All that a command writes and says: its page, as HTML, as JSON, as rows and as a page of its own."""
    rows, page, records, said = folder / "rows.csv", folder / "page.html", folder / "records.csv", list[str]()
    for more in ((), ("--format", "html", "--out", str(page)), ("--json", "--out", str(rows))):
        code, out, err = run(*asked, *more)
        assert code == 0, err
        said += [out, err]
    whole = "\n".join([*said, *(each.read_text() for each in (rows, page, records) if each.exists())])
    # The style of a page names a size of paper, which is the reference of a case here.
    return whole.replace("size:A4", "")


@pytest.mark.parametrize("name", SHOWN)
def test_a_practitioners_report_holds_nobody_elses_case_in_any_form(run: Run, tmp_path: Path, name: str) -> None:
    shown = SHOWN[name]
    asked, reader = (name, *shown.ask(tmp_path)), ("--audience", "practitioner", "--practitioner", shown.name)
    if name == "indicators":
        asked = (*asked, "--records", str(tmp_path / "records.csv"), "--force")
    others, told = shown.of(own=False), in_every_form(run, tmp_path, *asked, *reader)
    assert others
    check_own_only(told, shown.of(own=True), others)
    whole = in_every_form(run, tmp_path, *asked[:1], *asked[1:], "--force")
    with pytest.raises(AssertionError):
        check_nobody(whole, others)


@pytest.mark.parametrize("name", SHOWN)
def test_a_report_for_the_service_names_nobody_in_any_form(run: Run, tmp_path: Path, name: str) -> None:
    shown = SHOWN[name]
    asked: Sequence[str] = (name, *shown.ask(tmp_path))
    said = asked[: asked.index("--by")] if name == "indicators" else asked
    check_nobody(in_every_form(run, tmp_path, *said, *SERVICE), shown.of(own=False) | shown.of(own=True))


@pytest.mark.parametrize("name", REFUSING)
def test_what_has_nothing_of_ones_own_is_refused(run: Run, name: str) -> None:
    code, out, err = run(name, *REFUSING[name], "--audience", "practitioner")
    assert (code, out, "practitioner's own" in err) == (2, "", True)

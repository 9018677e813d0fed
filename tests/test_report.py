"""The command `report`: what goes in, for whom, what its pages say and do not say, and each mistake in its TOML."""

from __future__ import annotations

import csv
import re
import sys
import time
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest

from chromium import faults, in_chromium, opened
from invented_service import NAMES, write_service
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.disclosure import referee
from yosrules.disclosure.suppress import Floor, suppress
from yosrules.disclosure.tables import Run as TablesRun

ROOT = Path(__file__).parent.parent
DERBY = ROOT / "specs" / "derby-2019" / "report.toml"
SERVICE = ("--audience", "service")
EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>'
MOST_SECONDS = 15
"""Three times what a report may take on a quiet machine: under a measurement of coverage it is slower."""
HEAD = 'title = "T"\nday = 2019-09-09\n'
CASES = f'file = "{ROOT}/specs/forums/cases.csv"\npolicy = "derby-high-risk-strategy"\n'
ABSENCES = f'file = "{ROOT}/specs/attendance/absences.csv"\nday = 2025-10-01\n'
SHEFFIELD = 'policy = "sheffield-university-attendance"\npattern = "mon-fri:7.4"\nno_stages = true\n'
VICTIMS = f'file = "{ROOT}/specs/indicators/victims.csv"\n'


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are not drawn, which takes a second; their words stand in them all the same."""
    fake = SimpleNamespace(vegalite_to_svg=lambda *_, **__: EMPTY)
    monkeypatch.setitem(sys.modules, "vl_convert", fake)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The TOML file of an invented service of 60 children."""
    return write_service(tmp_path_factory.mktemp("invented"), 60)


def made(run: Run, folder: Path, toml: Path | str, *more: str) -> str:
    """What a report says, without its markup and with single spaces."""
    if isinstance(toml, str):
        (folder / "report.toml").write_text(HEAD + toml)
        toml = folder / "report.toml"
    out = folder / "report.html"
    code, _, err = run("report", str(toml), "--out", str(out), "--force", *more)
    assert code == 0, err
    return words(out.read_text())


def words(page: str) -> str:
    _, _, body = page.partition("<body>")
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def section(kind: str, *lines: str) -> str:
    return f'[[section]]\nkind = "{kind}"\n' + "".join(lines)


@pytest.mark.usefixtures("undrawn")
class TestDerby:
    def test_the_report_shows_what_the_slides_show(self, run: Run, tmp_path: Path) -> None:
        said = made(run, tmp_path, DERBY)
        for line in (
            "3 October 2018 Manager A Needs improvement Needs improvement",
            "Manager C Outstanding Outstanding",
            "From management-oversight.csv. As of: 17 July 2019. By the levels Needs improvement, Good, Outstanding, "
            "the lowest first. On the word of: Derby YOS, progress report to the scrutiny board, 9 September 2019.",
            "proves this of the strategy. On the word of: Derby YOS, progress report",
            "2.1 Assessment 73/84 87% Outstanding 2.2 Planning 68.5/86 80% Outstanding",
            "2.3 Implementation and delivery 36.5/44 83% Outstanding 2.4 Reviewing 29.5/39 76% Good",
            "Overall: the score is stated as 296.5/416 (which would be 71%), computed as 207.5/253 (82%)",
            "2.2 Planning Requires improvement Outstanding up 2 bands",
            "3.1 Assessment 44/95 46% Inadequate 3.2 Planning 28/70 40% Inadequate",
            "3.4 Joint working 33/40 83% Outstanding Overall 135/260 52% Requires improvement",
            "and Inspection, June 2018: 3 of 4 exactly the same, 4 of 4 within one band; weighted kappa 4/5, "
            "where 1 is full agreement and 0 what chance would give",
            "3.1 Assessment 102.5/152 67% Good 3.2 Planning 74/112 66% Good",
            "3.3 Implementation and delivery 68/88 77% Good",
            "3.4 Joint working 52/64 81% Outstanding Overall 296.5/416 71% Good",
            "3.2 Planning Requires improvement Inadequate Good up 1 band up 2 bands",
            "From inspection-2018.csv, post-court-audit.csv. As of: as the files stand. By hmip-2018",
            "On the word of: Derby YOS, progress report to the scrutiny board, 9 September 2019",
        ):
            assert line in said, line
        assert said.startswith("Skip to the content OFFICIAL-SENSITIVE - for managers of the service only")

    def test_a_picture_has_its_words_and_its_table(self, run: Run, tmp_path: Path) -> None:
        made(run, tmp_path, DERBY)
        page = (tmp_path / "report.html").read_text()
        assert page.count("<figure>") == page.count("<figcaption>") == page.count("<desc ") == 9
        assert "2.2 Planning: Requires improvement to Outstanding" in unescape(page)

    def test_for_the_service_no_manager_is_named(self, run: Run, tmp_path: Path) -> None:
        said = made(run, tmp_path, DERBY, *SERVICE)
        assert "3 October 2018 17 July 2019 4 2 0 0" in said
        assert "Manager A" not in said
        assert "OFFICIAL - for everybody in the service: it holds no individual" in said
        assert "counts of 1 to 5 are hidden, 0 is shown (as the service decided)" in said


@pytest.mark.usefixtures("undrawn")
class TestAudiences:
    @pytest.mark.slow
    @pytest.mark.traced
    def test_a_manager_sees_every_section(self, run: Run, invented: Path, tmp_path: Path) -> None:
        said = made(run, tmp_path, invented)
        for line in (
            "Audit 2.1 2.2 2.3 2.4 2023 Q4",
            "Cases by derby-high-risk-strategy, as of 1 October 2025: 60.",
            "For want of what it cannot be told",
            "Could be Target reached Change October to December 2023",
            "Read as: of victims contacted",
            "Workers who are one more absence away from a stage: ",
            "Absences that were over by 1 October 2025",
            "From 30 September 2024 to 31 March 2025",
            "Black 31 130 1.59",
            "From remands.csv. As of: as the files stand. By relative rate indices, with Wald's interval of 95 per "
            "cent and the exact one of Clopper and Pearson. On the word of: not stated.",
            "cases are to be audited, drawn with the seed '2025 Q3'",
            "From cases.csv. As of: as the files stand. By formula A, rounded up. On the word of: not stated.",
        ):
            assert line in said, line

    @pytest.mark.slow
    @pytest.mark.traced
    def test_a_practitioner_sees_their_own_cases_only(self, run: Run, invented: Path, tmp_path: Path) -> None:
        said = made(run, tmp_path, invented, "--audience", "practitioner", "--practitioner", "Practitioner 3")
        with (invented.parent / "cases.csv").open() as file:
            rows = [*csv.DictReader(file)]
        others = {row["reference"] for row in rows if row["practitioner"] != "Practitioner 3"}
        assert f"1 October 2025: {len(rows) - len(others)}." in said
        assert not any(each in said for each in others)
        assert "for Practitioner 3 only" in said
        assert "Manager North" not in said

    def test_a_practitioner_sees_nothing_where_nothing_is_their_own(self, run: Run, tmp_path: Path) -> None:
        toml = tmp_path / "report.toml"
        victims = section("indicator", VICTIMS, 'indicator = "derby-victims-contacted"\npractitioner = "team"\n')
        worker = section("worker", ABSENCES, SHEFFIELD, 'worker = "W2"\n')
        toml.write_text(HEAD + victims + worker + section("forums", CASES) + section("interviews", ABSENCES, _LINCOLN))
        own = ("--audience", "practitioner", "--practitioner")
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), *own, "Nobody")
        assert (code, "every section is left out" in err) == (2, True)
        code, out, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), *own, "W2")
        assert (code, out) == (0, "r.html: 2 sections, for W2 only\n")
        assert "left out: Indicator: it has no record of W2" in err
        assert "left out: Forums: it does not say, with practitioner =" in err
        sample = section("sample", f'file = "{ROOT}/specs/quality/cases.csv"\nseed = "x"\nsize = 3\n')
        own_team = made(run, tmp_path, victims + sample, *own, "East")
        assert "Victims contacted" in own_team
        assert "3 of 16 cases are to be audited" in own_team
        assert "By a size that was asked for." in own_team
        assert "To audit" not in own_team

    def test_a_case_of_nobody_is_nobodys_own(self, run: Run, tmp_path: Path) -> None:
        cases = tmp_path / "cases.csv"
        cases.write_text("reference,rosh,who\nA1,High,Kim\nA2,Low,\n")
        toml = section("forums", 'file = "cases.csv"\npolicy = "derby-high-risk-strategy"\npractitioner = "who"\n')
        own = ("--audience", "practitioner", "--practitioner")
        assert "9 September 2019: 1." in made(run, tmp_path, toml, *own, "Kim")
        code, _, err = run("report", str(tmp_path / "report.toml"), "--out", str(tmp_path / "r.html"), *own, "Lee")
        assert (code, "every section is left out" in err) == (2, True)


def everybody(folder: Path) -> set[str]:
    """Every reference of a child, and every name of a child, a worker or a manager, in the files of a service."""
    names = set[str]()
    for name, columns in (
        ("cases", ("reference", "name", "practitioner")),
        ("victims", ("reference",)),
        ("absences", ("worker",)),
        ("oversight", ("manager",)),
    ):
        with (folder / f"{name}.csv").open() as file:
            names |= {row[column] for row in csv.DictReader(file) for column in columns}
    return names


@pytest.mark.slow
def test_the_report_of_400_children_holds_nobody_and_is_small_and_quick(run: Run, tmp_path: Path) -> None:
    toml, out = write_service(tmp_path, 400), tmp_path / "report.html"
    began = time.process_time()
    code, _, err = run("report", str(toml), "--out", str(out), *SERVICE)
    assert code == 0, err
    assert time.process_time() - began < MOST_SECONDS
    page, names = out.read_text(), everybody(tmp_path)
    assert len(names) > 900
    assert not [each for each in {*names, *NAMES} if each in page]
    assert len(page.encode()) < 500_000


_LINCOLN = 'policy = "lincolnshire-attendance"\n'


@pytest.mark.usefixtures("undrawn")
class TestService:
    @pytest.mark.slow
    @pytest.mark.traced
    def test_nothing_of_a_child_or_a_worker_is_in_its_source(self, run: Run, invented: Path, tmp_path: Path) -> None:
        made(run, tmp_path, invented, *SERVICE)
        page = (tmp_path / "report.html").read_text()
        names = everybody(invented.parent)
        assert len(names) > 150
        assert not [each for each in names if each in page]
        assert not any(each in page for each in NAMES)
        # A count of two sections is one, shown in both.
        said = words(page)
        assert "as of 1 October 2025: 60." in said
        assert "of 60 cases are to be audited" in said
        # And no count of 1 to 5 stands in a table of counts.
        counted = page[page.index("Cases by derby") : page.index("How many judgements")]
        assert re.search(r"<td[^>]*>hidden</td>", counted)
        assert not re.findall(r"<td[^>]*>[1-5]</td>", counted)

    @pytest.mark.slow
    def test_all_sections_are_one_run_and_the_referee_has_to_accept_it(
        self, run: Run, invented: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        runs = list[TablesRun]()

        def weak(of: TablesRun, floor: Floor) -> object:
            runs.append(of)
            return suppress(of, floor, complementary=False)

        monkeypatch.setattr(sys.modules[referee.__module__], "suppress", weak)
        out = tmp_path / "r.html"
        code, _, err = run("report", str(invented), "--out", str(out), *SERVICE)
        assert (code, "a count was hidden that is still told" in err) == (2, True)
        assert not out.exists()
        assert len(runs) == 1
        assert len({each.of.partition(": ")[2] for each in runs[0].counts}) >= 6

    def test_own_words_that_name_somebody_are_refused(self, run: Run, tmp_path: Path) -> None:
        toml = tmp_path / "report.toml"
        toml.write_text(HEAD + section("forums", CASES, 'words = "We worked hard with a2."\n'))
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), *SERVICE)
        assert (code, "report.toml: section 1 names somebody of its files" in err) == (2, True)
        assert run("report", str(toml), "--out", str(tmp_path / "r.html")).code == 0
        managers = f'file = "{DERBY.parent}/management-oversight.csv"\n'
        toml.write_text(HEAD + section("text", 'title = "Manager a"\n') + section("oversight", managers))
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "s.html"), *SERVICE)
        assert (code, "section 1 names somebody" in err) == (2, True)

    def test_a_file_may_not_be_named_for_somebody(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "kim-doe.csv").write_text("reference,rosh\nKim,High\n")
        toml = tmp_path / "report.toml"
        toml.write_text(HEAD + section("forums", 'file = "kim-doe.csv"\npolicy = "derby-high-risk-strategy"\n'))
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), *SERVICE)
        assert (code, "section 1 names somebody" in err) == (2, True)

    def test_groups_may_be_one_person_and_are_refused(self, run: Run, tmp_path: Path) -> None:
        toml = tmp_path / "report.toml"
        toml.write_text(HEAD + section("indicator", VICTIMS, 'indicator = "derby-victims-contacted"\nby = "team"\n'))
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), *SERVICE)
        assert (code, "report.toml, section 1: by: a group may be one person" in err) == (2, True)
        assert "East April to June 2019" in made(run, tmp_path, toml)
        one = section("indicator", VICTIMS, 'indicator = "derby-victims-contacted"\ngroups = ["East"]\n')
        for more, said in (
            ("", "groups: allowed: beside by"),
            ('by = "team"\n', ""),
            ('by = "initials"\n', "it has no column 'initials'"),
        ):
            toml.write_text(HEAD + one + more)
            code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), "--force")
            assert (code, said in err) == (2 if said else 0, True)
        toml.write_text(HEAD + one.replace("East", "Eest") + 'by = "team"\n')
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), "--force")
        assert (code, "groups: no record has 'Eest' under 'team'" in err) == (2, True)

    @pytest.mark.slow
    @pytest.mark.traced
    def test_the_groups_that_are_named_are_told_apart_and_no_small_count_follows(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tell = {("East", "yes"): 30, ("East", "no"): 11, ("West", "yes"): 22, ("West", "no"): 3, ("Kim", "yes"): 9}
        rows = [each for each, many in tell.items() for _ in range(many)]
        lines = (f"V{at},2019-04-01,yes,{said},{team},{team}-own\n" for at, (team, said) in enumerate(rows))
        (tmp_path / "victims.csv").write_text("reference,order began,consents,contacted,team,worker\n" + "".join(lines))
        of = 'file = "victims.csv"\nindicator = "derby-victims-contacted"\n'
        by_team = section("indicator", of, 'by = "team"\ngroups = ["East", "West"]\npractitioner = "worker"\n')
        runs = list[TablesRun]()

        def seen(of: TablesRun, floor: Floor) -> object:
            runs.append(of)
            return suppress(of, floor)

        monkeypatch.setattr(sys.modules[referee.__module__], "suppress", seen)
        said = made(run, tmp_path, section("indicator", of) + by_team, *SERVICE)
        for line in (
            "all April to June 2019 61 75 0 -",
            "East April to June 2019 30 hidden 0 -",
            "West April to June 2019 22 hidden 0 -",
            "other groups April to June 2019 9 9 0 -",
        ):
            assert line in said
        assert "Kim" not in said
        # One run, in which a record is counted once, though two sections tell of it.
        assert sum(runs[0].counts.values()) == len(rows)
        own = by_team.replace('by = "team"', 'by = "worker"').replace('["East", "West"]', '["Kim-own"]')
        (tmp_path / "report.toml").write_text(HEAD + own)
        code, _, err = run("report", str(tmp_path / "report.toml"), "--out", str(tmp_path / "s.html"), *SERVICE)
        assert (code, "section 1 names somebody of its files" in err) == (2, True)

    def test_the_same_records_by_other_periods_are_refused(self, run: Run, tmp_path: Path) -> None:
        one = section("indicator", VICTIMS, 'indicator = "derby-victims-contacted"\n')
        toml = tmp_path / "report.toml"
        toml.write_text(HEAD + one + one + 'period = "year"\n')
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), *SERVICE)
        assert (code, "two sections count the same records by other dates or periods" in err) == (2, True)
        assert "2019/20 (so far)" in made(run, tmp_path, toml)

    def test_the_same_counts_in_two_ways_are_refused(self, run: Run, tmp_path: Path) -> None:
        file = f'file = "{ROOT}/specs/quality/disparity-previous-stage.csv"\n'
        one = section("disparity", file, 'denominator = "previous-stage"\nreference = "White"\n')
        toml = tmp_path / "report.toml"
        toml.write_text(HEAD + one + one + "pool = true\n")
        code, _, err = run("report", str(toml), "--out", str(tmp_path / "r.html"), *SERVICE)
        assert (code, "in one table and" in err) == (2, True)
        assert "periods are pooled" in made(run, tmp_path, toml)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("audience", ["manager", "service"])
def test_an_indicator_of_nobody_has_no_figure(run: Run, tmp_path: Path, audience: str) -> None:
    (tmp_path / "victims.csv").write_text("reference,order began,contacted\nV1,2031-01-01,yes\n")
    toml = section("indicator", 'file = "victims.csv"\nindicator = "derby-victims-contacted"\n')
    said = made(run, tmp_path, toml, "--audience", audience)
    assert "Period Met Of Cannot tell Share" in said
    assert "By derby-victims-contacted. In force from a day that is not stated" in said


MISTAKES = [
    ("", "it has no section; each begins with [[section]]"),
    ("section = 3\n", "it has no section"),
    ("[[sections]]\n", "it has 'sections'; allowed: title, service, day or section; did you mean section?"),
    ("section = [3]\n", "section 1: allowed: a table"),
    ("[[section]]\n", "section 1: no kind is given; allowed: text, ratings"),
    (section("rating"), "section 1: kind: wrote 'rating'; allowed: text, ratings,"),
    (section("rating"), "did you mean ratings?"),
    (section("ratings"), "section 1 (ratings): file is not given"),
    (section("ratings", 'flie = "x"\n'), "section 1 (ratings): it has 'flie'; allowed: kind, title,"),
    (section("ratings", 'flie = "x"\n'), "did you mean file?"),
    (section("ratings", 'file = "x.csv"\n'), "file: there is no file 'x.csv' in the folder of report.toml"),
    (section("ratings", 'file = ""\n'), "file: wrote ''; allowed: a file"),
    (section("trend", "audits = []\n"), "audits: wrote []; allowed: files"),
    (section("text", "words = 3\n"), "words: wrote 3; allowed: a text in quotation marks"),
    (section("text", 'day = "2019"\n'), "day: wrote '2019'; allowed: a day such as 2019-09-09"),
    (section("stages", ABSENCES, "no_stages = 1\n"), "no_stages: wrote 1; allowed: true or false"),
    (
        section("sample", CASES.partition("policy")[0], 'seed = "x"\nsize = 0\n'),
        "size: wrote 0; allowed: a whole number",
    ),
    (section("sample", CASES.partition("policy")[0], 'seed = "x"\n'), "size and rule: allowed: one of them"),
    (section("indicator", VICTIMS, 'period = "week"\n'), "period: wrote 'week'; allowed: month, quarter"),
    (section("interviews", ABSENCES, SHEFFIELD), "says nothing of return-to-work interviews"),
    (section("worker", ABSENCES, SHEFFIELD, 'worker = "W9"\n'), "it has no worker 'W9'"),
    (section("forums", CASES, 'practitioner = "who"\n'), "cases.csv"),
]


@pytest.mark.usefixtures("undrawn")
class TestMistakes:
    @pytest.mark.parametrize(("toml", "said"), MISTAKES)
    def test_a_mistake_is_said_with_its_section_and_what_is_allowed(
        self, run: Run, tmp_path: Path, toml: str, said: str
    ) -> None:
        (tmp_path / "report.toml").write_text(HEAD + toml)
        code, out, err = run("report", str(tmp_path / "report.toml"), "--out", str(tmp_path / "r.html"))
        assert (code, out) == (2, "")
        assert said in err

    def test_absences_that_say_nothing_of_interviews_are_refused(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("worker,start,end\nW1,2025-01-06,2025-01-07\n")
        (tmp_path / "report.toml").write_text(HEAD + section("interviews", 'file = "a.csv"\n', _LINCOLN))
        code, _, err = run("report", str(tmp_path / "report.toml"), "--out", str(tmp_path / "r.html"))
        assert (code, "it has no column 'interviewed'" in err) == (2, True)

    def test_names_are_one_for_each_file_and_a_file_holds_one_service(self, run: Run, tmp_path: Path) -> None:
        toml, derby = (
            tmp_path / "report.toml",
            f'file = "{DERBY.parent}/out-of-court-after.csv"\nframework = "hmip-2018"\n',
        )
        toml.write_text(HEAD + section("ratings", derby, 'names = ["a", "b"]\n'))
        assert "names: 2 are given for 1 files" in run("report", str(toml), "--out", str(tmp_path / "r.html")).err
        two = tmp_path / "two.csv"
        two.write_text("service,standard,rating\nA,2.1,Good\nB,2.1,Good\n")
        toml.write_text(HEAD + section("ratings", 'file = "two.csv"\nframework = "hmip-2018"\n'))
        assert "it holds 2 services" in run("report", str(toml), "--out", str(tmp_path / "r.html")).err

    def test_a_title_an_ending_and_a_file_of_its_own_are_needed(self, run: Run, tmp_path: Path) -> None:
        toml = tmp_path / "report.toml"
        toml.write_text(section("text"))
        assert "title: what the report is called is not given" in run("report", str(toml), "--out", "r.html").err
        assert "a name that ends in .html" in run("report", str(toml), "--out", "r.md").err
        toml.write_text(HEAD + section("text", 'words = "a\\n\\nb"\n'))
        out = tmp_path / "r.html"
        assert (
            run("report", str(toml), "--out", str(out)).out == "r.html: 1 section, for managers of the service only\n"
        )
        assert "<p>a</p>\n<p>b</p>" in out.read_text()
        assert "is there already; --force replaces it" in run("report", str(toml), "--out", str(out)).err

    def test_an_input_is_never_overwritten(self, run: Run, tmp_path: Path) -> None:
        page = tmp_path / "cases.html"
        page.write_text("reference,rosh\nA1,High\n")
        toml = tmp_path / "report.toml"
        toml.write_text(HEAD + section("forums", 'file = "cases.html"\n'))
        assert "would overwrite what is read" in run("report", str(toml), "--out", str(page), "--force").err
        assert page.read_text().startswith("reference")


@pytest.mark.usefixtures("undrawn")
def test_markup_in_references_names_and_headings_is_text(run: Run, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    (tmp_path / "cases.csv").write_text(f'reference,rosh,safety_wellbeing,who\n"{evil}",High,High,"{evil}"\n')
    (tmp_path / "audits.csv").write_text(f'manager,date,"{evil}"\n"{evil}",2019-01-01,Good\n"{evil}",2019-07-01,Good\n')
    toml = section("forums", 'file = "cases.csv"\npolicy = "derby-high-risk-strategy"\npractitioner = "who"\n')
    toml += section("oversight", 'file = "audits.csv"\n') + section("text", f'title = "{evil}"\nwords = "{evil}"\n')
    made(run, tmp_path, toml, "--audience", "practitioner", "--practitioner", evil)
    assert "<script>alert" not in (tmp_path / "report.html").read_text()
    said = made(run, tmp_path, toml)
    assert said.count(evil) > 5
    assert "<script>alert" not in (tmp_path / "report.html").read_text()


@pytest.mark.slow
@in_chromium
def test_a_report_of_400_children_is_whole_accessible_and_asks_for_nothing(run: Run, tmp_path: Path) -> None:
    toml, out = write_service(tmp_path / "service"), tmp_path / "report.html"
    assert run("report", str(toml), "--out", str(out), *SERVICE).code == 0
    assert out.stat().st_size < 500_000
    with opened(out) as page:
        assert faults(page) == []
        assert page.locator("svg.chart").count() >= 10


@pytest.mark.slow
@in_chromium
def test_a_managers_report_is_accessible_on_a_phone_in_the_dark(run: Run, invented: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert run("report", str(invented), "--out", str(out)).code == 0
    with opened(out, width=390, scheme="dark") as page:
        letters = page.locator("svg.chart text").first.evaluate("each => each.getBoundingClientRect().height")
        assert letters >= 12
        assert faults(page) == []

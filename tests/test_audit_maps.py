"""Audits and inspections in a service's own words, read by a map; and what is said where a plugin is missing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import attrs
import pytest

from installed import RULEBOOK
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.cli import common
from yosrules.errors import InputError
from yosrules.files.audits.evidence import Contents, read_evidence
from yosrules.files.mapping.maps import read_map
from yosrules.hooks.load import load
from yosrules.ratings.rate import rate

FRAMEWORK = RULEBOOK.framework("hmip-2018")
OLD = ("--framework", "hmip-2018")
WIDE = "Our No,Was the child involved?,Was safety looked at?,Remarks\nA1,Achieved,Y,x\nA2,Not yet,N/A,\n"
WIDE_MAP = """
[audits.columns]
"Our No" = "case"
"Was the child involved?" = "2.1.1"
"Was safety looked at?" = "2.1 Assessment: safety of others"
"Remarks" = ""
[audits.values.marks]
"Achieved" = "Y"
"Not yet" = "N"
"""
LONG = "Area,Verdict,Remarks\n2.1,Fine,by A\n2.2,Poor,by B\n"
LONG_MAP = """
[audits.columns]
Area = "standard"
verdict = "rating"
[audits.values.rating]
Fine = "Good"
Poor = "Inadequate"
"""


def contents(folder: Path, text: str, maps: str, keep: tuple[str, ...] = ()) -> Contents:
    (folder / "map.toml").write_text(maps)
    (folder / "audit.csv").write_text(text)
    return read_evidence(folder / "audit.csv", FRAMEWORK, maps=read_map(folder / "map.toml"), keep=keep)


def refusal(folder: Path, text: str, maps: str, keep: tuple[str, ...] = ()) -> str:
    with pytest.raises(InputError) as error:
        contents(folder, text, maps, keep)
    return str(error.value)


def test_questions_and_marks_of_ones_own_are_read_by_a_map(tmp_path: Path) -> None:
    found = contents(tmp_path, WIDE, WIDE_MAP)
    (standard,) = [each for each in rate(found.evidence[0], FRAMEWORK).standards if each.questions]
    scores = {
        each.question.id: (each.score.scored, each.score.out_of) for each in standard.questions if each.score.out_of
    }
    assert (standard.standard.number, scores) == ("2.1", {"2.1.1": (1, 2), "2.1.3": (1, 1)})
    assert found.unused == ()


def test_ratings_of_ones_own_are_read_by_a_map(tmp_path: Path) -> None:
    found = contents(tmp_path, LONG, LONG_MAP, keep=("Remarks",))
    ratings = rate(found.evidence[0], FRAMEWORK).ratings
    assert (ratings["2.1"], ratings["2.2"], found.unused) == ("Good", "Inadequate", ("Remarks",))
    assert found.kept == {("audit", "2.1"): {"Remarks": "by A"}, ("audit", "2.2"): {"Remarks": "by B"}}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('[audits.columns]\nAreas = "standard"', "'Areas' is no column of audit.csv"),
        ('[audits.columns]\nArea = "standrad"', "no column and no key question here; did you mean 'standard'?"),
        ('[audits.values.ratings]\nFine = "Good"', "is of no column of an audit; did you mean 'rating'?"),
        (LONG_MAP + 'Bad = {score = "1"}', "'Bad' says something of another column"),
        ("[cases.columns]", "it has a table [cases]; allowed: audits"),
    ],
)  # fmt: skip
def test_a_map_that_does_not_fit_is_refused(tmp_path: Path, said: str, why: str) -> None:
    assert why in refusal(tmp_path, LONG, said)


def test_a_word_is_allowed_only_where_it_is_mapped(tmp_path: Path) -> None:
    assert "verdict" not in refusal(tmp_path, LONG, LONG_MAP.replace('Poor = "Inadequate"', "")).casefold()[:20]
    assert "wrote 'Poor'" in refusal(tmp_path, LONG, LONG_MAP.replace('Poor = "Inadequate"', ""))


@pytest.mark.parametrize(
    ("text", "maps", "heading", "why"),
    [
        (WIDE, WIDE_MAP, "Remarks", "no row of this file is about one standard alone"),
        (LONG, LONG_MAP, "Remark", "it has no column 'Remark'; did you mean 'Remarks'?"),
    ],
)
def test_what_cannot_be_carried_along_is_refused(tmp_path: Path, text: str, maps: str, heading: str, why: str) -> None:
    assert why in refusal(tmp_path, text, maps, (heading,))


def test_columns_are_carried_along_beside_each_standard(run: Run, tmp_path: Path) -> None:
    audit, out = tmp_path / "audit.csv", tmp_path / "out.csv"
    audit.write_text("standard,score,out_of,Lead,title\n2.1,6,9,A Lead,x\n2.2,8,9,B Lead,y\n")
    assert run("rate", str(audit), *OLD, "--out", str(out), "--keep", "Lead").code == 0
    heads, first, *_, overall = (line.split(",") for line in out.read_text().splitlines())
    assert (heads[-1], first[-1], overall[-1]) == ("Lead", "A Lead", "")
    says = run("rate", str(audit), *OLD, "--out", str(out), "--keep", "title", "--force").err
    assert "--keep title: the output has a column of this name already" in says


def test_a_map_is_of_all_files_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(LONG_MAP)
    (tmp_path / "own.csv").write_text(LONG)
    other = "specs/derby-2019/inspection-2018.csv"
    asked = ("rate", str(tmp_path / "own.csv"), "--against", other, *OLD, "--map", str(tmp_path / "map.toml"))
    assert run(*asked).code == 0
    (tmp_path / "map.toml").write_text(LONG_MAP.replace("Area", "Field"))
    (tmp_path / "own.csv").write_text("standard,verdict\n2.1,Fine\n")
    assert "'Field' is no column of own.csv or inspection-2018.csv" in run(*asked).err


def test_all_that_is_wrong_with_several_files_is_in_one(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"standard,rating\n2.1,{name}\n")
    asked = [str(tmp_path / f"{name}.csv") for name in ("one", "two")]
    assert run("compare", *asked, *OLD, "--errors", str(wrong)).code == 2
    rows = wrong.read_text().splitlines()
    assert [row.split(",")[:5] for row in rows[1:]] == [
        ["one.csv", "2", "rating", "", "one"],
        ["two.csv", "2", "rating", "", "two"],
    ]


class TestAMissingPlugin:
    @pytest.fixture(autouse=True)
    def _without_post_court(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import yosrules_hmip
        import yosrules_hmip_out_of_court

        plugins = {"hmip": yosrules_hmip, "out-of-court": yosrules_hmip_out_of_court}
        monkeypatch.setattr(common, "load", partial(load, plugins))

    def test_it_is_named_where_nothing_of_a_wide_audit_is_known(self, run: Run) -> None:
        code, _, err = run("rate", "tests/data/field/audit.xlsx", *OLD)
        why = (
            "it cannot be told what its columns are: no installed plugin brings domain 1 (yosrules-hmip-organisational)"
        )
        assert (code, why in err, "2 (yosrules-hmip-post-court)" in err) == (2, True, True)

    def test_it_is_named_where_some_columns_are_not_read(self, run: Run, tmp_path: Path) -> None:
        audit = tmp_path / "audit.csv"
        audit.write_text("case,3.1.1,2.1.1,Total 2.1\nA,Y,Y,1\n")
        code, _, err = run("rate", str(audit), *OLD)
        assert (code, "audit.csv: not used: 2.1.1, Total 2.1\naudit.csv: no installed plugin brings" in err) == (
            0,
            True,
        )

    def test_it_is_named_beside_the_standards_that_are_known(self, run: Run, tmp_path: Path) -> None:
        audit = tmp_path / "audit.csv"
        audit.write_text("standard,score,out_of\n2.1,1,2\n")
        assert "; no installed plugin brings domain 1" in run("rate", str(audit), *OLD).err


def test_plugins_are_named_for_each_domain_or_for_none() -> None:
    from yosrules.errors import PolicyError

    with pytest.raises(PolicyError, match="a plugin for each domain that is expected, or none"):
        attrs.evolve(FRAMEWORK, plugins=("one",))


class TestAProposal:
    ASKED = (
        "Case ID,Q2.1.2,Assessment of desistance,Does planning cover desistance?,"
        "Planning and desistance,Comments,Team\n"
        "A1,Y,Achieved,3/4,Y,none,East\n"
        "A2,N,Not achieved,Partly,N,,East\n"
        ",0.5,1,50%,1,,\n"
    )

    def test_key_questions_and_marks_are_proposed_and_the_map_is_read(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "wide.csv").write_text(self.ASKED)
        _, out, _ = run("map", str(tmp_path / "wide.csv"), *OLD)
        assert out.splitlines()[3:] == [
            "",
            "[audits.columns]  # wide.csv",
            '# read as they are: "Case ID", "Q2.1.2"',
            '"Assessment of desistance" = "2.1.1"  # a guess, from \'Assessment: desistance\'',
            '"Does planning cover desistance?" = "2.2.1"  # a guess, from \'Planning: desistance\'',
            '# "Planning and desistance" = "2.2.1"  # another column means this; choose one',
            '# not read: "Comments", "Team"',
            "",
            "[audits.values.marks]",
            "# allowed: Y, N, N/A, a number from 0 to 1, or a score such as 3/4",
            '"Achieved" = "Y"  # 1 cell',
            '"Not achieved" = "N"  # 1 cell',
            '# "Partly" = ""  # 1 cell; no word fits',
        ]
        maps = out.replace('# "Partly" = ""', '"Partly" = "0.5"')
        (found,) = contents(tmp_path, self.ASKED.replace(",0.5,1,50%,1,,\n", ""), maps).evidence
        scores = {each.question.id: each.score for of in rate(found, FRAMEWORK).standards for each in of.questions}
        assert {of: (str(each.scored), str(each.out_of)) for of, each in scores.items() if each.out_of} == {
            "2.1.1": ("1", "2"),
            "2.1.2": ("1", "2"),
            "2.2.1": ("3.50", "5.00"),
        }

    def test_ratings_and_standards_are_proposed(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "long.csv").write_text(
            "Standrd,Rating\nCase planning,good\nReviewing of 2.1,Requires improvment\n"
            "Governance and leadership,dreadful\n2.1.1,Good\nOverall,Good\n"
        )
        _, out, _ = run("map", str(tmp_path / "long.csv"), *OLD)
        assert out.splitlines()[5:] == [
            '# read as they are: "Rating"',
            '"Standrd" = "standard"  # a guess, from \'standard\'',
            "",
            "[audits.values.standard]",
            "# allowed: " + "; ".join(each.number for each in FRAMEWORK.standards),
            '# "Case planning" = ""  # 1 cell; no word fits',
            '# "Reviewing of 2.1" = ""  # 1 cell; no word fits',
            '"Governance and leadership" = "1.1"  # 1 cell',
            '# "2.1.1" = ""  # 1 cell; no word fits',
            "",
            "[audits.values.rating]",
            "# allowed: Inadequate; Requires improvement; Good; Outstanding",
            '"Requires improvment" = "Requires improvement"  # 1 cell',
            '# "dreadful" = ""  # 1 cell; no word fits',
        ]

    def test_a_column_of_texts_is_no_column_of_marks(self, run: Run, tmp_path: Path) -> None:
        texts = "".join(f"A{number},text {number}\n" for number in range(61))
        (tmp_path / "audits.csv").write_text(f"Case ID,2.1.1\n{texts}")
        out = run("map", str(tmp_path / "audits.csv"), *OLD).out
        assert out.splitlines()[5:] == ['# read as they are: "Case ID", "2.1.1"']

    def test_the_framework_is_that_of_today_unless_it_is_said(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "wide.csv").write_text("Case ID,Q2.1.2\nA1,Y\n")
        today = run("map", str(tmp_path / "wide.csv"), "--as", "audits")
        assert (today.code, today.out.count("[audits.columns]")) == (0, 1)

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            ((*OLD, "--as", "cases"), "--as cases cannot be given with --framework"),
            ((*OLD, "--policy", "x"), "--policy cannot be given with --framework or --as audits"),
            (("--as", "audits", "--with", "x.csv"), "--with cannot be given with --framework or --as audits"),
            (("--as", "plans"), "leave, fitnotes or audits"),
        ],
    )
    def test_what_an_audit_does_not_have_is_refused(
        self, run: Run, tmp_path: Path, options: tuple[str, ...], why: str
    ) -> None:
        (tmp_path / "wide.csv").write_text(self.ASKED)
        code, _, err = run("map", str(tmp_path / "wide.csv"), *options)
        assert code == 2
        assert why in err

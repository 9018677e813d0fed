"""Caseloads in and out: what is written reads back the same, and every bad cell of every file is listed at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import openpyxl
import polars
import pytest
from hypothesis import example, given as given_any, settings, strategies as st

import strategies
from yosrules import Facts, Given, InputError, Maybe, fact, given, vocabulary
from yosrules.deciding.as_of import as_of
from yosrules.errors import form_of
from yosrules.files.cases import CASE_HISTORIES, Caseload, read_cases
from yosrules.files.formats.tables import read_table
from yosrules.files.synonyms import ALSO_WRITTEN, UNKNOWN, parser
from yosrules.files.writing import rows as tabular
from yosrules.files.writing.rows import CellValue, shielded, unshielded, write_rows
from yosrules.language.kinds import Fact, words
from yosrules.records.case import (
    Assessment,
    CareEpisode,
    Case,
    CheckDone,
    EarlierOutcome,
    ForumHeld,
    Offence,
    Waiver,
)
from yosrules.records.choices import (
    Admission,
    Care,
    CaseStage,
    Chair,
    CustodyState,
    Disposal,
    MappaCategory,
    MappaLevel,
    RiskLevel,
    Tool,
)
from yosrules.samples.cases import case_rows, sample_cases
from yosrules.testing.strategies.possible import possible

ENDINGS = (".csv", ".xlsx", ".parquet", ".json")
DAY = date(2025, 1, 6)


class LocalCase(Case):
    team: str
    opened: Given[date] = given(date, "the date it was opened")
    share: Maybe[Decimal] = fact(Decimal, "the share of contacts kept", places=2, low=Decimal(0), high=Decimal(1))
    balance: Maybe[Decimal] = fact(Decimal, "the balance", places=9)
    points: Maybe[int] = fact(int, "the points")


def csv(tmp_path: Path, text: str, name: str = "cases.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


Sheets: TypeAlias = Mapping[str, Sequence[Sequence[Any]]]


def workbook(tmp_path: Path, sheets: Sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(tmp_path / "cases.xlsx")
    return tmp_path / "cases.xlsx"


def read(tmp_path: Path, column: str, written: str, about: type[Facts] = Case) -> object:
    """What one cell of one case is read as."""
    (record,) = read_cases(csv(tmp_path, f'reference,{column}\nA1,"{written}"\n'), about).cases
    return vars(record)[column]


def refusal(path: Path, related: Sequence[Path] = (), about: type[Facts] = Case) -> InputError:
    with pytest.raises(InputError) as error:
        read_cases(path, about, related)
    return error.value


def bad(error: InputError) -> list[tuple[int | None, str, str]]:
    return [(each.row, each.column, each.written) for each in error.bad]


def one_line(parts: Sequence[str]) -> str:
    return " ".join("".join(parts).split())


def texts() -> st.SearchStrategy[str]:
    """Text on one line, as a table holds it, often such as a spreadsheet would run."""
    letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    begins = st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "''-", "#N/A", "=cmd|' /C calc'!A0"])
    return st.tuples(begins, st.text(letters, max_size=5)).map(one_line)


def stated(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.members:
        return st.sampled_from(fact.members)
    if fact.kind is int:
        low, high = (fact.number(bound) if bound is not None else None for bound in (fact.low, fact.high))
        return st.integers(low, high)
    if fact.kind is Decimal:
        least, most = (None, None) if fact.low is None else (0, fact.number(fact.high or 0))
        return st.integers(least, most).map(lambda whole: Decimal(whole).scaleb(-(fact.places or 0)))
    return st.dates(*(each for each in (fact.low, fact.high) if isinstance(each, date)))


def records(about: type[Facts], *text: str) -> st.SearchStrategy[Any]:
    facts = {f.name: stated(f) if f.given else st.none() | stated(f) for f in vocabulary(about).values()}
    return st.fixed_dictionaries(facts | dict.fromkeys(text, texts())).map(lambda said: possible(about, said))


def caseloads() -> st.SearchStrategy[list[Any]]:
    kinds = [
        (Case, ("tool_version", "at_risk_of_custody_author"), {}),
        (LocalCase, ("tool_version",), {"team": "the team"}),
        (strategies.Child, (), {}),
    ]
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.lists(st.tuples(texts(), records(kind[0], *kind[1])), min_size=1, max_size=3).map(
            lambda drawn: [
                kind[0](reference=one_line([text, f" {number}"]), **kind[2], **facts)
                for number, (text, facts) in enumerate(drawn)
            ]
        )
    )


class TestRoundTrip:
    @pytest.mark.slow
    @pytest.mark.parametrize("ending", ENDINGS)
    @settings(deadline=None, max_examples=12)
    @given_any(cases=caseloads())
    @example(cases=list(sample_cases(20, 7, DAY)))
    @example(cases=[LocalCase(reference="1", team="t", opened=DAY, balance=Decimal("1E+20"), points=2**70)])
    @example(cases=[LocalCase(reference="1", team="t", opened=DAY, balance=Decimal("0E-9"), points=-(10**15))])
    @example(cases=[LocalCase(reference="1", team="t", opened=DAY, balance=Decimal("9.842551440"), points=10**15 - 1)])
    @example(cases=[LocalCase(reference="1", team="t", opened=date(1900, 2, 28), balance=Decimal("0.00001"))])
    def test_what_is_written_reads_back_the_same(self, ending: str, cases: list[Any]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"cases{ending}"
            write_rows(path, *case_rows(cases))
            assert read_cases(path, type(cases[0])).cases == tuple(cases)

    def test_the_same_rows_from_every_format(self, tmp_path: Path) -> None:
        cases = sample_cases(30, 11, DAY)
        for ending in ENDINGS:
            write_rows(tmp_path / f"c{ending}", *case_rows(cases))
        loads = [read_cases(tmp_path / f"c{ending}") for ending in ENDINGS]
        assert [load.cases for load in loads] == [cases] * 4
        assert loads[0].histories == {case.reference: {} for case in cases}
        assert loads[0].unused == ()

    def test_columns_may_be_few_and_headings_as_people_write_them(self, tmp_path: Path) -> None:
        text = (
            "Reference,RoSH,Safety-Wellbeing,THE DATE OF BIRTH,likelihood of reoffending,Notes\nA1,vh,,2010-02-03,m,x\n"
        )
        load = read_cases(csv(tmp_path, text))
        (case,) = load.cases
        assert (case.rosh, case.safety_wellbeing, case.born) == (RiskLevel.VERY_HIGH, None, date(2010, 2, 3))
        assert case == Case(
            reference="A1", rosh=RiskLevel.VERY_HIGH, born=date(2010, 2, 3), reoffending=case.reoffending
        )
        assert load.unused == ("Notes",)

    def test_a_label_of_two_facts_is_no_heading(self, tmp_path: Path) -> None:
        class Twice(Facts):
            reference: str
            one: Maybe[bool] = fact(bool, "the same")
            two: Maybe[bool] = fact(bool, "the same")

        assert read_cases(csv(tmp_path, "reference,the same\nA1,yes\n"), Twice).unused == ("the same",)

    def test_a_record_may_be_without_a_reference_of_its_own(self, tmp_path: Path) -> None:
        load = read_cases(csv(tmp_path, "reference,knife\nA1,yes\n"), Offence)
        assert load.cases == (Offence(knife=True),)
        assert list(load.histories) == ["A1"]

    def test_a_measured_fact_may_be_stated(self, tmp_path: Path) -> None:
        (case,) = read_cases(csv(tmp_path, "reference,age\nA1,15\n")).cases
        assert as_of(case, DAY, {}).age == 15

    def test_a_byte_order_mark_and_crlf(self, tmp_path: Path) -> None:
        (case,) = read_cases(csv(tmp_path, "\ufeffreference,knife\r\nA1,YES\r\n")).cases
        assert case == Case(reference="A1", knife=True)


class TestWhatPeopleWrite:
    @pytest.mark.parametrize(
        ("column", "written", "value"),
        [
            *(("rosh", way, RiskLevel.VERY_HIGH) for way in ("very high", "V High", "VH", "4", "VERY_HIGH", "4.0")),
            *(("rosh", way, RiskLevel.MEDIUM) for way in ("Medium", " med ", "M", "2")),
            *(("disposal", way, Disposal.YOUTH_CONDITIONAL_CAUTION) for way in ("YCC", "Youth Conditional Caution")),
            ("disposal", "YC", Disposal.YOUTH_CAUTION),
            ("disposal", "CR", Disposal.COMMUNITY_RESOLUTION),
            ("disposal", "RO", Disposal.REFERRAL_ORDER),
            ("disposal", "YRO", Disposal.YOUTH_REHABILITATION_ORDER),
            *(("disposal", way, Disposal.DETENTION_AND_TRAINING_ORDER) for way in ("DTO", "DTO_LICENCE")),
            *(("disposal", way, Disposal.SECTION_250) for way in ("s250", "S.250", "Section 250", "SECTION_250")),
            *(("disposal", way, Disposal.SECTION_90_92) for way in ("s91", "section 91", "SECTION_90_91_DETENTION")),
            *(("disposal", way, Disposal.SECTION_226B) for way in ("s226b", "SECTION_226_B")),
            ("disposal", "section 226", Disposal.SECTION_226),
            ("disposal", "Outcome 22", Disposal.OUTCOME_22),
            ("disposal", "NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", Disposal.OUTCOME_20_21),
            *(
                ("stage", way, CaseStage.OUT_OF_COURT)
                for way in ("OOC", "out-of-court", "OUT_OF_COURT", "Out of court")
            ),
            *(("stage", way, CaseStage.POST_COURT) for way in ("court", "Post-Court")),
            ("custody", "community", CustodyState.COMMUNITY),
            ("custody", "Licence", CustodyState.LICENCE),
            ("tool", "Asset Plus", Tool.ASSETPLUS),
            ("mappa_category", "none", MappaCategory.NONE),
            ("mappa_category", "2", MappaCategory.TWO),
            ("mappa_level", "none", MappaLevel.NOT_MANAGED),
            ("mappa_level", "2", MappaLevel.LEVEL_2),
            ("admission", "No admission", Admission.NONE),
            *(("knife", way, True) for way in ("yes", "Y", "TRUE", "1", "1.0")),
            *(("knife", way, False) for way in ("no", "N", "False", "0")),
            *(("age_at_referral", way, 15) for way in ("15", "015", "15.0")),
            *(
                ("born", way, date(2010, 3, 4))
                for way in (
                    *("2010-03-04", "04/03/2010", "4/3/2010", "4.3.2010", "04-03-2010", "4 March 2010", "4-Mar-2010"),
                    *("2010-03-04 00:00:00", "2010-03-04T00:00", "04/03/2010 00:00"),
                )
            ),
            ("born", "29/02/2012", date(2012, 2, 29)),
        ],
    )
    def test_each_way_is_read(self, tmp_path: Path, column: str, written: str, value: object) -> None:
        assert read(tmp_path, column, written) == value

    @pytest.mark.parametrize("written", [*UNKNOWN, "Unknown", "NOT KNOWN", "not_known", "N/K", "NULL"])
    @pytest.mark.parametrize("column", ["rosh", "disposal", "knife", "age_at_referral", "born"])
    def test_unknown_is_unknown(self, tmp_path: Path, column: str, written: str) -> None:
        assert read(tmp_path, column, written) is None

    @pytest.mark.parametrize(
        ("column", "written", "allowed"),
        [
            ("rosh", "5", "Low, Medium, High or Very high"),
            ("rosh", "med-high", "Low, Medium, High or Very high"),
            ("rosh", "none", "Low, Medium, High or Very high"),
            *(
                (
                    "disposal",
                    way,
                    "'community resolution', 'no further action, outcome 20 or 21', 'no further action, outcome 22', "
                    "'deferred prosecution, outcome 22', 'youth caution', ... and 11 more",
                )
                for way in ("OOCD", "caution")
            ),
            ("stage", "1", "prevention, out of court or post court"),
            ("rosh", "Hgh", "Low, Medium, High or Very high; did you mean High?"),
            ("stage", "post-cort", "prevention, out of court or post court; did you mean post court?"),
            (
                "born",
                "40210",
                "a date from 1901-01-01 to 2199-12-31; written 2019-04-30 or 30/04/2019; "
                "such a number is how a spreadsheet keeps a day",
            ),
            ("custody", "in custody", None),
            ("knife", "maybe", "yes or no"),
            ("knife", "n/a", "yes or no"),
            *(
                ("age_at_referral", way, "a whole number from 0 to 25")
                for way in ("26", "-1", "15.5", "1e1", "+5", "١٥")
            ),
            ("age_at_referral", "9" * 5000, "a whole number from 0 to 25"),
            *(
                ("born", way, "a date from 1901-01-01 to 2199-12-31; written 2019-04-30 or 30/04/2019")
                for way in (
                    *("31/02/2010", "02/30/2010", "1/2-2010", "01/02/10", "2010/02/01", "20100201", "2010-02-30"),
                    *("2010-W01-1", "1 Febru 2010", "2010-02-01T10:30:00", "90210", "٠١/٠٢/٢٠١٠"),
                )
            ),
        ],
    )
    def test_anything_else_is_refused_saying_what_is_allowed(
        self, tmp_path: Path, column: str, written: str, allowed: str | None
    ) -> None:
        (cell,) = refusal(csv(tmp_path, f"reference,{column}\nA1,{written}\n")).bad
        # A date of birth is not repeated, only its form.
        shown = form_of(written) if column == "born" else written
        assert (cell.row, cell.column, cell.written) == (2, column, shown)
        assert cell.allowed == (allowed or vocabulary(Case)[column].allowed)

    @pytest.mark.parametrize("written", ["1.01", "-0.01", "0.125", "1/2", "50%", ".5", "1e-1", "NaN"])
    def test_a_decimal_has_its_places_and_its_bounds(self, tmp_path: Path, written: str) -> None:
        text = f"reference,team,opened,share\nA1,East,2019-04-01,{written}\n"
        (cell,) = refusal(csv(tmp_path, text), about=LocalCase).bad
        assert cell.allowed == "a number with at most 2 decimal places from 0 to 1"
        (case,) = read_cases(csv(tmp_path, text.replace(written, "0.50")), LocalCase).cases
        assert case.share == Decimal("0.5")

    @pytest.mark.parametrize("written", ["", "unknown"])
    def test_what_must_be_given_cannot_be_unknown(self, tmp_path: Path, written: str) -> None:
        error = refusal(csv(tmp_path, f"reference,team,opened\nA1,,{written}\n"), about=LocalCase)
        assert bad(error) == [(2, "team", ""), (2, "opened", written)]
        assert error.bad[1].allowed.endswith("30/04/2019; it must be given")

    def test_every_synonym_is_read_and_none_could_mean_two_things(self, tmp_path: Path) -> None:
        facts = {fact.kind: fact.name for fact in vocabulary(Case).values()} | {Care: "care", Chair: "chair"}
        for kind, ways in ALSO_WRITTEN.items():
            assert [parser(Fact("said", kind))(way) for way in ways] == list(ways.values())
            if kind not in facts:
                continue
            column = facts[kind]
            local: dict[str, type[Facts]] = {"care": CareEpisode, "chair": ForumHeld}
            rows = [f'{number},"{way}",RSM,2019-04-01' for number, way in enumerate(ways)]
            path = csv(tmp_path, f"reference,{column},forum,day\n" + "\n".join(rows))
            load: Caseload[Facts] = read_cases(path, local.get(column, Case))
            assert [vars(each)[column] for each in load.cases] == list(ways.values())
            assert all(way == way.casefold() for way in ways)

    def test_a_way_that_two_members_share_is_neither(self, tmp_path: Path) -> None:
        class Size(StrEnum):
            SMALL = "s"
            LARGE = "S"
            UNKNOWN = "unknown"

        class Local(Facts):
            reference: str
            size: Maybe[Size] = fact(Size, "the size")

        load = read_cases(csv(tmp_path, "reference,size\n1,s\n2,S\n3,Small\n4,unknown\n5,\n"), Local)
        assert [case.size for case in load.cases] == [Size.SMALL, Size.LARGE, Size.SMALL, Size.UNKNOWN, None]

        class Grade(IntEnum):
            LOW = 1
            Low = 2

        class Graded(Facts):
            reference: str
            grade: Maybe[Grade] = fact(Grade, "the grade")

        (cell,) = refusal(csv(tmp_path, "reference,grade\n1,low\n"), about=Graded).bad
        assert cell.written == "low"

    def test_the_number_of_a_scale_is_not_guessed(self, tmp_path: Path) -> None:
        assert bad(refusal(csv(tmp_path, "reference,intensity\nA1,1\n"))) == [(2, "intensity", "1")]


class TestMistakes:
    def test_mistakes_of_every_kind_are_listed_at_once(self, tmp_path: Path) -> None:
        text = (
            "reference,RoSH,disposal,knife,age at referral,born,rosh,born_\n"
            "A1,low,OOCD,yes,15,2010-01-01,,\n"
            ",low,YC,perhaps,15,2010-01-01,,\n"
            "A2,dire,YC,yes,26,31/04/2010,,\n"
            "A1,low,YC,yes,15,01/01/10,,\n"
            "A1,low,YC,yes,15,,,\n"
        )
        error = refusal(csv(tmp_path, text))
        assert bad(error) == [
            (1, "rosh", "rosh"),
            (1, "born_", "born_"),
            (2, "disposal", "OOCD"),
            (3, "reference", ""),
            (3, "knife", "perhaps"),
            (4, "RoSH", "dire"),
            (4, "age at referral", "26"),
            (4, "born", "99/99/9999"),
            (5, "born", "99/99/99"),
            (5, "reference", "A1"),
            (6, "reference", "A1"),
        ]
        assert error.bad[0].allowed == "one column for this; RoSH means the same"
        assert error.bad[-1].allowed == "each once; row 2 is about the same"
        assert str(error).startswith(
            "cases.csv: 11 things to put right\n  row 1, rosh: wrote 'rosh'; allowed: one column"
        )

    def test_columns_that_must_be_there(self, tmp_path: Path) -> None:
        assert bad(refusal(csv(tmp_path, "ref,knife\nA1,what\n"))) == [
            (1, "columns", "ref, knife"),
            (2, "knife", "what"),
        ]
        error = refusal(csv(tmp_path, "reference\nA1\n"), about=LocalCase)
        assert [each.allowed for each in error.bad] == ["one of them team", "one of them opened"]

    def test_no_rows(self, tmp_path: Path) -> None:
        assert "it has a heading but no rows" in str(refusal(csv(tmp_path, "reference,rosh\n")))
        book = openpyxl.Workbook()
        book.worksheets[0].title = "Front"
        book.worksheets[0].append(["reference", "rosh"])
        book.save(tmp_path / "front.xlsx")
        said = "sheet 'Front' was read (--sheet names another); it has a heading but no rows"
        assert said in str(refusal(tmp_path / "front.xlsx"))

    @pytest.mark.slow
    def test_37_bad_rows_among_20000_are_all_listed(self, tmp_path: Path) -> None:
        facts = ["stage", "disposal", "rosh", "safety_wellbeing", "reoffending", "custody", "mappa_category"]
        facts += ["looked_after", "knife", "consents", "age_at_referral", "born", "referred", "assessed"]
        columns, rows = case_rows(sample_cases(20_000, 3, DAY))
        kept = [columns.index(name) for name in ("reference", *facts)]
        written = [[row[place] for place in kept] for row in rows]
        wrong = {number * 540: facts[number % len(facts)] for number in range(37)}
        for number, column in wrong.items():
            written[number][1 + facts.index(column)] = "?!"
        write_rows(tmp_path / "cases.csv", ("reference", *facts), written)
        error = refusal(tmp_path / "cases.csv")
        assert bad(error) == [(number + 2, column, "?!") for number, column in wrong.items()]
        assert "SYNTHETIC" not in str(error)

    def test_an_error_names_a_child_by_nothing_but_the_row(self, tmp_path: Path) -> None:
        text = "reference,Name,born,knife\nK-77,Sam Jones,2010-05-06,dunno\n"
        message = str(refusal(csv(tmp_path, text)))
        assert "row 2, knife: wrote 'dunno'" in message
        assert not any(each in message for each in ("K-77", "Sam", "2010-05-06"))


CASES = "reference,rosh\nA1,low\nA2,high\n"
WAIVERS = "reference,forum,by,reason,grade,day,expires\n"
OFFENCES = "reference,day,gravity,knife\nA1,2019-04-30,5,yes\nA1,01/05/2019,,\n"


class TestHistories:
    def test_from_further_files(self, tmp_path: Path) -> None:
        related = [
            csv(tmp_path, OFFENCES, "offences.csv"),
            csv(tmp_path, "reference,day,disposal\nA2,2018-01-01,YRO\n", "Outcomes.csv"),
            csv(tmp_path, "reference,day,tool,rosh\nA2,2018-01-01,Asset,VH\n", "assessments.csv"),
            csv(tmp_path, "reference,care,day,ended\nA2,LAC,2018-01-01,unknown\n", "care.csv"),
            csv(tmp_path, "reference,forum,day,chair,who\nA2,RSM,2018-01-01,Manager,x\n", "forums.csv"),
            csv(tmp_path, "reference,system,day\nA2,PNC,2018-01-01\n", "checks.csv"),
            csv(tmp_path, f"{WAIVERS}A2,RSM,me,away,manager,2018-01-01,2018-01-01\n", "waivers.csv"),
        ]
        load = read_cases(csv(tmp_path, CASES), related=related)
        first = Offence(day=date(2019, 4, 30), gravity=5, knife=True)
        day = date(2018, 1, 1)
        assert load.histories == {
            "A1": {
                Offence: (first, Offence(day=date(2019, 5, 1))),
                EarlierOutcome: (),
                Assessment: (),
                CareEpisode: (),
                ForumHeld: (),
                CheckDone: (),
                Waiver: (),
            },
            "A2": {
                Offence: (),
                EarlierOutcome: (EarlierOutcome(day=day, disposal=Disposal.YOUTH_REHABILITATION_ORDER),),
                Assessment: (Assessment(day=day, tool=Tool.ASSET, rosh=RiskLevel.VERY_HIGH),),
                CareEpisode: (CareEpisode(care=Care.LOOKED_AFTER, day=day),),
                ForumHeld: (ForumHeld(forum="RSM", day=day, chair=Chair.MANAGER),),
                CheckDone: (CheckDone(system="PNC", day=day),),
                Waiver: (Waiver(forum="RSM", by="me", reason="away", grade=Chair.MANAGER, day=day, expires=day),),
            },
        }
        assert load.unused == ("who in forums.csv",)
        assert set(CASE_HISTORIES.values()) == set(load.histories["A1"])

    def test_from_further_sheets_of_the_workbook(self, tmp_path: Path) -> None:
        sheets: Sheets = {
            "Caseload": [["reference", "rosh"], ["A1", "low"], [2, "high"]],
            "Offences": [
                ["reference", "day", "gravity", None],
                ["A1", date(2019, 4, 30), 5, None],
                [],
                [2, None, "unknown"],
            ],
            "Notes": [["anything"]],
            "care": [["reference", "care"]],
        }
        load = read_cases(workbook(tmp_path, sheets))
        assert load.histories == {
            "A1": {Offence: (Offence(day=date(2019, 4, 30), gravity=5),), CareEpisode: ()},
            "2": {Offence: (Offence(),), CareEpisode: ()},
        }
        assert load.unused == ("sheet Notes",)

    def test_a_file_beside_a_workbook_of_one_sheet(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, {"Sheet": [["reference"], ["A1"]]})
        load = read_cases(path, Case, [csv(tmp_path, OFFENCES, "offences.csv")])
        assert len(load.histories["A1"][Offence]) == 2

    def test_known_none_and_not_known_are_told_apart(self, tmp_path: Path) -> None:
        load = read_cases(csv(tmp_path, CASES), Case, [csv(tmp_path, "reference,day\n", "offences.csv")])
        assert load.histories == {"A1": {Offence: ()}, "A2": {Offence: ()}}
        assert read_cases(csv(tmp_path, CASES)).histories == {"A1": {}, "A2": {}}

    def test_mistakes_of_every_file_are_listed_at_once(self, tmp_path: Path) -> None:
        offences = csv(tmp_path, "reference,gravity\nA1,9\nA3,5\n,5\nA9,0\n", "offences.csv")
        care = csv(tmp_path, "reference,care\nA2,what\n", "care.csv")
        error = refusal(csv(tmp_path, CASES.replace("high", "hi")), [offences, care])
        assert [str(each) for each in error.bad] == [
            "row 3, rosh: wrote 'hi'; allowed: Low, Medium, High or Very high",
            "row 2, gravity in offences.csv: wrote '9'; allowed: a whole number from 1 to 8",
            "row 3, reference in offences.csv: wrote 'A3'; allowed: the reference of a case in cases.csv",
            "row 4, reference in offences.csv: wrote ''; allowed: something; it is blank",
            "row 5, gravity in offences.csv: wrote '0'; allowed: a whole number from 1 to 8",
            "row 5, reference in offences.csv: wrote 'A9'; allowed: the reference of a case in cases.csv",
            "row 2, care in care.csv: wrote 'what'; allowed: looked after, child protection plan, child in need, "
            "early help or care experienced",
        ]

    def test_mistakes_of_sheets(self, tmp_path: Path) -> None:
        sheets: Sheets = {
            "Cases": [["reference"], ["A1"]],
            "forums": [[], ["reference", "chair"], ["A1", "x"], ["A3", None]],
        }
        assert [str(each) for each in refusal(workbook(tmp_path, sheets)).bad] == [
            "sheet forums of cases.xlsx: no column is called forum; the first ones are called reference, chair",
            "sheet forums of cases.xlsx: no column is called day; the first ones are called reference, chair",
            "row 3, chair in sheet forums of cases.xlsx: wrote 'x'; "
            "allowed: Practitioner, Senior practitioner, Manager or Head of service",
            "row 4, reference in sheet forums of cases.xlsx: wrote 'A3'; "
            "allowed: the reference of a case in cases.xlsx",
        ]

    def test_a_sheet_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        sheets: Sheets = {"Cases": [["reference"], ["A1"]], "care": [["reference", "care", "care"]]}
        assert str(refusal(workbook(tmp_path, sheets))).startswith("sheet care of cases.xlsx: 1 thing to put right")
        error = refusal(workbook(tmp_path, {**sheets, "care": [[None]]}))
        assert str(error) == "sheet care of cases.xlsx: it is empty; the first row names the columns"

    def test_hidden_sheets_are_not_read_but_named(self, tmp_path: Path) -> None:
        sheets: Sheets = {
            "offences": [["reference"]],
            "Cases": [["reference"], ["A1"]],
            "care": [["reference"]],
            "x": [["y"]],
        }
        path = workbook(tmp_path, sheets)
        book = openpyxl.load_workbook(path)
        book["offences"].sheet_state = book["care"].sheet_state = "hidden"
        book.active = book["Cases"]
        book.save(path)
        load = read_cases(path)
        assert load.histories == {"A1": {}}
        assert load.unused == ("sheet offences", "sheet care", "sheet x")

    def test_a_formula_without_a_result_is_not_taken_for_unknown(self, tmp_path: Path) -> None:
        sheets: Sheets = {"Cases": [["reference"], ["A1"]], "offences": [["reference", "gravity"], ["A1", "=2+3"]]}
        assert bad(refusal(workbook(tmp_path, sheets))) == [
            (2, "gravity", "=2+3"),
        ]

    def test_without_references_no_row_can_be_looked_up(self, tmp_path: Path) -> None:
        error = refusal(csv(tmp_path, "rosh\nlow\n"), [csv(tmp_path, OFFENCES, "offences.csv")])
        assert bad(error) == [(1, "columns", "rosh")]

    def test_a_file_called_anything_else(self, tmp_path: Path) -> None:
        error = refusal(csv(tmp_path, CASES), [csv(tmp_path, OFFENCES, "offenses.csv")])
        assert str(error) == (
            "offenses.csv: 'offenses' is not a history; "
            "allowed: offences, outcomes, assessments, care, forums, checks or waivers"
        )

    def test_a_history_given_twice(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, {"Cases": [["reference"], ["A1"]], "offences": [["reference"], ["A1"]]})
        error = refusal(path, [csv(tmp_path, OFFENCES, "offences.csv")])
        assert str(error) == ("offences.csv: sheet offences of cases.xlsx gives the same history; allowed: one of them")

    def test_a_workbook_whose_first_sheet_is_a_cover_or_a_history(self, tmp_path: Path) -> None:
        assessed = [["reference", "day", "rosh"], ["A1", "2019-01-01", "High"]]
        sheets = {"Cover": [["Caseload of November"]], "assessments": assessed, "All": [["reference"], ["A1"]]}
        found = read_cases(workbook(tmp_path, sheets))
        assert [each.reference for each in found.cases] == ["A1"]
        assert len(found.histories["A1"][Assessment]) == 1
        assert (found.notes, found.unused) == (("sheet All of cases.xlsx was read",), ("sheet Cover",))

    def test_a_workbook_of_histories_alone(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, {"assessments": [["reference"], ["A1"]]})
        assert "its sheet 'assessments' is a history; a sheet of the cases is lacking" in str(refusal(path))


class TestWriting:
    @pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''@"])
    def test_a_formula_is_plain_text_in_csv(self, tmp_path: Path, text: str) -> None:
        write_rows(tmp_path / "a.csv", ["=head"], [[text]])
        written = (tmp_path / "a.csv").read_bytes().decode()
        assert written.replace('"', "") == f"'=head\n'{text}\n"
        assert unshielded(shielded(text)) == text

    @pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "=", "#N/A", "#REF!", "12", "TRUE"])
    def test_text_is_a_cell_of_text_in_a_workbook(self, tmp_path: Path, text: str) -> None:
        write_rows(tmp_path / "a.xlsx", ["=head"], [[text]])
        sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
        assert [(row[0].value, row[0].data_type) for row in sheet.iter_rows()] == [("=head", "s"), (text, "s")]

    def test_numbers_and_apostrophes_are_left_as_they_are(self, tmp_path: Path) -> None:
        write_rows(tmp_path / "a.csv", ["n", "d", "t"], [[-1, Decimal("-1.50"), "'tis"]])
        assert (tmp_path / "a.csv").read_text() == "n,d,t\n-1,-1.50,'tis\n"
        assert unshielded("'tis") == "'tis"

    def test_every_kind_of_cell(self, tmp_path: Path) -> None:
        cells: list[CellValue] = ["é", 5, True, DAY, Decimal("0.10"), None, RiskLevel.VERY_HIGH, CaseStage.POST_COURT]
        columns = ["text", "whole", "flag", "day", "number", "nothing", "level", "stage"]
        for ending in ENDINGS:
            write_rows(tmp_path / f"a{ending}", columns, [cells])
        assert (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()[1] == (
            "é,5,yes,2025-01-06,0.10,,Very high,post court"
        )
        assert json.loads((tmp_path / "a.json").read_bytes()) == [
            dict(zip(columns, ["é", 5, True, "2025-01-06", "0.10", None, "Very high", "post court"], strict=True))
        ]
        frame = polars.read_parquet(tmp_path / "a.parquet")
        assert frame.row(0) == ("é", 5, True, DAY, Decimal("0.10"), None, "Very high", "post court")
        (sheet,) = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
        assert [cell.value for cell in sheet[2]][:3] == ["é", 5, "yes"]
        assert (sheet["D2"].number_format, sheet["D2"].is_date, sheet["E2"].value) == ("d mmm yyyy", True, 0.1)

    def test_a_column_of_several_kinds_is_text_in_parquet(self, tmp_path: Path) -> None:
        rows: list[list[CellValue]] = [
            [5, Decimal("1E-7"), DAY],
            [True, Decimal(1), "later"],
            [2**63, Decimal("Infinity"), None],
        ]
        write_rows(tmp_path / "a.parquet", ["a", "b", "c"], rows)
        assert polars.read_parquet(tmp_path / "a.parquet").rows() == [
            ("5", "0.0000001", "2025-01-06"),
            ("yes", "1", "later"),
            (str(2**63), "Infinity", None),
        ]

    def test_a_column_of_which_no_row_states_anything_is_of_its_kind_in_parquet(self, tmp_path: Path) -> None:
        kinds = {"a": bool, "b": int, "c": date, "d": Decimal, "e": RiskLevel, "g": bool}
        write_rows(tmp_path / "a.parquet", list("abcdefg"), [[None] * 6 + ["later"]], kinds)
        types = polars.read_parquet_schema(tmp_path / "a.parquet").values()
        assert [str(each) for each in types] == [
            "Boolean",
            "Int64",
            "Date",
            "Decimal(precision=38, scale=6)",
            "String",
            "String",
            "String",
        ]

    def test_what_a_workbook_would_change_is_text(self, tmp_path: Path) -> None:
        row: list[CellValue] = [
            10**15,
            10**15 - 1,
            date(1900, 2, 28),
            Decimal("0.1234567890123456789"),
            Decimal("Infinity"),
            Decimal("1e-7"),
        ]
        write_rows(tmp_path / "a.xlsx", list("abcdef"), [row])
        (sheet,) = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets
        assert [cell.value for cell in sheet[2]] == [
            *(str(10**15), 10**15 - 1, "1900-02-28", "0.1234567890123456789", "Infinity", 1e-7)
        ]

    def test_no_rows(self, tmp_path: Path) -> None:
        for ending in ENDINGS:
            write_rows(tmp_path / f"a{ending}", ["a", "b"], [])
        assert (tmp_path / "a.csv").read_text() == "a,b\n"
        assert (tmp_path / "a.json").read_text() == "[]\n"
        for ending in (".xlsx", ".parquet"):
            assert read_table(tmp_path / f"a{ending}").headings == ("a", "b")
        assert case_rows([]) == (case_rows(sample_cases(1, 1, DAY))[0], [])

    @pytest.mark.parametrize("name", ["a.ods", "a"])
    def test_an_ending_that_is_not_known(self, tmp_path: Path, name: str) -> None:
        ending = "'.ods'" if name == "a.ods" else "'no ending'"
        with pytest.raises(InputError) as error:
            write_rows(tmp_path / name, ["a"], [])
        assert str(error.value) == f"{name}: rows cannot be written as {ending}; allowed: .csv, .xlsx, .parquet, .json"

    @pytest.mark.parametrize("ending", ENDINGS)
    def test_what_cannot_be_written_is_listed_and_nothing_is_written(self, tmp_path: Path, ending: str) -> None:
        rows: list[list[CellValue]] = [["fine", 1], ["\x00", 2], ["a\ud800", 3], ["\uffff"], ["x", 1, 2]]
        with pytest.raises(InputError) as error:
            write_rows(tmp_path / f"a{ending}", ["a\x1b", "b", "b"], rows)
        assert [(each.row, each.column) for each in error.value.bad] == [
            *((1, "b"), (2, "columns"), (3, "columns"), (4, "columns"), (5, "columns")),
            *((1, "a?"), (3, "a?"), (4, "a?"), (5, "a?")),
        ]
        str(error.value).encode("utf-8", "strict")
        assert list(tmp_path.iterdir()) == []

    def test_more_than_a_workbook_holds(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(
            InputError, match="row 2, a: wrote '32768 characters'; allowed: at most 32767 in a workbook"
        ):
            write_rows(tmp_path / "a.xlsx", ["a"], [["x" * 32_768]])
        write_rows(tmp_path / "a.csv", ["a"], [["x" * 32_768]])
        monkeypatch.setattr(tabular, "_WORKBOOK_ROWS", 3)
        write_rows(tmp_path / "a.xlsx", ["a"], [[1], [2]])
        with pytest.raises(InputError, match="3 rows are more than a sheet holds"):
            write_rows(tmp_path / "a.xlsx", ["a"], [[1], [2], [3]])
        assert len(read_table(tmp_path / "a.xlsx").rows) == 2

    @pytest.mark.parametrize(
        ("ending", "module", "extra"), [(".xlsx", "xlsxwriter", "files"), (".parquet", "polars", "parquet")]
    )
    def test_a_format_whose_library_is_not_installed_says_what_to_install(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, module: str, extra: str
    ) -> None:
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(InputError, match=rf"writing {ending} needs {module}: pip install 'yosrules\[{extra}\]'"):
            write_rows(tmp_path / f"a{ending}", ["a"], [[1]])

    @pytest.mark.parametrize("ending", ENDINGS)
    def test_a_target_that_is_a_folder_is_left_alone(self, tmp_path: Path, ending: str) -> None:
        target = tmp_path / f"a{ending}"
        target.mkdir()
        (target / "kept").touch()
        with pytest.raises(InputError, match="it cannot be written"):
            write_rows(target, ["a"], [[1]])
        assert list(tmp_path.rglob("*")) == [target, target / "kept"]

    @pytest.mark.parametrize("ending", ENDINGS)
    def test_a_folder_that_cannot_be_written_to(self, tmp_path: Path, ending: str) -> None:
        (tmp_path / "file").touch()
        for folder in (tmp_path / "gone", tmp_path / "file"):
            with pytest.raises(InputError, match="it cannot be written"):
                write_rows(folder / f"a{ending}", ["a"], [[1]])
        assert list(tmp_path.iterdir()) == [tmp_path / "file"]

    def test_when_the_disk_is_full_the_earlier_file_stays(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "a.csv"
        write_rows(path, ["a"], [[1]])

        def full(handle: int, *mode: str) -> object:
            os.close(handle)
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fdopen", full)
        with pytest.raises(InputError, match="it cannot be written: No space left on device"):
            write_rows(path, ["a"], [[2]])
        assert path.read_text() == "a\n1\n"
        assert list(tmp_path.iterdir()) == [path]

    def test_rows_that_fail_on_the_way_leave_nothing(self, tmp_path: Path) -> None:
        def rows() -> Any:
            yield [1]
            raise RuntimeError

        with pytest.raises(RuntimeError):
            write_rows(tmp_path / "a.csv", ["a"], rows())
        assert list(tmp_path.iterdir()) == []


GOLDEN = "d440ebaf3634d9f77d0d991a392166dd8151d81ab73e2f6d025cc9631ed58e3b"


class TestSample:
    def test_the_same_bytes_for_the_same_seed_on_every_python(self, tmp_path: Path) -> None:
        write_rows(tmp_path / "sample.csv", *case_rows(sample_cases(50, 7, DAY)))
        assert sha256((tmp_path / "sample.csv").read_bytes()).hexdigest() == GOLDEN

    @pytest.mark.slow
    @pytest.mark.parametrize("hash_seed", ["0", "12345"])
    def test_the_same_whatever_the_order_of_sets(self, hash_seed: str) -> None:
        code = (
            "from datetime import date; from yosrules.samples.cases import sample_cases; "
            "print(sample_cases(20, 7, date(2025, 1, 6)))"
        )
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"}
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        assert ended.stdout.decode().strip() == str(sample_cases(20, 7, DAY))

    def test_another_seed_is_another_caseload(self) -> None:
        assert sample_cases(10, 1, DAY) != sample_cases(10, 2, DAY)
        assert sample_cases(10, 1, DAY) == sample_cases(20, 1, DAY)[:10]
        assert sample_cases(0, 1, DAY) == ()

    def test_nobody_could_take_it_for_a_record(self) -> None:
        references = [case.reference for case in sample_cases(3, 1, DAY)]
        assert references == ["SYNTHETIC-000001", "SYNTHETIC-000002", "SYNTHETIC-000003"]

    @pytest.mark.slow
    def test_about_one_judgement_in_ten_is_not_on_record_and_a_few_have_none(self) -> None:
        cases = sample_cases(4000, 5, DAY)
        levels = ("rosh", "safety_wellbeing", "reoffending")
        missing = Counter(name for case in cases for name in levels if vars(case)[name] is None)
        assert all(0.09 < missing[name] / 4000 < 0.16 for name in levels)
        judged = (*levels, "tool", "assessed", "assessment", "at_risk_of_custody", "mappa_category", "mappa_level")
        without = sum(all(vars(case)[name] is None for name in judged) for case in cases)
        assert 0.01 < without / 4000 < 0.05

    @pytest.mark.slow
    def test_levels_lean_to_low_and_medium(self) -> None:
        levels = Counter(case.rosh for case in sample_cases(4000, 5, DAY))
        assert (
            levels[RiskLevel.LOW] > levels[RiskLevel.MEDIUM] > levels[RiskLevel.HIGH] > levels[RiskLevel.VERY_HIGH] > 0
        )

    @pytest.mark.slow
    def test_every_fact_is_stated_by_some_and_by_not_all(self) -> None:
        cases = sample_cases(4000, 5, DAY)
        stated = Counter(name for case in cases for name in vocabulary(Case) if vars(case)[name] is not None)
        worked_out = {"age", "licence_over"}
        assert set(stated) == set(vocabulary(Case)) - worked_out
        assert all(count < 4000 for count in stated.values())

    @pytest.mark.slow
    def test_what_is_stated_agrees(self) -> None:
        for case in sample_cases(4000, 5, DAY):
            assert case.stage is None or case.disposal is None or case.disposal.stage is case.stage
            if case.custody in (CustodyState.SENTENCED, CustodyState.LICENCE):
                assert case.disposal is None or case.disposal.custodial
            elif case.custody:
                assert case.disposal is None or not case.disposal.custodial
            if case.licence_ends or case.release_due:
                assert case.custody in (None, CustodyState.SENTENCED, CustodyState.LICENCE)
            assert case.order_ends is None or not (case.disposal and case.disposal.custodial)
            assert (case.mappa_level in (None, 0)) or case.mappa_category is not MappaCategory.NONE
            assert case.at_risk_of_custody is None or case.at_risk_of_custody_author

    @pytest.mark.slow
    def test_dates_are_in_order_and_before_the_day(self) -> None:
        for case in sample_cases(4000, 5, DAY):
            past = [case.born, case.bailed, case.sentenced, case.referred, case.assessed]
            known = [each for each in past if each]
            assert known == sorted(known)
            assert all(each < DAY for each in known)
            if case.born and case.referred and case.age_at_referral:
                anniversary = as_of(case, case.referred, {}).age
                assert anniversary == case.age_at_referral
            if case.custody is CustodyState.SENTENCED and case.release_due:
                assert case.release_due > DAY
            if case.custody is CustodyState.LICENCE and case.release_due:
                assert case.release_due < DAY
                assert case.sentenced is None or case.release_due >= case.sentenced
                assert case.licence_ends is None or case.licence_ends > DAY

    @pytest.mark.slow
    def test_children_are_10_to_17_at_referral(self) -> None:
        ages = [case.age_at_referral for case in sample_cases(4000, 5, DAY) if case.age_at_referral is not None]
        assert (min(ages), max(ages)) == (10, 17)
        assert sum(ages) / len(ages) > 14
        assert sample_cases(1, 5, DAY + timedelta(days=1)) != sample_cases(1, 5, DAY)

    def test_levels_are_written_in_words(self, tmp_path: Path) -> None:
        write_rows(tmp_path / "a.csv", *case_rows([Case(reference="A1", rosh=RiskLevel.VERY_HIGH)]))
        (row,) = read_table(tmp_path / "a.csv").rows
        assert row.cells["rosh"] == words(RiskLevel.VERY_HIGH) == "Very high"

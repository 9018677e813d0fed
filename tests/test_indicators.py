"""Indicators: whom they count, what becomes of a record, the figures of groups and periods, and the command."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.deciding.decide import Verdict
from yosrules.english.indicator import cohorts_in_words, per_cent, target_in_words
from yosrules.errors import PolicyError
from yosrules.hooks import hookimpl, load
from yosrules.language import Facts, Maybe, fact, known, years
from yosrules.policies import Better, Edition, Example, Indicator, Status, cite, counts, covers, excepted, may, meets
from yosrules.policies.indicators.indicator import COUNTED_IN, Cohort, met_by
from yosrules.proof.diff import Way, diff
from yosrules.proof.remarks import What, remarks
from yosrules.quality import (
    Every,
    IndicatorFigure,
    IndicatorTold,
    NoPeriod,
    Outturn,
    Outturns,
    Series,
    before_submission,
    figures,
    of_one,
    periods,
)
from yosrules.quality.indicators import not_on_record
from yosrules.quality.outturns import outturn
from yosrules.reports.indicator_pages import indicator_page
from yosrules.reports.indicators import figure_rows
from yosrules.testing import laws

SOURCE = cite("Anytown's standards")


class Plan(Facts):
    """A plan agreed with a child."""

    reference: str
    agreed: Maybe[date] = fact(date, "the day on which the plan was agreed")
    open: Maybe[bool] = fact(bool, "the plan is open")
    declined: Maybe[bool] = fact(bool, "the child declined")
    away: Maybe[bool] = fact(bool, "the child is away")
    views: Maybe[bool] = fact(bool, "the child's views are in the plan")
    begun: Maybe[date] = fact(date, "the day on which it began")
    lasted: Maybe[int] = years(begun, "whole years of it")


DECLINED = excepted("declined", "the child declined", when=Plan.declined)
AWAY = excepted("away", "the child is away", when=Plan.away)
RULES = (counts(Plan.open), DECLINED, AWAY, meets(Plan.views, target=Fraction(2, 3)))
FIRST = Edition(date(2025, 4, 1), RULES, cites=SOURCE)


def indicator(*editions: Edition[Cohort], examples: tuple[Example, ...] = ()) -> Indicator:
    return Indicator("views", "Views in plans", about=Plan, dated=Plan.agreed, editions=editions, examples=examples)


VIEWS = indicator(FIRST)
ON = date(2026, 1, 15)


def plan(day: date | None = date(2025, 5, 2), **facts: bool | date | int | None) -> Plan:
    return Plan(reference="p", agreed=day, **facts)


def told(record: Plan, of: Indicator = VIEWS, on: date = ON) -> IndicatorTold:
    found = of_one(of, record, on)
    assert isinstance(found, IndicatorTold)
    return found


IN = {"open": True, "declined": False, "away": False}


@pytest.mark.parametrize(
    ("facts", "becomes"),
    [
        (IN | {"views": True}, Outturn.MET),
        (IN | {"views": False}, Outturn.NOT_MET),
        (IN, Outturn.UNTOLD),
        ({"open": False}, Outturn.NOT_COUNTED),
        ({"open": True, "away": True}, Outturn.EXCEPTED),
        ({"away": True}, Outturn.NO_MATTER),
        (IN | {"away": None, "views": True}, Outturn.PERHAPS_MET),
        (IN | {"open": None, "views": False}, Outturn.PERHAPS_NOT_MET),
        ({}, Outturn.PERHAPS_UNTOLD),
    ],
)
def test_what_becomes_of_a_record(facts: dict[str, bool | None], becomes: Outturn) -> None:
    found = told(plan(**facts))
    assert found.outturn is becomes
    assert found.outturn.told is not bool(found.missing)


def test_who_is_excepted_twice_is_told_under_the_first_reason() -> None:
    assert told(plan(open=True, away=True, declined=True)).reason == "excepted: declined"
    assert told(plan(open=True, away=True)).reason == "excepted: away"
    assert told(plan(**IN)).reason == ""


def test_a_record_without_its_day_or_an_edition_is_in_no_period() -> None:
    assert of_one(VIEWS, plan(None, **IN), ON) is NoPeriod.UNDATED
    assert of_one(VIEWS, plan(date(2026, 1, 16), **IN), ON) is NoPeriod.TO_COME
    assert of_one(VIEWS, plan(date(2025, 3, 31), **IN), ON) is NoPeriod.NO_EDITION


def test_facts_are_as_known_on_the_day_of_the_report() -> None:
    whole = indicator(attrs.evolve(FIRST, rules=(counts(Plan.lasted >= 1), meets(Plan.views))))
    begun = plan(begun=date(2025, 1, 15), views=True)
    assert told(begun, whole, date(2026, 1, 14)).outturn is Outturn.NOT_COUNTED
    assert told(begun, whole, date(2026, 1, 15)).outturn is Outturn.MET


def test_the_reasons_are_those_of_each_rule() -> None:
    said = told(plan(open=True, away=True, views=True)).as_dict()
    assert (said["outturn"], said["reason"], said["missing"]) == ("excepted", "excepted: away", [])
    assert not_on_record([told(plan(**IN)), told(plan(**IN)), NoPeriod.UNDATED]) == Counter({Plan.views.fact: 2})


def cohort(target: Fraction | None, better: Better = Better.HIGHER) -> Cohort:
    return Cohort("meets it", met_by(FIRST).membership, target=target, better=better)


@pytest.mark.parametrize(
    ("of", "target", "better", "reaches"),
    [
        ({Outturn.MET: 2, Outturn.NOT_MET: 1}, Fraction(2, 3), Better.HIGHER, Verdict.HOLDS),
        ({Outturn.MET: 2, Outturn.NOT_MET: 1}, Fraction(67, 100), Better.HIGHER, Verdict.FAILS),
        ({Outturn.MET: 2, Outturn.UNTOLD: 1}, Fraction(67, 100), Better.HIGHER, Verdict.CANNOT_TELL),
        ({Outturn.MET: 1, Outturn.NOT_MET: 3}, Fraction(1, 4), Better.LOWER, Verdict.HOLDS),
        ({Outturn.MET: 2, Outturn.NOT_MET: 3}, Fraction(1, 4), Better.LOWER, Verdict.FAILS),
        ({Outturn.UNTOLD: 2, Outturn.NOT_MET: 3}, Fraction(1, 4), Better.LOWER, Verdict.CANNOT_TELL),
        ({Outturn.MET: 2}, None, Better.HIGHER, None),
        ({Outturn.EXCEPTED: 2}, Fraction(1), Better.HIGHER, None),
    ],
)
def test_a_target_is_reached_missed_or_cannot_be_told(
    of: dict[Outturn, int], target: Fraction | None, better: Better, reaches: Verdict | None
) -> None:
    assert Outturns(of).reaches(cohort(target, better)) is reaches


def test_no_share_reaches_a_target_that_is_not_stated() -> None:
    assert not cohort(None).reached_by(Fraction(1))


def test_outturns_are_added() -> None:
    both = Outturns({Outturn.MET: 1, Outturn.EXCEPTED: 1}, {"away": 1}) + Outturns({Outturn.MET: 2})
    assert both == Outturns({Outturn.MET: 3, Outturn.EXCEPTED: 1}, {"away": 1})


@pytest.mark.parametrize(
    ("every", "first", "last", "said"),
    [
        (Every.MONTH, date(2025, 12, 31), date(2026, 1, 1), ["December 2025", "January 2026"]),
        (Every.QUARTER, date(2025, 12, 31), date(2026, 1, 1), ["October to December 2025", "January to March 2026"]),
        (Every.YEAR, date(2025, 3, 31), date(2025, 4, 1), ["2024/25", "2025/26"]),
        (Every.CALENDAR_YEAR, date(2025, 12, 31), date(2026, 1, 1), ["2025", "2026"]),
        (
            Every.YEAR_ENDING,
            date(2025, 12, 31),
            date(2026, 1, 1),
            ["year ending December 2025", "year ending March 2026"],
        ),
    ],
)
def test_periods_are_whole_months_from_one_day_to_another(
    every: Every, first: date, last: date, said: list[str]
) -> None:
    found = [*periods(every, first, last)]
    assert [*map(str, found)] == said
    assert found[0].starts <= first <= found[0].ends
    assert found[-1].starts <= last <= found[-1].ends


@given(st.sampled_from(Every), st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 800))
@settings(max_examples=50, deadline=None)
def test_every_month_from_one_day_to_another_is_in_a_period(every: Every, first: date, months: int) -> None:
    last = date.fromordinal(first.toordinal() + months)
    found = [*periods(every, first, last)]
    assert found[0].starts <= first <= found[0].ends
    assert found[-1].starts <= last <= found[-1].ends
    assert all(later.month - each.month in (1, 3, 12) for each, later in pairwise(found))


def series(*records: tuple[str, Plan], of: Indicator = VIEWS, every: Every = Every.QUARTER, on: date = ON) -> Series:
    return figures(of, [(group, of_one(of, each, on)) for group, each in records], every, on)


def shares(found: Series, group: str = "") -> list[Fraction | None]:
    return [each.outturns.share for each in found.of if each.group == group]


MET, NOT_MET = IN | {"views": True}, IN | {"views": False}
SPRING, SUMMER, AUTUMN = date(2025, 5, 2), date(2025, 8, 2), date(2025, 11, 2)


def test_a_figure_is_of_a_group_and_a_period_with_its_change() -> None:
    found = series(
        ("East", plan(SPRING, **MET)),
        ("West", plan(SPRING, **NOT_MET)),
        ("East", plan(AUTUMN, **MET)),
        ("East", plan(None)),
        on=date(2025, 12, 31),
    )
    assert shares(found) == [Fraction(1, 2), None, Fraction(1)]
    assert shares(found, "East") == [Fraction(1), None, Fraction(1)]
    assert found.apart == {("", NoPeriod.UNDATED): 1, ("East", NoPeriod.UNDATED): 1}
    assert [each.change for each in found.of[:3]] == [None, None, None]
    assert not any(each.running for each in found.of)
    later = series(("", plan(SPRING, **NOT_MET)), ("", plan(SUMMER, **MET)), on=date(2025, 9, 29))
    assert [(each.change, each.running) for each in later.of] == [(None, False), (Fraction(1), True)]


def test_a_year_that_ends_with_a_quarter_has_the_records_of_twelve_months() -> None:
    found = series(
        ("", plan(SPRING, **MET)), ("", plan(AUTUMN, **NOT_MET)), every=Every.YEAR_ENDING, on=date(2026, 6, 30)
    )
    assert [(str(each.period), each.outturns.share) for each in found.of] == [
        ("year ending June 2025", Fraction(1)),
        ("year ending September 2025", Fraction(1)),
        ("year ending December 2025", Fraction(1, 2)),
        ("year ending March 2026", Fraction(1, 2)),
        ("year ending June 2026", Fraction(0)),
    ]


def test_no_record_in_any_period_gives_no_figure() -> None:
    assert series(("East", plan(None))).of == ()


SECOND = Edition(date(2025, 7, 1), (counts(Plan.open), meets(Plan.views, target=Fraction(1))), cites=SOURCE)


def test_a_share_is_not_compared_with_one_of_another_edition() -> None:
    found = series(
        ("", plan(SPRING, **MET)), ("", plan(SUMMER, **MET)), ("", plan(AUTUMN, **MET)), of=indicator(FIRST, SECOND)
    )
    assert [(each.redefined, each.change) for each in found.of] == [
        (False, None),
        (True, None),
        (False, Fraction(0)),
        (False, None),
    ]
    assert [each.met and each.met.target for each in found.of] == [
        Fraction(2, 3),
        Fraction(1),
        Fraction(1),
        Fraction(1),
    ]


def test_a_period_with_editions_of_two_targets_has_none() -> None:
    both = indicator(attrs.evolve(FIRST, ends=date(2025, 5, 31)), attrs.evolve(SECOND, starts=date(2025, 6, 2)))
    (spring, *_) = series(("", plan(SPRING, **MET)), ("", plan(date(2025, 6, 1), **MET)), of=both).of
    assert (spring.met, spring.reaches, spring.best, spring.worst) == (None, None, None, None)
    assert spring.outturns.numerator == 1
    assert series(("", plan(date(2025, 6, 1), **MET)), of=both).apart == {("", NoPeriod.NO_EDITION): 1}


def test_a_definition_that_had_ended_is_not_of_a_later_period() -> None:
    ended = indicator(attrs.evolve(FIRST, ends=date(2025, 6, 30)))
    found = series(("", plan(SPRING, **MET)), of=ended, on=date(2025, 9, 30))
    assert [len(each.by) for each in found.of] == [1, 0]


ONE, OTHER = "one", "other"
BOTH = indicator(
    attrs.evolve(FIRST, rules=(counts(Plan.open, reading=ONE), counts(known(Plan.agreed), reading=OTHER), *RULES[1:])),
    attrs.evolve(SECOND, starts=date(2026, 4, 1)),
    examples=(
        Example(plan(open=True), "counted", Status.MUST, reading=ONE),
        Example(plan(open=True), "counted", Status.MUST),
    ),
)


def test_each_reading_is_an_indicator_of_its_own() -> None:
    ways = BOTH.readings()
    assert [*ways] == [ONE, OTHER]
    assert ways[ONE].editions[0].rules[0].when == RULES[0].when
    assert ways[OTHER].editions[1] == ways[ONE].editions[1]
    assert [len(each.examples) for each in ways.values()] == [2, 1]
    assert told(plan(open=False), ways[ONE]).outturn is Outturn.NOT_COUNTED
    assert told(plan(open=False), ways[OTHER]).outturn is Outturn.PERHAPS_UNTOLD
    assert ways[ONE].readings() == {"": ways[ONE]}


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ((DECLINED, RULES[3]), "says of nobody that they are counted"),
        ((RULES[0],), "does not say what meets it"),
        ((RULES[0], RULES[3], meets(Plan.open, id="again")), "has 2 targets or ways to be better"),
        ((*RULES, may("perhaps", COUNTED_IN, when=Plan.away)), "may lead to counted by rule perhaps"),
    ],
)
def test_an_edition_that_is_no_share_is_refused(rules: tuple[object, ...], why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        indicator(attrs.evolve(FIRST, rules=rules))


def test_what_is_no_date_of_its_records_is_refused() -> None:
    with pytest.raises(PolicyError, match="views is no date"):
        Indicator("views", "Views", about=Plan, dated=Plan.views.fact, editions=(FIRST,))
    with pytest.raises(PolicyError, match="needs a title"):
        attrs.evolve(VIEWS, title=" ")
    reads = counts(Plan.open, reading="third")
    with pytest.raises(PolicyError, match="is not read as third, as another is"):
        indicator(BOTH.editions[0], attrs.evolve(SECOND, starts=date(2026, 4, 1), rules=(reads, *SECOND.rules[1:])))
    with pytest.raises(PolicyError, match="a Fraction from 0 to 1, not"):
        meets(Plan.views, target=1.5)  # type: ignore[arg-type]
    with pytest.raises(PolicyError, match="from 0 to 1"):
        meets(Plan.views, target=Fraction(3, 2))


def test_two_texts_of_what_meets_it_are_one_target() -> None:
    either = attrs.evolve(FIRST, rules=(*RULES, meets(Plan.away, id="away-too", target=Fraction(2, 3))))
    assert (
        told(plan(**IN | {"views": False, "declined": None, "away": True}), indicator(either)).outturn
        is Outturn.EXCEPTED
    )


def test_diff_says_what_a_redefined_denominator_does() -> None:
    moved = {each.outcome: each.way for each in diff(FIRST, SECOND, Plan).outcomes}
    assert moved == {
        "counted": Way.SAME,
        "excepted: declined": Way.NARROWER,
        "excepted: away": Way.NARROWER,
        "meets it": Way.SAME,
    }
    (target,) = (each for each in diff(FIRST, SECOND, Plan).attributes if each.attribute == "target")
    assert (target.before, target.after) == ("2/3", "1")


def test_a_share_that_can_only_be_all_or_nothing_is_found() -> None:
    assert not [each for each in remarks(VIEWS) if each.wrong]
    always = indicator(attrs.evolve(FIRST, rules=(counts(Plan.open), meets(Plan.open))))
    never = indicator(attrs.evolve(FIRST, rules=(counts(Plan.open), meets(~Plan.open))))
    assert [each.says for each in remarks(always) if each.wrong] == [
        "nobody who is counted and not excepted can fail to meet it"
    ]
    assert [each.what for each in remarks(never) if each.wrong] == [What.ONE_SIDED]


PROMISED = covers("open-plans-count", when=Plan.open, by=lambda each: each is COUNTED_IN)
test_laws_of_an_indicator = laws(
    indicator(
        attrs.evolve(FIRST, guarantees=(PROMISED,)),
        examples=(
            Example(plan(open=True), "counted", Status.MUST),
            Example(plan(open=False), "counted", Status.NO),
            Example(plan(declined=True), "excepted: declined", Status.MUST),
            Example(plan(declined=False), "excepted: declined", Status.NO),
            Example(plan(away=True), "excepted: away", Status.MUST),
            Example(plan(away=False), "excepted: away", Status.NO),
            Example(plan(views=True), "meets it", Status.MUST),
            Example(plan(views=False), "meets it", Status.NO),
        ),
    )
)


def test_an_indicator_is_said_in_words() -> None:
    assert [*cohorts_in_words(FIRST)] == [
        "Counted when the plan is open.",
        "Left out as declined (the child declined) when the child declined.",
        "Left out as away (the child is away) when the child is away.",
        "Met when the child's views are in the plan.",
    ]
    assert target_in_words(FIRST) == "Target: at least 2/3 of those counted and not left out."
    all_of_them = attrs.evolve(FIRST, rules=(RULES[0], meets(Plan.views, target=Fraction(1))))
    assert target_in_words(all_of_them) == "Target: at least all of those counted and not left out."
    few = attrs.evolve(FIRST, rules=(RULES[0], meets(Plan.views, target=Fraction(1, 20), better=Better.LOWER)))
    assert target_in_words(few) == "Target: at most 5.0% of those counted and not left out."
    assert (
        target_in_words(attrs.evolve(FIRST, rules=(RULES[0], meets(Plan.views))))
        == "No target is stated; higher is better."
    )


@pytest.mark.parametrize(
    ("share", "said"),
    [(Fraction(2, 3), "66.7%"), (Fraction(1, 2000), "0.1%"), (Fraction(1, 2001), "0.0%"), (Fraction(1), "100.0%")],
)
def test_a_share_is_shown_to_one_place_halves_up(share: Fraction, said: str) -> None:
    assert per_cent(share) == said


def test_a_page_has_its_readings_promises_and_what_is_not_stated() -> None:
    page = str(
        indicator_page(
            attrs.evolve(BOTH, not_stated=("the end",)), attrs.evolve(BOTH.editions[0], guarantees=(PROMISED,))
        )
    )
    for said in ("Read as: one", "Read as: other", "Promises", "Not stated in the source", "the end"):
        assert said in page
    assert "whole years" in str(
        indicator_page(VIEWS, attrs.evolve(FIRST, rules=(counts(Plan.lasted >= 1), RULES[3]), cites=None))
    )


def test_rows_have_exact_shares() -> None:
    heads, rows = figure_rows({"": series(("", plan(SPRING, **MET)), on=date(2025, 9, 30))}, "team")
    first, last = (dict(zip(heads, row, strict=True)) for row in rows)
    assert (first["share"], first["per cent"], first["reached"]) == ("1", Decimal("100.0"), "yes")
    assert (last["share"], last["per cent"], last["reached"]) == ("", None, "")


def test_the_rulebook_has_the_indicators_of_plugins() -> None:
    class Plugin:
        @hookimpl
        def yosrules_indicators(self) -> list[Indicator]:
            return [VIEWS]

    rulebook = load({"ours": Plugin()})
    assert rulebook.indicator() == rulebook.indicator("views") == VIEWS
    assert rulebook.plugins[0].offers == ("views",)
    with pytest.raises(PolicyError, match="there is no indicator 'other'; allowed: views"):
        rulebook.indicator("other")


VICTIMS = "specs/indicators/victims.csv"
ASKED = ("--on", "2019-09-09", "--indicator")


def test_the_command_writes_figures_and_records(run: Run, tmp_path: Path) -> None:
    out, records = tmp_path / "figures.csv", tmp_path / "records.csv"
    asked = ("--by", "team", "--out", str(out), "--records", str(records))
    assert run("indicators", VICTIMS, *ASKED, "derby-victims-interested", *asked).code == 0
    rows = [*csv.DictReader(out.read_text().splitlines())]
    assert [(row["reading"], row["team"], row["share"]) for row in rows[:2]] == [
        ("of all victims", "all", "3/4"),
        ("of all victims", "all", "1"),
    ]
    assert {row["team"] for row in rows} == {"all", "East", "West", "(not on record)"}
    by_reference = {
        row["reference"]: row
        for row in csv.DictReader(records.read_text().splitlines())
        if row["reading"] == "of all victims"
    }
    assert by_reference["V5"]["not on record"] == "whether the victim is interested in restorative justice"
    assert by_reference["V6"]["exception"] == "excepted: no-consent"
    assert by_reference["V9"]["outturn"].startswith("in no period: no date")


def test_the_command_says_all_readings_side_by_side(run: Run) -> None:
    code, out, _ = run("indicators", VICTIMS, *ASKED, "derby-victims-interested", "--period", "year")
    assert code == 0
    assert "none is chosen" in out
    assert out.count("2019/20 (so far)") == 2


def test_one_record_has_its_reasons_by_each_reading(run: Run) -> None:
    code, out, _ = run("indicators", VICTIMS, "V6", *ASKED, "derby-victims-interested")
    assert code == 0
    assert out.count("- Left out (the victim does not consent to contact): ") == 1
    assert out.count("- Not counted: ") == 1
    assert "Not on record" not in out
    code, out, _ = run("indicators", VICTIMS, "V5", *ASKED, "derby-victims-interested")
    assert out.count("- Not on record: whether the victim is interested in restorative justice.") == 2


def test_one_record_may_be_in_no_period(run: Run) -> None:
    code, out, _ = run("indicators", VICTIMS, "V9", *ASKED, "derby-victims-contacted")
    title = "Indicators: V9\n==============\n\n"
    assert (code, out) == (0, f"{title}V9 is in no period: no date on record by which it would fall into a period.\n")


def test_a_change_of_definition_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    from yosrules.reports.drawing.screen import console
    from yosrules.reports.indicators import show_figures

    both = indicator(FIRST, attrs.evolve(SECOND, starts=date(2025, 6, 1)))
    records = [plan(SPRING, **MET), plan(SUMMER, **NOT_MET), plan(AUTUMN, **MET), plan(date(2026, 1, 1), **NOT_MET)]
    read = [of_one(both, each, ON) for each in records]
    show_figures(
        console(),
        figures(both, [("", each) for each in read], Every.QUARTER, ON),
        [("p", "", each) for each in read],
        "Group",
    )
    said = capsys.readouterr().out
    for each in ("two targets", "redefined", "+100.0", "-100.0", "the two are not compared"):
        assert each in said


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("V10",), "it has no record 'V10'"),
        (("V1", "--by", "team"), "--by cannot be given with one record"),
        (("--by", "worker"), "it has no column 'worker'"),
        (("--out", VICTIMS), "would overwrite what is read"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, given: tuple[str, ...], why: str) -> None:
    code, _, err = run("indicators", VICTIMS, *ASKED, "derby-victims-contacted", *given)
    assert code == 2
    assert why in err


def test_a_record_that_contradicts_its_dates_is_said_by_its_reference(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Plugin:
        @hookimpl
        def yosrules_indicators(self) -> list[Indicator]:
            return [VIEWS]

    monkeypatch.setattr("yosrules.cli.indicators.command.installed_rulebook", lambda: load({"ours": Plugin()}))
    file = tmp_path / "plans.csv"
    file.write_text("reference,agreed,begun,lasted\nP1,2025-05-02,2020-01-01,3\n")
    code, _, err = run("indicators", str(file), "--on", "2026-01-15")
    assert code == 2
    assert err.startswith("P1: Plan: lasted 3; allowed: 6")


def test_show_and_policies_say_what_an_indicator_is(run: Run) -> None:
    assert "Counted when" in run("show", "derby-victims-contacted").out
    assert json.loads(run("show", "derby-victims-contacted", "--json").out)["about"] == "VictimCase"
    assert "derby-victims-contacted" in run("policies").out
    assert "has no settings" in run("show", "derby-victims-contacted", "--settings", VICTIMS).err


def test_every_way_a_record_can_come_out_is_one_of_the_outturns() -> None:
    found = {outturn(*each) for each in product(Verdict, repeat=3)}
    assert found == {*Outturn}


def test_a_figure_says_all_of_itself_as_plain_data() -> None:
    (figure,) = series(("", plan(date(2026, 1, 2), **MET))).of
    assert isinstance(figure, IndicatorFigure)
    assert figure.as_dict()["share"] == "1"
    assert figure.as_dict()["target"] == "2/3"


def test_before_a_return_is_sent_what_is_missing_is_said_by_each_reading() -> None:
    records = {"a": plan(**MET), "b": plan(**IN), "c": plan(None), "d": plan(date(2027, 1, 1))}
    lacks = [*before_submission([VIEWS], {name: (each, {}) for name, each in records.items()}, ON)]
    assert [(each.reference, each.missing) for each in lacks] == [("b", (Plan.views.fact,)), ("c", ())]
    assert str(lacks[0]) == (
        "b, views: not on record: whether the child's views are in the plan; counted; cannot tell whether it is met"
    )
    (both,) = before_submission([BOTH], {"e": (plan(open=False), {})}, ON)
    assert [*both.taken_as] == [ONE, OTHER]


ENDINGS = ("specs/indicators/endings.csv", "--indicator", "kpi-1", "--on", "2026-06-30")


def test_the_command_checks_a_return_for_every_indicator_of_such_records(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "lacks.csv"
    code, said, _ = run("indicators", *ENDINGS, "--check", "--out", str(out))
    assert code == 0
    assert "3 lack something" in said
    rows = [*csv.DictReader(out.read_text().splitlines())]
    assert [row["not on record"] for row in rows if row["reference"] == "E3"] == [
        "whether the accommodation at the end is suitable"
    ]
    own = ("--audience", "practitioner", "--practitioner", "Worker 1", "--by", "practitioner")
    code, said, err = run("indicators", *ENDINGS, "--check", *own)
    assert not [each for each in ("E3", "E5", "Worker 2") if each in said + err]
    assert (
        "--check cannot be given with --audience service"
        in run("indicators", *ENDINGS, "--check", "--audience", "service").err
    )


def test_many_lacks_are_not_all_listed_and_none_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "victims.csv"
    file.write_text("reference,order_began\n" + "".join(f"Q{n},2019-05-01\n" for n in range(12)))
    asked = ("indicators", str(file), "--indicator", "derby-victims-contacted", "--on", "2019-09-09", "--check")
    assert "… and 4 more; --out writes them all" in run(*asked).out
    file.write_text("reference,order_began,consents,contacted,interested\nQ1,2019-05-01,yes,yes,no\n")
    assert "By record" not in run(*asked).out

"""Indicators that go by time: what went by between two dates, a service's own limits, what falls due and was missed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import attrs
import polars as pl
import pytest
from hypothesis import strategies as st

from frames import native, table
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.bulk import figures_of_frame
from yosrules.errors import PolicyError, RecordError
from yosrules.language import Facts, Maybe, fact, known
from yosrules.policies import (
    Cohort,
    Count,
    Edition,
    Indicator,
    MonthBegan,
    Nation,
    OpenIndicator,
    Rule,
    Setting,
    cite,
    counts,
    elapsed,
    meets,
)
from yosrules.quality import Every, IndicatorTold, NoPeriod, Outturn, figures, of_one
from yosrules.quality.dues import Due, Lateness, due_of
from yosrules.quality.periods import month_ends


class Visit(Facts):
    """A visit that was due."""

    reference: str
    ordered: Maybe[date] = fact(date, "the day of the order")
    made: Maybe[date] = fact(date, "the day of the visit")
    urgent: Maybe[bool] = fact(bool, "it is urgent")
    took: Maybe[int] = fact(int, "the working days that it took", low=0)
    gone: Maybe[int] = fact(int, "the days gone since the order", low=0)
    month: Maybe[date] = fact(date, "the first day of the month")


TOOK = elapsed(Visit.took, since=Visit.ordered, until=Visit.made, count=Count.WORKING_DAYS)
GONE = elapsed(Visit.gone, since=Visit.ordered, count=Count.DAYS)
WORKED_OUT = (TOOK, GONE, MonthBegan(Visit.month.fact))
RULES = (
    counts(known(Visit.ordered)),
    meets(Visit.urgent & (Visit.took < 3) | ~Visit.urgent & (Visit.took <= 10)),
)
SOURCE = cite("Anytown's standards")


def visits(*rules: Rule[Cohort], dated: bool = True) -> Indicator:
    edition = Edition(date(2019, 4, 1), rules or RULES, cites=SOURCE)
    by = Visit.ordered if dated else None
    return Indicator("visits", "Visits", about=Visit, dated=by, editions=(edition,), worked_out=WORKED_OUT)


VISITS, EACH_MONTH = visits(), visits(dated=False)
ON = date(2019, 9, 9)
DAYS = st.dates(date(2015, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("since", "until", "units"),
    [
        (date(2019, 5, 3), date(2019, 5, 3), 0),
        (date(2019, 5, 3), date(2019, 5, 7), 1),  # over a weekend and a bank holiday
        (date(2019, 5, 4), date(2019, 5, 7), 0),  # from a Saturday to the next working day
        (date(2018, 12, 31), date(2019, 1, 2), 1),
        (date(2019, 5, 3), date(2019, 5, 2), None),
    ],
)
def test_working_days_are_counted_from_the_day_after(since: date, until: date, units: int | None) -> None:
    assert TOOK.between(since, until, Nation.ENGLAND) == units


@pytest.mark.parametrize("wrong", [{"fact": Visit.made.fact}, {"since": Visit.took.fact}, {"until": Visit.took.fact}])
def test_time_goes_by_from_date_to_date_in_whole_numbers(wrong: dict[str, object]) -> None:
    with pytest.raises(PolicyError, match=r"a whole number|from date to date"):
        attrs.evolve(TOOK, **wrong)
    with pytest.raises(PolicyError, match="first day of a month is a date"):
        MonthBegan(Visit.took.fact)


def test_what_is_worked_out_is_of_the_records_of_the_indicator() -> None:
    class Other(Facts):
        """Something else."""

        day: Maybe[date] = fact(date, "a day")

    for strange in (attrs.evolve(TOOK, since=Other.day.fact), MonthBegan(Other.day.fact)):
        with pytest.raises(PolicyError, match="is worked out of day, not facts of a Visit"):
            attrs.evolve(VISITS, worked_out=(strange,))


def visit(ordered: date | None, made: date | None = None, *, urgent: bool | None = False, **more: object) -> Visit:
    return Visit(reference="v", ordered=ordered, made=made, urgent=urgent, **more)


def told(record: Visit, of: Indicator = VISITS, on: date = ON) -> IndicatorTold:
    found = of_one(of, record, on)
    assert isinstance(found, IndicatorTold)
    return found


def test_a_record_is_told_by_the_time_that_it_took() -> None:
    assert told(visit(date(2019, 5, 3), date(2019, 5, 17))).outturn is Outturn.MET  # 9 working days
    assert told(visit(date(2019, 5, 3), date(2019, 5, 21))).outturn is Outturn.NOT_MET
    late = told(visit(date(2019, 5, 3)))
    assert (late.outturn, late.missing) == (Outturn.UNTOLD, (Visit.made.fact,))
    assert vars(late.record)["month"] == date(2019, 9, 1)


def test_what_is_missing_behind_a_fact_that_contradicts_its_dates_is_the_fact_itself() -> None:
    assert told(visit(date(2019, 5, 3), date(2019, 5, 2))).missing == (Visit.took.fact,)


def test_what_a_record_states_of_it_is_kept_or_refused() -> None:
    assert told(visit(date(2019, 5, 3), took=4)).outturn is Outturn.MET
    with pytest.raises(RecordError, match="took 4; allowed: 1, by working days from the day of the order"):
        told(visit(date(2019, 5, 3), date(2019, 5, 7), took=4))


@pytest.mark.parametrize(
    ("record", "due"),
    [
        (visit(date(2019, 5, 3), date(2019, 5, 17)), Due(date(2019, 5, 20), date(2019, 5, 17), Lateness.IN_TIME, 0)),
        (visit(date(2019, 5, 3), date(2019, 5, 22)), Due(date(2019, 5, 20), date(2019, 5, 22), Lateness.LATE, 2)),
        (visit(date(2019, 5, 3), urgent=True), Due(date(2019, 5, 8), None, Lateness.PERHAPS_OVERDUE, 124)),
        (visit(date(2019, 9, 4)), Due(date(2019, 9, 18), None, Lateness.DUE, 0)),
        (visit(date(2019, 9, 4), urgent=None), Due(date(2019, 9, 18), None, Lateness.DUE, 0)),
    ],
)
def test_what_falls_due_and_what_was_missed_is_said_in_days(record: Visit, due: Due) -> None:
    assert due_of(told(record), ON) == due


def test_nothing_is_due_of_who_is_not_counted_or_where_it_is_no_matter_of_time() -> None:
    out = visits(counts(Visit.urgent), RULES[1])
    assert due_of(told(visit(date(2019, 9, 4)), out), ON) is None
    timeless = visits(RULES[0], meets(Visit.urgent))
    assert due_of(told(visit(date(2019, 9, 4)), timeless), ON) is None
    with_no_end = visits(RULES[0], meets(Visit.gone <= 3))
    assert due_of(told(visit(date(2019, 9, 4)), with_no_end), ON) is None
    whole = attrs.evolve(visits(RULES[0], meets(Visit.took <= 10)), dated=Visit.made)
    assert due_of(told(visit(None, date(2019, 9, 4)), whole), ON) is None


def test_without_a_date_of_its_own_a_record_is_asked_at_the_end_of_each_month() -> None:
    assert [*month_ends(date(2018, 12, 5), date(2019, 2, 10))] == [
        date(2018, 12, 31),
        date(2019, 1, 31),
        date(2019, 2, 10),
    ]
    records = [visit(date(2019, 5, 3), date(2019, 6, 12)), visit(date(2019, 6, 3), date(2019, 6, 5)), visit(None)]
    found = [
        ("", of_one(EACH_MONTH, each, on)) for on in month_ends(date(2019, 5, 1), date(2019, 6, 30)) for each in records
    ]
    assert [each.outturns.denominator for each in figures(EACH_MONTH, found, Every.MONTH, date(2019, 6, 30)).of] == [
        2,
        2,
    ]
    assert of_one(EACH_MONTH, records[0], date(2019, 3, 31)) is NoPeriod.NO_EDITION


RECORDS = [
    visit(date(2019, 5, 3), date(2019, 5, 17)),
    visit(date(2019, 5, 3), date(2019, 5, 2)),
    visit(date(2019, 7, 3)),
    visit(None, date(2019, 5, 2)),
]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("of", [VISITS, EACH_MONTH])
def test_a_frame_has_what_went_by_as_its_records_have(engine: str, of: Indicator) -> None:
    frame = table(Visit, RECORDS).drop("took", "gone", "month")
    found = figures_of_frame(of, native(frame, engine), Every.MONTH, ON, by="reference")
    assert found == figures(of, [("v", of_one(of, each, ON)) for each in RECORDS], Every.MONTH, ON)


def test_a_frame_in_which_no_time_went_by_is_counted_too() -> None:
    frame = table(Visit, [visit(None)]).drop("took", "gone", "month")
    assert figures_of_frame(VISITS, frame, Every.MONTH, ON).apart == {("", NoPeriod.UNDATED): 1}


def test_a_frame_does_not_state_what_is_worked_out() -> None:
    with pytest.raises(RecordError, match="has a column took, which is worked out: working days from"):
        figures_of_frame(VISITS, table(Visit, RECORDS), Every.MONTH, ON)
    with pytest.raises(RecordError, match="no column made of dates"):
        figures_of_frame(VISITS, pl.DataFrame({"ordered": [date(2019, 5, 3)]}), Every.MONTH, ON)


OPEN = OpenIndicator(
    "visits",
    "Visits",
    (Setting("limit", int, "the most days"),),
    lambda settings: (RULES[0], meets(Visit.gone <= int(settings["limit"]))),
    lambda editions: attrs.evolve(VISITS, editions=editions),
)
LOCAL = {"starts": date(2019, 4, 1), "source": "ours", "limit": 5}


def test_a_service_writes_its_own_editions() -> None:
    settled = OPEN.settle(
        {"visits": [LOCAL | {"ends": date(2019, 6, 30)}, LOCAL | {"starts": date(2019, 7, 1), "limit": 3}]}
    )
    assert [(each.starts, each.ends, str(each.cites)) for each in settled.editions] == [
        (date(2019, 4, 1), date(2019, 6, 30), "ours"),
        (date(2019, 7, 1), None, "ours"),
    ]
    assert settled.editions[1].rules[1].when == meets(Visit.gone <= 3).when


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({}, "a service writes them, for each edition\n  \\[\\[visits\\]\\]\n  starts = YYYY-MM-DD"),
        ({"visits": LOCAL}, "has no limits of its own"),
        ({"visits": []}, "has no limits of its own"),
        ({"visits": [5]}, "has no limits of its own"),
        ({"visits": [LOCAL | {"starts": "April"}]}, "edition 1: starts: wrote 'April'; allowed: a day"),
        ({"visits": [LOCAL | {"ends": "May"}]}, "ends: wrote 'May'; allowed: a day, or nothing"),
        ({"visits": [LOCAL | {"source": " "}]}, "source: wrote ' '; allowed: the document"),
        (
            {"visits": [LOCAL, {"starts": date(2019, 5, 1), "source": "x"}]},
            "edition 2: limit: it is missing",
        ),
        ({"visits": [LOCAL | {"limit": True}]}, "limit: wrote True; allowed: a whole number from 1 up, the most days"),
        (
            {"visits": [LOCAL | {"limits": 4}]},
            "limits is not one of its settings; allowed: starts, ends, source",
        ),
        (
            {"visits": [LOCAL, LOCAL]},
            "these settings: visits: the edition of 2019-04-01 comes after",
        ),
    ],
)
def test_what_is_no_edition_is_refused(written: dict[str, object], why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        OPEN.settle(written)


PANELS, SETTINGS = "specs/indicators/panels.csv", ("--settings", "specs/indicators/standards.toml")
ASKED = ("--indicator", "referral-order-panels", "--on", "2019-09-09")


def test_the_command_lists_what_falls_due_and_what_was_missed(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    code, said, _ = run("indicators", PANELS, *ASKED, *SETTINGS, "--by", "practitioner", "--records", str(out))
    assert code == 0
    for each in (
        "done late",
        "overdue, unless it was done and is not on record",
        "falls due",
        "the day on which it was done",
    ):
        assert each in said
    rows = {row["reference"]: row for row in csv.DictReader(out.read_text().splitlines())}
    assert (rows["P3"]["last day"], rows["P3"]["days missed by"]) == ("2019-06-05", "96")
    assert rows["P6"]["how it stands"] == "done in time"


def test_many_are_not_all_listed_on_the_screen(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "panels.csv"
    file.write_text("reference,began,outstanding\n" + "".join(f"Q{n},2019-05-01,yes\n" for n in range(23)))
    assert "… and 3 more; --records writes them all" in run("indicators", str(file), *ASKED, *SETTINGS).out


SUPERVISED = ("specs/indicators/supervised.csv", "--with", "specs/indicators/contact.csv", "--indicator", "contacts")


def test_contacts_are_asked_at_the_end_of_each_month(run: Run) -> None:
    code, out, _ = run(
        "indicators", *SUPERVISED, *SETTINGS, "--on", "2019-06-30", "--since", "2019-05-01", "--period", "month"
    )
    assert code == 0
    assert [line.split("|")[2:6] for line in out.splitlines() if line.startswith("| all")] == [
        [" May 2019  ", "   1 ", "   4 ", "           0 "],
        [" June 2019 ", "   1 ", "   2 ", "           1 "],
    ]
    assert run("indicators", *SUPERVISED, *SETTINGS, "--on", "2019-06-30").out.count("| all") == 1
    assert (
        "S1: not met. As known on: 30 June 2019"
        in run("indicators", SUPERVISED[0], "S1", *SUPERVISED[1:], *SETTINGS, "--on", "2019-06-30").out
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ((*ASKED,), "referral-order-panels has no limits of its own"),
        ((*ASKED, *SETTINGS, "--since", "2019-05-01"), "--since cannot be given with an indicator whose records"),
        (("--indicator", "derby-victims-contacted", *SETTINGS), "derby-victims-contacted has no settings"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, asked: tuple[str, ...], why: str) -> None:
    code, _, err = run("indicators", PANELS, *asked)
    assert code == 2
    assert why in err


def test_an_open_indicator_is_shown_with_and_without_its_settings(run: Run) -> None:
    assert "limit: the most days that it may take" in run("show", "referral-order-panels").out
    assert '"name": "limit"' in run("show", "referral-order-panels", "--json").out
    shown = run("show", "referral-order-panels", *SETTINGS, "--on", "2019-05-01").out
    assert "the working days that it took is at most 20" in shown
    assert "the working days that it took: working days from the day from which the time runs" in shown.replace(
        "\n  ", " "
    )
    assert "asked on the last day of each month" in run("show", "contacts", *SETTINGS).out.replace("\n  ", " ")
    assert "needs --settings" in run("policies").out


@pytest.mark.slow
@pytest.mark.traced
def test_an_open_indicator_is_proved_and_compared_with_its_settings(run: Run) -> None:
    assert run("verify", "referral-order-panels", *SETTINGS).code == 0
    pair = ("referral-order-panels@2019-04-01", "referral-order-panels@2019-07-01")
    said = run("diff", *pair, *SETTINGS).out
    assert "narrower" in said
    assert "referral-order-panels" in run("verify", "nothing-of-this-name").err

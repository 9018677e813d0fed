"""The commands about attendance, run as a manager runs them."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest

from attending import COUNTING, INFORMAL, STAGE_1, WORD, Local, policy
from test_cli import Ran, Run, lines, run  # noqa: F401 -- the fixture
from yosrules import Edition, Facts, InputError, Maybe, PolicyError, all_of, covers, fact, must, unless, vocabulary
from yosrules.cli.attendance import workforce as command
from yosrules.english.attendance import conventions_in_words, during_in_words, measure_in_words, stage_in_words
from yosrules.files.settings import read_settings, settled
from yosrules.files.work_patterns import ALWAYS_SINCE, pattern_of
from yosrules.hooks.load import Rulebook, load
from yosrules.hooks.spec import hookimpl
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, coming, last
from yosrules.policies.attendance import AttendancePolicy, InterviewBy, Interviews
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Assessed, Fires, Linking, OfRule, OverLeave
from yosrules.policies.lost_time.counting import DayCount
from yosrules.policies.lost_time.measures import (
    LostTime,
    Of,
    Tally,
    allowance,
    bradford,
    continuous,
    days,
    expired,
    hours,
    lasted,
    share_of_time,
    since_held,
    spells,
)
from yosrules.policies.lost_time.scaling import Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import AnyWindow, FixedYear, from_to
from yosrules.policies.open_policies import OpenPolicy, Setting
from yosrules.policies.stages import ByLeave, LiveFrom, Rung
from yosrules.records.absence import (
    WEEKDAYS,
    Absence,
    Attendance,
    Leave,
    Reason,
    Route,
    Shift,
    StageHeld,
    Step,
    Worker,
    WorkPattern,
)
from yosrules.records.on_record import wrong_rows
from yosrules.reports.attendance_page import attendance_page
from yosrules.reports.drawing.dates import stretch
from yosrules.reports.drawing.page import as_text
from yosrules.reports.missing import settled_by
from yosrules.samples.absences import rows_of_absences, sample_absences

NO_PATTERN = "--with a file of patterns, or --pattern such as 'mon-fri 7.4' for everybody"
PATTERN_ROWS = "the rows of these workers among the patterns, with the hours of each weekday"
NO_SHIFTS = "shifts of these workers before the first or after the last that was given, or a pattern for those days"
DAY = ("--on", "2025-10-01")
FULL = ("--pattern", "mon-fri 7.4", "--no-stages")
HEADING = "worker,start,end,first_session,pregnancy_related,returned,interviewed\n"
ROWS = (
    "W1,2025-01-06,2025-01-07,,no,2025-01-08,2025-01-08\n"
    "W1,2025-03-03,2025-03-03,,no,2025-03-04,2025-03-20\n"
    "W1,2025-05-06,2025-05-06,pm,no,2025-05-07,\n"
    "W2,2025-03-03,2025-03-04,,no,2025-03-05,2025-03-05\n"
    "W2,2025-06-02,2025-06-02,,no,,\n"
    "W3,2025-09-22,,,,,\n"
)


class Counted(Attendance):
    spells: Maybe[int] = spells("spells in 12 months", COUNTING)
    days: Maybe[Decimal] = days("days lost in 12 months", COUNTING)
    judged: Maybe[bool] = fact(bool, "a manager judges that there is a pattern")


HELD = Rung(name="informal meeting", step=Step.INFORMAL, formal=False, gate=unless(Counted.absent))
PLAIN = policy(
    must("spells", HELD, when=Counted.spells >= 3, cites=WORD),
    must("long", STAGE_1, when=Counted.days >= Decimal(6)),
    about=Counted,
    stages=(HELD, STAGE_1),
    evidence=COUNTING,
    interviews=Interviews(
        more_than=0,
        counting=DayCount.WORKING,
        by={"first day": InterviewBy(), "72 hours": InterviewBy(after=Span(72, Count.HOURS))},
    ),
)
TWO_WAYS = attrs.evolve(
    PLAIN,
    name="two-ways",
    editions=(
        Edition(
            date(2015, 1, 1),
            (
                must("three", HELD, when=Counted.spells >= 3, reading="at three", cites=WORD),
                must("more", HELD, when=Counted.spells > 3, reading="above three"),
            ),
        ),
    ),
)
OPEN = OpenPolicy(
    "open",
    "Anytown",
    (Setting("spells", int, "the separate absences that are a trigger"), Setting("days", Decimal, "the days lost")),
    lambda numbers: attrs.evolve(
        PLAIN,
        name="open",
        editions=(Edition(date(2015, 1, 1), (must("s", HELD, when=Counted.spells >= int(numbers["spells"])),)),),
    ),
)


def offering(*policies: AttendancePolicy | OpenPolicy) -> Rulebook:
    return load({"local": SimpleNamespace(yosrules_attendance_policies=hookimpl(lambda: policies))})


@pytest.fixture(autouse=True)
def _policies(monkeypatch: pytest.MonkeyPatch) -> None:
    from yosrules.cli import policies

    rulebook = offering(PLAIN, TWO_WAYS, OPEN)
    for module in (command, policies):
        monkeypatch.setattr(module, "installed_rulebook", lambda: rulebook)


@pytest.fixture
def absences(tmp_path: Path) -> str:
    path = tmp_path / "absences.csv"
    path.write_text(HEADING + ROWS)
    return str(path)


def triggers(run: Run, absences: str, *more: str, by: str = "anytown") -> list[str]:
    with pytest.MonkeyPatch.context() as wide:
        wide.setenv("COLUMNS", "160")
        code, out, err = run("triggers", absences, "--policy", by, *DAY, *more)
    assert code == 0, err
    return lines(" ".join(out.split("\n\n")[0].split()) + "\n" + out)


class TestTriggers:
    def test_the_summary_comes_first(self, run: Run, absences: str) -> None:
        said = triggers(run, absences, *FULL)
        assert said[0] == (
            "3 workers by anytown, as of 1 October 2025: 2 with a stage due, 1 one more absence away from one, "
            "0 of whom something cannot be told"
        )
        assert said[2:4] == [
            "Assumed: the work pattern mon-fri 7.4, for 3 workers",
            "Assumed: no stage was held, for 3 workers",
        ]

    def test_what_was_assumed_is_said_of_those_only_of_whom_it_is_not_on_record(
        self, run: Run, absences: str, tmp_path: Path
    ) -> None:
        patterns, out = tmp_path / "patterns.csv", tmp_path / "out.csv"
        patterns.write_text(f"worker,starts,{','.join(WEEKDAYS)}\nW3,2020-01-06,8\nW1,2020-01-06,8\n")
        said = triggers(run, absences, *FULL, "--with", str(patterns), "--out", str(out))
        assert "Assumed: the work pattern mon-fri 7.4, for 1 worker" in said
        assert [row["assumed"] for row in csv.DictReader(out.read_text().splitlines())] == [
            "no stage was held",
            "the work pattern mon-fri 7.4; no stage was held",
            "no stage was held",
        ]

    def test_without_a_record_of_stages_it_is_asked_for(self, run: Run, absences: str) -> None:
        said = triggers(run, absences, "--pattern", "mon-fri 7.4")
        assert "0 with a stage due" in said[0]
        assert any(line.startswith("W1 | informal meeting | hit 6 May 2025 | the stage in force") for line in said)
        assert any("--with a file of stages, or --no-stages if nobody has been on one | 2 |" in line for line in said)

    def test_of_many_absences_that_are_worth_a_look_the_first_are_shown(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text("worker,start,end\n" + "".join(f"W{n},2052-03-04,2052-03-05\n" for n in range(26)))
        out = run("triggers", str(path), "--policy", "anytown", *DAY, *FULL).out
        assert out.count("it begins after the day asked about") == 25
        assert "… and 1 more row" in out

    def test_what_is_past_is_listed_apart_from_what_is_due(self, run: Run, tmp_path: Path) -> None:
        # Ten working days of March 2015 are in no window of 12 months that ends in October 2025.
        path, out = tmp_path / "absences.csv", tmp_path / "out.csv"
        path.write_text(HEADING + "W1,2015-03-02,2015-03-13,,,,\n")
        said = triggers(run, str(path), *FULL, "--out", str(out))
        assert "0 with a stage due" in said[0]
        assert said[said.index("No longer over the line") + 3] == (
            "W1 | stage 1 | 9 Mar 2015 | long: days lost in 12 months is 6 on 9 Mar 2015 and 0 on 1 Oct 2025 | "
            "2 to 13 Mar 2015"
        )
        (row,) = csv.DictReader(out.read_text().splitlines())
        assert (row["stage_due"], row["no_longer_over_the_line"], row["hit_on"]) == ("", "stage 1", "2015-03-09")

    def test_a_decision_that_no_stage_follows_is_read_from_the_file_of_stages(
        self, run: Run, absences: str, tmp_path: Path
    ) -> None:
        stages = tmp_path / "stages.csv"
        stages.write_text("worker,step,held\nW1,none,2025-05-20\n")
        said = triggers(run, absences, "--pattern", "mon-fri 7.4", "--with", str(stages))
        assert "1 with a stage due" in said[0]  # that of W3, on whom nobody decided

    def test_who_hit_what_since_when_by_which_rule_and_absences(self, run: Run, absences: str) -> None:
        said = triggers(run, absences, *FULL)
        assert said[said.index("Stages due") + 3 :][:2] == [
            "W3 | stage 1, must | 29 Sep 2025 | long: days lost in 12 months is 6 on 29 Sep 2025 and 8 on 1 Oct 2025 | "
            "from 22 Sep 2025",
            "W1 | informal meeting, must | 6 May 2025 | spells: spells in 12 months is 3 | "
            "6 to 7 Jan 2025, 3 Mar 2025, 6 May 2025",
        ]

    def test_who_is_one_more_absence_away(self, run: Run, absences: str) -> None:
        said = triggers(run, absences, *FULL)
        assert said[said.index("One more absence away") + 3] == "W2 | 2 Oct 2025 | informal meeting"

    def test_a_stage_that_is_due_already_is_not_one_absence_away(
        self, run: Run, absences: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        each = attrs.evolve(PLAIN, conventions=attrs.evolve(PLAIN.conventions, fires=Fires.ON_EACH_ABSENCE))
        monkeypatch.setattr(command, "installed_rulebook", lambda: offering(each))
        said = triggers(run, absences, *FULL)
        assert said[said.index("One more absence away") + 3 :] == ["W2 | 2 Oct 2025 | informal meeting"]

    def test_what_cannot_be_told_says_which_file_or_option_settles_it(self, run: Run, absences: str) -> None:
        said = triggers(run, absences)
        assert said[0].endswith(
            "0 with a stage due, 1 one more absence away from one, 3 of whom something cannot be told"
        )
        assert any(
            line.startswith("W3 | stage 1 | 22 Sep 2025 to 1 Oct 2025 | days lost in 12 months") for line in said
        )
        assert any("--with a file of patterns, or --pattern such as 'mon-fri 7.4'" in line for line in said)

    def test_readings_are_set_side_by_side_and_none_is_chosen(self, run: Run, absences: str) -> None:
        said = triggers(run, absences, *FULL, by="two-ways")
        assert 'ways, "at three", "above three"; none is chosen, and they differ on 1 worker' in " ".join(said)
        assert "at three | W1 | informal meeting, must | 6 May 2025 | three: spells in 12 months is 3 |" in " ".join(
            said
        )
        row = said[said.index("The readings differ") + 3]
        assert row == "W1 | informal meeting (must) since 6 May 2025 | nothing"

    def test_what_every_reading_says_stands_once(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text(HEADING + "".join(f"W1,2025-0{month}-04,2025-0{month}-04,,no,,\n" for month in range(1, 6)))
        said = triggers(run, str(path), *FULL, by="two-ways")
        assert any(line.startswith("at three | W1") for line in said)
        path.write_text(HEADING + "W1,2025-09-23,,,no,,\n")
        said = triggers(run, str(path), by="two-ways")
        assert "every" not in " ".join(said)

    def test_a_shut_gate_is_said(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text(HEADING + "W1,2025-01-06,2025-01-06,,,,\nW1,2025-03-03,2025-03-03,,,,\nW1,2025-10-01,,,,,\n")
        assert any("informal meeting, must;" in line for line in triggers(run, str(path), *FULL))
        assert any("GATE SHUT" in line for line in triggers(run, str(path), *FULL))

    @pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
    def test_a_row_a_worker_and_reading_is_written(self, run: Run, absences: str, tmp_path: Path, ending: str) -> None:
        out = tmp_path / f"out.{ending}"
        triggers(run, absences, *FULL, "--out", str(out), by="two-ways")
        assert out.is_file()
        if ending == "csv":
            rows = list(csv.DictReader(out.read_text().splitlines()))
            assert len(rows) == 6
            assert rows[0] == {
                "worker": "W1",
                "team": "",
                "policy": "two-ways",
                "as_of": "2025-10-01",
                "reading": "at three",
                "readings_agree": "no",
                "stage_due": "informal meeting",
                "must_or_may": "must",
                "since": "2025-05-06",
                "held_by": "",
                "rules": "three",
                "measured": "three: spells in 12 months is 3",
                "absences_counted": "6 to 7 Jan 2025, 3 Mar 2025, 6 May 2025",
                "gate": "open",
                "no_longer_over_the_line": "",
                "hit_on": "",
                "one_more_on": "",
                "one_more_leads_to": "",
                "cannot_tell": "",
                "not_on_record": "",
                "assumed": "the work pattern mon-fri 7.4; no stage was held",
            }
            assert rows[1]["one_more_leads_to"] == "informal meeting"

    def test_several_stages_due_stand_in_one_cell(self, run: Run, tmp_path: Path) -> None:
        path, out = tmp_path / "absences.csv", tmp_path / "out.csv"
        path.write_text(
            HEADING + "W1,2025-01-06,2025-01-14,,,,\nW1,2025-03-03,2025-03-03,,,,\nW1,2025-04-07,2025-04-07,,,,\n"
        )
        triggers(run, str(path), *FULL, "--out", str(out))
        (row,) = csv.DictReader(out.read_text().splitlines())
        assert row["stage_due"] == "informal meeting; stage 1"
        assert row["since"] == "2025-04-07; 2025-01-13"

    def test_long_tables_are_cut_and_say_so(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        days_ = ("2025-01-06", "2025-03-03", "2025-05-06")
        path.write_text(HEADING + "".join(f"W{n},{day},{day},,,,\n" for n in range(30) for day in days_))
        said = " ".join(triggers(run, str(path), *FULL, by="two-ways"))
        assert "… and 5 more rows; --out writes them all" in said
        assert "… and 5 workers more; --out writes them all" in said

    def test_bad_rows_are_all_listed_and_nothing_is_written(self, run: Run, tmp_path: Path) -> None:
        path, out = tmp_path / "absences.csv", tmp_path / "out.csv"
        path.write_text(HEADING + "W1,2025-01-06,2025-01-05,,,,\nW17,2025-01-06,soon,,,,\n")
        code, said, err = run("triggers", str(path), "--policy", "anytown", *DAY, *FULL, "--out", str(out))
        assert (code, said, out.exists()) == (2, "", False)
        assert "row 2, end of W1: wrote '2025-01-05'; allowed: 2025-01-06 or later" in err
        assert "row 3, end of W17: wrote 'soon'" in err

    def test_what_is_not_used_is_said(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text("worker,start,end,colour\nW1,2025-01-06,,red\n")
        assert "absences.csv: not used: colour" in run("triggers", str(path), "--policy", "anytown", *DAY).err

    def test_further_files_tell_the_pattern_and_the_stages(self, run: Run, absences: str, tmp_path: Path) -> None:
        patterns, stages, workers = (tmp_path / f"{name}.csv" for name in ("patterns", "stages", "workers"))
        patterns.write_text(f"worker,starts,{','.join(WEEKDAYS)}\nW3,2020-01-06,8,8,\n")
        stages.write_text("worker,step,held\nW1,informal,2025-05-20\n")
        workers.write_text("worker,team,judged\nW1,North,yes\nW2,,\nW3,,\n")
        behind = [each for path in (patterns, stages, workers) for each in ("--with", str(path))]
        out = tmp_path / "out.csv"
        triggers(run, absences, *behind, "--pattern", "mon-fri 7.4", "--out", str(out))
        rows = {row["worker"]: row for row in csv.DictReader(out.read_text().splitlines())}
        assert rows["W1"]["stage_due"] == ""
        assert rows["W1"]["team"] == "North"
        assert rows["W3"]["stage_due"] == ""
        code, _, err = run("triggers", absences, "--policy", "anytown", *DAY, *behind, "--no-stages")
        assert code == 2
        assert err.endswith("--no-stages: a history of stages is given too; allowed: one of them\n")

    def test_many_workers_on_a_terminal_have_a_progress_bar(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setattr(command, "_MANY", 2)
        path = tmp_path / "absences.csv"
        path.write_text(HEADING + ROWS)
        code, _, err = run("triggers", str(path), "--policy", "anytown", *DAY, *FULL)
        assert code == 0
        assert "Tracking" in err
        assert "Tracking" not in run("interviews", str(path), "--policy", "anytown", *DAY).err


class TestChoosing:
    def test_unknown_names_are_refused_with_those_there_are(self, run: Run, absences: str) -> None:
        code, _, err = run("triggers", absences, "--policy", "nowhere")
        assert (code, err) == (
            2,
            "there is no attendance policy 'nowhere'; allowed: anytown, open or two-ways\n",
        )
        assert run("triggers", absences).err == "which attendance policy? allowed: anytown, open or two-ways\n"
        assert run("show", "two-way").err.endswith("or two-ways; did you mean two-ways?\n")
        assert run("show", "nowhere").err == "there is no policy 'nowhere'; allowed: anytown, open or two-ways\n"
        said = run("timeline", absences, "W9", "--policy", "anytown", *DAY)
        assert (said.code, said.err.splitlines()[-1]) == (2, "absences.csv: it has no worker 'W9'")

    def test_a_day_before_the_first_edition_is_refused(self, run: Run, absences: str) -> None:
        code, _, err = run("triggers", absences, "--policy", "anytown", "--on", "2014-12-31")
        assert (code, "it has no edition" in err or "has no edition for 2014-12-31" in err) == (2, True)

    def test_a_policy_with_open_numbers_names_each_setting_that_is_missing(self, run: Run, absences: str) -> None:
        code, _, err = run("triggers", absences, "--policy", "open", *DAY)
        assert code == 2
        assert "spells is missing: the separate absences that are a trigger; allowed: a whole number from 1 up" in err
        assert "days is missing: the days lost; allowed: a number above 0" in err

    def test_settings_come_from_toml_and_no_number_is_a_float(self, run: Run, absences: str, tmp_path: Path) -> None:
        path = tmp_path / "settings.toml"
        path.write_text("spells = 2\ndays = 4.5\n")
        assert read_settings(path) == {"spells": 2, "days": Decimal("4.5")}
        said = triggers(run, absences, "--settings", str(path), "--no-stages", by="open")
        assert any(line.startswith("W2 | informal meeting, must | 2 Jun 2025") for line in said)

    def test_wrong_settings_are_all_named(self, run: Run, absences: str, tmp_path: Path) -> None:
        path = tmp_path / "settings.toml"
        path.write_text("spells = 2.5\nmonths = 12\n")
        err = run("triggers", absences, "--policy", "open", "--settings", str(path)).err
        assert "spells: wrote Decimal('2.5')" in err
        assert "months is not one of its settings; allowed: spells, days" in err
        assert "days is missing" in err

    @pytest.mark.parametrize(("text", "why"), [("spells = ", "it is not TOML"), ("\udcff", "it is not TOML")])
    def test_a_file_that_is_no_toml_is_refused(self, tmp_path: Path, text: str, why: str) -> None:
        path = tmp_path / "settings.toml"
        path.write_bytes(text.encode(errors="surrogateescape"))
        with pytest.raises(InputError, match=why):
            read_settings(path)

    def test_settings_that_are_not_there_or_not_wanted_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="it cannot be read: No such file"):
            read_settings(tmp_path / "settings.toml")
        with pytest.raises(PolicyError, match="anytown has no settings"):
            settled(PLAIN, tmp_path / "settings.toml")


class TestPattern:
    def test_days_and_stretches_of_days_have_their_hours(self) -> None:
        assert pattern_of("mon-wed 7.4, Thursday 4") == WorkPattern(
            starts=ALWAYS_SINCE,
            monday=Decimal("7.4"),
            tuesday=Decimal("7.4"),
            wednesday=Decimal("7.4"),
            thursday=Decimal(4),
        )
        assert pattern_of("sat-sun 12").sunday == 12
        assert pattern_of("mon-wed:7.4,thu:4") == pattern_of("mon-wed 7.4, thu 4")

    @pytest.mark.parametrize(
        ("written", "why"),
        [
            ("", "'' is not days and hours"),
            ("mon-fri", "'mon-fri' is not days and hours"),
            ("moon 7", "'moon' is not a day"),
            ("fri-mon 7", "mon comes before fri"),
            ("mon 7, mon-tue 7", "monday stands in it twice"),
            ("mon 25", "WorkPattern: monday: allowed: a number with at most 2 decimal places from 0 to 24"),
        ],
    )
    def test_what_is_no_pattern_is_refused(self, written: str, why: str) -> None:
        with pytest.raises(InputError) as error:
            pattern_of(written)
        assert str(error.value) == (
            f"--pattern: wrote {written!r}: {why}; allowed: such as 'mon-fri 7.4' or 'mon-wed 7.4, thu 4'"
        )


class TestTimeline:
    def test_a_rule_that_asks_about_no_absence_names_none(
        self, run: Run, absences: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stages = tmp_path / "stages.csv"
        stages.write_text("worker,step,held,live_until\nW3,informal,2025-09-01,2025-12-31\n")
        warned = policy(must("warned", STAGE_1, when=Local.warning_live))
        monkeypatch.setattr(command, "installed_rulebook", lambda: offering(warned))
        out = run("timeline", absences, "W3", "--policy", "anytown", *DAY, "--with", str(stages)).out
        assert "    rule warned; stage 1 must follow.\n" in out
        assert "Counted:" not in out

    def test_what_is_past_stands_apart_from_what_is_due(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text(HEADING + "W1,2015-03-02,2015-03-13,,,,\n")
        out = run("timeline", str(path), "W1", "--policy", "anytown", *DAY, *FULL).out
        assert (
            "Assumed: the work pattern mon-fri 7.4.\nAssumed: no stage was held.\n\nStage due\n  None.\n\n"
            "No longer over the line\n"
            "  stage 1: it was hit on 9 March 2015, and nothing on record has answered it.\n"
        ) in out

    def test_the_picture_and_what_was_counted(self, run: Run, absences: str) -> None:
        code, out, _ = run("timeline", absences, "W1", "--policy", "anytown", *DAY, *FULL)
        assert code == 0
        assert "Mar 2025      # . . . .     . . . . .     . . . . .     . . . . .     .\n" in out
        assert "May 2025  . .       /!. . .     . . . . .     . . . . .       . . . .\n" in out
        assert "  6 May 2025\n    rule spells: spells in 12 months is 3; informal meeting must follow.\n" in out
        assert "  Rule spells: Anytown attendance policy, section 4.\n" in out
        assert "Days lost in 12 months: 3.5, 2 Oct 2024 to 1 Oct 2025\n" in out
        assert "  6 to 7 Jan 2025: counts 2; drops out on 7 Jan 2026\n" in out
        assert "  begins on a Monday: 2 of 3 (6 to 7 Jan 2025, 3 Mar 2025)\n" in out
        assert "  next to booked leave: cannot be told\n" in out
        assert "The gate is open: before it can be held, it is not shown that the worker is absent." in " ".join(
            out.split()
        )
        assert "Read as" not in out
        assert max(map(len, out.splitlines())) <= 80

    def test_readings_that_differ_stand_apart_and_what_is_the_same_stands_once(self, run: Run, absences: str) -> None:
        out = run("timeline", absences, "W1", "--policy", "two-ways", *DAY, *FULL).out
        assert "It can be read in 2 ways; none is chosen, and they come to different stages." in out
        assert out.count("Read as: at three") == out.count("Read as: above three") - 1 == 3
        assert out.count("Days lost in 12 months") == 1
        assert "One more absence, on 2 October 2025, would lead to: informal meeting.\n" in out
        same = run("timeline", absences, "W2", "--policy", "two-ways", "--on", "2025-04-01", *FULL).out
        assert "they come to the same stages." in same
        assert "Read as" not in same

    def test_two_absences_that_may_be_one_for_want_of_a_pattern_are_named(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text(HEADING + "W1,2025-03-07,2025-03-07,,no,,\nW1,2025-03-10,2025-03-10,,no,,\n")
        out = run("timeline", str(path), "W1", "--policy", "anytown", *DAY).out
        unsure = "  7 to 10 Mar 2025: cannot tell whether it is one absence; no work pattern is on\n      record\n"
        assert "Spells in 12 months: cannot be told, 2 Oct 2024 to 1 Oct 2025\n" in out
        assert unsure in out
        assert unsure not in run("timeline", str(path), "W1", "--policy", "anytown", *DAY, *FULL).out

    def test_what_nobody_can_tell_is_said(self, run: Run, absences: str) -> None:
        out = run("timeline", absences, "W3", "--policy", "anytown", *DAY).out
        assert "Sep 2025                                            ? ? ? ? ? ? ? ? ?\n" in out
        assert "Days lost in 12 months: cannot be told, 2 Oct 2024 to 1 Oct 2025\n" in out
        untold = (
            "Nobody can tell of: stage 1 (22 Sep 2025 to 1 Oct 2025); not on record: days\n    lost in 12 months.\n"
        )
        assert untold in out
        assert "Stage due\n  None.\n" in out
        assert "Triggers hit\n  None.\n" in out

    def test_what_does_not_count_and_what_may_not_says_why(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Narrow(Attendance):
            spells: Maybe[int] = spells("spells", attrs.evolve(COUNTING, where=~Absence.pregnancy_related))

        shut = Rung(name="informal meeting", step=Step.INFORMAL, gate=all_of(Narrow.on_probation))
        chosen = policy(must("one", shut, when=Narrow.spells >= 1), about=Narrow, stages=(shut,))
        monkeypatch.setattr(command, "installed_rulebook", lambda: offering(chosen))
        path = tmp_path / "absences.csv"
        path.write_text(
            HEADING
            + "W1,2024-01-08,2024-01-08,,no,,\nW1,2025-01-06,2025-01-06,,no,,\nW1,2025-02-03,2025-02-03,,yes,,\n"
            "W2,2025-01-06,2025-01-06,,,,\n"
        )
        out = run("timeline", str(path), "W1", "--policy", "anytown", *DAY, *FULL).out
        assert "  8 Jan 2024: not counted, it is outside the window\n" in out
        assert "  3 Feb 2025: not counted, since it is related to pregnancy\n" in out
        assert (
            "The gate is shut, since nobody can tell: before it can be held, the worker is on probation."
            in " ".join(out.split())
        )
        out = run("timeline", str(path), "W2", "--policy", "anytown", *DAY, *FULL).out
        untold = "6 Jan 2025: cannot tell whether it counts; not on record: whether it is related to pregnancy "
        assert untold in " ".join(out.split())
        said = lines(run("triggers", str(path), "--policy", "anytown", *DAY, *FULL).out)
        assert "the column pregnancy_related of the absences | 1 | whether it is related to pregnancy" in said

    def test_a_day_off_inside_an_absence_is_drawn_and_a_stage_without_a_gate_says_nothing_of_one(
        self, run: Run, absences: str
    ) -> None:
        out = run("timeline", absences, "W3", "--policy", "anytown", *DAY, *FULL).out
        assert "Sep 2025  . . . . .     . . . . .     . . . . .     # # # # # o o #!#\n" in out
        assert "  stage 1: it must be held; since 29 September 2025.\n" in out
        assert "gate" not in out.partition("Triggers hit")[0]

    def test_a_rule_without_measures_and_one_that_needs_the_stages(
        self, run: Run, absences: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chosen = policy(
            must("away", INFORMAL, when=Local.absent),
            must("unsure", INFORMAL, when=Local.days >= Decimal(99)),
            must("again", STAGE_1, when=(Local.step == Step.INFORMAL) & (Local.spells >= 1)),
        )
        monkeypatch.setattr(command, "installed_rulebook", lambda: offering(chosen))
        out = run("timeline", absences, "W3", "--policy", "anytown", *DAY).out
        assert (
            "  22 September 2025\n    rule away; informal meeting must follow.\n    Counted: from 22 Sep 2025.\n" in out
        )
        untold = "Nobody can tell of: stage 1 (22 Sep 2025 to 1 Oct 2025); not on record: the\n    stage in force.\n"
        assert untold in out
        assert "Nobody can tell of: informal meeting (hit 22 Sep 2025); not on record: " in out


class TestInterviews:
    def test_shares_by_each_reading_and_the_outstanding_with_due_days(self, run: Run, absences: str) -> None:
        code, out, _ = run("interviews", absences, "--policy", "anytown", *DAY)
        said = lines(out)
        assert code == 0
        assert "5 absences were over by 1 October 2025; by anytown 5 of them need a return-to-work interview" in out
        assert "and 3 had it (60%)" in out
        assert "all | 5 | 3 | 60% | first day | 2 | 2 | 1" in said
        assert "| | | | 72 hours | 2 | 2 | 1" in said
        assert "W1 | | 6 May 2025 | 7 May 2025 | 7 May 2025, overdue | 10 May 2025, overdue" in said
        assert "W2 | | 2 Jun 2025 | not on record | cannot tell | cannot tell" in said

    def test_figures_by_team(self, run: Run, absences: str, tmp_path: Path) -> None:
        (tmp_path / "workers.csv").write_text("worker,team\nW1,North\nW2,South\nW3,\n")
        out = run("interviews", absences, "--policy", "anytown", *DAY, "--with", str(tmp_path / "workers.csv")).out
        said = lines(out)
        assert "North | 3 | 2 | 66.7% | first day | 1 | 2 | 0" in said
        assert "South | 2 | 1 | 50% | first day | 1 | 0 | 1" in said

    def test_not_due_yet_and_nothing_outstanding(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text(HEADING + "W1,2025-09-29,2025-09-30,,,2025-10-01,\n")
        said = lines(run("interviews", str(path), "--policy", "anytown", *DAY).out)
        assert "W1 | | 29 to 30 Sep 2025 | 1 Oct 2025 | 1 Oct 2025 | 4 Oct 2025" in said
        path.write_text(HEADING + "W1,2025-09-29,2025-09-30,,,2025-10-01,2025-10-01\n")
        assert "No interview is outstanding" in run("interviews", str(path), "--policy", "anytown", *DAY).out

    def test_a_row_an_absence_is_written(self, run: Run, absences: str, tmp_path: Path) -> None:
        out = tmp_path / "out.csv"
        assert run("interviews", absences, "--policy", "anytown", *DAY, "--out", str(out)).code == 0
        rows = list(csv.DictReader(out.read_text().splitlines()))
        assert rows[1] == {
            "worker": "W1",
            "team": "",
            "start": "2025-03-03",
            "end": "2025-03-03",
            "returned": "2025-03-04",
            "needed": "yes",
            "held": "yes",
            "interviewed": "2025-03-20",
            "due by first day": "2025-03-04",
            "in time by first day": "no",
            "due by 72 hours": "2025-03-07",
            "in time by 72 hours": "no",
        }

    def test_many_outstanding_are_cut_and_an_untold_need_is_said(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "absences.csv"
        path.write_text(HEADING + "".join(f"W{n},2025-01-06,2025-01-06,,,,\n" for n in range(27)))
        assert "… and 2 more; --out writes them all" in run("interviews", str(path), "--policy", "anytown", *DAY).out
        longer = Interviews(more_than=1, counting=DayCount.WORKING, by={})
        chosen = attrs.evolve(PLAIN, interviews=longer)
        monkeypatch.setattr(command, "installed_rulebook", lambda: offering(chosen))
        out = run("interviews", str(path), "--policy", "anytown", *DAY).out
        assert "of 27 nobody can tell whether they need one: the work pattern is not on record" in out
        assert "all | 0 | 0 | - | not stated | - | - | -" in lines(out)

    def test_without_a_column_for_interviews_nobody_can_tell(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text("worker,start,end\nW1,2025-03-03,2025-03-04\nw1,2025-03-03,2025-03-04\n")
        said = run("interviews", str(path), "--policy", "anytown", *DAY)
        assert (said.code, said.out) == (2, "")
        assert "are taken for different people: 'W1' and 'w1'" in said.err
        assert "absences.csv: cannot tell: it has no column 'interviewed', so interviews are on no record" in said.err

    def test_a_policy_without_interviews_is_refused(
        self, run: Run, absences: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        chosen = attrs.evolve(PLAIN, interviews=None)
        monkeypatch.setattr(command, "installed_rulebook", lambda: offering(chosen))
        code, _, err = run("interviews", absences, *DAY)
        assert (code, err) == (2, "absences.csv: anytown says nothing of return-to-work interviews\n")


class TestShow:
    def test_a_policy_in_english_leaves_no_convention_unsaid(self, run: Run) -> None:
        code, out, _ = run("show", "anytown", "--on", "2025-10-01")
        assert code == 0
        for line in (
            "Anytown. In force from 1 January 2015. When its source was last checked is not stated. "
            "The source is the service's own settings.",
            "- informal meeting: Informal of the short-term route, informal; held only if it is not shown that the "
            "worker is "
            "absent",
            "- informal meeting must follow when spells in 12 months is at least 3 [Anytown attendance policy, "
            "section 4].",
            "- Absences entered apart are one spell where no time lies between them or nothing but days off lies "
            "between them",
            "- Time between absences is counted in half days, from the day of return where that is on record",
            "- Booked leave between two absences counts as time at work",
            "- An absence that lost no working time is an absence too",
            "- Triggers are assessed on every day of absence",
            "- A trigger is hit once, when an absence takes it over the line",
            "- A day of absence for which leave was booked: it counts as absence",
            "- An absence that led to a stage counts towards the next",
            "- A clock of a stage last runs on the same date: 12 months from 21 November last run on 21 November",
            "- Months are counted from date to date; where a month lacks the date, its last day stands for it",
            "- A trigger that was hit is answered by its stage, by a higher one, or by a decision that none follows; "
            "unanswered, it is history once the record is no longer over the line",
            "- Bank holidays are those of England",
            "- days lost in 12 months: the days lost, over 12 months back from the day asked about (that day in, "
            "the day "
            "exactly so much earlier out); of a spell across an end of the window only its days inside; in working "
            "days, by "
            "the worker's own pattern and without bank holidays; half a day is half a day",
            "- Every absence needs a return-to-work interview",
            "- On the day of return (read as: first day)",
            "- Within 72 hours of the day of return (read as: 72 hours)",
        ):
            assert line in out.replace("\n  ", " ").replace("not\nstated", "not stated")

    def test_of_which_absences_a_gate_asks_for_an_interview_is_shown(self) -> None:
        gated = attrs.evolve(PLAIN.stages[0], gate=Attendance.interviews_held)
        edition = attrs.evolve(PLAIN.editions[0], rules=(must("spells", gated, when=Counted.spells >= 3, cites=WORD),))
        chosen = attrs.evolve(PLAIN, stages=(gated, *PLAIN.stages[1:]), editions=(edition,))
        assert "- A gate asks for the interview after every absence that is over\n" in as_text(
            attendance_page(chosen, edition)
        )
        colds = attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD)
        assert (
            "- A gate asks for the interview after every absence that is over and counts over 12 months back from the "
            "day asked about (that day in, the day exactly so much earlier out), of absences where the reason is cold, "
            "cough or flu\n" in as_text(attendance_page(attrs.evolve(chosen, interviewed=colds), edition))
        )

    def test_what_excluded_absences_and_booked_leave_join_is_shown(self) -> None:
        colds = attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD)
        said = [measure_in_words(Tally(Of.SPELLS, attrs.evolve(colds, over_excluded=over))) for over in (True, False)]
        assert "an absence that is not counted joins the two between which it lies" in said[0]
        assert "an absence that is not counted does not join the two between which it lies" in said[1]
        linking = Linking(calendar_gap=None, over_days_off=True, over_booked_leave=True)
        told = [*conventions_in_words(attrs.evolve(PLAIN.conventions, linking=linking))]
        assert told[0].endswith("are one spell where nothing but days off and booked leave lies between them")
        assert not any(line.startswith("Booked leave") for line in told)

    def test_readings_judgement_and_what_is_not_stated_are_shown(self) -> None:
        chosen = attrs.evolve(
            TWO_WAYS,
            judgement=("whether there is a pattern",),
            not_stated=("the length of a review",),
            interviews=None,
            editions=(
                attrs.evolve(
                    TWO_WAYS.editions[0],
                    guarantees=(covers("all", when=Counted.spells >= 9, by=lambda stage: stage is HELD),),
                    cites=WORD,
                ),
            ),
        )
        text = as_text(attendance_page(chosen, chosen.editions[0]))
        assert "It can be read in 2 ways: at three; above three. None is chosen." in text
        assert "Rules, read as: at three\n" in text
        assert text.count("How a history is read") == 1
        assert "Source: Anytown attendance policy, section 4." in text
        assert (
            "Whenever spells in 12 months is at least 9, at least one of these must follow: informal meeting." in text
        )
        assert "Left to a manager\n-----------------\n\n- whether there is a pattern" in text
        assert "Not stated in the source\n------------------------\n\n- the length of a review" in text
        assert "Return-to-work" not in text

    def test_what_a_rule_has_for_itself_of_the_conventions_is_shown(self) -> None:
        own = OfRule(fires=Fires.WHILE_IT_HOLDS, assessed=Assessed.ON_RETURN, used_again=False)
        chosen = attrs.evolve(PLAIN, of_rules={"long": own, "spells": OfRule()})
        assert (
            "Conventions of single rules\n---------------------------\n\n"
            "- Rule long: it is assessed on return from each absence; it is hit for as long as it holds, at once again "
            "after each stage; an absence that led to a stage does not count again\n"
            "- Rule spells: as the others\n"
        ) in as_text(attendance_page(chosen, chosen.editions[0]))
        assert "Conventions of single rules" not in as_text(attendance_page(PLAIN, PLAIN.editions[0]))

    def test_conventions_that_are_read_in_two_ways_stand_apart(self) -> None:
        other = attrs.evolve(
            PLAIN.conventions,
            linking=Linking(calendar_gap=3, over_days_off=False, reasons=(Reason.STRESS,), reason_gap=28),
            used_again=False,
            assessed=Assessed.ON_RETURN,
            fires=Fires.WHILE_IT_HOLDS,
            over_leave=OverLeave.REMOVED,
        )
        apart = attrs.evolve(other, linking=Linking(calendar_gap=None, over_days_off=False))
        chosen = attrs.evolve(PLAIN, read_as={"one": other, "other": apart})
        text = as_text(attendance_page(chosen, chosen.editions[0]))
        assert "How a history is read, read as: one\n" in text
        assert (
            "one spell where at most 3 days lie between them or at most 28 days lie between two for one and "
            "the same "
            "of: stress" in text
        )
        assert "- Absences entered apart are never linked" in text
        assert "- An absence that led to a stage does not count again" in text

    def test_a_policy_to_be_settled_says_what_it_needs_and_is_shown_with_it(self, run: Run, tmp_path: Path) -> None:
        out = run("show", "open").out
        assert "Its numbers are not public: it cannot be used without these settings.\n" in out
        assert "- spells: the separate absences that are a trigger; a whole number from 1 up" in out
        path = tmp_path / "settings.toml"
        path.write_text("spells = 5\ndays = 4.5\n")
        assert "is at least 5" in run("show", "open", "--settings", str(path)).out

    def test_policies_of_both_kinds_are_listed(self, run: Run) -> None:
        said = lines(run("policies").out)
        assert said[said.index("Attendance policies") + 3 :] == [
            "anytown | 1 January 2015 | informal meeting, stage 1 | 1 | the service's own settings",
            "open | - | - | - | its numbers are settings: --settings FILE",
            "two-ways | 1 January 2015 | informal meeting, stage 1 | 2 | the service's own settings",
        ]

    def test_a_stage_says_every_clock(self) -> None:
        stage = Rung(
            name="first warning",
            step=Step.STAGE_1,
            review=Span(6, Count.MONTHS),
            extended_by_leave=ByLeave.ONCE,
            live=Span(12, Count.MONTHS),
            live_from=LiveFrom.REVIEW_END,
            re_entry=Span(1, Count.WEEKS),
        )
        assert stage_in_words(stage) == (
            "first warning: Stage 1 of the short-term route, formal; reviewed for 6 months, longer by the leave taken "
            "in it; live for 12 months from the end of its review period; a new hit within 1 week of its last day, the "
            "last of them in, leads to it again"
        )


YEAR = FixedYear(4, 1)
TOUCHED = attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related), days=DayCount.SESSIONS)


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (
            Tally(Of.SPELLS, attrs.evolve(COUNTING, during=YEAR)),
            "the number of spells, in the year that begins on 1 April; of a spell across an end of the window only its "
            "days inside",
        ),
        (
            Tally(Of.DAYS, TOUCHED),
            "the days lost, of absences where it is not shown that it is related to pregnancy, over 12 months back "
            "from the "
            "day asked about (that day in, the day exactly so much earlier out); of a spell across an end of the "
            "window only "
            "its days inside; an absence that is not counted joins the two between which it lies; in sessions, two to "
            "a working day",
        ),
        (
            continuous("x", where=ALWAYS, forecast=True).by,
            "the calendar days to the end of the fit note of the absence that the worker is in, 0 at work",
        ),
        (
            continuous("x", where=ALWAYS, forecast=False).by,
            "the calendar days so far of the absence that the worker is in, 0 at work",
        ),
        (
            lasted("x", Span(1, Count.DAYS), where=ALWAYS).by,
            "whether the absence that the worker is in has lasted 1 day, its first day in",
        ),
        (
            since_held("x", Span(1, Count.WEEKS), of=Step.STAGE_1, route=Route.SHORT_TERM).by,
            "whether 1 week has passed since Stage 1 of the short-term route was last held, counted from the day "
            "after; no if never",
        ),
        (
            lasted("x", Span(4, Count.WEEKS), where=ALWAYS).by,
            "whether the absence that the worker is in has lasted 4 weeks, over when the same day comes round",
        ),
        (
            since_held("x", Span(6, Count.WEEKS), of=Step.STAGE_1, route=Route.LONG_TERM).by,
            "whether 6 weeks have passed since Stage 1 of the long-term route was last held, counted from the day "
            "after; no if never",
        ),
        (
            expired("x", during=from_to(Attendance.probation_starts), route=Route.SHORT_TERM).by,
            "how many stages of the short-term route were held from the start of probation to the day asked about, "
            "both in "
            "and stand no more",
        ),
        (
            allowance("x", 9, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST).by,
            "9, times the worker's days a week, over 5; by the pattern on the day asked about; rounded up to the "
            "next whole",
        ),
        (
            allowance(
                "x",
                8,
                per=Per.HOURS,
                full_time=37,
                share=Fraction(1, 2),
                rounding=Rounded.DOWN,
                pattern=Pattern.AVERAGE,
                during=YEAR,
            ).by,
            "8 times 1/2, times the worker's hours a week, over 37; by the average over the window in the year that "
            "begins "
            "on 1 April; rounded down to a whole",
        ),
        (
            share_of_time("x", 3, during=from_to(Attendance.review_starts, Attendance.review_ends)).by,
            "3 per cent of the hours due from the start of the review period to the end of the review period, both in",
        ),
    ],
)
def test_every_measure_has_its_words(measure: LostTime, words: str) -> None:
    assert measure_in_words(measure) == words


def test_every_window_has_its_words() -> None:
    one = last(1, Unit.WEEKS, anchor_in=False, far_end_in=True, before=Attendance.latest_start)
    assert during_in_words(one) == (
        "over 1 week back from the first day of the latest absence (that day out, the day exactly so much earlier in)"
    )
    later = coming(3, Unit.MONTHS, anchor_in=True, far_end_in=False, after=Attendance.review_starts)
    assert during_in_words(later) == (
        "over 3 months on from the start of the review period (that day in, the day exactly so much later out)"
    )
    best = AnyWindow(last(12, Unit.MONTHS, anchor_in=True, far_end_in=False))
    assert during_in_words(best) == (
        "over 12 months back from any day of absence (that day in, the day exactly so much earlier out), whichever "
        "holds "
        "most"
    )


def test_interviews_have_their_words() -> None:
    from yosrules.english.attendance import interviews_in_words

    by = InterviewBy(after=Span(3, Count.WORKING_DAYS), own_days=True)
    assert list(interviews_in_words(Interviews(more_than=7, counting=DayCount.CALENDAR, by={"": by}))) == [
        "Every absence of more than 7 days, in calendar days needs a return-to-work interview",
        "Within 3 working days of the day of return, in days that the worker works",
    ]


class TestWhatWouldSettleIt:
    @pytest.mark.parametrize(
        ("name", "given", "said"),
        [
            ("days", (), NO_PATTERN),
            ("days", (WorkPattern,), PATTERN_ROWS),
            (
                "taken",
                (),
                "--with a file of patterns, or --pattern such as 'mon-fri 7.4' for everybody; --with a file of leave",
            ),
            ("calendar", (WorkPattern,), "--with a file of leave"),
            ("reviewed", (WorkPattern,), "--with a file of stages, or --no-stages if nobody has been on one"),
            ("probation", (WorkPattern,), "--with a file of workers"),
            ("hours", (Leave,), NO_PATTERN),
            ("allowed", (WorkPattern,), PATTERN_ROWS),
            ("forecast", (WorkPattern,), "--with a file of fitnotes"),
            ("so_far", (), NO_PATTERN),
            ("so_far", (WorkPattern,), PATTERN_ROWS),
            ("so_far", (Shift,), f"{NO_PATTERN} or {NO_SHIFTS}"),
            ("taken", (Leave, WorkPattern, Shift), NO_SHIFTS),
            ("expired", (), "--with a file of stages, or --no-stages if nobody has been on one"),
            ("step", (StageHeld,), "the rows of these workers among the stages"),
            ("interviews_held", (), "the column interviewed of the absences"),
            ("on_probation", (), "--with a file of workers"),
            ("judged", (Worker,), "the rows of these workers among the workers"),
        ],
    )
    def test_the_history_that_was_not_given_or_else_the_rows(
        self, name: str, given: tuple[type[Facts], ...], said: str
    ) -> None:
        removed = attrs.evolve(PLAIN.conventions, over_leave=OverLeave.REMOVED)
        chosen = policy(about=Everything, conventions=removed if name in ("taken", "calendar") else PLAIN.conventions)
        assert settled_by(chosen, vocabulary(Everything)[name], given) == said


class TestSample:
    @pytest.mark.slow
    @pytest.mark.traced
    def test_the_same_seed_gives_the_same_absences_that_can_be_read(self, run: Run, tmp_path: Path) -> None:
        one, other = tmp_path / "one.csv", tmp_path / "other.csv"
        for path in (one, other):
            code, _, err = run("sample-absences", "--out", str(path), "--n", "50")
            assert code == 0
            assert "synthetic absences of 50 workers, no real one among them" in err
        assert one.read_bytes() == other.read_bytes()
        assert triggers(run, str(one), *FULL)[0].startswith("50 workers by anytown")

    def test_nothing_in_it_is_wrong_and_some_absences_are_open(self) -> None:
        rows = sample_absences(300, 1, date(2025, 10, 1))
        by_worker: dict[str, list[Absence]] = {}
        for whose, row in rows:
            assert whose.startswith("SYNTHETIC-")
            by_worker.setdefault(whose, []).append(row)
        assert [wrong for each in by_worker.values() for wrong in wrong_rows(Absence, each)] == []
        assert any(row.end is None for _, row in rows)
        assert rows_of_absences(rows)[0][:3] == ["worker", "start", "end"]


class TestDates:
    @pytest.mark.parametrize(
        ("start", "end", "said"),
        [
            ((2025, 1, 6), (2025, 1, 6), "6 Jan 2025"),
            ((2025, 1, 6), (2025, 1, 7), "6 to 7 Jan 2025"),
            ((2025, 1, 31), (2025, 2, 1), "31 Jan to 1 Feb 2025"),
            ((2024, 12, 31), (2025, 1, 1), "31 Dec 2024 to 1 Jan 2025"),
            ((2024, 1, 6), (2025, 1, 6), "6 Jan 2024 to 6 Jan 2025"),
            ((2025, 1, 6), None, "from 6 Jan 2025"),
        ],
    )
    def test_a_stretch_of_days_is_said_shortly(self, start: tuple[int, ...], end: tuple[int, ...], said: str) -> None:
        assert stretch(Absence(start=date(*start), end=date(*end) if end else None)) == said


class Everything(Local):
    taken: Maybe[Decimal] = days("taken", COUNTING)
    calendar: Maybe[Decimal] = days("calendar", attrs.evolve(COUNTING, days=DayCount.CALENDAR))
    reviewed: Maybe[int] = spells("reviewed", attrs.evolve(COUNTING, during=from_to(Attendance.review_starts)))
    probation: Maybe[int] = spells("probation", attrs.evolve(COUNTING, during=from_to(Attendance.probation_starts)))
    hours: Maybe[Decimal] = hours("hours", COUNTING)
    points: Maybe[Decimal] = bradford("points", COUNTING)
    allowed: Maybe[Decimal] = allowance(
        "allowed", 9, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST
    )
    forecast: Maybe[int] = continuous("forecast", where=ALWAYS, forecast=True)
    so_far: Maybe[int] = continuous("so far", where=ALWAYS, forecast=False)
    expired: Maybe[int] = expired("expired", during=YEAR, route=Route.SHORT_TERM)
    judged: Maybe[bool] = fact(bool, "judged")


@pytest.mark.slow
def test_the_command_runs_as_it_is_installed(absences: str) -> None:
    program = str(Path(sys.executable).with_name("yosrules"))
    ended = subprocess.run([program, "timeline", absences], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "Missing argument 'WORKER'" in ended.stderr

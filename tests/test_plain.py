"""A record from a plain mapping: the words of files, the values of Python, and everything wrong at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from strategies import Wide
from yosrules import Case, InputError, RecordError, record_from
from yosrules.records import RiskLevel


def refusal(stated: dict[str, object]) -> list[str]:
    with pytest.raises(InputError) as refused:
        record_from(stated)
    return [str(each) for each in refused.value.bad]


def test_headings_and_words_of_files_and_values_of_python_say_the_same() -> None:
    in_words = {"Reference": "A1", "rosh": "vh", "looked after": "n", "born": "01/02/2010", "tool": "unknown"}
    in_python = {"reference": "A1", "rosh": RiskLevel.VERY_HIGH, "looked_after": False, "born": date(2010, 2, 1)}
    case = Case(reference="A1", rosh=RiskLevel.VERY_HIGH, looked_after=False, born=date(2010, 2, 1))
    assert record_from(in_words) == record_from({**in_python, "tool": None}) == case


def test_a_record_of_any_kind_can_be_stated() -> None:
    assert record_from({"sure": 1, "tenth": Decimal("0.5")}, Wide) == Wide(sure=1, tenth=Decimal("0.5"))


def test_everything_wrong_is_said_at_once() -> None:
    assert refusal({"reference": "A1", "rosh": "Hgh", "sfety_wellbeing": "High", "shoe": 7}) == [
        "rosh: wrote 'Hgh'; allowed: Low, Medium, High or Very high; did you mean High?",
        "sfety_wellbeing: wrote 'sfety_wellbeing'; allowed: the facts of Case; did you mean safety_wellbeing?",
        "shoe: wrote 'shoe'; allowed: the facts of Case",
    ]


def test_what_cannot_be_on_record_is_refused_as_in_a_file() -> None:
    (said,) = refusal({"reference": "A1", "born": "2012-01-01", "referred": "2010-01-01"})
    assert said.endswith("what goes with the rest of the row: the date of referral is not before the date of birth")


@pytest.mark.parametrize("nobody", [{}, {"reference": ""}, {"reference": "#N/A"}])
def test_a_record_names_somebody(nobody: dict[str, object]) -> None:
    assert len(refusal({**nobody, "rosh": "High"})) == 1


def test_what_is_no_mapping_is_refused_with_the_order_of_the_two() -> None:
    kind: Any = Case
    turned: Any = {"reference": "A1"}
    with pytest.raises(RecordError, match="takes a mapping of what is stated, then the kind of record; wrote <class"):
        record_from(kind, turned)

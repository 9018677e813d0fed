"""Policies, decisions and conventions in plain English."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.english.attendance import (
        conventions_in_words as conventions_in_words,
        interviews_in_words as interviews_in_words,
        linking_in_words as linking_in_words,
        measure_in_words as measure_in_words,
        stage_in_words as stage_in_words,
    )
    from yosrules.english.decision_table import decision_table as decision_table
    from yosrules.english.describe import (
        because as because,
        english as english,
        guarantee_in_english as guarantee_in_english,
        missing as missing,
        reasons as reasons,
        record_in_english as record_in_english,
        rule_in_english as rule_in_english,
    )
    from yosrules.english.explain import explain as explain
    from yosrules.english.grid import Grid as Grid

lazily(
    __name__,
    {
        "attendance": "conventions_in_words interviews_in_words linking_in_words measure_in_words stage_in_words",
        "decision_table": "decision_table",
        "describe": "because english guarantee_in_english missing reasons record_in_english rule_in_english",
        "explain": "explain",
        "grid": "Grid",
    },
)

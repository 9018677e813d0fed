"""Policies, decisions and conventions in plain English."""

from yosrules.english.decision_table import (
    Grid as Grid,
    decision_table as decision_table,
)
from yosrules.english.describe import (
    english as english,
    guarantee_in_english as guarantee_in_english,
    reasons as reasons,
    rule_in_english as rule_in_english,
)
from yosrules.english.explain import (
    explain as explain,
)

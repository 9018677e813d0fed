"""What this plugin brings is found by whoever installs it."""

from yosrules.hooks import check_offers


def test_they_are_offered() -> None:
    check_offers("kpi", "kpi-1", "kpi-9a", "kpi-10g", "first-time-entrants", "secure-remands")

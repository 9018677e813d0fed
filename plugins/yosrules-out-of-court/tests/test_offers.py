"""What this plugin brings is found by whoever installs it."""

from yosrules.hooks import check_offers


def test_they_are_offered() -> None:
    names = ("out-of-court-assessments", "conditional-cautions", "derby-panel-before-allocation", "turnaround")
    check_offers("out-of-court", *names)

"""What this plugin brings is found by whoever installs it."""

from yosrules.hooks import check_offers


def test_they_are_offered() -> None:
    check_offers("gravity", "child-gravity-matrix", "child-gravity-matrix-steps")

"""What this plugin brings is found by whoever installs it."""

from yosrules.hooks import check_offers


def test_it_is_offered() -> None:
    check_offers("hmip", "hmip-2018", "hmip-2021", "hmip-2025")

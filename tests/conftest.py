"""Settings for every test: how fast the machine is decides nothing, and one worker of several runs all on Spark."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("full", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=25)
settings.register_profile("quick", settings.get_profile("full"), max_examples=8)
settings.register_profile("thorough", settings.get_profile("full"), max_examples=1000)
settings.load_profile(os.environ.get("YOSRULES_TESTS", "full"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group what runs on Spark for --dist loadgroup: a second session would take as long again to start."""
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.xdist_group("spark"))

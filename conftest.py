"""Settings for every test, of plugins too: how fast the machine is decides nothing; one worker runs all on Spark."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

# CI draws the same each time, so that a run that was green is green again; elsewhere each run searches anew.
for name, examples in {"full": 25, "quick": 8, "thorough": 1000}.items():
    kept = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "max_examples": examples}
    settings.register_profile(name, **kept)
    settings.register_profile(f"{name}-same", **kept, derandomize=True)
settings.load_profile(os.environ.get("YOSRULES_TESTS", "full"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group what runs on Spark for --dist loadgroup: a second session would take as long again to start."""
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.xdist_group("spark"))


def pytest_collection_finish() -> None:
    """Set aside what was made before the first test, so that no search for garbage goes through thousands of tests."""
    gc.freeze()

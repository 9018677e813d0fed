"""Settings for every test: how fast the machine is decides nothing; further Pythons draw fewer examples."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("further-pythons", settings.get_profile("any-machine"), max_examples=20)
settings.load_profile(os.environ.get("YOSRULES_TESTS", "any-machine"))

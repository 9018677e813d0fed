"""Every law of the three policies, a test each; what the published rules do not keep is declared with the reason."""

import pytest

from yosrules.policies import Declared
from yosrules.testing import laws
from yosrules_hmpps_tier.protect import POLICY as PROTECT
from yosrules_hmpps_tier.provisional import POLICY as PROVISIONAL
from yosrules_hmpps_tier.tiers import TIERS

pytestmark = pytest.mark.slow

test_tier = laws(
    TIERS,
    declared=[
        Declared("decides as its table", "the highest of eight steps can be reached in too many ways for a table"),
    ],
)
test_provisional = laws(
    PROVISIONAL,
    declared=[
        Declared("decides as its table", "the highest of eight steps can be missed in too many ways for a table"),
    ],
)
test_protect = laws(
    PROTECT,
    declared=[
        Declared("decides as its table", "points add up to less in too many ways for a table"),
    ],
)

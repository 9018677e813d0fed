"""Every law of the two policies, a test each."""

from yosrules.testing import laws
from yosrules_gravity.matrix import MATRIX
from yosrules_gravity.steps import STEPS

test_matrix = laws(MATRIX)
test_steps = laws(STEPS)

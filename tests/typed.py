"""What type checkers must infer and must reject; checked by mypy and pyright, never run.

A rejection is a line with an ignore: both checkers complain where an ignore is not needed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import assert_type

from strategies import Child, Level, Stage
from yosrules import Band, Decision, Edition, Maybe, Policy, Ref, between, decide, fact, is_in, known, must, unless
from yosrules.language.expr import AllOf, AnyOf, Compare, Known

child = Child(reference="A1", reoffending=Level.LOW, rosh=None)

assert_type(Child.rosh, Ref[Level])
assert_type(Child.reoffending, Ref[Level])
assert_type(Child.share, Ref[Decimal])
assert_type(child.rosh, Level | None)
assert_type(child.reoffending, Level)
assert_type(child.reference, str)
assert_type(Child.rosh >= Level.HIGH, Compare)
assert_type(Child.rosh >= Child.safety, Compare)
assert_type(Child.stage == Stage.PREVENTION, Compare)
assert_type(~Child.custody_risk, Compare | Known | AllOf | AnyOf)
assert_type(unless(Child.custody_risk), Compare | Known | AllOf | AnyOf)
assert_type(known(Child.age), Compare | Known | AllOf | AnyOf)

rule = must("high", Band("RSM", 0), when=Child.rosh >= Level.HIGH)


def decided(policy: Policy[Band], edition: Edition[Band]) -> None:
    assert_type(decide(edition, child), Decision[Band])
    assert_type(decide(edition, child).outcomes[0].outcome, Band)
    assert_type(policy.editions[0], Edition[Band])


Child.rosh >= "high"  # type: ignore[operator] # pyright: ignore[reportOperatorIssue]
Child.rosh >= 3  # type: ignore[operator] # pyright: ignore[reportOperatorIssue]
Child.age >= Child.share  # type: ignore[operator] # pyright: ignore[reportOperatorIssue]
~Child.rosh  # type: ignore[misc] # pyright: ignore[reportOperatorIssue]
is_in(Child.stage, "prevention")  # type: ignore[misc] # pyright: ignore[reportArgumentType]
between(Child.stage, Stage.PREVENTION, Stage.POST_COURT)  # type: ignore[type-var] # pyright: ignore[reportArgumentType]
fact(float)  # type: ignore[type-var] # pyright: ignore[reportArgumentType]
Child(reference="A1", reoffending=None)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
Child(reference="A1", reoffending=Level.LOW, rosh="high")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
Child(reference="A1")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
child.rosh = Level.HIGH  # type: ignore[arg-type] # pyright: ignore[reportAttributeAccessIssue]


class LocalChild(Child):
    weighted: Maybe[Decimal] = fact(Decimal, "weighted", places=1)


assert_type(LocalChild.rosh, Ref[Level])
assert_type(LocalChild.weighted, Ref[Decimal])
assert_type(LocalChild(reference="A1", reoffending=Level.LOW).rosh, Level | None)

"""Floor 1: what can be said. Kinds of fact, conditions over them, and records that state them."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.language.expr import ALWAYS as ALWAYS
    from yosrules.language.expr import AllOf as AllOf
    from yosrules.language.expr import AnyOf as AnyOf
    from yosrules.language.expr import Compare as Compare
    from yosrules.language.expr import Condition as Condition
    from yosrules.language.expr import ConditionLike as ConditionLike
    from yosrules.language.expr import Known as Known
    from yosrules.language.expr import Op as Op
    from yosrules.language.expr import Ref as Ref
    from yosrules.language.expr import all_of as all_of
    from yosrules.language.expr import any_of as any_of
    from yosrules.language.expr import at_least as at_least
    from yosrules.language.expr import between as between
    from yosrules.language.expr import is_in as is_in
    from yosrules.language.expr import known as known
    from yosrules.language.expr import reads as reads
    from yosrules.language.expr import unless as unless
    from yosrules.language.facts import Facts as Facts
    from yosrules.language.facts import Given as Given
    from yosrules.language.facts import Maybe as Maybe
    from yosrules.language.facts import fact as fact
    from yosrules.language.facts import given as given
    from yosrules.language.facts import vocabulary as vocabulary
    from yosrules.language.kinds import Fact as Fact
    from yosrules.language.kinds import Value as Value
    from yosrules.language.kinds import words as words
    from yosrules.language.measure import How as How
    from yosrules.language.measure import Measure as Measure
    from yosrules.language.measure import Measured as Measured
    from yosrules.language.measure import Unit as Unit
    from yosrules.language.measure import Window as Window
    from yosrules.language.measure import coming as coming
    from yosrules.language.measure import count as count
    from yosrules.language.measure import earliest as earliest
    from yosrules.language.measure import exists as exists
    from yosrules.language.measure import falls as falls
    from yosrules.language.measure import last as last
    from yosrules.language.measure import latest as latest
    from yosrules.language.measure import longest as longest
    from yosrules.language.measure import passed as passed
    from yosrules.language.measure import total as total
    from yosrules.language.measure import worst as worst
    from yosrules.language.measure import years as years

lazily(
    __name__,
    {
        "expr": (
            "ALWAYS AllOf AnyOf Compare Condition ConditionLike Known Op Ref all_of any_of at_least between is_in "
            "known reads unless"
        ),
        "facts": "Facts Given Maybe fact given vocabulary",
        "kinds": "Fact Value words",
        "measure": (
            "How Measure Measured Unit Window coming count earliest exists falls last latest longest passed total "
            "worst years"
        ),
    },
)

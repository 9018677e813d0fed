"""Floor 1: what can be said. Kinds of fact, conditions over them, and records that state them."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.language.expr import (
        ALWAYS as ALWAYS,
        AllOf as AllOf,
        AnyOf as AnyOf,
        Compare as Compare,
        Condition as Condition,
        ConditionLike as ConditionLike,
        Known as Known,
        Op as Op,
        Ref as Ref,
        all_of as all_of,
        any_of as any_of,
        at_least as at_least,
        between as between,
        is_in as is_in,
        known as known,
        unless as unless,
    )
    from yosrules.language.facts import (
        Facts as Facts,
        Given as Given,
        Maybe as Maybe,
        broken as broken,
        fact as fact,
        given as given,
        invariants as invariants,
        vocabulary as vocabulary,
    )
    from yosrules.language.kinds import Fact as Fact, Value as Value, words as words
    from yosrules.language.measure import (
        How as How,
        Measure as Measure,
        Measured as Measured,
        begun as begun,
        count as count,
        earliest as earliest,
        exists as exists,
        falls as falls,
        in_force as in_force,
        latest as latest,
        longest as longest,
        passed as passed,
        total as total,
        worst as worst,
        years as years,
    )
    from yosrules.language.never import (
        Impossible as Impossible,
        Never as Never,
        PerDay as PerDay,
        in_order as in_order,
        never as never,
    )
    from yosrules.language.walks import comparisons as comparisons, leaves as leaves, reads as reads
    from yosrules.language.window import (
        Open as Open,
        Unit as Unit,
        Window as Window,
        coming as coming,
        last as last,
        open_on_day as open_on_day,
    )

lazily(
    __name__,
    {
        "expr": (
            "ALWAYS AllOf AnyOf Compare Condition ConditionLike Known Op Ref all_of any_of at_least between is_in "
            "known unless"
        ),
        "facts": "Facts Given Maybe broken fact given invariants vocabulary",
        "kinds": "Fact Value words",
        "measure": (
            "How Measure Measured begun count earliest exists falls in_force latest longest passed total worst years"
        ),
        "never": "Impossible Never PerDay in_order never",
        "walks": "comparisons leaves reads",
        "window": "Open Unit Window coming last open_on_day",
    },
)

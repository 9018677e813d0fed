"""What can be asked of a record: kinds of facts, conditions, measures."""

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
        reads as reads,
        unless as unless,
    )
    from yosrules.language.facts import (
        Facts as Facts,
        Given as Given,
        Maybe as Maybe,
        fact as fact,
        given as given,
        vocabulary as vocabulary,
    )
    from yosrules.language.kinds import (
        Fact as Fact,
        Value as Value,
    )
    from yosrules.language.measure import (
        How as How,
        Measure as Measure,
        Unit as Unit,
        Window as Window,
        coming as coming,
        count as count,
        earliest as earliest,
        exists as exists,
        falls as falls,
        last as last,
        latest as latest,
        longest as longest,
        measures as measures,
        passed as passed,
        total as total,
        worst as worst,
        years as years,
    )
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "expr": "ALWAYS AllOf AnyOf Compare Condition ConditionLike Known Op Ref all_of any_of at_least "
            "between is_in known reads unless",
            "facts": "Facts Given Maybe fact given vocabulary",
            "kinds": "Fact Value",
            "measure": "How Measure Unit Window coming count earliest exists falls last latest longest measures "
            "passed total worst years",
        },
    )

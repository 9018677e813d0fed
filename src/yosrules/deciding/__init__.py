"""One record: what is decided, and why."""

from typing import TYPE_CHECKING

# Each of these has a module of its own name, or comes with one that has: a lazy name would be hidden by that module.
from yosrules.deciding.allocate import (
    Allocation as Allocation,
    Placement as Placement,
    allocate as allocate,
)
from yosrules.deciding.as_of import (
    Histories as Histories,
    as_of as as_of,
)
from yosrules.deciding.decide import (
    Decision as Decision,
    Finding as Finding,
    Reached as Reached,
    Verdict as Verdict,
    decide as decide,
    find as find,
    holds as holds,
)
from yosrules.deciding.nearest import (
    nearest as nearest,
)
from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.deciding.codec import (
        condition_data as condition_data,
        condition_from as condition_from,
        edition_data as edition_data,
        edition_from as edition_from,
        edition_hash as edition_hash,
        facts_hash as facts_hash,
        rule_data as rule_data,
        rule_from as rule_from,
    )
    from yosrules.deciding.decision_record import (
        DecisionRecord as DecisionRecord,
        from_plain as from_plain,
        record_of as record_of,
        replay as replay,
        to_plain as to_plain,
    )
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "codec": "condition_data condition_from edition_data edition_from edition_hash facts_hash rule_data "
            "rule_from",
            "decision_record": "DecisionRecord from_plain record_of replay to_plain",
        },
    )

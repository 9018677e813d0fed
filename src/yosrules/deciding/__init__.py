"""One record: what is decided, and why."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.deciding.allocate import Allocation as Allocation
    from yosrules.deciding.allocate import Deadlines as Deadlines
    from yosrules.deciding.allocate import Placement as Placement
    from yosrules.deciding.allocate import allocate as allocate
    from yosrules.deciding.as_of import Histories as Histories
    from yosrules.deciding.as_of import as_of as as_of
    from yosrules.deciding.as_of import measure as measure
    from yosrules.deciding.codec import Plain as Plain
    from yosrules.deciding.codec import condition_data as condition_data
    from yosrules.deciding.codec import condition_from as condition_from
    from yosrules.deciding.codec import edition_data as edition_data
    from yosrules.deciding.codec import edition_from as edition_from
    from yosrules.deciding.codec import edition_hash as edition_hash
    from yosrules.deciding.codec import facts_hash as facts_hash
    from yosrules.deciding.codec import rule_data as rule_data
    from yosrules.deciding.codec import rule_from as rule_from
    from yosrules.deciding.decide import Decision as Decision
    from yosrules.deciding.decide import Finding as Finding
    from yosrules.deciding.decide import Reached as Reached
    from yosrules.deciding.decide import Ruled as Ruled
    from yosrules.deciding.decide import Verdict as Verdict
    from yosrules.deciding.decide import decide as decide
    from yosrules.deciding.decide import find as find
    from yosrules.deciding.decide import holds as holds
    from yosrules.deciding.decision_record import Because as Because
    from yosrules.deciding.decision_record import DecisionRecord as DecisionRecord
    from yosrules.deciding.decision_record import RecordedOutcome as RecordedOutcome
    from yosrules.deciding.decision_record import from_plain as from_plain
    from yosrules.deciding.decision_record import record_of as record_of
    from yosrules.deciding.decision_record import replay as replay
    from yosrules.deciding.decision_record import to_plain as to_plain
    from yosrules.deciding.nearest import Change as Change
    from yosrules.deciding.nearest import changed as changed
    from yosrules.deciding.nearest import nearest as nearest

lazily(
    __name__,
    {
        "allocate": "Allocation Deadlines Placement allocate",
        "as_of": "Histories as_of measure",
        "codec": (
            "Plain condition_data condition_from edition_data edition_from edition_hash facts_hash rule_data rule_from"
        ),
        "decide": "Decision Finding Reached Ruled Verdict decide find holds",
        "decision_record": "Because DecisionRecord RecordedOutcome from_plain record_of replay to_plain",
        "nearest": "Change changed nearest",
    },
)

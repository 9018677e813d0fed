"""One record: what is decided, and why."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.deciding.advising.nearest import (
        Advice as Advice,
        Change as Change,
        advice as advice,
        changed as changed,
        nearest as nearest,
    )
    from yosrules.deciding.advising.questions import Asking as Asking, asking as asking
    from yosrules.deciding.advising.residual import residual as residual
    from yosrules.deciding.allocate import (
        Allocation as Allocation,
        Placement as Placement,
        allocate as allocate,
    )
    from yosrules.deciding.as_of import Histories as Histories, as_of as as_of, measure as measure
    from yosrules.deciding.codec import (
        Plain as Plain,
        condition_data as condition_data,
        condition_from as condition_from,
        edition_data as edition_data,
        edition_from as edition_from,
        rule_data as rule_data,
        rule_from as rule_from,
    )
    from yosrules.deciding.decide import (
        Decision as Decision,
        Finding as Finding,
        Reached as Reached,
        Ruled as Ruled,
        Verdict as Verdict,
        decide as decide,
        find as find,
        holds as holds,
    )
    from yosrules.deciding.decision_record import (
        Because as Because,
        DecisionRecord as DecisionRecord,
        RecordedOutcome as RecordedOutcome,
        from_plain as from_plain,
        record_of as record_of,
        replay as replay,
        to_plain as to_plain,
    )
    from yosrules.deciding.duties import (
        Checked as Checked,
        Deadlines as Deadlines,
        Discharge as Discharge,
        Duty as Duty,
    )
    from yosrules.deciding.hashes import (
        edition_hash as edition_hash,
        facts_hash as facts_hash,
        plain_hash as plain_hash,
    )
    from yosrules.deciding.seats import Seat as Seat, Seating as Seating
    from yosrules.deciding.settling import to_settle as to_settle

lazily(
    __name__,
    {
        "allocate": "Allocation Placement allocate",
        "as_of": "Histories as_of measure",
        "codec": ("Plain condition_data condition_from edition_data edition_from rule_data rule_from"),
        "decide": "Decision Finding Reached Ruled Verdict decide find holds",
        "decision_record": "Because DecisionRecord RecordedOutcome from_plain record_of replay to_plain",
        "duties": "Checked Deadlines Discharge Duty",
        "hashes": "edition_hash facts_hash plain_hash",
        "advising.nearest": "Advice Change advice changed nearest",
        "advising.questions": "Asking asking",
        "advising.residual": "residual",
        "seats": "Seat Seating",
        "settling": "to_settle",
    },
)

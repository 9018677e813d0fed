"""The conformance kit: a plugin's tests begin `test_laws = laws(POLICY)`, and pytest runs one test for every law.

Also the Hypothesis strategies that draw records, conditions, editions, histories and audit sheets. What needs pytest or
Hypothesis is imported when it is first used; both come with the extra `testing`.
"""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.testing.conformance.policies import Law as Law
    from yosrules.testing.kit import laws as laws
    from yosrules.testing.strategies.absences import absences as absences
    from yosrules.testing.strategies.absences import weeks as weeks
    from yosrules.testing.strategies.ratings import amounts as amounts
    from yosrules.testing.strategies.ratings import audit_sheets as audit_sheets
    from yosrules.testing.strategies.ratings import evidence as evidence
    from yosrules.testing.strategies.ratings import inspections as inspections
    from yosrules.testing.strategies.ratings import item_sheets as item_sheets
    from yosrules.testing.strategies.ratings import scales as scales
    from yosrules.testing.strategies.ratings import scores as scores
    from yosrules.testing.strategies.records import conditions as conditions
    from yosrules.testing.strategies.records import editions as editions
    from yosrules.testing.strategies.records import histories as histories
    from yosrules.testing.strategies.records import records as records
    from yosrules.testing.strategies.records import rows as rows
    from yosrules.testing.strategies.records import values as values

lazily(
    __name__,
    {
        "conformance.policies": "Law",
        "kit": "laws",
        "strategies.absences": "absences weeks",
        "strategies.ratings": "amounts audit_sheets evidence inspections item_sheets scales scores",
        "strategies.records": "conditions editions histories records rows values",
    },
)

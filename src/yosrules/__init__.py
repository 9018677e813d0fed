"""Youth justice policy as data: decided, rated, explained and proved from one source.

These are the names to write policies with and to ask things of them. Plugins are loaded by `yosrules.hooks.load`, files
are read by `yosrules.files.audits`; nothing heavier than attrs is imported here.
"""

from typing import TYPE_CHECKING

from yosrules.deciding.decide import Decision, Finding, Status, Verdict, decide, find, holds
from yosrules.errors import (
    BadCell,
    Failure,
    InputError,
    LanguageError,
    PluginError,
    PolicyError,
    RatingError,
    RecordError,
    YosrulesError,
)
from yosrules.language.expr import (
    Condition,
    Ref,
    all_of,
    any_of,
    at_least,
    between,
    is_in,
    known,
    unless,
)
from yosrules.language.facts import Facts, Given, Maybe, fact, given, vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.awards import Award, Ground
from yosrules.policies.domain import Domain, Framework, KeyQuestion, RatedBy, Standard
from yosrules.policies.policy import (
    Citation,
    Declared,
    Edition,
    Example,
    Guarantee,
    Modality,
    Policy,
    Rule,
    cite,
    covers,
    may,
    must,
)
from yosrules.policies.rating import Band, Rating, RatingScale, Rounding, Score
from yosrules.ratings.compare import agreement, compare
from yosrules.ratings.rate import award, rate
from yosrules.ratings.rated import RatedSheet, RatedStandard
from yosrules.records.audit import AuditSheet, Inspection, Item, ItemSheet, Judged, JudgedOverall, SheetRow

__all__ = [
    "AuditSheet",
    "Award",
    "BadCell",
    "Band",
    "Citation",
    "Condition",
    "Decision",
    "Declared",
    "Domain",
    "Edition",
    "Example",
    "Fact",
    "Facts",
    "Failure",
    "Finding",
    "Framework",
    "Given",
    "Ground",
    "Guarantee",
    "InputError",
    "Inspection",
    "Item",
    "ItemSheet",
    "Judged",
    "JudgedOverall",
    "KeyQuestion",
    "LanguageError",
    "Maybe",
    "Modality",
    "PluginError",
    "Policy",
    "PolicyError",
    "RatedBy",
    "RatedSheet",
    "RatedStandard",
    "Rating",
    "RatingError",
    "RatingScale",
    "RecordError",
    "Ref",
    "Rounding",
    "Rule",
    "Score",
    "SheetRow",
    "Standard",
    "Status",
    "Verdict",
    "YosrulesError",
    "agreement",
    "all_of",
    "any_of",
    "at_least",
    "award",
    "between",
    "cite",
    "compare",
    "covers",
    "decide",
    "fact",
    "find",
    "given",
    "holds",
    "is_in",
    "known",
    "may",
    "must",
    "rate",
    "unless",
    "vocabulary",
]

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """`__version__`, read on first use, because `importlib.metadata` takes longer to import than all the rest."""
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib.metadata import version  # noqa: PLC0415 -- see above

        return version("yosrules")

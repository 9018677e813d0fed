"""Youth justice policy as data: decided, rated, explained and proved from one source.

The names of daily use; each wing (`yosrules.policies`, `yosrules.proof`, …) offers the rest of what is public.
Importing this package imports nothing else: a name is imported when it is first used.
"""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.attendance.track import (
        track as track,
    )
    from yosrules.deciding.allocate import (
        allocate as allocate,
    )
    from yosrules.deciding.decide import (
        Decision as Decision,
        Finding as Finding,
        Status as Status,
        Verdict as Verdict,
        decide as decide,
        find as find,
        holds as holds,
    )
    from yosrules.english.explain import (
        explain as explain,
    )
    from yosrules.errors import (
        BadCell as BadCell,
        Failure as Failure,
        InputError as InputError,
        LanguageError as LanguageError,
        PluginError as PluginError,
        PolicyError as PolicyError,
        RatingError as RatingError,
        RecordError as RecordError,
        YosrulesError as YosrulesError,
    )
    from yosrules.files.cases import (
        read_cases as read_cases,
    )
    from yosrules.files.plain import (
        record_from as record_from,
    )
    from yosrules.hooks.load import (
        load as load,
    )
    from yosrules.language.expr import (
        Condition as Condition,
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
        fact as fact,
        given as given,
        vocabulary as vocabulary,
    )
    from yosrules.language.kinds import (
        Fact as Fact,
    )
    from yosrules.policies.awards import (
        Award as Award,
        Ground as Ground,
    )
    from yosrules.policies.citation import (
        Citation as Citation,
        cite as cite,
    )
    from yosrules.policies.domain import (
        Domain as Domain,
        Framework as Framework,
        KeyQuestion as KeyQuestion,
        RatedBy as RatedBy,
        Standard as Standard,
    )
    from yosrules.policies.policy import (
        Declared as Declared,
        Edition as Edition,
        Example as Example,
        Guarantee as Guarantee,
        Modality as Modality,
        Policy as Policy,
        Rule as Rule,
        covers as covers,
        may as may,
        must as must,
    )
    from yosrules.policies.rating import (
        Band as Band,
        Rating as Rating,
        RatingScale as RatingScale,
        Rounding as Rounding,
        Score as Score,
    )
    from yosrules.ratings.compare import (
        agreement as agreement,
        compare as compare,
    )
    from yosrules.ratings.rate import (
        award as award,
        rate as rate,
    )
    from yosrules.ratings.rated import (
        RatedSheet as RatedSheet,
        RatedStandard as RatedStandard,
    )
    from yosrules.records.audit import (
        AuditSheet as AuditSheet,
        Inspection as Inspection,
        Item as Item,
        ItemSheet as ItemSheet,
        Judged as Judged,
        JudgedOverall as JudgedOverall,
        SheetRow as SheetRow,
    )
    from yosrules.records.case import (
        Case as Case,
    )

lazily(
    __name__,
    {
        "attendance.track": "track",
        "deciding.allocate": "allocate",
        "deciding.decide": "Decision Finding Status Verdict decide find holds",
        "english.explain": "explain",
        "errors": "BadCell Failure InputError LanguageError PluginError PolicyError RatingError RecordError "
        "YosrulesError",
        "files.cases": "read_cases",
        "files.plain": "record_from",
        "hooks.load": "load",
        "language.expr": "Condition Ref all_of any_of at_least between is_in known unless",
        "language.facts": "Facts Given Maybe fact given vocabulary",
        "language.kinds": "Fact",
        "policies.awards": "Award Ground",
        "policies.citation": "Citation cite",
        "policies.domain": "Domain Framework KeyQuestion RatedBy Standard",
        "policies.policy": "Declared Edition Example Guarantee Modality Policy Rule covers may must",
        "policies.rating": "Band Rating RatingScale Rounding Score",
        "ratings.compare": "agreement compare",
        "ratings.rate": "award rate",
        "ratings.rated": "RatedSheet RatedStandard",
        "records.audit": "AuditSheet Inspection Item ItemSheet Judged JudgedOverall SheetRow",
        "records.case": "Case",
    },
)

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        if name != "__version__":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib.metadata import version  # noqa: PLC0415 -- slower to import than all the rest

        return version("yosrules")

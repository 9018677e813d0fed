"""The quality programme of a service: what it measures of its own work, and how far the figures carry."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.quality.disparity import (
        Denominator as Denominator,
        Disparity as Disparity,
        GroupCount as GroupCount,
        GroupRate as GroupRate,
        StageCount as StageCount,
        Terms as Terms,
        disparities as disparities,
    )
    from yosrules.quality.figures import (
        Frequency as Frequency,
        IndicatorFigure as IndicatorFigure,
        Series as Series,
        figures as figures,
        frequency as frequency,
    )
    from yosrules.quality.groups import Ethnicity as Ethnicity, Sex as Sex
    from yosrules.quality.indicators import IndicatorTold as IndicatorTold, NoPeriod as NoPeriod, of_one as of_one
    from yosrules.quality.intervals import IndexInterval as IndexInterval, Side as Side
    from yosrules.quality.misprints import (
        Contradiction as Contradiction,
        Misprint as Misprint,
        Plausible as Plausible,
        RateLine as RateLine,
        ShareLine as ShareLine,
        TotalLine as TotalLine,
        check_percentages as check_percentages,
        check_rates as check_rates,
        check_totals as check_totals,
    )
    from yosrules.quality.outturns import Outturn as Outturn, Outturns as Outturns
    from yosrules.quality.oversight import (
        HandedOver as HandedOver,
        Oversight as Oversight,
        OversightChange as OversightChange,
        OversightRow as OversightRow,
        Scoped as Scoped,
        in_scope as in_scope,
        progress_of as progress_of,
    )
    from yosrules.quality.periods import Every as Every, Period as Period, periods as periods
    from yosrules.quality.programme import (
        Done as Done,
        Programme as Programme,
        Progress as Progress,
        Routine as Routine,
        RoutinePeriod as RoutinePeriod,
        periods_due as periods_due,
        undated as undated,
    )
    from yosrules.quality.rates import (
        Population as Population,
        PopulationRange as PopulationRange,
        PopulationRate as PopulationRate,
        Scale as Scale,
        implied_population as implied_population,
        per_population as per_population,
        rate_of as rate_of,
    )
    from yosrules.quality.reallocation import Move as Move, Suggested as Suggested, suggest as suggest
    from yosrules.quality.rounded import (
        RoundedIndex as RoundedIndex,
        RoundedRate as RoundedRate,
        index_of_rounded as index_of_rounded,
        rounded_indices as rounded_indices,
    )
    from yosrules.quality.sample_sizes import SampleSizes as SampleSizes, SizeRule as SizeRule
    from yosrules.quality.sampling import (
        AuditedCase as AuditedCase,
        AuditPeriod as AuditPeriod,
        Draw as Draw,
        DrawnCase as DrawnCase,
        DrawnStratum as DrawnStratum,
        Excluded as Excluded,
        draw as draw,
        eligible as eligible,
    )
    from yosrules.quality.submission import Lack as Lack, before_submission as before_submission
    from yosrules.quality.toolkit import (
        CrossTable as CrossTable,
        OutcomeTier as OutcomeTier,
        ToolkitOutcome as ToolkitOutcome,
        toolkit_tables as toolkit_tables,
    )
    from yosrules.quality.workload import (
        CaseLoad as CaseLoad,
        CaseWeight as CaseWeight,
        DoneBy as DoneBy,
        NewlyQualified as NewlyQualified,
        Practitioner as Practitioner,
        Scheme as Scheme,
        TaskCounted as TaskCounted,
        Workload as Workload,
        WorkloadPolicy as WorkloadPolicy,
        case_load as case_load,
        points_available as points_available,
        share_used as share_used,
        share_used_by_hmpps as share_used_by_hmpps,
        tasks_load as tasks_load,
        workloads as workloads,
    )

lazily(
    __name__,
    {
        "figures": "Frequency IndicatorFigure Series figures frequency",
        "indicators": "NoPeriod IndicatorTold of_one",
        "outturns": "Outturn Outturns",
        "submission": "Lack before_submission",
        "periods": "Every Period periods",
        "disparity": "Denominator Disparity GroupCount GroupRate StageCount Terms disparities",
        "rounded": "RoundedIndex RoundedRate index_of_rounded rounded_indices",
        "intervals": "IndexInterval Side",
        "misprints": "Contradiction Misprint Plausible RateLine ShareLine TotalLine "
        "check_percentages check_rates check_totals",
        "groups": "Ethnicity Sex",
        "toolkit": "CrossTable OutcomeTier ToolkitOutcome toolkit_tables",
        "programme": "Done Programme Progress Routine RoutinePeriod periods_due undated",
        "oversight": "HandedOver Oversight OversightChange OversightRow Scoped in_scope progress_of",
        "sample_sizes": "SampleSizes SizeRule",
        "sampling": "AuditPeriod AuditedCase Draw DrawnCase DrawnStratum Excluded draw eligible",
        "rates": "Population PopulationRange PopulationRate Scale implied_population per_population rate_of",
        "reallocation": "Move Suggested suggest",
        "workload": "CaseLoad CaseWeight DoneBy NewlyQualified Practitioner Scheme TaskCounted Workload WorkloadPolicy "
        "case_load points_available share_used share_used_by_hmpps tasks_load workloads",
    },
)

"""Floor 3: what a plugin author writes."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.policies.attendance import (
        AttendancePolicy as AttendancePolicy,
        Grade as Grade,
        InterviewBy as InterviewBy,
        Interviews as Interviews,
    )
    from yosrules.policies.awards import Award as Award, Ground as Ground, awarded as awarded, grounds as grounds
    from yosrules.policies.calendar import (
        Count as Count,
        Nation as Nation,
        Span as Span,
    )
    from yosrules.policies.citation import Citation as Citation, cite as cite
    from yosrules.policies.conventions import (
        Assessed as Assessed,
        Conventions as Conventions,
        Fires as Fires,
        Linking as Linking,
        OfRule as OfRule,
        OverLeave as OverLeave,
    )
    from yosrules.policies.domain import (
        Domain as Domain,
        Framework as Framework,
        KeyQuestion as KeyQuestion,
        Overall as Overall,
        RatedBy as RatedBy,
        Standard as Standard,
    )
    from yosrules.policies.forums.attendees import Attendee as Attendee
    from yosrules.policies.forums.deadlines import (
        Deadline as Deadline,
        ahead as ahead,
        not_sooner as not_sooner,
        within as within,
    )
    from yosrules.policies.forums.forum import (
        Before as Before,
        Check as Check,
        Ending as Ending,
        Forum as Forum,
        ForumPolicy as ForumPolicy,
        Review as Review,
        Sooner as Sooner,
        in_time as in_time,
    )
    from yosrules.policies.forums.sittings import EVERY_WEEKDAY as EVERY_WEEKDAY, Sitting as Sitting, Weekday as Weekday
    from yosrules.policies.indicators.elapsed import Elapsed as Elapsed, MonthBegan as MonthBegan, elapsed as elapsed
    from yosrules.policies.indicators.indicator import (
        Better as Better,
        Cohort as Cohort,
        Indicator as Indicator,
        Membership as Membership,
        counts as counts,
        excepted as excepted,
        meets as meets,
    )
    from yosrules.policies.indicators.open_indicators import OpenIndicator as OpenIndicator
    from yosrules.policies.lost_time.counting import (
        Counting as Counting,
        DayCount as DayCount,
        HalfDay as HalfDay,
        Length as Length,
        Straddling as Straddling,
        longer_than as longer_than,
        up_to as up_to,
    )
    from yosrules.policies.lost_time.measures import (
        Continuous as Continuous,
        Expired as Expired,
        Lasted as Lasted,
        Lost as Lost,
        LostTime as LostTime,
        Of as Of,
        ShareOfTime as ShareOfTime,
        SinceHeld as SinceHeld,
        Tally as Tally,
        allowance as allowance,
        bradford as bradford,
        continuous as continuous,
        days as days,
        expired as expired,
        hours as hours,
        in_spells as in_spells,
        lasted as lasted,
        lost as lost,
        share_of_time as share_of_time,
        since_held as since_held,
        spells as spells,
    )
    from yosrules.policies.lost_time.scaling import (
        Allowance as Allowance,
        Pattern as Pattern,
        Per as Per,
        Rounded as Rounded,
    )
    from yosrules.policies.lost_time.windows import (
        AnyWindow as AnyWindow,
        During as During,
        FixedYear as FixedYear,
        FromTo as FromTo,
        WholeMonths as WholeMonths,
        from_to as from_to,
    )
    from yosrules.policies.open_policies import OpenPolicy as OpenPolicy, Setting as Setting
    from yosrules.policies.policy import (
        Accepted as Accepted,
        Declared as Declared,
        Edition as Edition,
        Example as Example,
        Guarantee as Guarantee,
        Modality as Modality,
        Outcome as Outcome,
        Policy as Policy,
        Rule as Rule,
        Status as Status,
        covers as covers,
        may as may,
        must as must,
        should as should,
    )
    from yosrules.policies.rating import (
        NOT_RATED as NOT_RATED,
        Band as Band,
        Rating as Rating,
        RatingScale as RatingScale,
        Rounding as Rounding,
        Score as Score,
        Written as Written,
    )
    from yosrules.policies.scoring import Scored as Scored, scores_at_least as scores_at_least
    from yosrules.policies.stages import ByLeave as ByLeave, LastDay as LastDay, LiveFrom as LiveFrom, Rung as Rung

lazily(
    __name__,
    {
        "attendance": "AttendancePolicy Grade InterviewBy Interviews",
        "forums.attendees": "Attendee",
        "awards": "Award Ground awarded grounds",
        "calendar": "Count Nation Span",
        "citation": "Citation cite",
        "conventions": "Assessed Conventions Fires Linking OfRule OverLeave",
        "lost_time.counting": "Counting DayCount HalfDay Length Straddling longer_than up_to",
        "forums.deadlines": "Deadline ahead not_sooner within",
        "domain": "Domain Framework KeyQuestion Overall RatedBy Standard",
        "indicators.elapsed": "Elapsed MonthBegan elapsed",
        "forums.forum": "Before Check Ending Forum ForumPolicy Review Sooner in_time",
        "indicators.indicator": "Better Indicator Membership Cohort counts excepted meets",
        "lost_time.measures": (
            "Continuous Expired Lasted Lost LostTime Of ShareOfTime SinceHeld Tally "
            "allowance bradford continuous days expired hours in_spells lasted lost share_of_time since_held spells"
        ),
        "indicators.open_indicators": "OpenIndicator",
        "open_policies": "OpenPolicy Setting",
        "policy": (
            "Accepted Declared Edition Example Guarantee Modality Outcome Policy Rule Status covers may must should"
        ),
        "rating": "Band NOT_RATED Rating RatingScale Rounding Score Written",
        "lost_time.scaling": "Allowance Pattern Per Rounded",
        "lost_time.windows": "AnyWindow During FixedYear FromTo WholeMonths from_to",
        "scoring": "Scored scores_at_least",
        "forums.sittings": "EVERY_WEEKDAY Sitting Weekday",
        "stages": "ByLeave LastDay LiveFrom Rung",
    },
)

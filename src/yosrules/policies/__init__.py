"""Floor 3: what a plugin author writes."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.policies.attendance import Assessed as Assessed
    from yosrules.policies.attendance import AttendancePolicy as AttendancePolicy
    from yosrules.policies.attendance import Conventions as Conventions
    from yosrules.policies.attendance import Fires as Fires
    from yosrules.policies.attendance import Grade as Grade
    from yosrules.policies.attendance import InterviewBy as InterviewBy
    from yosrules.policies.attendance import Interviews as Interviews
    from yosrules.policies.attendance import Linking as Linking
    from yosrules.policies.attendance import LiveFrom as LiveFrom
    from yosrules.policies.attendance import OverLeave as OverLeave
    from yosrules.policies.attendance import Rung as Rung
    from yosrules.policies.awards import Award as Award
    from yosrules.policies.awards import Ground as Ground
    from yosrules.policies.awards import awarded as awarded
    from yosrules.policies.awards import grounds as grounds
    from yosrules.policies.calendar import Count as Count
    from yosrules.policies.calendar import Deadline as Deadline
    from yosrules.policies.calendar import Nation as Nation
    from yosrules.policies.calendar import Sitting as Sitting
    from yosrules.policies.calendar import Span as Span
    from yosrules.policies.calendar import within as within
    from yosrules.policies.counting import AnyWindow as AnyWindow
    from yosrules.policies.counting import Counting as Counting
    from yosrules.policies.counting import DayCount as DayCount
    from yosrules.policies.counting import During as During
    from yosrules.policies.counting import FixedYear as FixedYear
    from yosrules.policies.counting import FromTo as FromTo
    from yosrules.policies.counting import HalfDay as HalfDay
    from yosrules.policies.counting import Straddling as Straddling
    from yosrules.policies.counting import from_to as from_to
    from yosrules.policies.domain import Domain as Domain
    from yosrules.policies.domain import Framework as Framework
    from yosrules.policies.domain import KeyQuestion as KeyQuestion
    from yosrules.policies.domain import Overall as Overall
    from yosrules.policies.domain import RatedBy as RatedBy
    from yosrules.policies.domain import Standard as Standard
    from yosrules.policies.forum import Before as Before
    from yosrules.policies.forum import Check as Check
    from yosrules.policies.forum import Forum as Forum
    from yosrules.policies.forum import ForumPolicy as ForumPolicy
    from yosrules.policies.forum import Review as Review
    from yosrules.policies.lost_time import Allowance as Allowance
    from yosrules.policies.lost_time import Continuous as Continuous
    from yosrules.policies.lost_time import Expired as Expired
    from yosrules.policies.lost_time import Lasted as Lasted
    from yosrules.policies.lost_time import Lost as Lost
    from yosrules.policies.lost_time import LostTime as LostTime
    from yosrules.policies.lost_time import Of as Of
    from yosrules.policies.lost_time import Pattern as Pattern
    from yosrules.policies.lost_time import Per as Per
    from yosrules.policies.lost_time import Rounded as Rounded
    from yosrules.policies.lost_time import ShareOfTime as ShareOfTime
    from yosrules.policies.lost_time import SinceHeld as SinceHeld
    from yosrules.policies.lost_time import Tally as Tally
    from yosrules.policies.lost_time import allowance as allowance
    from yosrules.policies.lost_time import bradford as bradford
    from yosrules.policies.lost_time import continuous as continuous
    from yosrules.policies.lost_time import days as days
    from yosrules.policies.lost_time import expired as expired
    from yosrules.policies.lost_time import hours as hours
    from yosrules.policies.lost_time import lasted as lasted
    from yosrules.policies.lost_time import lost as lost
    from yosrules.policies.lost_time import share_of_time as share_of_time
    from yosrules.policies.lost_time import since_held as since_held
    from yosrules.policies.lost_time import spells as spells
    from yosrules.policies.open_policies import OpenPolicy as OpenPolicy
    from yosrules.policies.open_policies import Setting as Setting
    from yosrules.policies.policy import Accepted as Accepted
    from yosrules.policies.policy import Citation as Citation
    from yosrules.policies.policy import Declared as Declared
    from yosrules.policies.policy import Edition as Edition
    from yosrules.policies.policy import Example as Example
    from yosrules.policies.policy import Guarantee as Guarantee
    from yosrules.policies.policy import Modality as Modality
    from yosrules.policies.policy import Outcome as Outcome
    from yosrules.policies.policy import Policy as Policy
    from yosrules.policies.policy import Rule as Rule
    from yosrules.policies.policy import Status as Status
    from yosrules.policies.policy import cite as cite
    from yosrules.policies.policy import covers as covers
    from yosrules.policies.policy import may as may
    from yosrules.policies.policy import must as must
    from yosrules.policies.rating import NOT_RATED as NOT_RATED
    from yosrules.policies.rating import Band as Band
    from yosrules.policies.rating import Rating as Rating
    from yosrules.policies.rating import RatingScale as RatingScale
    from yosrules.policies.rating import Rounding as Rounding
    from yosrules.policies.rating import Score as Score
    from yosrules.policies.rating import Written as Written

lazily(
    __name__,
    {
        "attendance": (
            "Assessed AttendancePolicy Conventions Fires Grade InterviewBy Interviews Linking LiveFrom OverLeave Rung"
        ),
        "awards": "Award Ground awarded grounds",
        "calendar": "Count Deadline Nation Sitting Span within",
        "counting": "AnyWindow Counting DayCount During FixedYear FromTo HalfDay Straddling from_to",
        "domain": "Domain Framework KeyQuestion Overall RatedBy Standard",
        "forum": "Before Check Forum ForumPolicy Review",
        "lost_time": (
            "Allowance Continuous Expired Lasted Lost LostTime Of Pattern Per Rounded ShareOfTime SinceHeld Tally "
            "allowance bradford continuous days expired hours lasted lost share_of_time since_held spells"
        ),
        "open_policies": "OpenPolicy Setting",
        "policy": (
            "Accepted Citation Declared Edition Example Guarantee Modality Outcome Policy Rule Status "
            "cite covers may must"
        ),
        "rating": "Band NOT_RATED Rating RatingScale Rounding Score Written",
    },
)

"""How a fact is worked out is said in words, with what counts and when it is known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from yosrules import Edition, Facts, Maybe, all_of, fact, must, vocabulary
from yosrules.english.measured import measured_in_words
from yosrules.language.measure import (
    Unit,
    coming,
    count,
    exists,
    falls,
    in_force,
    last,
    longest,
    open_on_day,
    total,
    years,
)
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.records.case import CareEpisode, Case, EarlierOutcome, Offence
from yosrules.records.choices import Chair, Disposal
from yosrules.reports.drawing.page import Heading, Points
from yosrules.reports.forum_pages import policy_page

AFTER_BAIL = coming(3, Unit.MONTHS, anchor_in=False, far_end_in=True, after=Case.bailed)
WEEK = coming(1, Unit.WEEKS, anchor_in=True, far_end_in=True)
YEAR = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)
WORKED_OUT = Heading("How facts are worked out")


class Worked(Case):
    """A case with a fact of each way of being worked out."""

    cautions: Maybe[int] = count(
        EarlierOutcome, "cautions so far", where=EarlierOutcome.disposal == Disposal.YOUTH_CAUTION
    )
    had: Maybe[bool] = exists(EarlierOutcome, "there was an outcome", during=YEAR, dated=EarlierOutcome.day)
    later: Maybe[bool] = exists(
        Offence,
        "an offence after bail",
        during=AFTER_BAIL,
    )
    planned: Maybe[int] = count(Offence, "offences to come", during=WEEK)
    worst: Maybe[int] = total(Offence, Offence.gravity, "all gravity")
    care: Maybe[int] = longest(CareEpisode, CareEpisode.day, CareEpisode.ended, "longest in care")
    in_care: Maybe[bool] = exists(
        CareEpisode,
        "in care now",
        during=open_on_day(CareEpisode.day, CareEpisode.ended, end_in=True, no_end_is_open=True),
    )
    order: Maybe[bool] = in_force(
        Case.sentenced, Case.order_ends, "the order is in force", end_in=False, no_end_is_open=False
    )
    soon: Maybe[bool] = falls(
        Case.release_due, "release is soon", during=coming(6, Unit.MONTHS, anchor_in=True, far_end_in=True)
    )
    age_at_bail: Maybe[int] = years(Case.born, "age at bail", on=Case.bailed)


SAID = """
- the licence is over: whether the end of the licence is before the day asked about
- age: whole years from the date of birth to the day asked about
- cautions so far: the number of rows of earlier outcome where the disposal is youth caution; the date of the
outcome is the day asked about or earlier
- there was an outcome: whether there is a row of earlier outcome; the date of the outcome lies within 12 months
back from the day asked about (that day in, the day exactly so much earlier out), and none after the day asked about
- an offence after bail: whether there is a row of offence; the date of the offence lies within 3 months on from the
date of bail (that day out, the day exactly so much later in), and none after the day asked about
- offences to come: the number of rows of offence; the date of the offence lies within 1 week on from the day asked
about (that day in, the day exactly so much later in)
- all gravity: the total of the gravity score over the rows of offence; the date of the offence is the day asked
about or earlier
- longest in care: the most days of the start of the episode, up to the end of the episode or the day asked about,
whichever is first, over the rows of care episode; the start of the episode is the day asked about or earlier
- in care now: whether there is a row of care episode; the day asked about is from the start of the episode to the
end of the episode (the last day in; without an end on record it goes on)
- the order is in force: whether the day asked about is from the date of sentence to the end of the order (the last
day out; without an end on record it cannot be told)
- release is soon: whether the date release is due lies within 6 months on from the day asked about (that day in,
the day exactly so much later in)
- age at bail: whole years from the date of birth to the date of bail
- Whether there is a row is known to be so as soon as one counts. Anything else that is worked out from rows is
known only where every row is known to count or not to count
"""


def test_how_each_fact_is_worked_out_is_said_with_its_conventions() -> None:
    lines = [" ".join(each.split()) for each in SAID.strip().removeprefix("- ").split("\n- ")]
    assert [*measured_in_words(Worked, {*vocabulary(Worked).values()})] == lines


class Undated(Facts):
    """A row that nothing dates."""

    grave: Maybe[bool] = fact(bool, "it is grave")


class Counted(Case):
    """A case with rows that nothing dates."""

    grave: Maybe[int] = count(Undated, "grave ones", where=Undated.grave)


def test_a_row_that_nothing_dates_counts_on_any_day() -> None:
    first, _ = measured_in_words(Counted, {Counted.grave.fact})
    assert first == "grave ones: the number of rows of undated where it is grave; of any day"


def test_a_policy_is_shown_with_what_its_rules_and_the_ends_of_its_forums_are_worked_out_from() -> None:
    panel = Forum("PAN", "Panel", Chair.MANAGER, until=all_of(Worked.licence_over))
    for when, lines in ((Worked.had, 3), (Case.knife, 1)):
        edition = Edition(date(2024, 1, 1), (must("one", panel, when=when),))
        policy = ForumPolicy("p", about=Worked, forums=(panel,), editions=(edition,))
        (points,) = (after for block, after in pairwise(policy_page(policy, edition)) if block == WORKED_OUT)
        assert isinstance(points, Points)
        assert len(points.lines) == lines
    bare = Forum("PAN", "Panel", Chair.MANAGER)
    edition = Edition(date(2024, 1, 1), (must("one", bare, when=Case.knife),))
    page = policy_page(ForumPolicy("p", about=Worked, forums=(bare,), editions=(edition,)), edition)
    assert WORKED_OUT not in page

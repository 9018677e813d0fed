"""Victims contacted, and interested in restorative justice, as Derby's report of 9 September 2019 counts them.

The report states what was reached for orders that began in April 2019, all and two thirds, and no target; what was
reached stands in for one here. It does not say of whom the two thirds are: both readings are given.
"""

from datetime import date
from fractions import Fraction

from yosrules.language import Facts, Impossible, Maybe, fact, known, never
from yosrules.policies import Edition, Example, Indicator, Status, cite, counts, excepted, meets

SLIDE = cite("Derby YOS, progress report to the scrutiny board, 9 September 2019", "work with victims")
ALL, OF_CONTACTED = "of all victims", "of victims contacted"
NOT_STATED = (
    "a target: what was reached for orders that began in April 2019 stands in for it",
    "what counts as contact: that contact was made is a fact of the record",
    "who is left out: a victim who did not consent to contact cannot be contacted, and is left out here",
    "the day from which it applies: 1 April 2019 stands in",
)


class VictimCase(Facts):
    """One victim of one child's offence, as a service has it on record."""

    reference: str
    order_began: Maybe[date] = fact(date, "the day on which the child's order began")
    consents: Maybe[bool] = fact(bool, "the victim consents to contact")
    contacted: Maybe[bool] = fact(bool, "the victim was contacted")
    interested: Maybe[bool] = fact(bool, "the victim is interested in restorative justice")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Nobody says whether they are interested before they are asked."""
        return (never(cls.interested & ~cls.contacted, "a victim who was not contacted was not asked"),)


left_out = excepted("no-consent", "the victim does not consent to contact", when=~VictimCase.consents, cites=SLIDE)
ANY = "example"

CONTACTED = Indicator(
    "derby-victims-contacted",
    "Victims contacted",
    about=VictimCase,
    dated=VictimCase.order_began,
    editions=(
        Edition(
            date(2019, 4, 1),
            (
                counts(known(VictimCase.order_began), cites=SLIDE),
                left_out,
                meets(VictimCase.contacted, target=Fraction(1), cites=SLIDE),
            ),
            cites=SLIDE,
            start_stated=False,
        ),
    ),
    not_stated=NOT_STATED,
    examples=(
        Example(VictimCase(reference=ANY, order_began=date(2019, 4, 2)), "counted", Status.MUST),
        Example(VictimCase(reference=ANY), "counted", Status.NO),
        Example(VictimCase(reference=ANY, consents=False), "excepted: no-consent", Status.MUST),
        Example(VictimCase(reference=ANY, consents=True), "excepted: no-consent", Status.NO),
        Example(VictimCase(reference=ANY, contacted=True), "meets it", Status.MUST),
        Example(VictimCase(reference=ANY, contacted=False), "meets it", Status.NO),
    ),
)

INTERESTED = Indicator(
    "derby-victims-interested",
    "Victims interested in restorative justice",
    about=VictimCase,
    dated=VictimCase.order_began,
    editions=(
        Edition(
            date(2019, 4, 1),
            (
                counts(known(VictimCase.order_began), cites=SLIDE, reading=ALL),
                counts(VictimCase.contacted, cites=SLIDE, reading=OF_CONTACTED),
                left_out,
                meets(VictimCase.interested, target=Fraction(2, 3), cites=SLIDE),
            ),
            cites=SLIDE,
            start_stated=False,
        ),
    ),
    not_stated=(*NOT_STATED, "of whom the two thirds are: of all victims, or of those contacted"),
    examples=(
        Example(VictimCase(reference=ANY, order_began=date(2019, 4, 2)), "counted", Status.MUST, reading=ALL),
        Example(VictimCase(reference=ANY), "counted", Status.NO, reading=ALL),
        Example(VictimCase(reference=ANY, contacted=True), "counted", Status.MUST, reading=OF_CONTACTED),
        Example(VictimCase(reference=ANY, contacted=False), "counted", Status.NO, reading=OF_CONTACTED),
        Example(VictimCase(reference=ANY, consents=False), "excepted: no-consent", Status.MUST),
        Example(VictimCase(reference=ANY, consents=True), "excepted: no-consent", Status.NO),
        Example(VictimCase(reference=ANY, contacted=True, interested=True), "meets it", Status.MUST),
        Example(VictimCase(reference=ANY, contacted=True, interested=False), "meets it", Status.NO),
    ),
)

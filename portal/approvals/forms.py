"""Yes with a plan for cover, yes if, no with a reason, and passing on; the applicant's answer."""

from collections.abc import Iterable, Sequence

from werkzeug.datastructures import MultiDict

from portal.applications.terms import Term
from portal.approvals.cover import BANDS, Plan, Problem, Wanted
from portal.approvals.lifecycle import COVER_LABELS, NEEDS_NOBODY, CoverMeans
from portal.approvals.offering import WHOLE, Offer, Wrong
from portal.approvals.reasons import Reason
from portal.kernel.amounts import plain
from portal.kernel.language import _, lazy
from portal.web.fields import (
    ChoiceField,
    ConfirmField,
    DateField,
    EmailField,
    Form,
    HoursField,
    LongTextField,
    MoneyField,
    SelectField,
    TextField,
)

YES, NO = "yes", "no"
PAID_BACK = {YES: True, NO: False}
MOST_FORMS = 10  # as many periods as an application may have


class CoverForm(Form):
    """A plan for cover. What it is held against is `approvals.cover`; hints come from the page.

    Call `hold` before it is read: what was prefilled counts for nothing where nobody is needed.
    """

    wanted: Wanted | None = None

    means = ChoiceField(
        lazy("How will the work be covered?"),
        choices=[(means.value, label) for means, label in COVER_LABELS.items()],
        needed=lazy("Choose how the work will be covered"),
        small=True,
    )
    who = TextField(lazy("Who will cover?"), hint=lazy("A name or a team"), optional=True)
    band = SelectField(
        lazy("Their band"),
        choices=[(band, band) for band in BANDS],
        empty=lazy("Not on a band, or not known"),
        optional=True,
    )
    grade = TextField(lazy("Or their grade"), limit=60, width=20, optional=True)
    hours = HoursField(lazy("Hours covered"))
    starts = DateField(lazy("Cover starts on"), short=lazy("The first day of cover"))
    cost = MoneyField(lazy("Cost in all"), width=10)
    cost_centre = TextField(lazy("Cost centre"), limit=40, width=10)
    paid_back = ChoiceField(
        lazy("Does the money come back to your service?"),
        choices=[(YES, lazy("Yes")), (NO, lazy("No"))],
        inline=True,
        small=True,
    )
    when_busy = LongTextField(
        lazy("What happens if you are very busy, or in winter?"),
        short=lazy("What happens if you are very busy"),
        hint=lazy("For example: the day moves inside the same week"),
        words=200,
        rows=3,
    )

    def hold(self, wanted: Wanted) -> None:
        """Hand in what is asked for."""
        self.wanted = wanted

    def plan(self) -> Plan:
        """Return what was written. The form must be valid.

        Where nobody is needed, hours and cost that stand as they were prefilled are not meant.
        """
        means = CoverMeans(self.means.data)
        hours, cost = self.hours.data, self.cost.data
        if means in NEEDS_NOBODY and self.wanted is not None:
            hours = None if hours == self.wanted.hours_hundredths else hours
            cost = None if cost == self.wanted.pay_pence else cost
        return Plan(
            means=means,
            who=self.who.data,
            band=self.band.data,
            grade=self.grade.data,
            hours_hundredths=hours,
            starts_on=self.starts.data,
            cost_pence=cost,
            cost_centre=self.cost_centre.data,
            when_busy=self.when_busy.data,
            is_paid_back=PAID_BACK.get(self.paid_back.data),
        )

    def say(self, problems: tuple[Problem, ...]) -> None:
        """Put what is wrong with the plan beside its fields."""
        for problem in problems:
            self.refuse(problem.field, problem.words)


def prefilled(wanted: Wanted, cost_centre: str) -> dict[str, object]:
    """Return what stands in a plan before anything is typed: the most usual answer."""
    return {
        "hours": wanted.hours_hundredths,
        "starts": wanted.first_day,
        "cost": wanted.pay_pence,
        "cost_centre": cost_centre,
        "paid_back": YES if wanted.pay_pence else NO,
    }


class YesForm(Form):
    """A yes that needs no plan for cover."""


class TermForm(Form):
    """The days and hours of one period as they can be given. Its fields have a prefix."""

    hours = HoursField(lazy("Hours a week"), needed=lazy("Enter the hours a week"), suffix=None)
    starts = DateField(
        lazy("First day"), short=lazy("First day"), needed=lazy("Enter the first day")
    )
    ends = DateField(lazy("Last day"), short=lazy("Last day"), needed=lazy("Enter the last day"))

    def term(self) -> Term:
        """Return what was written. The form must be valid."""
        return Term(self.starts.data, self.ends.data, self.hours.data)


def term_forms(terms: Sequence[Term], given: MultiDict[str, str] | None = None) -> list[TermForm]:
    """Return a form for each period: as sent in `given`, else with what was asked for."""
    made = []
    for number, term in enumerate(terms[:MOST_FORMS], start=1):
        data = {"hours": term.hours_hundredths, "starts": term.starts_on, "ends": term.ends_on}
        form = TermForm(formdata=given, data=data, prefix=f"p{number}", meta={"csrf": False})
        asked = plain(term.hours_hundredths)
        form.hours.hint = _("%(hours)s were asked for. You cannot give more", hours=asked)
        made.append(form)
    return made


class _Depends(Form):
    """What a yes depends on besides days and hours."""

    when_filled = ConfirmField(
        lazy("It starts when a post is filled, at the latest on the first day above")
    )
    words = LongTextField(
        lazy("What else does your yes depend on?"),
        hint=lazy("The applicant reads this as you write it"),
        words=200,
        rows=3,
        optional=True,
    )


class OfferForm(CoverForm, _Depends):
    """A yes with a condition, and its plan for cover."""


class PlainOfferForm(_Depends):
    """A yes with a condition that needs no plan for cover."""


def offer_of(form: OfferForm | PlainOfferForm, terms: Iterable[TermForm]) -> Offer:
    """Return the offer that was written. The forms must be valid."""
    return Offer(tuple(each.term() for each in terms), bool(form.when_filled.data), form.words.data)


def say_wrong(
    form: OfferForm | PlainOfferForm, terms: Sequence[TermForm], wrong: Iterable[Wrong]
) -> None:
    """Put what is wrong with an offer beside its fields."""
    for each in wrong:
        place = form if each.number == WHOLE or not terms else terms[each.number - 1]
        name = each.problem.field if place is not form else "words"
        place.refuse(name, each.problem.words)


class DeclineForm(Form):
    """A no: the reason that is counted, and words for the applicant."""

    reason = ChoiceField(
        lazy("Why can you not say yes?"),
        needed=lazy("Choose the main reason"),
    )
    comment = LongTextField(
        lazy("Say more in your own words"),
        hint=lazy("For example: what would have to change, or when to ask again"),
        needed=lazy("Say in a sentence or two why not"),
        words=200,
        rows=4,
    )

    def offer(self, reasons: Iterable[Reason]) -> "DeclineForm":
        """Set the reasons to choose from."""
        self.reason.choices = [(reason.key, reason.label) for reason in reasons]
        return self


class PassOnForm(Form):
    """Whose it is to answer, where that is known."""

    email = EmailField(
        lazy("Work email of the right person"),
        hint=lazy("Leave it empty if you do not know. The R&D office then finds out"),
        autocomplete="off",
        optional=True,
    )
    words = LongTextField(lazy("Anything they should know?"), words=100, rows=3, optional=True)


class NotAcceptForm(Form):
    """Why the applicant does not accept what a yes depends on."""

    words = LongTextField(
        lazy("Why can you not accept it?"),
        hint=lazy("Whoever answered reads this as you write it"),
        needed=lazy("Say in a sentence or two why not"),
        words=200,
        rows=4,
    )

"""Forms of alerts, of the checker and of questions to the office."""

from typing import Any

from wtforms import ValidationError

from portal.kernel.language import ENGLISH, WELSH, lazy
from portal.people.models import Contract
from portal.people.professions import GROUP_LABELS, UptakeGroup, professions
from portal.reach.checking import CONTRACTS, MEDICAL, Told
from portal.reach.wanting import Wanted
from portal.schemes.definition import KIND_LABELS, Kind
from portal.schemes.eligibility_rules import BANDS
from portal.web.fields import (
    Choice,
    ChoiceField,
    ConfirmField,
    DateField,
    EmailField,
    Form,
    HoursField,
    LongTextField,
    ManyField,
    SelectField,
    TextField,
)

LANGUAGES = ((ENGLISH, lazy("English")), (WELSH, lazy("Welsh")))


class _Language(Form):
    language = ChoiceField(
        lazy("Language of the emails"),
        choices=LANGUAGES,
        inline=True,
        needed=lazy("Choose a language"),
    )


class ChoicesForm(_Language):
    """Which calls to be told of."""

    jobs = ManyField(
        lazy("Which jobs should the scheme be for?"),
        choices=GROUP_LABELS.items(),
        hint=lazy("Choose your own, or none for all jobs."),
        small=True,
    )
    kinds = ManyField(
        lazy("Which kinds of scheme?"),
        choices=KIND_LABELS.items(),
        hint=lazy("Choose none for all kinds."),
        small=True,
    )

    def wanted(self) -> Wanted:
        """Return what was chosen. Only for a form that validated."""
        return Wanted(
            None,
            tuple(UptakeGroup(job) for job in self.jobs.data),
            tuple(Kind(kind) for kind in self.kinds.data),
        )


class AlertsForm(ChoicesForm):
    """Be told of every scheme that fits."""

    email = EmailField(
        lazy("Your email address"),
        needed=lazy("Enter your email address"),
        hint=lazy("Any address will do. We use it for these alerts and nothing else."),
    )


class SchemeAlertForm(_Language):
    """Be told when one scheme opens."""

    email = EmailField(
        lazy("Your email address"),
        needed=lazy("Enter your email address"),
        hint=lazy("Any address will do. We use it for these alerts and nothing else."),
    )


NOT_LISTED = "other"


class CheckerForm(Form):
    """Four questions on one's post; sent by GET, so that the answer has an address."""

    profession = SelectField(
        lazy("What is your job?"),
        needed=lazy("Choose your job, or that it is not in the list"),
    )
    pay = SelectField(
        lazy("What is your band?"),
        hint=lazy("Doctors and dentists: choose the last answer."),
        needed=lazy("Choose your band"),
    )
    contract = ChoiceField(
        lazy("What kind of contract do you have?"),
        needed=lazy("Choose the kind of your contract"),
    )
    ends_on = DateField(lazy("When does it end?"), hint=lazy("For example, 31 3 2028"), size=None)
    hours = HoursField(
        lazy("How many hours a week is your contract?"),
        needed=lazy("Enter your hours a week, like 37.5"),
        hint=lazy("Full time is 37.5 hours in most of the UK, and 36 in Scotland."),
        short=lazy("Your hours"),
        width=5,
        least=25,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jobs = sorted(professions().values(), key=lambda each: each.name.casefold())
        self.profession.choices = [
            *((each.code, each.name) for each in jobs),
            (NOT_LISTED, lazy("My job is not in the list")),
        ]
        self.pay.choices = [
            *((band, band_words(band)) for band in BANDS),
            (MEDICAL, lazy("I am paid on a medical or dental grade")),
        ]
        self.contract.choices = [
            Choice(
                value,
                str(words)[:1].upper() + str(words)[1:],
                shows="ends_on" if value == Contract.FIXED_TERM else None,
            )
            for value, words in CONTRACTS
        ]

    def validate_ends_on(self, field: DateField) -> None:
        """Want the end of a fixed-term contract: it decides."""
        if self.contract.data == Contract.FIXED_TERM and field.data is None and not field.errors:
            raise ValidationError(str(lazy("Enter the day on which your contract ends")))

    def told(self) -> Told:
        """Return what was said. Only for a form that validated."""
        listed = self.profession.data != NOT_LISTED
        return Told(
            profession=self.profession.data if listed else "",
            pay=self.pay.data,
            contract=Contract(self.contract.data),
            ends_on=self.ends_on.data,
            hours=self.hours.data,
        )


def band_words(band: str) -> object:
    """Return a band as people name it. A name, so never translated but for its first word."""
    return lazy("Band %(band)s") % {"band": band}  # type: ignore[operator]  # a lazy string


class QuestionForm(Form):
    """A question to the R&D office."""

    name = TextField(
        lazy("Your name"), needed=lazy("Enter your name"), limit=200, autocomplete="name"
    )
    email = EmailField(
        lazy("Your email address"),
        needed=lazy("Enter your email address"),
        hint=lazy("We answer to this address."),
    )
    words = LongTextField(
        lazy("Your question"),
        needed=lazy("Write your question"),
        words=300,
        short=lazy("Your question"),
    )
    with_facts = ConfirmField(lazy("Send what I told the checker, too"))

"""Forms of mentors."""

from datetime import date

from portal.kernel.language import _, lazy
from portal.mentors.actions import Offer
from portal.mentors.offers import WAY_LABELS
from portal.mentors.queries import Wanted
from portal.people.professions import GROUP_LABELS
from portal.web.checks import max_words, not_after
from portal.web.fields import (
    ConfirmField,
    DateField,
    Form,
    LongTextField,
    ManyField,
    SelectField,
    TextField,
    WholeNumberField,
)

LONGEST_SEARCH = 100
MOST_PLACES = 20


class DirectoryForm(Form):
    """What a mentor is looked for; sent by GET."""

    q = TextField(lazy("Topic or method"), limit=LONGEST_SEARCH, size=None)
    job = SelectField(
        lazy("Knows this job"), choices=GROUP_LABELS.items(), empty=lazy("All jobs"), size=None
    )
    room = ConfirmField(lazy("Has room now"))
    welsh = ConfirmField(lazy("Speaks Welsh"))

    def wanted(self) -> Wanted:
        """Return it; what is no choice of ours counts as not chosen."""
        known = {choice.value for choice in self.job.choices}
        return Wanted(
            group=self.job.data if self.job.data in known else "",
            words=self.q.data or "",
            has_room=self.room.data,
            welsh=self.welsh.data,
        )


class OfferForm(Form):
    """What somebody offers as a mentor."""

    topics = LongTextField(
        lazy("What can you help with?"),
        hint=lazy("Such as “a first ethics form” or “writing for patients”."),
        needed=lazy("Say what you can help with"),
        words=100,
        rows=4,
    )
    methods = LongTextField(
        lazy("Which methods do you know?"),
        hint=lazy("Such as interviews, surveys or trials."),
        optional=True,
        words=60,
        rows=3,
    )
    professions = ManyField(
        lazy("Whose work do you know well?"),
        hint=lazy("Leave them all empty if you can help anybody."),
        choices=GROUP_LABELS.items(),
        small=True,
        optional=True,
    )
    speaks_welsh = ConfirmField(lazy("I can do this in Welsh"))
    languages = TextField(lazy("Other languages that you can do this in"), optional=True, limit=200)
    ways = ManyField(
        lazy("How can people meet you?"),
        choices=WAY_LABELS.items(),
        small=True,
        needed=lazy("Choose how people can meet you"),
    )
    places = WholeNumberField(
        lazy("How many people can you take at once?"),
        needed=lazy("Enter how many people you can take"),
        least=1,
        most=MOST_PLACES,
        suffix=lazy("people"),
    )

    def offer(self) -> Offer:
        """Return it. Only for a form that is right."""
        return Offer(
            topics=self.topics.data,
            places=self.places.data,
            methods=self.methods.data,
            professions=tuple(self.professions.data),
            speaks_welsh=self.speaks_welsh.data,
            languages=self.languages.data,
            ways=tuple(self.ways.data),
        )


class AskForm(Form):
    """A short note to a mentor."""

    note = LongTextField(
        lazy("What do you want help with?"),
        hint=lazy("The mentor reads this, and nobody else."),
        needed=lazy("Say what you want help with"),
        words=120,
        rows=5,
    )


class DeclineForm(Form):
    """Why not, if one likes."""

    reason = LongTextField(
        lazy("Do you want to say why?"),
        hint=lazy("Whoever asked reads this."),
        optional=True,
        rows=3,
        checks=(max_words(60),),
    )


class MeetingForm(Form):
    """One meeting, in a line."""

    met_on = DateField(
        lazy("When did you meet?"), needed=lazy("Enter the day"), short=lazy("The day")
    )
    words = TextField(
        lazy("What was it about?"),
        hint=lazy("One line. Only the two of you can read it. Write nothing about patients."),
        needed=lazy("Say in a line what it was about"),
        limit=200,
        width=None,
    )

    def hold_to(self, today: date) -> None:
        """Refuse a day to come."""
        self.met_on.validators = (*self.met_on.validators, not_after(today, _("The day")))

"""Forms about the people on an application."""

from collections.abc import Sequence
from typing import Any

from portal.applications.actions.answering import Offered
from portal.applications.actions.helping import Invitation
from portal.applications.companions import Access
from portal.applications.credit import ROLES
from portal.kernel.language import _, lazy
from portal.web.checks import max_words
from portal.web.fields import (
    Choice,
    ChoiceField,
    ConfirmField,
    EmailField,
    Form,
    HoursField,
    LongTextField,
    ManyField,
    SelectField,
    TextField,
    WholeNumberField,
)

MOST_HOURS = 20_000  # a month, in hundredths
ACCESS = (
    Choice(Access.VIEW, lazy("Read it"), lazy("They see your answers, and can change nothing.")),
    Choice(
        Access.EDIT,
        lazy("Read it and change it"),
        lazy("They can change answers, time and costs. Only you can send it."),
    ),
)


class PartForm(Form):
    """What a collaborator does, and what they may do."""

    part = TextField(
        lazy("What will they do?"),
        hint=lazy("Such as “helps with the numbers”."),
        limit=200,
        optional=True,
    )
    access = ChoiceField(
        lazy("What can they do with the application?"),
        choices=ACCESS,
        needed=lazy("Choose what they can do"),
    )
    credit = ManyField(
        lazy("Which of these will they do?"),
        hint=lazy("Papers name people by these. Tick none if you do not know yet."),
        choices=ROLES.items(),
        small=True,
        optional=True,
    )


class InviteForm(PartForm):
    """Whom to ask to work on the application."""

    name = TextField(
        lazy("Name"), needed=lazy("Enter their name"), limit=200, autocomplete="off", width=None
    )
    email = EmailField(
        lazy("Work email address"),
        needed=lazy("Enter their email address"),
        hint=lazy("We send one message, with a link."),
        autocomplete="off",
    )

    def questions(self) -> Any:
        """Ask who before what."""
        return (self.name, self.email, self.part, self.access, self.credit)

    def invitation(self) -> Invitation:
        """Return whom to ask for what. Only for a form that is right."""
        return Invitation(
            name=self.name.data,
            email=self.email.data.lower(),
            part=self.part.data,
            access=Access(self.access.data),
            credit=tuple(self.credit.data),
        )


class MentorForm(Form):
    """Whom to ask to be the mentor: somebody of the directory, or anybody by email."""

    mentor = SelectField(
        lazy("Somebody from the mentor directory"),
        optional=True,
        empty=lazy("Nobody from the directory"),
    )
    name = TextField(
        lazy("Or somebody else: name"),
        limit=200,
        optional=True,
        autocomplete="off",
        short=lazy("Name"),
    )
    email = EmailField(
        lazy("Their work email address"), optional=True, autocomplete="off", short=lazy("Email")
    )
    note = LongTextField(
        lazy("What do you want to say to them?"),
        optional=True,
        rows=4,
        words=100,
        hint=lazy("Say what your project is, and what help you hope for."),
    )

    def offer(self, listed: Sequence[tuple[str, str]]) -> None:
        """Offer the mentors of the directory who have room."""
        self.mentor.choices = listed

    def validate(self, extra_validators: Any = None) -> bool:
        """Want one person, named in one of the two ways."""
        if not super().validate(extra_validators):
            return False
        typed = bool(self.name.data or self.email.data)
        if self.mentor.data and typed:
            self.refuse("mentor", _("Choose somebody from the directory or name somebody else"))
        elif not self.mentor.data and not self.name.data:
            self.refuse("name", _("Enter a name, or choose somebody from the directory"))
        elif not self.mentor.data and not self.email.data:
            self.refuse("email", _("Enter their email address"))
        return not self.errors


class AnswerForm(Form):
    """Yes or no to a request. `is_me` is asked where the link was sent to another address."""

    is_me = ConfirmField(
        lazy("The message was for me, and this is my account"),
        needed=lazy("Tick this if the message was for you"),
    )

    def ask_who(self, *, asks: bool) -> None:
        """Ask whether the message was for this account, or take the question away."""
        if not asks:
            del self.is_me

    def says_who(self) -> bool:
        """Say whether the message was for them, as far as they were asked."""
        return "is_me" in self and bool(self.is_me.data)


class MentorAnswerForm(AnswerForm):
    """What a mentor can give."""

    mentees = WholeNumberField(
        lazy("How many people do you mentor now?"),
        needed=lazy("Enter how many people you mentor now, 0 if nobody"),
        most=50,
        suffix=lazy("people"),
    )
    hours = HoursField(
        lazy("How many hours a month can you give?"),
        needed=lazy("Enter how many hours a month you can give"),
        least=25,
        most=MOST_HOURS,
        suffix=lazy("hours a month"),
    )
    statement = LongTextField(
        lazy("What will you do as their mentor?"),
        hint=lazy("The panel reads this. Reviewers who may not see names do not."),
        optional=True,
        words=150,
        rows=5,
    )

    def offered(self) -> Offered:
        """Return what they can give. Only for a form that is right."""
        return Offered(self.mentees.data, self.hours.data, self.statement.data)

    def questions(self) -> Any:
        """Ask what they can give before who they are."""
        who = (self.is_me,) if "is_me" in self else ()
        return (self.mentees, self.hours, self.statement, *who)


class DeclineForm(AnswerForm):
    """A no, with a reason if one likes."""

    reason = LongTextField(
        lazy("Do you want to say why?"),
        hint=lazy("The applicant reads this."),
        optional=True,
        rows=3,
        checks=(max_words(60),),
    )

    def questions(self) -> Any:
        """Ask why before who they are."""
        who = (self.is_me,) if "is_me" in self else ()
        return (self.reason, *who)

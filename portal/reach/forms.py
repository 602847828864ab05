"""Forms of alerts."""

from portal.kernel.language import ENGLISH, WELSH, lazy
from portal.people.professions import GROUP_LABELS, UptakeGroup
from portal.reach.wanting import Wanted
from portal.schemes.definition import KIND_LABELS, Kind
from portal.web.fields import ChoiceField, EmailField, Form, ManyField

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

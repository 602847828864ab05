"""The messages about taking part in an application. Each carries one link."""

from datetime import datetime
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from portal.applications.companions import Collaborator, Companion, MentorRequest
from portal.applications.credit import in_words
from portal.applications.emails import to_applicant
from portal.kernel.language import _
from portal.notifications.actions import Recipient, queue
from portal.notifications.models import Message
from portal.web.format import short_day
from portal.web.links import link

LONGEST_SUBJECT = 60


def invited(session: Session, asked: Collaborator, token: str, *, now: datetime) -> Message | None:
    """Ask somebody to work on an application."""
    return _ask(
        session, asked, "applications/helper_asked", token, now, credit=in_words(asked.credit)
    )


def mentor_asked(
    session: Session, asked: MentorRequest, token: str, *, now: datetime
) -> Message | None:
    """Ask somebody to be the mentor."""
    return _ask(session, asked, "applications/mentor_asked", token, now)


def mentor_reminded(session: Session, asked: MentorRequest, *, now: datetime) -> Message | None:
    """Remind a mentor once. The link of the first message is a secret that we do not have."""
    to = _to(asked)
    return queue(
        session,
        to,
        "applications/mentor_reminded",
        now=now,
        about_id=asked.application_id,
        dedupe=f"mentor-reminded-{asked.id}",
        subject=_subject(asked, to, again=True),
        asked=asked,
        scheme=asked.application.call.document.name,
        until=_until(asked, to),
        address=link("applications.request_to_me", companion_id=asked.id),
    )


def mentor_answered(session: Session, asked: MentorRequest, *, now: datetime) -> Message | None:
    """Tell the applicant what the mentor said."""
    agreed = asked.has_agreed
    application = asked.application
    return queue(
        session,
        to_applicant(application),
        "applications/mentor_agreed" if agreed else "applications/mentor_declined",
        now=now,
        about_id=application.id,
        dedupe=f"mentor-answered-{asked.id}",
        asked=asked,
        name=shortened(asked.name, 30),
        application=application,
        scheme=application.call.document.name,
        address=link("applications.people", application_id=application.id),
    )


def taken_off(session: Session, one: Companion, *, now: datetime) -> Message | None:
    """Tell somebody that the applicant took them off."""
    application = one.application
    return queue(
        session,
        _to(one),
        "applications/taken_off",
        now=now,
        about_id=application.id,
        is_mentor=isinstance(one, MentorRequest),
        applicant=application.applicant,
        name=shortened(application.applicant.name, 25),
        scheme=application.call.document.name,
    )


def has_left(session: Session, one: Companion, *, now: datetime) -> Message | None:
    """Tell the applicant that somebody has left."""
    application = one.application
    return queue(
        session,
        to_applicant(application),
        "applications/has_left",
        now=now,
        about_id=application.id,
        is_mentor=isinstance(one, MentorRequest),
        left=one,
        name=shortened(one.name, 25),
        scheme=application.call.document.name,
        address=link("applications.people", application_id=application.id),
    )


def _ask(
    session: Session, asked: Companion, template: str, token: str, now: datetime, **more: Any
) -> Message | None:
    to = _to(asked)
    return queue(
        session,
        to,
        template,
        now=now,
        about_id=asked.application_id,
        subject=_subject(asked, to),
        asked=asked,
        application=asked.application,
        applicant=asked.application.applicant,
        scheme=asked.application.call.document.name,
        until=_until(asked, to),
        has_account=asked.person_id is not None,
        address=link("applications.invitation", token=token),
        **more,
    )


def _subject(asked: Companion, to: Recipient, *, again: bool = False) -> str:
    """Say who asks for what, in at most LONGEST_SUBJECT letters: the name gives way."""
    say = _reminds if again else _asks_mentor if isinstance(asked, MentorRequest) else _asks
    with force_locale(to.language):
        room = LONGEST_SUBJECT - len(say(""))
        return say(shortened(asked.application.applicant.name, room))


def _asks(name: str) -> str:
    return _("%(name)s asks you to work on an application", name=name)


def _asks_mentor(name: str) -> str:
    return _("Will you be the mentor of %(name)s?", name=name)


def _reminds(name: str) -> str:
    return _("Reminder: will you be the mentor of %(name)s?", name=name)


def _until(asked: Companion, to: Recipient) -> str:
    with force_locale(to.language):
        return short_day(asked.expires_at)


def shortened(words: str, most: int) -> str:
    """Return words of at most so many letters, cut where they are longer."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _to(asked: Companion) -> Recipient:
    """Write in the reader's language where we know it, else in the applicant's."""
    reader = asked.person or asked.application.applicant
    return Recipient(asked.email, asked.name, reader.language)

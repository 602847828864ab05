"""The messages of an application to its applicant."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications import returned
from portal.applications.filing import section_of
from portal.applications.models import Application, Submission
from portal.applications.returns import Return
from portal.files.models import Upload
from portal.notifications.actions import Recipient, queue
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.models import CallExtension, Outage
from portal.schemes.questions import Round
from portal.web.links import link
from portal.web.places import place_link


def received(
    session: Session, application: Application, stage: Round, *, now: datetime
) -> Message | None:
    """Say that it came, when, and what happens next. Goes once for each stage."""
    message = "received_first" if stage is Round.FIRST else "received"
    return _queue(session, application, message, now)


def answered(session: Session, application: Application, *, now: datetime) -> Message | None:
    """Say whether one is invited to the second step: by when to send it, or why not."""
    found = application.invitation
    assert found is not None  # the office has answered
    is_invited = found.closes_at is not None
    page = "applications.tasks" if is_invited else "applications.answers"
    return queue(
        session,
        to_applicant(application),
        "applications/invited" if is_invited else "applications/not_invited",
        now=now,
        about_id=application.id,
        dedupe=f"invitation-{found.id}",
        application=application,
        invitation=found,
        scheme=application.call.document.name,
        address=link(page, application_id=application.id),
    )


def withdrawn(session: Session, application: Application, *, now: datetime) -> Message | None:
    """Say that it was taken back. Goes once."""
    return _queue(session, application, "withdrawn", now)


def file_infected(
    session: Session, application: Application, upload: Upload, *, now: datetime
) -> None:
    """Say that a file had a virus and is deleted, to the applicant and to whoever added it."""
    added_by = session.get(Person, upload.owner_id)
    to = {person.id: person for person in (application.applicant, added_by) if person}
    for person in to.values():
        queue(
            session,
            Recipient(person.email, person.name, person.language),
            "applications/file_infected",
            now=now,
            about_id=application.id,
            dedupe=f"file-infected-{upload.id}-{person.id}",
            name=upload.name,
            scheme=application.call.document.name,
            was_sent=application.submitted_at is not None and not _is_out(application, upload),
            address=link("applications.tasks", application_id=application.id),
        )


def _is_out(application: Application, upload: Upload) -> bool:
    """Say whether the file can be added again, because its section was sent back."""
    back, section = returned.out(application), section_of(application, upload.question_key)
    return bool(back and section and returned.part_of(back, section.key))


def close_moved(
    session: Session, application: Application, moved: CallExtension, *, now: datetime
) -> None:
    """Tell somebody with a draft that the close has moved, and why. Goes once for each move."""
    later = moved.to_at > moved.from_at
    queue(
        session,
        to_applicant(application),
        "applications/close_later" if later else "applications/close_earlier",
        now=now,
        about_id=application.id,
        dedupe=f"close-moved-{moved.id}-{application.id}",
        application=application,
        moved=moved,
        by_rule=moved.outage is not None,
        scheme=application.call.document.name,
        address=link("applications.resume", application_id=application.id),
    )


def second_step_later(
    session: Session, application: Application, was: datetime, outage: Outage, *, now: datetime
) -> None:
    """Tell somebody who was invited that an outage moved the close. Goes once for each."""
    queue(
        session,
        to_applicant(application),
        "applications/second_step_later",
        now=now,
        about_id=application.id,
        dedupe=f"second-step-later-{application.id}-{outage.id}",
        scheme=application.call.document.name,
        from_at=was,
        to_at=application.full_closes_at,
        outage=outage,
        address=link("applications.resume", application_id=application.id),
    )


def return_later(
    session: Session, back: Return, was_on: date, outage: Outage, *, now: datetime
) -> None:
    """Tell the applicant that an outage moved the last day for changes. Goes once for each."""
    application = back.application
    queue(
        session,
        to_applicant(application),
        "applications/return_later",
        now=now,
        about_id=application.id,
        dedupe=f"return-later-{back.id}-{outage.id}",
        scheme=application.call.document.name,
        back=back,
        was_on=was_on,
        outage=outage,
        address=link("applications.tasks", application_id=application.id),
    )


def sent_back(session: Session, back: Return, *, now: datetime) -> None:
    """Tell the applicant which sections to change, why, and by when."""
    _about_return(session, back, back.application.applicant, "sent_back", now, leads_to="tasks")


def return_cancelled(session: Session, back: Return, reason: str, *, now: datetime) -> None:
    """Tell the applicant that nothing is wanted of them any more."""
    _about_return(session, back, back.application.applicant, "return_cancelled", now, reason=reason)


def return_passed(session: Session, back: Return, *, now: datetime) -> None:
    """Tell the applicant, and whoever sent it back, that the day passed without an answer."""
    _about_return(session, back, back.application.applicant, "return_passed", now)
    _tell_office(session, back, "return_unanswered", now)


def changes_received(session: Session, back: Return, receipt: Submission, *, now: datetime) -> None:
    """Give the applicant the receipt of what they sent again."""
    person = back.application.applicant
    _about_return(session, back, person, "changes_received", now, receipt=receipt)


def changes_came(session: Session, back: Return, receipt: Submission, *, now: datetime) -> None:
    """Tell whoever sent it back that there is an answer."""
    _tell_office(session, back, "changes_came", now, receipt=receipt)


def _tell_office(session: Session, back: Return, message: str, now: datetime, **more: Any) -> None:
    person = back.returned_by
    if person.is_active:
        page = _office_page(back.application)
        _about_return(session, back, person, message, now, page, **more)


def _office_page(application: Application) -> str:
    """Lead to where the office reads it: between the stages there is no story of it yet."""
    if application.stage is Round.FIRST:
        return link("applications.first_stage_one", application_id=application.id)
    return place_link("application", application.id)


def _about_return(
    session: Session,
    back: Return,
    person: Person,
    message: str,
    now: datetime,
    page: str = "",
    leads_to: str = "answers",
    **more: Any,
) -> None:
    application = back.application
    queue(
        session,
        Recipient(person.email, person.name, person.language),
        f"applications/{message}",
        now=now,
        about_id=application.id,
        dedupe=f"{message}-{back.id}",
        application=application,
        back=back,
        parts=[(section.title, part.reason) for section, part in returned.sections_of(back)],
        scheme=application.call.document.name,
        named=application.title or application.call.document.name,
        address=page or link(f"applications.{leads_to}", application_id=application.id),
        **more,
    )


def _queue(
    session: Session, application: Application, message: str, now: datetime
) -> Message | None:
    return queue(
        session,
        to_applicant(application),
        f"applications/{message}",
        now=now,
        about_id=application.id,
        dedupe=f"application-{message}-{application.id}",
        application=application,
        call=application.call,
        scheme=application.call.document.name,
        address=link("applications.answers", application_id=application.id),
    )


def to_applicant(application: Application) -> Recipient:
    """Return the applicant as a recipient."""
    person = application.applicant
    return Recipient(person.email, person.name, person.language)

"""The messages of alerts: the link that confirms, and what has opened."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from portal.kernel.language import Text, _
from portal.notifications.actions import Recipient, queue
from portal.notifications.models import Message
from portal.people.models import Person
from portal.reach.models import Subscription
from portal.reach.pages.wishes import wish_words
from portal.reach.tokens import Keys
from portal.schemes.models import Call, Enquiry
from portal.schemes.pages.words import gets, uk_time, who
from portal.web.format import short_day
from portal.web.links import link

LONGEST_SUBJECT = 60


def confirm(
    session: Session, subscription: Subscription, token: str, *, now: datetime
) -> Message | None:
    """Send the link that confirms. Whoever did not ask need do nothing."""
    to = _to(subscription)
    with force_locale(to.language):
        wish = wish_words(subscription)
    return queue(
        session,
        to,
        "reach/confirm",
        now=now,
        about_id=subscription.id,
        wish=wish,
        address=link("reach.confirm", token=token),
    )


def opened(
    session: Session,
    subscription: Subscription,
    calls: Sequence[Call],
    keys: Keys,
    *,
    dedupe: str,
    now: datetime,
) -> Message | None:
    """Tell of the calls that have opened, in one mail. Goes once for each `dedupe`."""
    key = keys.of(subscription.id)
    to = _to(subscription)
    with force_locale(to.language):
        subject, news = _subject(calls), [_news(call) for call in calls]
    return queue(
        session,
        to,
        "reach/opened",
        now=now,
        about_id=subscription.id,
        dedupe=dedupe,
        unsubscribe_url=link("reach.stop", key=key),
        change_url=link("reach.change", key=key),
        subject=subject,
        news=news,
    )


def question(
    session: Session, enquiry: Enquiry, person: Person, *, now: datetime
) -> Message | None:
    """Bring a question to one of the office; an answer to the mail goes to the asker."""
    says = enquiry.scheme.latest
    return queue(
        session,
        Recipient(person.email, person.name, person.language),
        "reach/question",
        now=now,
        about_id=enquiry.id,
        dedupe=f"question:{enquiry.id.hex}:{person.id.hex}",
        reply_to=enquiry.asker_email,
        enquiry=enquiry,
        scheme=says.document.name if says else enquiry.scheme.slug,
        address=link("reach.questions"),
    )


def _to(subscription: Subscription) -> Recipient:
    return Recipient(subscription.email, "", subscription.language)


def _subject(calls: Sequence[Call]) -> str:
    """Say what is open and until when, in at most 60 letters."""
    if len(calls) > 1:
        closing = short_day(min(call.closes_at for call in calls))
        return _("%(count)s schemes open: first closes %(day)s", count=len(calls), day=closing)
    name, day = str(_name(calls[0])), short_day(calls[0].closes_at)
    whole = _("Open until %(day)s: %(name)s", day=day, name=name)
    over = len(whole) - LONGEST_SUBJECT
    if over <= 0:
        return whole
    return _("Open until %(day)s: %(name)s", day=day, name=f"{name[: -over - 1].rstrip()}…")


def _name(call: Call) -> Text:
    return call.document.name


def _news(call: Call) -> dict[str, str]:
    says = call.document
    return {
        "name": str(says.name),
        "who": who(says),
        "gets": ", ".join(filter(None, gets(says))),
        "closes": uk_time(call.closes_at),
        "address": link("schemes.scheme", slug=call.scheme.slug, call=call.slug),
    }

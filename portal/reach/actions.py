"""Ask for alerts, confirm, change, stop; tell of what has opened; forget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import london_day
from portal.kernel.ruling import enforce
from portal.reach import emails, policy, queries
from portal.reach.models import Subscription
from portal.reach.tokens import Keys, digest, new_token
from portal.reach.wanting import Wanted, wanted_calls
from portal.schemes.models import Call

BATCH = 100
NEWS_FOR = timedelta(days=3)  # what opened longer ago is no news


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to be told of, in which language, and from which network address."""

    email: str
    language: str
    wanted: Wanted
    asker: str = ""


def ask_for_alerts(session: Session, wish: Wish, *, now: datetime) -> Subscription:
    """Note a wish, and mail the link that confirms it. An older link for the same wish dies.

    Beyond a few mails a day to one address none is sent; whoever asked is told the same. Raises
    Refused where too much was asked from one network address.
    """
    asker = digest(wish.asker)
    enforce(policy.may_ask(queries.asked_from(session, asker, now)))
    may_mail = policy.may_mail(queries.mailed(session, wish.email, now))
    token = new_token()
    made = Subscription(
        email=wish.email,
        language=wish.language,
        scheme_id=wish.wanted.scheme_id,
        jobs=[job.value for job in wish.wanted.jobs],
        kinds=[kind.value for kind in wish.wanted.kinds],
        token_digest=digest(token),
        asked_from=asker,
        asked_at=now,
    )
    session.add(made)
    session.flush()
    if may_mail:
        unused = [each for each in queries.same_wish(session, made) if each.confirmed_at is None]
        _end(unused, now)
        emails.confirm(session, made, token, now=now)
    return made


def confirm(session: Session, subscription: Subscription, *, now: datetime) -> bool:
    """Begin to send. The link is used up, and an older subscription to the same thing ends.

    Returns whether the link still worked.
    """
    session.refresh(subscription, with_for_update={"of": Subscription})
    if not policy.can_be_confirmed(subscription, now):
        return False
    subscription.confirmed_at = now
    subscription.token_digest = digest(new_token())
    _end(queries.same_wish(session, subscription), now)
    return True


def _end(subscriptions: Sequence[Subscription], now: datetime) -> None:
    for each in subscriptions:
        each.ended_at = now


def change(subscription: Subscription, wish: Wish) -> None:
    """Change what one is told of, and in which language. The address stays."""
    subscription.language = wish.language
    subscription.jobs = [job.value for job in wish.wanted.jobs]
    subscription.kinds = [kind.value for kind in wish.wanted.kinds]


def stop(session: Session, subscription: Subscription, *, now: datetime) -> None:
    """Send this address no more of anything. Stopping twice is stopping once."""
    _end(queries.going_to(session, subscription.email), now)


def announce(session: Session, after: str, keys: Keys, *, now: datetime) -> str | None:
    """Tell the next addresses after this one of the calls that have opened.

    Returns the last address told, or None once nobody is left: then the calls are marked, and
    the next round is about what opened after them. To be called until it is None, a
    transaction each. A round that broke off begins again, and mails nobody a second time.
    """
    calls = queries.to_announce(session, now)
    if not calls:
        return None
    news = [call for call in calls if now - call.opens_at <= NEWS_FOR and now <= call.closes_at]
    batch = queries.live_emails(session, after, BATCH) if news else ()
    for email, theirs in queries.live_of(session, batch).items():
        _tell(session, email, theirs, news, keys, now)
    if len(batch) == BATCH:
        return batch[-1]
    for call in calls:
        call.announced_at = now
        if call not in news:
            continue
        record(session, SYSTEM, "announced", "call", call.id, now=now, name=call.name.en)
    return None


def _tell(
    session: Session,
    email: str,
    theirs: list[Subscription],
    news: Sequence[Call],
    keys: Keys,
    now: datetime,
) -> None:
    wants = [Wanted.of(each) for each in theirs]
    calls = wanted_calls(wants, news, london_day(now))
    if calls:
        first = min(news, key=lambda call: call.id).id
        about = f"opened:{first.hex}:{digest(email)[:32]}"
        emails.opened(session, theirs[0], calls, keys, dedupe=about, now=now)


def forget(session: Session, now: datetime) -> None:
    """Delete the addresses of those who never confirmed, and of those who stopped a while ago."""
    session.execute(delete(Subscription).where(queries.is_to_forget(now)))

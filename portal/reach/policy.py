"""Who may ask for alerts, and how often. Pure: no session, no request, no clock."""

from datetime import datetime, timedelta

from portal.kernel.language import lazy
from portal.kernel.ruling import Ruling, no, yes_if
from portal.reach.models import Subscription

MAILS_A_DAY = 3  # to one address, so that nobody can fill a stranger's inbox
ASKED_AN_HOUR = 60  # from one network address: a hospital stands behind one
LINK_LASTS = timedelta(days=7)
KEPT_AFTER_STOPPING = timedelta(days=30)

TOO_MANY = lazy("Too many people asked from your network. Wait an hour, then try again.")


def may_ask(asked_from_here: int) -> Ruling:
    """Take one more request from a network address that has sent so many in the last hour."""
    return yes_if(asked_from_here < ASKED_AN_HOUR, no(TOO_MANY))


def may_mail(mailed_today: int) -> bool:
    """Say whether one more link may go to an address that has had so many in a day."""
    return mailed_today < MAILS_A_DAY


def can_be_confirmed(subscription: Subscription, now: datetime) -> bool:
    """Say whether the link of the first mail still works: unused, newest, not a week old."""
    return (
        subscription.confirmed_at is None
        and subscription.ended_at is None
        and now < subscription.asked_at + LINK_LASTS
    )


def is_live(subscription: Subscription) -> bool:
    """Say whether mail goes to this subscription."""
    return subscription.confirmed_at is not None and subscription.ended_at is None

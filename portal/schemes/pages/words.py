"""Words about a scheme that several pages say: who for, how much, until when."""

from datetime import datetime

from markupsafe import Markup, escape

from portal.kernel.clock import london_day
from portal.kernel.language import Text, _, language
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.definition import Definition
from portal.schemes.eligibility import who_can_apply
from portal.schemes.models import Call
from portal.web.format import in_days, moment

PERIODS = frozenset({CapUnit.MONTHS, CapUnit.WEEKS, CapUnit.FINANCIAL_YEARS})
_ASIDE = frozenset({CapUnit.APPLICATIONS, CapUnit.AWARDS, CapUnit.PENCE_IN_CATEGORY})


def said(text: Text | None) -> Markup:
    """Return the office's text as escaped markup, marked where it is not in the page's language."""
    if text is None:
        return Markup()
    if text.lang == language():
        return escape(str(text))
    return Markup('<span lang="{}">{}</span>').format(text.lang, str(text))


def capital(words: str) -> str:
    """Return the words with a capital letter first."""
    return words[:1].upper() + words[1:]


def small(words: str) -> str:
    """Return the words with a small letter first, to go on in a sentence."""
    return words[:1].lower() + words[1:]


def uk_time(instant: datetime) -> str:
    """Write a moment and say whose clock it is by."""
    return _("%(moment)s, UK time", moment=moment(instant))


def who(says: Definition) -> str:
    """Say who can apply, rule by rule."""
    return ". ".join(who_can_apply(says.eligibility))


def main_caps(says: Definition) -> tuple[Cap, ...]:
    """Return the limits on what one gets, in the scheme's order: money, hours, length."""
    return tuple(cap for cap in says.caps if cap.unit not in _ASIDE)


def gets(says: Definition) -> tuple[str, str]:
    """Return the first limit, and the others after it: "Up to £20,000", "up to 6 months"."""
    words = [cap.guidance() for cap in main_caps(says)]
    return (words[0], ", ".join(map(small, words[1:]))) if words else ("", _("No set limit"))


def how_much(says: Definition) -> str:
    """Say the limits on money and hours, for each person."""
    words = [cap.guidance() for cap in main_caps(says) if cap.unit not in PERIODS]
    return capital(", ".join([*words[:1], *map(small, words[1:])]))


def how_long(says: Definition) -> str:
    """Say the limits on the length."""
    words = [cap.guidance() for cap in says.caps if cap.unit in PERIODS]
    return ", ".join([*words[:1], *map(small, words[1:])])


def closes_in(call: Call, now: datetime) -> str:
    """Say how far off the close is: "In 10 days"."""
    if london_day(call.closes_at) == london_day(now):
        return _("Today")
    return capital(in_days(call.closes_at, now))

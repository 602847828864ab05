"""What a poster says: few words, large, from the live call."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from markupsafe import Markup

from portal.costing.scales import Nation
from portal.kernel.config import Settings
from portal.kernel.language import ENGLISH, WELSH, Text, _
from portal.reach.qr import qr_svg
from portal.schemes.definition import Definition
from portal.schemes.eligibility import who_can_apply
from portal.schemes.models import Call
from portal.schemes.pages.words import capital, gets
from portal.web.format import clock_time, moment, short_day
from portal.web.links import link

BOTH = "both"
VARIANTS = (ENGLISH, WELSH, BOTH)
LONGEST_FACT, LONGEST_FACT_OF_TWO = 110, 60

# Read from two metres. A capital must be a two-hundredth of the distance, 10 mm, in a headline:
# 40 pt of Arial, whose capitals are 0.72 of the size. Other words need an x-height of seven
# minutes of arc, 4.1 mm: 23 pt, as Arial's x-height is 0.52. What is smaller is for near by.
HEADLINE_PT, WORDS_PT = 40, 24
# The longest name, in letters, for each size of headline. Only a name of more than 56 letters
# on a poster in two languages is set smaller than the rule wants: it would not fit otherwise.
HEADLINES = ((28, 66), (48, 54), (80, 46), (1_000, HEADLINE_PT))
HEADLINES_OF_TWO = ((24, 48), (56, HEADLINE_PT), (1_000, 27))


@dataclass(frozen=True, slots=True)
class Side:
    """The poster in one language."""

    language: str
    name: str
    headline_pt: int
    lead: str
    facts: tuple[tuple[str, str], ...]
    scan: str
    address: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Poster:
    """One poster: a side, or two with the organisation's first language first, and its code."""

    sides: tuple[Side, ...]
    code: Markup
    colour: str
    logo: Markup
    demo: str

    @property
    def is_double(self) -> bool:
        """Say whether it is in both languages."""
        return len(self.sides) > 1


def poster(call: Call, variant: str, settings: Settings, now: datetime) -> Poster:
    """Return the poster of a call in English, in Welsh, or in both."""
    languages = languages_of(variant, call.scheme.organisation.nation)
    sides = tuple(_side(call, language, len(languages), now) for language in languages)
    with force_locale(languages[0]):
        title = _("QR code: leads to %(address)s", address=sides[0].address)
        demo = _("Demonstration: people and figures are invented.") if settings.demo else ""
    return Poster(
        sides=sides,
        code=qr_svg(_target(call, languages[0]), title),
        colour=settings.brand_colour,
        logo=Markup(settings.brand_logo),  # noqa: S704 -- the operator's own file
        demo=demo,
    )


def languages_of(variant: str, nation: Nation) -> tuple[str, ...]:
    """Return the languages of a variant; where both, Welsh comes first in Wales."""
    if variant != BOTH:
        return (variant,)
    return (WELSH, ENGLISH) if nation is Nation.WALES else (ENGLISH, WELSH)


def _target(call: Call, language: str) -> str:
    return link("schemes.scheme", slug=call.scheme.slug, lang=language)


def _side(call: Call, language: str, sides: int, now: datetime) -> Side:
    says = call.document
    with force_locale(language):
        name = _in(says.name, language)
        return Side(
            language=language,
            name=name,
            headline_pt=headline_pt(name, sides),
            lead=_("You do not need to have done research before."),
            facts=tuple(_facts(says, call, sides, now)),
            scan=_("Scan, or go to"),
            address=near_address(link("schemes.scheme", slug=call.scheme.slug)),
            organisation=_in(call.scheme.organisation.name, language),
        )


def _in(text: Text, language: str) -> str:
    return text.cy if language == WELSH and text.cy else text.en


def headline_pt(name: str, sides: int) -> int:
    """Return the size at which a name fits its part of the sheet."""
    sizes = HEADLINES if sides == 1 else HEADLINES_OF_TWO
    return next(size for longest, size in sizes if len(name) <= longest)


def _facts(says: Definition, call: Call, sides: int, now: datetime) -> list[tuple[str, str]]:
    most = LONGEST_FACT if sides == 1 else LONGEST_FACT_OF_TWO
    when = moment if sides == 1 else _briefly
    first, rest = gets(says)
    whole = ", ".join(filter(None, (first, rest)))
    facts = [
        (_("For"), short_who(says, most)),
        (_("You can get"), shortened(capital(whole), most, first)),
    ]
    if now < call.opens_at:
        facts.append((_("Opens"), when(call.opens_at)))
    return [*facts, (_("Apply by"), when(call.closes_at))]


def _briefly(instant: datetime) -> str:
    return f"{short_day(instant)}, {clock_time(instant)}"


def short_who(says: Definition, most: int = LONGEST_FACT) -> str:
    """Say who can apply; where that is long, where to read it."""
    words = ". ".join(who_can_apply(says.eligibility))
    return shortened(words, most, _("See the page for who can apply"))


def shortened(words: str, most: int, instead: str) -> str:
    """Return the words, or what to say instead where they are too many."""
    return words if len(words) <= most else instead


def near_address(address: str) -> str:
    """Return an address as people type it."""
    return address.partition("://")[2]

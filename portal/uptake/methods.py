"""How the figures are made and what they cannot say, in plain words; for the page and the file."""

from markupsafe import Markup

from portal.kernel.language import Text, _
from portal.schemes.models import Call
from portal.uptake.disclosure import LEAST_BASE, MARK, MOST_HIDDEN, NEAREST
from portal.uptake.figures import LEVEL
from portal.uptake.queries import Staff
from portal.uptake.scope import Round, Scope
from portal.web.format import short_day
from portal.web.pieces import Fact

MOST_SOURCES = 3


def call_words(call: Call) -> str:
    """Name a call with its scheme: "Research first steps, January 2027"."""
    return _("%(scheme)s, %(call)s", scheme=_scheme(call), call=call.name)


def _scheme(call: Call) -> Text:
    # The name alone: reading the whole definition of every call offered takes 2 ms each.
    return Text.from_json(call.pinned.definition["name"])


def period(scope: Scope) -> str:
    """Say over what the figures are: the days of the year, or the call."""
    if scope.asked is not None:
        return call_words(scope.asked.call)
    return _("1 January to 31 December %(year)s", year=scope.year)


def when(scope: Scope) -> str:
    """Say the same after the word "In", at the head of a sentence."""
    if scope.asked is None:
        return str(scope.year)
    call = scope.asked.call
    return _("the %(call)s call of %(scheme)s", call=call.name, scheme=_scheme(call))


def rounding() -> Markup:
    """Say the primary rule of disclosure, for a page."""
    words = _(
        "Counts are people, to the nearest %(five)s. %(mark)s means 1 to %(most)s people. We hide"
        " that count so that nobody can be picked out. Rates and intervals come from the rounded"
        " counts.",
        five=NEAREST,
        mark=f"<strong>{MARK}</strong>",
        most=MOST_HIDDEN,
    )
    return Markup(words)  # noqa: S704 -- only our own words are in it


def illustrative(staff: Staff) -> str:
    """Warn where staff numbers are invented; empty where they are real."""
    if not staff.is_illustrative:
        return ""
    return _("The staff numbers are illustrative. They were made up to show how the page works.")


def limits() -> tuple[str, ...]:
    """Return what these figures cannot say."""
    return (
        _("They do not show why groups differ."),
        _("They do not allow for pay band, hours, place of work or length of service."),
        _("They do not show who wanted to apply and did not, or who was told not to."),
        _("Staff are all people employed, whether or not the rules of a scheme let them apply."),
        _(
            "Small groups can differ a lot by chance. “Cannot tell” and “Too few to compare” do not"
            " mean that all is fair."
        ),
        _(
            "Rounding protects people from those who see only these figures. It cannot hide what a"
            " colleague knows already."
        ),
    )


def methods(scope: Scope, staff: Staff) -> tuple[Fact, ...]:
    """Return how each figure is counted."""
    return (
        Fact(_("Staff"), f"{_staff_day(scope, staff)} {_staff_rule()}".strip()),
        *_source(staff),
        Fact(_("Applied"), _applied()),
        Fact(
            _("Cover agreed"),
            _(
                "People for whom everyone asked on their own side said yes. Where a scheme asks"
                " nobody, all who applied are here."
            ),
        ),
        Fact(
            _("Awarded"),
            _(
                "People offered an award who have not turned it down. A decision counts once it has"
                " been sent."
            ),
        ),
        *calls(scope),
        Fact(_("Rounding"), _rounding_in_full()),
        Fact(_("Intervals"), _intervals()),
        Fact(_("Verdicts"), _verdicts()),
    )


def _staff_day(scope: Scope, staff: Staff) -> str:
    if staff.month_end_on is None:
        return ""
    named = {"day": short_day(staff.month_end_on), "opened": short_day(scope.opened_on)}
    if staff.month_end_on > scope.opened_on:
        return _(
            "People employed on %(day)s, the first month end we have numbers for. It is later than"
            " %(opened)s, when applications opened.",
            **named,
        )
    if scope.asked is None and not scope.counted:
        return _("People employed on %(day)s, the last month end we have numbers for.", **named)
    if scope.asked is None:
        return _(
            "People employed on %(day)s, the last month end before the first call of the year"
            " opened on %(opened)s.",
            **named,
        )
    return _(
        "People employed on %(day)s, the last month end before the call opened on %(opened)s.",
        **named,
    )


def _staff_rule() -> str:
    return _(
        "People who joined later are not in it. Where more people of a job applied than were"
        " employed that day, we take those who applied as its staff."
    )


def _source(staff: Staff) -> tuple[Fact, ...]:
    said = (illustrative(staff), *staff.sources[:MOST_SOURCES])
    words = " ".join(sentence for sentence in said if sentence)
    return (Fact(_("Where staff numbers are from"), words),) if words else ()


def _applied() -> str:
    return _(
        "People who sent an application and did not withdraw it before the call closed. Each person"
        " counts once, in the job they had when they first applied. Where a scheme has two steps,"
        " sending the first step is applying."
    )


def calls(scope: Scope) -> tuple[Fact, ...]:
    """Name the calls of a year, and say which these are; nothing for one call."""
    if scope.asked is not None or not scope.counted:
        return ()
    names = "; ".join(call_words(each.call) for each in scope.counted)
    rule = _("A call counts in the year in which its first decision was sent.")
    return (Fact(_("Calls"), f"{names}. {rule}"),)


def _rounding_in_full() -> str:
    return _(
        "0 is shown as 0, 1 to %(most)s as %(mark)s, and all else to the nearest %(five)s. Totals"
        " are rounded from the true total, so rows may not add up. No rate is made from fewer than"
        " %(least)s people. We have not yet tested what all our tables tell when read together.",
        most=MOST_HIDDEN,
        mark=MARK,
        five=NEAREST,
        least=LEAST_BASE,
    )


def _intervals() -> str:
    return _(
        "Wilson’s method for rates, Katz’s method for “times as likely”, both at %(level)s and both"
        " from rounded counts.",
        level=LEVEL,
    )


def _verdicts() -> str:
    return _(
        "Five job groups are each set next to doctors and dentists by one fixed rule. “Lower” and"
        " “Higher” mean that the difference is unlikely to be chance, with all five comparisons"
        " allowed for, and that one rate is under 0.8 or over 1.25 times the other. A verdict is"
        " shown only if it is the same when every count is rounded."
    )


def expected(scope: Scope) -> str:
    """Say that nothing has been decided, and when figures come if a day is set."""
    waiting = [scope.asked] if scope.asked is not None else _undecided(scope)
    days = [each.call.decisions_on for each in waiting]
    if not days:
        return _("No decisions have been sent yet. Figures come when the first call is decided.")
    if min(days) < scope.today:
        return _("No decisions have been sent yet. Figures come when they are.")
    return _(
        "No decisions have been sent yet. They are expected by %(day)s. Figures come then.",
        day=short_day(min(days)),
    )


def _undecided(scope: Scope) -> list[Round]:
    return [each for each in scope.rounds if each.decided_at is None]

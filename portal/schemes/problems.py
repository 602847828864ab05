"""What is wrong with a scheme as it stands, in words for the office; nothing when it may open."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from portal.costing.scales import Nation
from portal.costing.shipped import NotHeld
from portal.costing.wte import full_time_hundredths
from portal.kernel.language import _
from portal.schemes import first_stage
from portal.schemes.cap_units import UNITS, CapUnit
from portal.schemes.caps import Cap
from portal.schemes.contradictions import USUAL_WEEK, Week, idle, impossible
from portal.schemes.definition import ROUTE, Definition, Stage, When
from portal.schemes.exclusions import excluding
from portal.schemes.questions import CHOICES, TEXTS, Question, QuestionKind, SectionKind

LEAST_FOR_HOST = 5  # working days: the office checks who it is, then a mail goes outside


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right: the field it concerns, and a sentence."""

    where: str
    words: str


def problems(definition: Definition) -> list[Problem]:
    """Return everything that stops a call, in the order of the designer's pages."""
    return [
        *_words(definition),
        *_keys(definition),
        *_questions(definition.questions),
        *_files(definition),
        *(Problem(where, words) for where, words in first_stage.wrong(definition)),
        *_caps(definition),
        *_rules(definition),
        *_approvals(definition),
        *_criteria(definition),
    ]


def week_of(nation: Nation, on: date) -> Week:
    """Return the full-time week of a nation on a day, where we know it."""
    try:
        return Week(nation, full_time_hundredths(nation, on))
    except NotHeld:
        return USUAL_WEEK


def warnings(definition: Definition, week: Week = USUAL_WEEK) -> list[Problem]:
    """Return what may be meant so, and is worth a look: limits that never stop anybody.

    Rates are worked out in this full-time week, which depends on nation and date.
    """
    return [Problem(f"caps.{cap.unit}", words) for cap, words in idle(definition, week)]


def _words(definition: Definition) -> Iterator[Problem]:
    for name in ("name", "summary", "purpose", "decided_by"):
        if not getattr(definition, name).en.strip():
            yield Problem(name, _("Write this in English."))
    if not definition.sections:
        yield Problem("sections", _("Add at least one section."))
    if definition.minutes_to_apply < 1:
        yield Problem("minutes_to_apply", _("Say how many minutes it takes to apply."))


def _keys(definition: Definition) -> Iterator[Problem]:
    lists: dict[str, Iterable[str]] = {
        "sections": (section.key for section in definition.sections),
        "questions": (question.key for question in definition.questions),
        "criteria": (criterion.key for criterion in definition.criteria),
        "cost_categories": (category.key for category in definition.cost_categories),
        "approvals": (step.stage.value for step in definition.approvals),
        "reports": (report.key for report in definition.reports),
    }
    for where, keys in lists.items():
        for key in _repeated(keys):
            yield Problem(where, _("“%(key)s” is there twice.", key=key))


def _repeated(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _questions(questions: Iterable[Question]) -> Iterator[Problem]:
    for question in questions:
        where = f"questions.{question.key}"
        if question.kind in CHOICES and len(question.options) < 2:
            yield Problem(where, _("Give at least two answers to choose from."))
        if _repeated(option.key for option in question.options):
            yield Problem(where, _("Two answers have the same key."))
        if question.max_words is not None and not _limit_makes_sense(question):
            yield Problem(where, _("A word limit is for texts, and is 1 or more."))


def _limit_makes_sense(question: Question) -> bool:
    return question.kind in TEXTS and (question.max_words or 0) >= 1


def _files(definition: Definition) -> Iterator[Problem]:
    """Want files to be asked for in sections of files, and nothing else there."""
    for section in definition.sections:
        is_for_files = section.kind is SectionKind.FILES
        if is_for_files and not section.questions:
            yield Problem("sections", _("Say which files you ask for in “%(title)s”.",
                                        title=section.title))  # fmt: skip
        for question in section.questions:
            where = f"questions.{question.key}"
            if (question.kind is QuestionKind.FILE) is not is_for_files:
                yield Problem(where, _("Ask for files in a section of files, and only there."))
            if (question.most_files is not None) is not (question.kind is QuestionKind.FILE):
                yield Problem(where, _("Say how many files, for files alone."))


def _caps(definition: Definition) -> Iterator[Problem]:
    for cap in definition.caps:
        for words in (*_cap(cap), *_bearings(cap, definition)):
            yield Problem(f"caps.{cap.unit}", words)
    seen = Counter((cap.unit, cap.category, cap.route, cap.hard) for cap in definition.caps)
    for (unit, *_rest), count in seen.items():
        if count > 1:
            yield Problem(f"caps.{unit}", _("There are two such limits. Keep one."))
    for soft, hard in _pairs(definition.caps):
        if soft.limit >= hard.limit:
            words = _("The limit that asks for a reason must be below the limit that stops.")
            yield Problem(f"caps.{soft.unit}", words)
    for cap, words in impossible(definition):
        yield Problem(f"caps.{cap.unit}", words)
    yield from _routes(definition)


def _routes(definition: Definition) -> Iterator[Problem]:
    """Want each limit of a route to name an answer that everybody has to choose between."""
    asked, named = definition.question(ROUTE), [cap for cap in definition.caps if cap.route]
    keys = {option.key for option in definition.routes}
    for cap in named:
        if cap.route not in keys:
            words = _("This limit is for a route that the question about routes does not offer.")
            yield Problem(f"caps.{cap.unit}", words)
    if named and asked and not (asked.kind is QuestionKind.ONE_OF and asked.required):
        words = _("Limits differ by route, so everybody must choose one answer here.")
        yield Problem(f"questions.{ROUTE}", words)


def _pairs(caps: tuple[Cap, ...]) -> Iterator[tuple[Cap, Cap]]:
    """Pair each soft cap with the hard one on the same thing."""
    for soft in caps:
        for hard in caps:
            same = (soft.unit, soft.category) == (hard.unit, hard.category)
            meet = soft.route is None or hard.route in {None, soft.route}
            if same and meet and hard.hard and not soft.hard:
                yield soft, hard


def _cap(cap: Cap) -> Iterator[str]:
    if cap.limit <= 0 or (cap.least is not None and cap.least <= 0):
        yield _("A limit must be more than 0.")
    if cap.least is not None and cap.least > cap.limit:
        yield _("The least must not be more than the most.")
    if UNITS[cap.unit].whole and any(n % 1 for n in (cap.limit, cap.least or 0)):
        yield _("This limit must be a whole number.")
    if cap.unit is CapUnit.SHARE and cap.limit > 1:
        yield _("Nobody can give more than 100% of their hours.")
    if cap.unit is CapUnit.APPLICATIONS and cap.limit != 1:
        yield _("One person can send one application to a call. More are not offered yet.")
    if cap.one_of and not _one_of_makes_sense(cap):
        yield _("Give the amounts to choose from with the smallest first. Each is more than 0, and "
                "the last one is the limit.")  # fmt: skip


def _bearings(cap: Cap, definition: Definition) -> Iterator[str]:
    """Find a limit on a kind of cost that the scheme does not have."""
    in_category = cap.unit is CapUnit.PENCE_IN_CATEGORY
    known = cap.category is not None and definition.category(cap.category) is not None
    if in_category != (cap.category is not None) or (in_category and not known):
        yield _("Choose one of the scheme's kinds of cost.")


def _one_of_makes_sense(cap: Cap) -> bool:
    in_order = list(cap.one_of) == sorted(set(cap.one_of))
    return in_order and cap.one_of[0] > 0 and cap.one_of[-1] == cap.limit


def _rules(definition: Definition) -> Iterator[Problem]:
    for rule in definition.eligibility:
        for words in rule.problems():
            yield Problem(f"eligibility.{type(rule).__name__}", words)
    if not any(rule.problems() for rule in definition.eligibility):
        for rule, words in excluding(definition.eligibility):
            yield Problem(f"eligibility.{type(rule).__name__}", words)


def _approvals(definition: Definition) -> Iterator[Problem]:
    """Want time for the office to check who the host is, and a page on which they are named."""
    host = definition.approval(Stage.HOST)
    if host is None:
        return
    if not any(section.kind is SectionKind.RELEASE for section in definition.sections):
        words = _("The applicant names the host. Add a section of the kind “Manager and cover”.")
        yield Problem("approvals", words)
    if host.when is When.BEFORE_SENDING and host.days_to_answer < LEAST_FOR_HOST:
        words = _(
            "The host is asked before sending, and the R&D office checks who it is first. "
            "Give %(least)s working days or more.",
            least=LEAST_FOR_HOST,
        )
        yield Problem("approvals", words)


def _criteria(definition: Definition) -> Iterator[Problem]:
    scale, total = definition.scale, sum(c.weight_percent for c in definition.criteria)
    if scale.low >= scale.high:
        yield Problem("scale", _("The highest score must be above the lowest."))
    if definition.criteria and total != 100:
        words = _("The shares of the score add up to %(total)s, not 100.", total=total)
        yield Problem("criteria", words)
    if bool(definition.criteria) != bool(definition.reviews_each):
        yield Problem("reviews_each", _("Reviews need criteria, and criteria need reviews."))
    for criterion in definition.criteria:
        if criterion.weight_percent < 1:
            yield Problem(f"criteria.{criterion.key}", _("A share must be 1 per cent or more."))
        if set(criterion.anchors) != set(scale.scores):
            yield Problem(f"criteria.{criterion.key}", _("Say what each score means."))

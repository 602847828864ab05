"""The office's list of questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from portal.kernel.language import _, _n
from portal.reach.enquiring import PAGE
from portal.schemes.models import Enquiry
from portal.schemes.pages.words import said
from portal.web.format import moment, short_day
from portal.web.pieces import Fact, Pager


@dataclass(frozen=True, slots=True)
class Line:
    """One question. Without `answer_at` it has been answered, as `answered` says."""

    scheme: Markup
    asked: str
    name: str
    email: str
    words: str
    facts: tuple[Fact, ...]
    answer_at: str
    answered: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """A page of the list."""

    lines: tuple[Line, ...]
    pager: Pager
    pager_words: str


def questions_page(found: Sequence[Enquiry], total: int, page: int) -> QuestionsPage:
    """Show a page of questions, in the order given."""
    return QuestionsPage(
        lines=tuple(_line(each) for each in found),
        pager=Pager.of(page, total, PAGE, lambda n: url_for("reach.questions", page=n)),
        pager_words=_n("%(num)s question", "%(num)s questions", total),
    )


def _line(each: Enquiry) -> Line:
    says = each.scheme.latest
    is_open = each.answered_at is None
    return Line(
        scheme=said(says.document.name) if says else Markup(),
        asked=moment(each.made_at),
        name=each.asker_name,
        email=each.asker_email,
        words=each.words,
        facts=tuple(Fact(label, value) for label, value in each.facts),
        answer_at=url_for("reach.question_answered", enquiry_id=each.id) if is_open else "",
        answered="" if is_open else _answered(each),
    )


def _answered(each: Enquiry) -> str:
    assert each.answered_at is not None
    name = each.answered_by.name if each.answered_by else ""
    return _("Answered on %(day)s by %(name)s", day=short_day(each.answered_at), name=name)

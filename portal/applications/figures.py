"""The figures that an application's costs are worked out with: asked once, then handed down."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.applications.costing import NO_CHOICES
from portal.applications.models import Application
from portal.applications.weeks import start_of
from portal.costing.book import Book
from portal.costing.choices import Choices
from portal.costing.figures import SHIPPED
from portal.rates import queries as rates


@dataclass(frozen=True, slots=True)
class Figures:
    """The book, and the organisation's choices on the first day of an application."""

    book: Book = SHIPPED
    choices: Choices = NO_CHOICES


def figures_of(session: Session, application: Application) -> Figures:
    """Return the figures that count for the applicant's team. A few queries, however many lines."""
    team = application.team
    return Figures(rates.book(session, team), rates.choices(session, team, start_of(application)))

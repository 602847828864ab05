"""The blueprint of awards, and what its views load."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from portal.awards import queries
from portal.awards.cases import Case
from portal.awards.policy import Round
from portal.kernel.actor import Actor

blueprint = Blueprint("awards", __name__)


def the_round(session: Session, _actor: Actor, call_id: UUID) -> Round | None:
    """Load a call with the cases of its applications."""
    return queries.round_of(session, call_id)


def the_case(session: Session, _actor: Actor, application_id: UUID) -> Case | None:
    """Load one application with all that a decision depends on."""
    return queries.case_of(session, application_id)


def the_case_of_letter(session: Session, _actor: Actor, document_id: UUID) -> Case | None:
    """Load the application whose letter this is."""
    return queries.case_of_letter(session, document_id)

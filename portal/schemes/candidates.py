"""What is known of somebody, as the facts that eligibility rules ask about."""

from dataclasses import replace
from datetime import date

from portal.people.models import Employment, Person
from portal.people.professions import Profession
from portal.schemes.rule import Candidate


def candidate_of(person: Person, on: date) -> Candidate:
    """Return the facts of the person's main post, if it has begun and not ended by that day.

    Without such a post nothing is known. Posts, and their organisations, must be loaded.
    """
    post = person.post
    return _candidate_in(post) if post is not None and _is_held(post, on) else Candidate()


def candidate_in(profession: Profession) -> Candidate:
    """Return what a profession alone tells."""
    return Candidate(
        profession=profession.code,
        profession_group=profession.group,
        job=profession.uptake_group,
        staff_group=profession.staff_group,
        medical=profession.medical,
        registered=profession.registered,
    )


def _candidate_in(post: Employment) -> Candidate:
    return replace(
        candidate_in(post.profession),
        organisation_path=post.organisation.path,
        band=post.band,
        contract=post.contract,
        contract_ends_on=post.ends_on,
        hours_hundredths_a_week=post.hours_hundredths,
    )


def _is_held(post: Employment, on: date) -> bool:
    return post.starts_on <= on and (post.ends_on is None or on <= post.ends_on)

"""Can I apply? Four questions, without an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.people.models import Person
from portal.people.queries import person_with_posts
from portal.reach import queries
from portal.reach.checking import MEDICAL, check_all
from portal.reach.forms import CheckerForm
from portal.reach.pages.checker import checker_page
from portal.reach.routes import blueprint
from portal.schemes.candidates import candidate_of
from portal.schemes.models import Call
from portal.schemes.rule import Candidate
from portal.web.guard import actor, guard, now

QUESTIONS = ("profession", "pay", "contract", "hours")
DATE_PARTS = ("ends_on-day", "ends_on-month", "ends_on-year")


@dataclass(frozen=True, slots=True)
class Asked:
    """The calls to hold answers against: all that are offered, or those of one scheme."""

    calls: Sequence[Call]
    scheme: str = ""


def asked(session: Session, _actor: Actor) -> Asked | None:
    """Return the calls; None for a scheme that has none open or coming."""
    offered = sorted(
        queries.offered(session, now()), key=lambda c: (c.opens_at > now(), c.closes_at, c.id)
    )
    slug = request.args.get("scheme", "")
    if not slug:
        return Asked(offered)
    found = [call for call in offered if call.scheme.slug == slug]
    return Asked(found or offered, str(found[0].document.name) if found else "")


@blueprint.get("/can-i-apply")
@guard(asked, public=True)
def checker(found: Asked) -> str:
    """Ask the four questions, or answer them where the address has them."""
    person = _person()
    if not any(name in request.args for name in QUESTIONS):
        form = CheckerForm(formdata=None, data=_known(person), meta={"csrf": False})
        return _ask(form, found)
    form = CheckerForm(request.args, meta={"csrf": False})
    if not form.validate() or "change" in request.args:
        return _ask(form, found)
    known = candidate_of(person, london_day(now())) if person else Candidate()
    told = form.told()
    page = checker_page(check_all(found.calls, told.candidate(known)), told, answered(), now())
    return render_template("reach/checked.html", page=page, scheme_name=found.scheme)


def answered() -> dict[str, list[str]]:
    """Return the checker's answers that the address carries, to be carried on."""
    kept = (*QUESTIONS, *DATE_PARTS, "scheme")
    return {name: request.args.getlist(name)[:1] for name in kept if name in request.args}


def _ask(form: CheckerForm, found: Asked) -> str:
    return render_template(
        "reach/checker.html",
        form=form,
        scheme_name=found.scheme,
        scheme=request.args.get("scheme", "") if found.scheme else "",
    )


def _person() -> Person | None:
    who = actor().person_id
    return person_with_posts(db.current(), who) if who else None


def _known(person: Person | None) -> dict[str, Any]:
    """Return what the directory knows of who is signed in, to be changed at will."""
    post = person.post if person else None
    if post is None:
        return {}
    return {
        "profession": post.profession_code,
        "pay": post.band or MEDICAL,
        "contract": post.contract.value,
        "ends_on": post.ends_on,
        "hours": post.hours_hundredths,
    }

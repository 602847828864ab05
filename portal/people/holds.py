"""What people holds of a person: the account, posts, roles, sign-ins."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.kernel.actor import Role
from portal.kernel.amounts import plain
from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _, lazy
from portal.people.models import Employment, Person, RoleGrant, SignIn
from portal.web.format import moment, short_day

COVERS = (
    "people.email",
    "employments.person_id",
    "role_grants.person_id",
    "sign_ins.person_id",
)
LEFT_OUT = {
    "held_posts.person_id": "what was sent after a sign-in had ended, gone within half an hour",
    "employments.manager_id": "who reports to somebody is about those people",
    "failed_sign_ins.email_digest": "a digest, kept for a day, from which no address can be read",
}

ROLES = {
    Role.OFFICE: lazy("R&D office"),
    Role.CHAIR: lazy("Panel chair"),
    Role.REVIEWER: lazy("Reviewer"),
    Role.ANALYST: lazy("Analyst"),
    Role.AUDITOR: lazy("Auditor"),
    Role.FINANCE: lazy("Finance"),
    Role.BOARD: lazy("Board member"),
    Role.ADMINISTRATOR: lazy("Administrator"),
}


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell of one person."""
    person = session.get_one(Person, holder.id)
    yield Part("account", _("Your account"), [_account(person)])
    posts = session.scalars(
        select(Employment)
        .where(Employment.person_id == holder.id)
        .order_by(Employment.starts_on, Employment.id)
        .options(joinedload(Employment.organisation))
    )
    yield Part("posts", _("Your posts"), [_post(post) for post in posts])
    grants = session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == holder.id)
        .order_by(RoleGrant.granted_at, RoleGrant.id)
        .options(joinedload(RoleGrant.organisation))
    )
    yield Part("roles", _("Your roles"), [_role(grant) for grant in grants])
    signed = session.scalars(
        select(SignIn).where(SignIn.person_id == holder.id).order_by(SignIn.began_at, SignIn.id)
    )
    yield Part("sign_ins", _("When you signed in"), [_sign_in(each) for each in signed])


def _account(person: Person) -> Record:
    facts = [
        (_("Name"), person.name),
        (_("Email address"), person.email),
        (_("Known since"), moment(person.created_at)),
    ]
    data = of(person, "id", "name", "email", "language", "is_active", "created_at")
    return Record(person.name, facts, data)


def _post(post: Employment) -> Record:
    facts = [
        (_("Job"), post.job_title),
        (_("Team"), str(post.organisation.name)),
        (_("Hours a week"), plain(post.hours_hundredths)),
        (_("From"), short_day(post.starts_on)),
        (_("Until"), short_day(post.ends_on) if post.ends_on else _("No last day")),
    ]
    names = ("profession_code", "job_title", "contract", "hours_hundredths", "band", "step")
    more = ("grade", "salary_pence", "starts_on", "ends_on", "is_main")
    return Record(
        post.job_title, facts, {**of(post, *names, *more), "team": post.organisation.path}
    )


def _role(grant: RoleGrant) -> Record:
    label = str(ROLES[grant.role])
    facts = [
        (_("At"), str(grant.organisation.name)),
        (_("Since"), moment(grant.granted_at)),
    ]
    return Record(label, facts, {**of(grant, "role", "granted_at"), "at": grant.organisation.path})


def _sign_in(each: SignIn) -> Record:
    ended = moment(each.ended_at) if each.ended_at else _("Not signed out")
    return Record(moment(each.began_at), [(_("Ended"), ended)], of(each, "began_at", "ended_at"))

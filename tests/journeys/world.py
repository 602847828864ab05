"""One of each thing, and one person of each kind, for asking everybody about everything."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from portal.applications.companions import Access, Standing
from portal.applications.documents import ask_for_whole
from portal.applications.models import Application
from portal.applications.queries import submission
from portal.approvals.models import Absence
from portal.approvals.team.models import TeamFeed
from portal.awards.lifecycle import Outcome
from portal.kernel.actor import Role
from portal.mentors.lifecycle import PairingState
from portal.reach.tokens import digest
from portal.schema import Base
from portal.schemes.models import Enquiry
from portal.takeout.models import Takeout
from tests.conftest import NOW
from tests.factories import (
    applications,
    approvals,
    awards,
    people,
    rates,
    reviews,
    schemes,
    together,
    uploads,
)
from tests.factories.returns import sent_back

TABLES_OF_SIGNING_IN = {"sign_ins", "failed_sign_ins", "trail_entries"}


@dataclass
class World:
    """Who there is, by part, with their addresses; and the ids that addresses are made of."""

    people: dict[str, str] = field(default_factory=dict)
    ids: dict[str, object] = field(default_factory=dict)


def build(session) -> World:
    world = World()
    board = people.node(session)
    ward, other_ward = people.node(session, "ward-7", board), people.node(session, "ward-8", board)
    lab, elsewhere = people.node(session, "lab", board), people.node(session, "other-board")
    manager = people.employee(session, ward, name="Sam Whittaker")
    nurse = people.employee(session, ward, name="Megan Prosser", manager=manager)
    colleague = people.employee(session, ward, name="Colleague", manager=manager)
    who = {
        "nurse": nurse,
        "manager": manager,
        "colleague": colleague,
        "other_manager": people.employee(session, other_ward, name="Other manager"),
        "reviewer": reviews.reviewer(session, lab, "Tomasz Lewis"),
        "conflicted": reviews.reviewer(session, lab, "Ann Conflicted"),
        "other_reviewer": reviews.reviewer(session, lab, "Other Reviewer"),
        "office_elsewhere": people.staff_with_role(
            session, Role.OFFICE, elsewhere, "Office elsewhere"
        ),
        "helper": people.employee(session, other_ward, name="Helen Helper"),
        "viewer": people.employee(session, other_ward, name="Vera Viewer"),
        "removed": people.employee(session, other_ward, name="Removed Helper"),
        "helper_elsewhere": people.employee(session, other_ward, name="Helps another"),
        "mentor": people.employee(session, other_ward, name="Dr Mari Mentor"),
    }
    people.employee(session, other_ward, name="Managed", manager=who["other_manager"])
    for role in (
        Role.OFFICE,
        Role.CHAIR,
        Role.FINANCE,
        Role.BOARD,
        Role.AUDITOR,
        Role.ANALYST,
        Role.ADMINISTRATOR,
    ):
        who[role.value] = people.staff_with_role(session, role, lab if role is None else board)
    people.workforce(session, board, "NUR-ADULT", 5000)
    _things(session, world, board, who)
    _together(session, world, board, who)
    world.people = {part: person.email for part, person in who.items()}
    return world


def _things(session, world: World, board, who) -> None:
    soon = schemes.open_call(
        session, board, opens_at=NOW + timedelta(days=5), closes_at=NOW + timedelta(days=30)
    )
    now_open = schemes.open_call(session, board)
    draft = applications.complete_draft(session, now_open, who["nurse"])
    line = draft.cost_lines[0]
    earlier = applications.version(session, draft, "project")
    begun = applications.begun(session, draft)
    another = applications.complete_draft(session, now_open, who["colleague"])
    filing_call = schemes.open_call(session, board, definition=uploads.with_files())
    filing = applications.complete_draft(session, filing_call, who["nurse"])
    upload = uploads.stored(session, filing)
    asked = applications.submitted_application(
        session, schemes.open_call(session, board, definition=uploads.with_files()), who["nurse"]
    )
    upload_asked = uploads.stored(session, asked)
    request = approvals.waiting(session, asked, who["manager"])
    absence = Absence(
        person=who["manager"],
        starts_on=NOW.date() + timedelta(days=9),
        ends_on=NOW.date() + timedelta(days=12),
        made_at=NOW,
    )
    session.add(absence)
    returned = applications.submitted_application(
        session, schemes.open_call(session, board), who["nurse"]
    )
    sent_back(session, returned, who["office"])
    printed = applications.submitted_application(
        session, schemes.open_call(session, board), who["nurse"]
    )
    ask_for_whole(session, submission(session, printed.id), now=NOW)
    conditional = approvals.conditional(session, printed, who["manager"])
    drafted = schemes.scheme(session, board)
    schemes.draft(session, drafted, minutes_to_apply=35)
    reviewing = reviews.reviewing_call(session, board, definition=uploads.with_files())
    weighed = reviews.approved_application(session, reviewing, who["nurse"])
    upload_weighed = uploads.stored(session, weighed)
    task = reviews.assignment(session, weighed, who["reviewer"])
    hidden = reviews.assignment(session, weighed, who["conflicted"])
    reviews.conflict(session, weighed, who["conflicted"])
    played = schemes.open_call(
        session,
        board,
        rehearsal=True,
        ring_fences=[{"jobs": ["nurses"], "pence": 100, "wte_months_hundredths": None}],
    )
    late_pass = schemes.late_pass(session, played, who["colleague"])
    decidable = awards.decidable_call(session, board)
    won = awards.ready(session, decidable, who["nurse"])
    awards.reviewed(session, won, who["reviewer"], "Good.")
    awards.recommended(session, won)
    awards.decided(session, won, Outcome.AWARD, who["office"])
    awards.released(session, decidable, who["office"])
    in_two = schemes.open_call(session, board, "research-time")
    first = applications.first_sent(session, in_two, who["nurse"])
    letter = session.scalar(select(Base.metadata.tables["decisions"].c.letter_id))
    enquiry = Enquiry(
        scheme=now_open.scheme, asker_name="A", asker_email="a@example.nhs.uk", language="en",
        words="?", made_at=NOW,
    )  # fmt: skip
    file = Takeout(person_id=who["nurse"].id, asked_at=NOW, made_at=NOW, content=b"PK")
    feed = TeamFeed(person_id=who["manager"].id, token_digest=digest("of-team"), made_at=NOW)
    session.add_all([enquiry, file, feed])
    scale = rates.scale(session, board, who["administrator"], in_force=False)
    rates.file(session, scale)
    session.flush()
    world.ids = {
        "place": board.id, "draft_scale": scale.id, "point": scale.points[0].id,
        "scale_in_force": rates.scale(session, board, who["administrator"]).id,
        "hourly": rates.hourly(session, board, who["administrator"]).id,
        "team_token": "of-team", "enquiry": enquiry.id, "file": file.id, "in_two": in_two.id, "first": first.id,
        "soon": soon.id, "open": now_open.id, "scheme": now_open.scheme.id, "slug": now_open.scheme.slug, "call_slug": now_open.slug,
        "draft": draft.id, "line": line.id, "period": draft.periods[0].id, "earlier": earlier.id, "begun": begun.id, "another": another.id, "another_line": another.cost_lines[0].id,
        "filing": filing.id, "upload": upload.id, "upload_asked": upload_asked.id, "upload_weighed": upload_weighed.id,
        "asked": asked.id, "returned": returned.id, "printed": printed.id, "request": request.id, "conditional": conditional.id, "reason": "dates", "absence": absence.id,
        "reviewing": reviewing.id, "weighed": weighed.id, "task": task.id, "hidden": hidden.id,
        "played": played.id, "late_pass": late_pass.id, "drafted": drafted.id, "decidable": decidable.id, "won": won.id, "letter": letter,
    }  # fmt: skip


def _together(session, world: World, board, who) -> None:
    """Who helps with the drafts, and who is mentor to whom."""
    draft, another, weighed = (
        session.get(Application, world.ids[key]) for key in ("draft", "another", "weighed")
    )
    helping = together.collaborator(session, draft, who["helper"])
    asked_helper = together.collaborator(session, draft, standing=Standing.WAITING)
    together.collaborator(session, draft, who["viewer"], access=Access.VIEW)
    together.collaborator(session, draft, who["removed"], Standing.REMOVED)
    together.collaborator(session, another, who["helper_elsewhere"])
    together.collaborator(session, weighed, who["helper"])
    peopled = applications.complete_draft(
        session, together.people_call(session, board), who["nurse"]
    )
    request = together.mentor_request(session, peopled, who["mentor"])
    listed = together.mentor(session, who["mentor"], places=2)
    paired = together.pairing(session, listed, who["viewer"], PairingState.PAIRED)
    wish = together.pairing(session, listed, who["colleague"])
    world.ids |= {
        "helping": helping.id, "asked_helper": asked_helper.id, "peopled": peopled.id, "mentor_request": request.id,
        "listed": listed.id, "pairing": paired.id, "wish": wish.id,
    }  # fmt: skip


def fingerprint(database) -> dict[str, object]:
    """Return every row of every table, but for those that signing in writes."""
    with database.scope(read_only=True) as session:
        return {
            table.name: sorted(str(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in TABLES_OF_SIGNING_IN
        }

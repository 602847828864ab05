"""What schemes hold of a person: late passes, questions asked, the calls that were looked at."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.schemes.models import Call, Enquiry, LatePass, Scheme, SchemeView
from portal.web.format import moment

COVERS = ("late_passes.person_id", "enquiries.asker_email", "scheme_views.person_id")
OFFICE = "the record of an act of the office, which is about a scheme and no person"
LEFT_OUT = {
    "late_passes.made_by_id": OFFICE,
    "call_extensions.made_by_id": OFFICE,
    "enquiries.answered_by_id": OFFICE,
    "scheme_drafts.changed_by_id": OFFICE,
    "scheme_versions.made_by_id": OFFICE,
}


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell of late passes, of questions from this address, and of views."""
    passes = session.scalars(
        select(LatePass)
        .where(LatePass.person_id == holder.id)
        .order_by(LatePass.made_at, LatePass.id)
        .options(joinedload(LatePass.call).joinedload(Call.pinned))
    )
    yield Part("late_passes", _("Late passes"), [_pass(each) for each in passes])
    asked = session.scalars(
        select(Enquiry)
        .where(Enquiry.asker_email == holder.email)
        .order_by(Enquiry.made_at, Enquiry.id)
        .options(joinedload(Enquiry.scheme).joinedload(Scheme.organisation))
    )
    yield Part("questions", _("Questions you asked"), [_question(each) for each in asked])
    seen = session.execute(
        select(SchemeView, Call)
        .join(Call, Call.id == SchemeView.call_id)
        .where(SchemeView.person_id == holder.id)
        .order_by(SchemeView.seen_at, SchemeView.id)
        .options(joinedload(Call.pinned))
    )
    yield Part("views", _("Calls you looked at"), [_view(view, call) for view, call in seen])


def _pass(each: LatePass) -> Record:
    facts = [(_("Until"), moment(each.until_at)), (_("Reason"), each.reason)]
    return Record(_name(each.call), facts, of(each, "call_id", "until_at", "reason", "made_at"))


def _question(each: Enquiry) -> Record:
    facts = [(_("Asked"), moment(each.made_at)), (_("Your question"), each.words)]
    names = ("asker_name", "asker_email", "words", "facts", "made_at", "answered_at")
    return Record(each.scheme.slug, facts, of(each, *names))


def _view(view: SchemeView, call: Call) -> Record:
    facts = [(_("First seen"), moment(view.seen_at))]
    return Record(_name(call), facts, of(view, "call_id", "profession_code", "seen_at"))


def _name(call: Call) -> str:
    return f"{call.document.name}, {call.name}"

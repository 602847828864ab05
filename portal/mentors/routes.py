"""The directory, what one offers, requests and pairings, and the office's counts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import Refused
from portal.mentors import actions, pages, policy, queries
from portal.mentors.forms import AskForm, DeclineForm, DirectoryForm, MeetingForm, OfferForm
from portal.mentors.models import Pairing
from portal.mentors.policy import Reader, Shown
from portal.mentors.queries import PAGE
from portal.web.guard import actor, guard, now
from portal.web.paging import page_number

blueprint = Blueprint("mentors", __name__)
ONE = "/mentoring/<uuid:pairing_id>"


@blueprint.get("/mentors")
@guard(queries.reader, policy.may_look)
def directory(reader: Reader) -> str:
    """List the mentors who fit what is looked for."""
    form = DirectoryForm(request.args, meta={"csrf": False})
    wanted = form.wanted()
    everybody = queries.listed(db.current())
    turn = queries.in_turn([e for e in everybody if queries.fits(e, wanted)], london_day(now()))
    last = max(1, -(-len(turn) // PAGE))
    number = min(page_number(), last)
    ids = [each.id for each in turn[(number - 1) * PAGE : number * PAGE]]
    found = queries.with_people(db.current(), ids)
    page = pages.directory_page(found, turn, reader, number, request.args)
    return render_template("mentors/directory.html", page=page, filter=form)


@blueprint.get("/mentors/me")
@guard(queries.reader, policy.may_offer)
def mine(reader: Reader) -> str:
    """Ask what one offers."""
    return _mine(reader, OfferForm(formdata=None, obj=reader.mentor))


@blueprint.post("/mentors/me")
@guard(queries.reader, policy.may_offer)
def mine_post(reader: Reader) -> Response | tuple[str, int] | str:
    """Join the directory, or change what one offers."""
    form = OfferForm()
    if not form.validate():
        return _mine(reader, form)
    try:
        with db.transaction() as session:
            mentor = actions.offer(session, reader, form.offer(), actor=actor(), now=now())
            address = url_for("mentors.profile", mentor_id=mentor.id)
    except Refused as refused:
        form.refuse(None, refused.ruling.reason)
        return _mine(reader, form), 409
    flash(_("Saved. This is how others see you."))
    return redirect(address, 303)


def _mine(reader: Reader, form: OfferForm) -> str:
    return render_template("mentors/mine.html", form=form, page=pages.mine_page(reader))


@blueprint.post("/mentors/me/pause")
@guard(queries.reader, policy.may_step_back)
def pause(reader: Reader) -> Response:
    """Take nobody new for a while."""
    with db.transaction() as session:
        actions.pause(session, reader, actor=actor(), now=now())
    return redirect(url_for("mentors.mine"), 303)


@blueprint.post("/mentors/me/go-on")
@guard(queries.reader, policy.may_step_back)
def go_on(reader: Reader) -> Response:
    """Take people again."""
    with db.transaction() as session:
        actions.go_on(session, reader, actor=actor(), now=now())
    return redirect(url_for("mentors.mine"), 303)


@blueprint.post("/mentors/me/leave")
@guard(queries.reader, policy.may_step_back)
def leave(reader: Reader) -> Response:
    """Leave the directory. What was written stays, for who comes back."""
    with db.transaction() as session:
        actions.leave(session, reader, actor=actor(), now=now())
    flash(_("You have left the directory. The people you mentor stay with you."))
    return redirect(url_for("mentors.directory"), 303)


@blueprint.get("/mentors/<uuid:mentor_id>")
@guard(queries.shown, policy.may_see)
def profile(shown: Shown) -> str:
    """Show what a mentor offers, and ask for a note to them."""
    return _profile(shown, AskForm(formdata=None))


@blueprint.post("/mentors/<uuid:mentor_id>")
@guard(queries.shown, policy.may_see)
def profile_post(shown: Shown) -> Response | tuple[str, int] | str:
    """Ask the mentor. Where they have no room meanwhile, the note is shown again."""
    form = AskForm()
    if not form.validate():
        return _profile(shown, form)
    try:
        with db.transaction() as session:
            made = actions.ask(session, shown, form.note.data, actor=actor(), now=now())
            address = url_for("mentors.pairing", pairing_id=made.id)
    except Refused as refused:
        form.refuse(None, refused.ruling.reason)
        return _profile(shown, form), 409
    flash(
        _(
            "We have told %(name)s. You hear from us when they answer.",
            name=shown.mentor.person.name,
        )
    )
    return redirect(address, 303)


def _profile(shown: Shown, form: AskForm) -> str:
    page = pages.profile_page(shown, actor(), now())
    return render_template("mentors/profile.html", form=form, page=page)


@blueprint.get("/mentoring")
@guard()
def pairings() -> str:
    """List one's requests and pairings, on either side."""
    number, total = page_number(), queries.count_of_actor(db.current(), actor())
    found = queries.of_actor(db.current(), actor(), PAGE, (number - 1) * PAGE)
    page = pages.pairings_page(found, total, number, actor())
    return render_template("mentors/pairings.html", page=page)


@blueprint.get(ONE)
@guard(queries.pairing, policy.may_see_pairing)
def pairing(pairing: Pairing) -> str:
    """Show how two people stand, and the meetings they noted."""
    return _pairing(pairing, MeetingForm(formdata=None, data={"met_on": london_day(now())}))


@blueprint.post(f"{ONE}/meetings")
@guard(queries.pairing, policy.may_note)
def meeting(pairing: Pairing) -> Response | str:
    """Note a meeting."""
    form = MeetingForm()
    form.hold_to(london_day(now()))
    if not form.validate():
        return _pairing(pairing, form)
    met_on, words = form.met_on.data, form.words.data
    with db.transaction() as session:
        actions.note_meeting(session, pairing, met_on, words, actor=actor(), now=now())
    return _to(pairing)


def _pairing(pairing: Pairing, form: MeetingForm) -> str:
    taken = queries.taken(db.current(), pairing.mentor_id)
    page = pages.pairing_page(pairing, taken, actor(), now())
    return render_template("mentors/pairing.html", form=form, page=page, pairing_id=pairing.id)


@blueprint.post(f"{ONE}/accept")
@guard(queries.pairing, policy.may_answer)
def accept(pairing: Pairing) -> Response:
    """Take somebody on, where there is a place."""
    with db.transaction() as session:
        actions.accept(session, pairing, actor=actor(), now=now())
    return _to(pairing)


@blueprint.get(f"{ONE}/decline")
@guard(queries.pairing, policy.may_answer)
def decline(pairing: Pairing) -> str:
    """Ask why, if one likes to say."""
    return _decline(pairing, DeclineForm(formdata=None))


@blueprint.post(f"{ONE}/decline")
@guard(queries.pairing, policy.may_answer)
def decline_post(pairing: Pairing) -> Response | str:
    """Say no."""
    form = DeclineForm()
    if not form.validate():
        return _decline(pairing, form)
    with db.transaction() as session:
        actions.decline(session, pairing, form.reason.data, actor=actor(), now=now())
    return _to(pairing)


def _decline(pairing: Pairing, form: DeclineForm) -> str:
    name = pairing.mentee.name
    return render_template("mentors/decline.html", form=form, name=name, pairing_id=pairing.id)


@blueprint.post(f"{ONE}/take-back")
@guard(queries.pairing, policy.may_take_back)
def take_back(pairing: Pairing) -> Response:
    """Take a request back."""
    with db.transaction() as session:
        actions.take_back(session, pairing, actor=actor(), now=now())
    return _to(pairing)


@blueprint.get(f"{ONE}/end")
@guard(queries.pairing, policy.may_end)
def end(pairing: Pairing) -> str:
    """Say what it means before it is done."""
    return render_template("mentors/end.html", pairing_id=pairing.id)


@blueprint.post(f"{ONE}/end")
@guard(queries.pairing, policy.may_end)
def end_post(pairing: Pairing) -> Response:
    """End a pairing."""
    with db.transaction() as session:
        actions.end(session, pairing, actor=actor(), now=now())
    return _to(pairing)


def _to(pairing: Pairing) -> Response:
    return redirect(url_for("mentors.pairing", pairing_id=pairing.id), 303)


@blueprint.get("/office/mentoring")
@guard(rule=policy.may_count)
def office() -> str:
    """Count pairs, and people who found nobody, for the office of their nodes."""
    paths = policy.office_paths(actor())
    counted = queries.counts(db.current(), paths, now())
    mentors, places = queries.places_at(db.current(), paths)
    page = pages.office_page(counted, mentors, places)
    return render_template("mentors/office.html", page=page)

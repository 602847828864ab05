"""The lists of a call, taken away as files: by POST, because each goes onto the trail."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.desk.ledgers import files
from portal.desk.ledgers.actions import note_export
from portal.desk.ledgers.files import which_asked
from portal.desk.ledgers.policy import may_export
from portal.desk.ledgers.queries import Asked
from portal.desk.standing import stage_asked
from portal.kernel import db
from portal.schemes.models import Call
from portal.schemes.queries import call_by_id, the_call
from portal.web import sheets
from portal.web.guard import actor, guard, now

blueprint = Blueprint("ledgers", __name__)


@blueprint.post("/office/calls/<uuid:call_id>/export")
@guard(the_call, may_export)
def export(call: Call) -> Response:
    """Make a file of what the board lists, and hand it over once the trail says so.

    It is read beside this request: that takes seconds for a large call, and must hold no lock.
    """
    call_id, stage = call.id, stage_asked(request.form.get("stage", ""))
    which = which_asked(request.form.get("which", ""))
    db.let_go()
    with db.reading() as session:
        read = call_by_id(session, call_id)
        assert read is not None  # the guard has found it
        taken = files.make(session, Asked(read, actor(), now(), stage), which)
    with db.transaction() as session:
        note_export(session, call, taken, actor=actor(), now=now())
    return sheets.answer(taken.name, taken.content)

"""What must hold after the storm, asked of the rows."""

from collections import Counter

from sqlalchemy import select, text

from portal.applications.lifecycle import State
from portal.applications.models import Application, Submission
from portal.audit.models import TrailEntry
from portal.audit.queries import verify
from portal.notifications.models import Message
from tests.faults.storm.crowd import Hand
from tests.faults.storm.sending import Outcome


def findings(database, hands: list[Hand], outcome: Outcome) -> list[str]:
    """Say everything that is wrong, in words; an empty list is what we want."""
    with database.scope(read_only=True) as session:
        receipts = Counter(session.scalars(select(Submission.application_id)))
        sent = dict(
            session.execute(
                select(Application.id, Application.reference).where(
                    Application.state == State.SUBMITTED
                )
            ).all()
        )
        said = Counter(
            session.scalars(select(TrailEntry.subject_id).where(TrailEntry.verb == "submitted"))
        )
        mails = Counter(
            session.scalars(
                select(Message.about_id).where(Message.template == "applications/received")
            )
        )
        broken = verify(session)
        integrity = _integrity(session)
    promised = {hand.application_id for hand in outcome.receipts}
    everyone = {hand.application_id for hand in hands}
    return [
        *(f"lost: {each} was given a receipt and has no row" for each in promised - set(receipts)),
        *(f"doubled: {each} has {n} receipts" for each, n in receipts.items() if n != 1),
        *(f"half: {each} has a receipt and is not sent" for each in set(receipts) - set(sent)),
        *(
            f"half: {each} is sent and has no receipt"
            for each in (set(sent) & everyone) - set(receipts)
        ),
        *(f"the trail tells {n} times of {each}" for each, n in said.items() if n != 1),
        *(f"{n} mails to {each}" for each, n in mails.items() if n != 1),
        *(f"no mail: {len(sent)} sent, {len(mails)} mails" for _ in range(len(mails) != len(sent))),
        *(f"a reference twice: {each}" for each, n in Counter(sent.values()).items() if n != 1),
        *(f"refused: {hand.application_id} with {status}" for hand, status in outcome.refused),
        *([f"the trail breaks at {broken}"] if broken is not None else []),
        *([f"integrity: {integrity}"] if integrity != "ok" else []),
    ]


def _integrity(session) -> str:
    if session.get_bind().dialect.name != "sqlite":
        return "ok"
    return str(session.scalar(text("PRAGMA integrity_check")))

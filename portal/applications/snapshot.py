"""All that was sent, as it was: one JSON document beside the receipt."""

from datetime import datetime
from typing import Any

from portal.applications import asked, window
from portal.applications.companions import Collaborator
from portal.applications.models import Application, CostLine, ReleasePeriod
from portal.files.models import Upload


def snapshot(application: Application, arrived_at: datetime) -> dict[str, Any]:
    """Return the whole application as JSON values. Money is pence, hours are hundredths.

    `asked_pence` is the part of `cost_pence` that is asked of the scheme.
    `late_pass` is the last instant of the late pass by which alone it was let in, else None.

    Questions are named by their keys: the scheme's version, which never changes, has the words.
    """
    return {
        "reference": application.reference,
        "stage": application.stage.value,
        "scheme_version_id": str(application.call.version_id),
        "scheme_version": application.call.pinned.number,
        "applicant": _applicant(application),
        **content(application),
        "asked_pence": application.asked_pence,
        "late_pass": _late_pass(application, arrived_at),
        "caps": [
            {
                "unit": check.cap.unit.value,
                "category": check.cap.category,
                "standing": check.standing.value,
            }
            for check in asked.cap_checks(application)
        ],
    }


def content(application: Application) -> dict[str, Any]:
    """Return what the applicant wrote and may still change, as JSON values."""
    return {
        "sections": {entry.key: entry.answers for entry in application.sections},
        "periods": [_period(period) for period in application.periods],
        "cost_lines": [_line(line) for line in application.cost_lines],
        "cost_pence": application.cost_pence,
        "files": [_file(upload) for upload in application.files],
        "people": [_collaborator(each) for each in application.joined],
        "mentor": _mentor(application),
    }


def _file(upload: Upload) -> dict[str, Any]:
    """Name a file by its digest too: what was sent can be told from anything else, for ever."""
    return {
        "id": str(upload.id),
        "question": upload.question_key,
        "name": upload.name,
        "kind": upload.kind.value,
        "size": upload.size,
        "sha256": upload.sha256,
        "scan": upload.state.value,
    }


def _late_pass(application: Application, arrived_at: datetime) -> str | None:
    until_at = application.late_until
    if until_at is None or not window.is_by_pass(application, arrived_at):
        return None
    return until_at.isoformat()


def _applicant(application: Application) -> dict[str, Any]:
    return {
        "person_id": str(application.applicant_id),
        "name": application.applicant.name,
        "team": application.team.path,
        "profession": application.profession_code,
        "pay": application.pay_label,
    }


def _collaborator(one: Collaborator) -> dict[str, Any]:
    return {
        "person_id": str(one.person_id),
        "name": one.name,
        "part": one.part,
        "access": one.access.value,
        "credit": list(one.credit),
    }


def _mentor(application: Application) -> dict[str, Any] | None:
    mentor = application.mentor
    if mentor is None or not mentor.has_agreed:
        return None
    return {
        "person_id": str(mentor.person_id),
        "name": mentor.name,
        "mentees": mentor.mentees,
        "hours_hundredths_a_month": mentor.hours_hundredths,
        "statement": mentor.statement,
    }


def _period(period: ReleasePeriod) -> dict[str, Any]:
    return {
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "hours_hundredths": period.hours_hundredths,
        "given_amount": period.given_amount,
        "given_unit": period.given_unit,
        "in_all_hundredths": period.in_all_hundredths,
    }


def _line(line: CostLine) -> dict[str, Any]:
    return {
        "kind": line.kind.value,
        "category": line.category,
        "label": line.label,
        "details": line.details,
        "working": line.working,
        "amount_pence": line.amount_pence,
        "pot": line.pot.value,
        "pot_name": line.pot_name,
    }

"""The words and steps of the whole journey, told once: used over HTTP and in Chromium."""

from dataclasses import dataclass
from datetime import UTC, datetime

from portal.kernel.actor import Role
from tests.factories import people

AT_NIGHT = datetime(2026, 12, 8, 3, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
AFTER_CLOSE = datetime(2027, 1, 18, 9, 0, tzinfo=UTC)
REVIEWING = datetime(2027, 2, 1, 20, 0, tzinfo=UTC)
PANEL = datetime(2027, 3, 5, 13, 0, tzinfo=UTC)

TITLE = "Breathless at home: what helps after a hospital stay"
ANSWERS = {
    "project": {
        "q_title": TITLE,
        "q_summary": "People leave hospital after a flare-up and come back afraid. I will ask twelve of them what would have helped.",
        "q_problem": "One in four people who leave our ward after a flare-up of COPD are back within a month.",
        "q_plan": "Months 1 and 2: interviews at home. Months 3 and 4: look for patterns. Months 5 and 6: write up.",
        "q_skills": "Interviewing people and making sense of what they say.",
        "q_involvement": "Two people from a local breathing group chose the topic.",
        "q_outcome": "A two-page summary and a draft bid for a larger study.",
        "q_work_kind": "research",
        "complete": "yes",
    },
    "people": {
        "q_mentor": "A researcher in nursing will meet me each fortnight.",
        "complete": "yes",
    },
    "release": {"q_cover": "Bank shifts, one day a week.", "complete": "yes"},
    "declarations": {"q_true": "yes", "q_share": "yes"},
}
TIME = {
    "amount": "1", "unit": "days", "starts-day": "4", "starts-month": "5", "starts-year": "2027",
    "ends-day": "3", "ends-month": "11", "ends-year": "2027", "complete": "yes",
}  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Addresses of the people of the story."""

    office: str
    nurse: str
    manager: str
    reviewers: tuple[str, ...]
    chair: str
    stranger: str


def cast(session) -> Cast:
    """A board with a ward, an office, a panel, and 18,000 counted staff."""
    board = people.node(session, name_en="Glan Hafren University Health Board")
    ward, lab = people.node(session, "ward-7", board), people.node(session, "lab", board)
    manager = people.employee(session, ward, name="Sam Whittaker")
    nurse = people.employee(session, ward, name="Megan Prosser", manager=manager)
    reviewers = [
        people.employee(session, lab, code, f"Reviewer {n}")
        for n, code in enumerate(("HCS-PHYS", "AHP-PHY", "NUR-RES"))
    ]
    for reviewer in reviewers:
        people.grant(session, reviewer, Role.REVIEWER, board)
    chair = people.employee(session, lab, "PH-SPEC", "Dr Rhian Powell")
    people.grant(session, chair, Role.CHAIR, board)
    for code, headcount in (
        ("NUR-ADULT", 5000),
        ("MED-CONS", 1500),
        ("AHP-PHY", 1200),
        ("MID", 500),
    ):
        people.workforce(session, board, code, headcount)
    return Cast(
        office=people.staff_with_role(session, Role.OFFICE, board, "Ffion Rees").email,
        nurse=nurse.email,
        manager=manager.email,
        reviewers=tuple(reviewer.email for reviewer in reviewers),
        chair=chair.email,
        stranger=people.employee(session, lab, name="Somebody Else").email,
    )

"""The doors of the cost builder beside those of one line that `others` has."""

from tests.journeys.doors.who import WRITERS

GETS = {
    "applications.cost_begun": ("/applications/{draft}/costs/begun/{begun}", WRITERS),
    "applications.cost_drop": ("/applications/{draft}/costs/begun/{begun}/drop", WRITERS),
    "applications.cost_copy": ("/applications/{draft}/costs/{line}/copy", WRITERS),
    "applications.cost_recost": ("/applications/{draft}/costs/cost-again", WRITERS),
    "applications.cost_salary_worked_out": (
        "/applications/{draft}/costs/salary/worked-out",
        WRITERS,
    ),
    "applications.cost_other_worked_out": (
        "/applications/{draft}/costs/other/worked-out",
        WRITERS,
    ),
}
POSTS = {
    "applications.cost_salary_autosave": ("/applications/{draft}/costs/salary/autosave", WRITERS),
    "applications.cost_other_autosave": ("/applications/{draft}/costs/other/autosave", WRITERS),
    "applications.cost_drop_post": ("/applications/{draft}/costs/begun/{begun}/drop", WRITERS),
    "applications.cost_recost_post": ("/applications/{draft}/costs/cost-again", WRITERS),
    "applications.cost_cover": ("/applications/{draft}/costs/cover/{period}", WRITERS),
}

"""The doors of the cost builder beside those of one line that `others` has."""

GETS = {
    "applications.cost_copy": ("/applications/{draft}/costs/{line}/copy", {"nurse"}),
    "applications.cost_recost": ("/applications/{draft}/costs/cost-again", {"nurse"}),
    "applications.cost_salary_worked_out": (
        "/applications/{draft}/costs/salary/worked-out",
        {"nurse"},
    ),
    "applications.cost_other_worked_out": (
        "/applications/{draft}/costs/other/worked-out",
        {"nurse"},
    ),
}
POSTS = {
    "applications.cost_recost_post": ("/applications/{draft}/costs/cost-again", {"nurse"}),
    "applications.cost_cover": ("/applications/{draft}/costs/cover/{period}", {"nurse"}),
}

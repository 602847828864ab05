"""Who gets in between the two stages of a call."""

from tests.journeys.doors.who import READERS

LIST = "/office/calls/{in_two}/first-stage"

GETS = {
    "applications.resume": ("/applications/{draft}/continue", READERS),
    "applications.first_stage": (LIST, {"office"}),
    "applications.first_stage_one": ("/office/first-stage/{first}", {"office"}),
    "applications.invite": (f"{LIST}/invite", {"office"}),
    "applications.turn_away": (f"{LIST}/turn-away", {"office"}),
}

POSTS = {
    "applications.invite_post": (f"{LIST}/invite", {"office"}),
    "applications.turn_away_post": (f"{LIST}/turn-away", {"office"}),
}

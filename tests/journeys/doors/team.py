"""Who gets in at the doors of a manager's home."""

from tests.journeys.doors.who import EVERYBODY

MANAGERS = {"manager", "other_manager", "office"}

GETS = {
    "team.home": ("/team", MANAGERS),
    "team.claims": ("/team/claims", MANAGERS),
    "team.claims_csv": ("/team/claims.csv", MANAGERS),
    "team.feed": ("/team/feed", MANAGERS),
    "team.ics_feed": ("/team-calendars/{team_token}.ics", EVERYBODY),  # the address is the secret
    "team.together": ("/team/requests", MANAGERS),
    "team.check": ("/team/requests/check", MANAGERS),
    "team.done": ("/team/requests/done?id={request}", {"manager", "office"}),
}

POSTS = {
    "team.make_feed": ("/team/feed", MANAGERS),
    "team.stop_feed": ("/team/feed/stop", MANAGERS),
    "team.agree": ("/team/requests", MANAGERS),
}

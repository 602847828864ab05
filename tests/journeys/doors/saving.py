"""Who gets in at the doors of autosave, earlier versions, and what is held over a time-out."""

from tests.journeys.doors.who import SIGNED_IN, WRITERS

GETS = {
    "applications.earlier": ("/applications/{draft}/earlier/project", WRITERS),
    "people.held_posts": ("/held", SIGNED_IN),
    "people.time_out": ("/time-out", SIGNED_IN),
}

POSTS = {
    "applications.section_autosave": (
        "/applications/{draft}/sections/project/autosave",
        WRITERS,
    ),
    "applications.time_autosave": ("/applications/{draft}/time/autosave", WRITERS),
    "applications.use_earlier": (
        "/applications/{draft}/earlier/project/{earlier}",
        WRITERS,
    ),
    "people.extend": ("/time-out", SIGNED_IN),
}

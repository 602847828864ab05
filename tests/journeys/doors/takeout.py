"""Who gets in at the doors of the file of everything: each to their own."""

from tests.journeys.doors.who import SIGNED_IN

GETS = {
    "takeout.page": ("/account/everything", SIGNED_IN),
    "takeout.fetch": ("/account/everything/{file}.zip", {"nurse"}),
}

POSTS = {"takeout.ask": ("/account/everything", SIGNED_IN)}

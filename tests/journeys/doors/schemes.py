"""Who gets in at the doors of schemes."""

from tests.journeys.doors.who import EVERYBODY

GETS = {
    "schemes.catalogue": ("/schemes", EVERYBODY),
    "schemes.scheme": ("/schemes/{slug}", EVERYBODY),
    "schemes.office_schemes": ("/office/schemes", {"office", "office_elsewhere"}),
    "schemes.office_new": ("/office/schemes/new", {"office", "office_elsewhere"}),
    "schemes.office_scheme": ("/office/schemes/{scheme}", {"office"}),
    "schemes.office_call_new": ("/office/schemes/{scheme}/calls/new", {"office"}),
    "schemes.office_call_edit": ("/office/calls/{soon}/edit", {"office"}),
}

POSTS = {
    "schemes.office_new_post": ("/office/schemes/new", {"office", "office_elsewhere"}),
    "schemes.office_call_new_post": ("/office/schemes/{scheme}/calls/new", {"office"}),
    "schemes.office_call_edit_post": ("/office/calls/{soon}/edit", {"office"}),
}

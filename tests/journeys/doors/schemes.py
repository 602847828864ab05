"""Who gets in at the doors of schemes."""

from tests.journeys.doors.who import EVERYBODY

CALL = "schemes.office_call"
CALL_PAGES = {
    CALL: ("/office/calls/{open}/settings", {"office"}),
    "schemes.office_call_cancel": ("/office/calls/{soon}/cancel", {"office"}),
    "schemes.office_call_close": ("/office/calls/{open}/close", {"office"}),
    "schemes.office_call_pot": ("/office/calls/{open}/pot", {"office"}),
    "schemes.office_fence_open": ("/office/calls/{played}/fences/nurses/open", {"office"}),
    "schemes.office_pass_new": ("/office/calls/{open}/passes/new", {"office"}),
    "schemes.office_pass_back": ("/office/passes/{late_pass}/back", {"office"}),
    "schemes.office_call_end": ("/office/calls/{played}/end", {"office"}),
}

GETS = {
    "schemes.catalogue": ("/schemes", EVERYBODY),
    "schemes.scheme": ("/schemes/{slug}", EVERYBODY),
    "schemes.office_schemes": ("/office/schemes", {"office", "office_elsewhere"}),
    "schemes.office_new": ("/office/schemes/new", {"office", "office_elsewhere"}),
    "schemes.office_scheme": ("/office/schemes/{scheme}", {"office"}),
    "schemes.office_call_new": ("/office/schemes/{scheme}/calls/new", {"office"}),
    "schemes.office_call_edit": ("/office/calls/{soon}/edit", {"office"}),
    **CALL_PAGES,
}

POSTS = {
    "schemes.office_new_post": ("/office/schemes/new", {"office", "office_elsewhere"}),
    "schemes.office_call_new_post": ("/office/schemes/{scheme}/calls/new", {"office"}),
    "schemes.office_call_edit_post": ("/office/calls/{soon}/edit", {"office"}),
    "schemes.office_call_close_confirm_post": ("/office/calls/{open}/close/confirm", {"office"}),
    **{f"{name}_post": door for name, door in CALL_PAGES.items() if name != CALL},
}

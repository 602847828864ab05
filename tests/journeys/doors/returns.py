"""Who gets in at the doors of a return for changes, and of what was sent."""

GETS = {
    "applications.send_back": ("/office/applications/{weighed}/return", {"office"}),
    "applications.cancel_return": ("/office/applications/{returned}/return/cancel", {"office"}),
    "applications.changes": ("/applications/{returned}/changes", {"nurse"}),
    "applications.sent_pdf": ("/applications/{printed}/sent/1.pdf", {"nurse", "office"}),
}

POSTS = {
    "applications.send_back_post": ("/office/applications/{weighed}/return", {"office"}),
    "applications.cancel_return_post": (
        "/office/applications/{returned}/return/cancel",
        {"office"},
    ),
    "applications.changes_post": ("/applications/{returned}/changes", {"nurse"}),
}

"""Who gets in at the doors of absences, and of the office's list of what waits."""

OFFICES = {"office", "office_elsewhere"}
ANSWERERS = {"manager", "other_manager", *OFFICES}

GETS = {
    "absences.index": ("/requests/away", ANSWERERS),
    "absences.new": ("/requests/away/new", ANSWERERS),
    "absences.change": ("/requests/away/{absence}", {"manager"}),
    "absences.end": ("/requests/away/{absence}/end", {"manager"}),
    "waiting.index": ("/requests/waiting", OFFICES),
    "waiting.download": ("/requests/waiting.csv", OFFICES),
}

POSTS = {
    "absences.new_post": ("/requests/away/new", ANSWERERS),
    "absences.change_post": ("/requests/away/{absence}", {"manager"}),
    "absences.end_post": ("/requests/away/{absence}/end", {"manager"}),
    "waiting.remind": ("/requests/{request}/remind", {"office"}),
}

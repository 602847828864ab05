"""Who gets in at the doors of a request for release: its answers, and the reasons for a no.

The list of reasons is one for the portal: the office of each root keeps it.
"""

MANAGER, OWN, KEEPER = {"manager"}, {"nurse"}, {"office", "office_elsewhere", "administrator"}
REQUEST, CONDITIONAL = "/requests/{request}", "/requests/{conditional}"
REASONS = "/office/reasons-for-no"
REASON = f"{REASONS}/change/{{reason}}"

GETS = {
    "approvals.show": (REQUEST, {"manager", "office"}),
    "approvals.answered": (f"{CONDITIONAL}/answered", MANAGER),
    "approvals.cover_worked_out": (f"{REQUEST}/cover-worked-out?hours=7.5&cost=1", MANAGER),
    "approvals.decline": (f"{REQUEST}/decline", MANAGER),
    "approvals.offer": (f"{REQUEST}/yes-if", MANAGER),
    "approvals.pass_on": (f"{REQUEST}/pass-on", {"manager", "office"}),
    "approvals.accept": (f"{CONDITIONAL}/accept", OWN),
    "approvals.not_accept": (f"{CONDITIONAL}/not-accept", OWN),
    "reasons.index": (REASONS, KEEPER),
    "reasons.new": (f"{REASONS}/new", KEEPER),
    "reasons.reason": (REASON, KEEPER),
}

POSTS = {
    "approvals.approve": (f"{REQUEST}/approve", MANAGER),
    "approvals.decline_post": (f"{REQUEST}/decline", MANAGER),
    "approvals.offer_post": (f"{REQUEST}/yes-if", MANAGER),
    "approvals.take_back": (f"{CONDITIONAL}/yes-if/take-back", MANAGER),
    "approvals.pass_on_post": (f"{REQUEST}/pass-on", {"manager", "office"}),
    "approvals.accept_post": (f"{CONDITIONAL}/accept", OWN),
    "approvals.not_accept_post": (f"{CONDITIONAL}/not-accept", OWN),
    "reasons.new_post": (f"{REASONS}/new", KEEPER),
    "reasons.reason_post": (REASON, KEEPER),
    "reasons.retire": (f"{REASON}/retire", KEEPER),
    "reasons.bring_back": (f"{REASON}/bring-back", KEEPER),
}

"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS = {
    "offered_mentoring": lazy("%(actor)s joined the mentor directory"),
    "changed_offer": lazy("%(actor)s changed what they offer as a mentor"),
    "paused_mentoring": lazy("%(actor)s takes nobody new as a mentor"),
    "resumed_mentoring": lazy("%(actor)s takes people as a mentor again"),
    "left_mentoring": lazy("%(actor)s left the mentor directory"),
    "asked_for_mentor": lazy("%(actor)s asked for a mentor"),
    "accepted_mentoring": lazy("%(actor)s took somebody on as a mentor"),
    "declined_mentoring": lazy("%(actor)s declined to be a mentor"),
    "took_back_mentoring": lazy("%(actor)s took back a request for a mentor"),
    "ended_mentoring": lazy("%(actor)s ended a pairing of mentor and mentee"),
}

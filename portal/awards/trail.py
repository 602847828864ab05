"""The acts of this feature in words, for whoever reads the trail.

"decided" and "decision_dropped" are kept on the decision, never on the application: its
applicant reads the application's trail, and must not learn of a decision before the release.
"""

from portal.kernel.language import lazy

VERBS = {
    "decided": lazy("%(actor)s made a decision, not released yet"),
    "decision_dropped": lazy("The decision was dropped: %(actor)s withdrew the application"),
    "released_decision": lazy("%(actor)s released the decision"),
    "decisions_released": lazy("%(actor)s released %(letters)s decisions"),
    "accepted_offer": lazy("%(actor)s accepted the offer"),
    "turned_down_offer": lazy("%(actor)s turned the offer down"),
}

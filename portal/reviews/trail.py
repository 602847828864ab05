"""What happened to reviews, in words. Facts stand under the names that the actions record.

Reviewers and the panel leave their trail on the assignment, the conflict or the
recommendation, never on the application: who reviews it is not for the applicant.
"""

from portal.kernel.language import lazy

VERBS = {
    "assigned": lazy("%(actor)s asked %(reviewer)s to review"),
    "unassigned": lazy("%(actor)s took %(reviewer)s off"),
    "cleared": lazy("%(actor)s said they have no conflict"),
    "declared_conflict": lazy("%(actor)s declared a conflict, before opening it"),
    "declared_conflict_late": lazy("%(actor)s declared a conflict. Open since %(opened_at)s"),
    "sent_review": lazy("%(actor)s sent a review"),
    "recommended": lazy("%(actor)s recommended: %(verdict)s"),
    "took_back_recommendation": lazy("%(actor)s took the recommendation back"),
}

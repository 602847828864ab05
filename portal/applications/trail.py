"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS = {
    "started": lazy("%(actor)s started the application"),
    "told": lazy("%(actor)s changed the answers about who can apply"),
    "saved_section": lazy("%(actor)s saved “%(section)s”"),
    "finished_section": lazy("%(actor)s finished “%(section)s”"),
    "added_cost": lazy("%(actor)s added a cost of %(amount)s"),
    "changed_cost": lazy("%(actor)s changed a cost to %(amount)s"),
    "removed_cost": lazy("%(actor)s removed a cost of %(amount)s"),
    "sent_first": lazy("%(actor)s sent the first step"),
    "sent_first_late": lazy("%(actor)s sent the first step after the close, by a late pass"),
    "invited": lazy("%(actor)s invited the applicant to the second step"),
    "not_invited": lazy("%(actor)s did not invite the applicant to the second step"),
    "submitted": lazy("%(actor)s sent the application"),
    "submitted_late": lazy("%(actor)s sent the application after the close, by a late pass"),
    "withdrawn_with_rehearsal": lazy("%(actor)s ended the rehearsal, so this was withdrawn"),
    "withdrew": lazy("%(actor)s withdrew the application"),
    "deleted_draft": lazy("%(actor)s deleted the draft"),
}

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
    "asked_helper": lazy("%(actor)s asked %(name)s to work on the application"),
    "sent_link_again": lazy("%(actor)s sent the link to %(name)s again"),
    "cancelled_request": lazy("%(actor)s took back the request to %(name)s"),
    "joined": lazy("%(actor)s joined the application"),
    "declined_invitation": lazy("%(actor)s does not want to work on the application"),
    "let_edit": lazy("%(actor)s let %(name)s change the application"),
    "let_view": lazy("%(actor)s let %(name)s read the application, and not change it"),
    "removed_person": lazy("%(actor)s took %(name)s off the application"),
    "left_application": lazy("%(actor)s left the application"),
    "asked_mentor": lazy("%(actor)s asked %(name)s to be the mentor"),
    "mentor_agreed": lazy("%(actor)s agreed to be the mentor"),
    "mentor_declined": lazy("%(actor)s cannot be the mentor"),
}

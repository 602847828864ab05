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
    "submitted": lazy("%(actor)s sent the application"),
    "submitted_late": lazy("%(actor)s sent the application after the close, by a late pass"),
    "sent_back": lazy("%(actor)s sent the application back for changes: %(sections)s"),
    "cancelled_return": lazy("%(actor)s took back the request for changes: %(reason)s"),
    "sent_changes": lazy("%(actor)s sent the changes"),
    "sent_no_changes": lazy("%(actor)s answered the request for changes without a change"),
    "return_passed": lazy("The last day for changes passed. The application stays as it was sent"),
    "withdrawn_with_rehearsal": lazy("%(actor)s ended the rehearsal, so this was withdrawn"),
    "withdrew": lazy("%(actor)s withdrew the application"),
    "deleted_draft": lazy("%(actor)s deleted the draft"),
}

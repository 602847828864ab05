"""What the trail says about approvals, in sentences."""

from portal.kernel.language import lazy

VERBS = {
    "approval_asked": lazy("%(approver)s was asked to agree"),
    "office_asked_to_approve": lazy("The R&D office was asked to agree"),
    "host_asked": lazy("A link to agree was sent to %(to)s"),
    "approved": lazy("%(actor)s said yes"),
    "said_yes_if": lazy("%(actor)s said yes with a condition"),
    "accepted_condition": lazy("%(actor)s accepted the condition"),
    "refused_condition": lazy("%(actor)s did not accept the condition"),
    "took_back_condition": lazy("%(actor)s took back their yes with a condition"),
    "declined": lazy("%(actor)s said no"),
    "added_reason": lazy("%(actor)s added a reason for a no"),
    "renamed_reason": lazy("%(actor)s gave a reason for a no other words"),
    "retired_reason": lazy("%(actor)s stopped offering a reason for a no"),
    "brought_back_reason": lazy("%(actor)s offered a reason for a no again"),
    "approval_reopened": lazy("Time or costs changed, so the request to agree was opened again"),
    "approval_handed_on": lazy("The request to agree went on to %(to)s"),
    "approval_not_answered": lazy("Nobody answered the request to agree"),
    "approval_reminded": lazy("%(actor)s sent a reminder of the request to agree"),
    "set_absence": lazy("%(actor)s said when they are away, or who answers for them"),
    "changed_absence": lazy("%(actor)s changed when they are away, or who answers for them"),
    "ended_absence": lazy("%(actor)s took back when they are away, or who answers for them"),
    "team_feed_made": lazy("%(actor)s made an address for the team's calendar"),
    "team_feed_stopped": lazy("%(actor)s stopped the address of the team's calendar"),
    "approval_closed": lazy("The request to agree was closed"),
}

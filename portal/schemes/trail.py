"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS = {
    "made_scheme": lazy("%(actor)s made the scheme “%(name)s” from a template"),
    "scheduled_call": lazy("%(actor)s set up the call “%(name)s”"),
    "changed_call": lazy("%(actor)s changed the call “%(name)s”"),
    "scheduled_rehearsal": lazy("%(actor)s set up the rehearsal “%(name)s”"),
    "ended_rehearsal": lazy("%(actor)s ended the rehearsal “%(name)s”"),
    "cancelled_call": lazy("%(actor)s cancelled the call “%(name)s”: %(reason)s"),
    "extended_call": lazy("%(actor)s extended the call “%(name)s”: %(reason)s"),
    "made_room": lazy("%(actor)s moved the later dates of “%(name)s”: %(reason)s"),
    "closed_call_earlier": lazy("%(actor)s moved the close of “%(name)s” earlier: %(reason)s"),
    "changed_pot": lazy("%(actor)s changed the pot of “%(name)s”: %(reason)s"),
    "opened_fence": lazy("%(actor)s opened a kept part of the pot of “%(name)s”: %(reason)s"),
    "gave_late_pass": lazy("%(actor)s gave %(person)s a late pass: %(reason)s"),
    "extended_late_pass": lazy("%(actor)s made the late pass of %(person)s longer: %(reason)s"),
    "took_pass_back": lazy("%(actor)s took back the late pass of %(person)s"),
}

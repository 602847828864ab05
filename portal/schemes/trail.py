"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS = {
    "made_scheme": lazy("%(actor)s made the scheme “%(name)s” from a template"),
    "scheduled_call": lazy("%(actor)s set up the call “%(name)s”"),
    "changed_call": lazy("%(actor)s changed the call “%(name)s”"),
}

"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS = {
    "asked_for_own_data": lazy("%(actor)s asked for a file of everything held about them"),
}

"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS = {
    "signed_in": lazy("%(actor)s signed in"),
    "signed_out_everywhere": lazy("%(actor)s signed out on %(ended)s devices"),
}

"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS = {
    "exported_call": lazy(
        "%(actor)s downloaded “%(file)s”: %(filter)s, applications: %(applications)s, "
        "rows of cost: %(lines)s"
    ),
}

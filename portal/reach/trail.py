"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS: dict[str, object] = {
    "announced": lazy("%(actor)s told those who had asked that “%(name)s” has opened"),
}

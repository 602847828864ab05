"""The acts of this feature in words, for whoever reads the trail."""

VERBS: dict[str, object] = {}

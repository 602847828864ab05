"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS: dict[str, object] = {
    "answered_question": lazy("%(actor)s answered a question about the scheme"),
    "announced": lazy("%(actor)s told those who had asked that “%(name)s” has opened"),
}

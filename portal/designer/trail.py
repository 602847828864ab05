"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS: dict[str, object] = {
    "copied_scheme": lazy("%(actor)s made the scheme “%(name)s” as a copy of “%(of)s”"),
    "retired_scheme": lazy("%(actor)s ended the scheme “%(name)s”"),
    "brought_scheme_back": lazy("%(actor)s brought the scheme “%(name)s” back"),
}

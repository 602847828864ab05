"""The acts of this feature in words, for whoever reads the trail."""

from portal.kernel.language import lazy

VERBS: dict[str, object] = {
    "began_draft": lazy("%(actor)s began version %(number)s of “%(name)s”"),
    "changed_draft": lazy("%(actor)s changed the next version of “%(name)s” (%(part)s)"),
    "made_version": lazy("%(actor)s made version %(number)s of “%(name)s”: %(note)s"),
    "moved_call_to_version": lazy("%(actor)s gave the call “%(name)s” version %(number)s"),
    "threw_draft_away": lazy("%(actor)s threw the changes to “%(name)s” away"),
    "copied_scheme": lazy("%(actor)s made the scheme “%(name)s” as a copy of “%(of)s”"),
    "retired_scheme": lazy("%(actor)s ended the scheme “%(name)s”"),
    "brought_scheme_back": lazy("%(actor)s brought the scheme “%(name)s” back"),
}

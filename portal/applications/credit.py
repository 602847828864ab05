"""The fourteen roles of CRediT, by which contributors are named in what comes of a project.

Source: ANSI/NISO Z39.104-2022, CRediT, Contributor Roles Taxonomy; https://credit.niso.org. The
names are the standard's own, in its order, and in its American spelling.
"""

from collections.abc import Iterable

from portal.kernel.language import lazy

ROLES: dict[str, object] = {
    "conceptualization": lazy("Conceptualization"),
    "data_curation": lazy("Data curation"),
    "formal_analysis": lazy("Formal analysis"),
    "funding_acquisition": lazy("Funding acquisition"),
    "investigation": lazy("Investigation"),
    "methodology": lazy("Methodology"),
    "project_administration": lazy("Project administration"),
    "resources": lazy("Resources"),
    "software": lazy("Software"),
    "supervision": lazy("Supervision"),
    "validation": lazy("Validation"),
    "visualization": lazy("Visualization"),
    "writing_original_draft": lazy("Writing – original draft"),
    "writing_review_editing": lazy("Writing – review & editing"),
}


def in_words(keys: Iterable[str]) -> str:
    """Return the names of these roles, in the standard's order; unknown keys are left out."""
    chosen = set(keys)
    return ", ".join(str(label) for key, label in ROLES.items() if key in chosen)

"""Who gets in at the doors of versions and previews, and of a scheme copied and ended."""

OFFICE = {"office"}
SCHEME = "/office/schemes/{scheme}"

GETS = {
    "designer.version": (f"{SCHEME}/versions/1", OFFICE),
    "designer.preview": (f"{SCHEME}/preview/applicant", OFFICE),
    "designer.copy": (f"{SCHEME}/copy", OFFICE),
    "designer.retire": (f"{SCHEME}/end", OFFICE),
}

POSTS = {
    "designer.copy_post": (f"{SCHEME}/copy", OFFICE),
    "designer.retire_post": (f"{SCHEME}/end", OFFICE),
    "designer.bring_back": (f"{SCHEME}/bring-back", OFFICE),
}

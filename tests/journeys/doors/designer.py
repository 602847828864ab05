"""Who gets in at the doors of the designer."""

OFFICE = {"office"}
DRAFT = "/office/schemes/{drafted}/draft"
ITEM = f"{DRAFT}/lists/questions.project/plan"

GETS = {
    "designer.outline": (DRAFT, OFFICE),
    "designer.make": (f"{DRAFT}/make", OFFICE),
    "designer.throw_away": (f"{DRAFT}/throw-away", OFFICE),
    "designer.part": (f"{DRAFT}/limits", OFFICE),
    "designer.add": (f"{DRAFT}/lists/limits", OFFICE),
    "designer.item": (ITEM, OFFICE),
    "designer.remove": (f"{ITEM}/remove", OFFICE),
}

POSTS = {
    "designer.begin": ("/office/schemes/{scheme}/edit", OFFICE),
    "designer.make_post": (f"{DRAFT}/make", OFFICE),
    "designer.throw_away_post": (f"{DRAFT}/throw-away", OFFICE),
    "designer.part_post": (f"{DRAFT}/purpose", OFFICE),
    "designer.add_post": (f"{DRAFT}/lists/pays-for", OFFICE),
    "designer.item_post": (ITEM, OFFICE),
    "designer.move": (f"{ITEM}/move", OFFICE),
    "designer.remove_post": (f"{ITEM}/remove", OFFICE),
}

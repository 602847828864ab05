"""Who gets in at the doors of the designer."""

GETS: dict = {}

POSTS: dict = {}

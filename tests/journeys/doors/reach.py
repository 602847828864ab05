"""Who gets in at the doors of the reach."""

GETS: dict = {}

POSTS: dict = {}

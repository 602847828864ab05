"""Who gets in at the doors of the pulse."""

GETS: dict = {}

POSTS: dict = {}

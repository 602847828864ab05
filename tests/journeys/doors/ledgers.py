"""Who gets in at the doors of what is taken away as a file: a call's lists, its awards."""

GETS: dict = {}

POSTS = {"ledgers.export": ("/office/calls/{reviewing}/export", {"office"})}

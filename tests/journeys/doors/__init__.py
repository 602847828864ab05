"""Every door of the portal and who gets in: one table for each feature, put together here.

A row is an endpoint, its address (with names of `world.build`'s ids) and who gets in:
`EVERYBODY`, `SIGNED_IN`, or names of people of the world.
"""

from tests.journeys.doors import (
    costs,
    deciding,
    designer,
    files,
    guests,
    ledgers,
    monitoring,
    others,
    pulse,
    rates,
    reach,
    returns,
    saving,
    schemes,
    stages,
    takeout,
    team,
    together,
    versions,
    waiting,
)

TABLES = (
    others,
    deciding,
    schemes,
    reach,
    designer,
    versions,
    pulse,
    monitoring,
    rates,
    stages,
    takeout,
    team,
    together,
    returns,
    saving,
    costs,
    files,
    waiting,
    guests,
    ledgers,
)
GETS = {endpoint: door for table in TABLES for endpoint, door in table.GETS.items()}
POSTS = {endpoint: door for table in TABLES for endpoint, door in table.POSTS.items()}
# Doors that take no form token, because a mail program knocks: each carries a secret instead.
WITHOUT_TOKEN = frozenset({"reach.stop_post"})

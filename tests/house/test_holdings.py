"""Every column that names a person is told to that person, or left out for a reason."""

import re

from portal.app import create_app  # noqa: F401 -- importing it fills every table
from portal.desk import told
from portal.kernel import holdings
from portal.schema import Base

# Columns that are the person themself, or a digest that leads to nobody.
BY_ADDRESS = re.compile(r"email|to_address|actor_id|owner_id|^person_id$")


def columns_that_name_somebody() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "people" for key in column.foreign_keys)
        or BY_ADDRESS.search(column.name)
    }


def sides() -> tuple[set[str], dict[str, str]]:
    told.connect()
    covered = {name for each in holdings.told() for name in each.covers}
    left_out = {k: v for each in holdings.told() for k, v in each.left_out.items()}
    return covered, left_out


def test_every_column_that_names_a_person_is_told_or_left_out_with_a_reason():
    covered, left_out = sides()
    found = columns_that_name_somebody()
    assert found - covered - set(left_out) == set()
    assert all(len(reason) > 20 for reason in left_out.values())


def test_no_list_names_a_column_that_is_not_there_or_is_on_both():
    covered, left_out = sides()
    found = columns_that_name_somebody()
    assert (covered | set(left_out)) - found == set()
    assert covered & set(left_out) == set()

"""Persons, the organisation tree, professions, roles, sign-in and workforce counts."""

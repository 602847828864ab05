"""The pay scales, on-costs and choices that an administrator keeps, over those that are shipped.

What is in force is never edited: a correction is a new set, which takes the place of the old.
Whoever costs something asks `queries.book` and `queries.choices` and is handed values.
"""

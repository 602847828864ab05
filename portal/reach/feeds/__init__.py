"""Schemes for other programs: records, Atom, calendars, and the words that document them."""

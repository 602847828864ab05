"""Everything the portal holds of a person, as one file for that person alone."""

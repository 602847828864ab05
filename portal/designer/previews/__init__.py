"""A scheme as applicant, manager and reviewer would see it, before anybody does."""

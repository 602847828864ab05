"""The pulse: a few questions on research awareness, kept as totals alone."""

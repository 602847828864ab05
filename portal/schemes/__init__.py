"""Schemes as data, their calls, caps, eligibility, questions and criteria."""

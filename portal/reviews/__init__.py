"""Reviewers, conflicts, assignment, scores, ranking and the panel's recommendation."""

"""Decisions, their release, letters, offers and awards, and the pot they are paid from."""

"""Rows for tests, made by plain functions with defaults; each flushes what it made."""

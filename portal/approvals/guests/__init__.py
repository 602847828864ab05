"""Somebody of another organisation answers by a link and a code, without an account."""

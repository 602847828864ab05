"""Mentors: a directory that staff join, requests, pairings, and a private log of meetings."""

"""Thousands of submissions to a real server that is killed again and again.

`python -m tests.faults.storm` runs it whole; the suite runs a small one. docs/faults.md says what
came of it.
"""

"""The demonstration: an invented health board, loaded by the portal's own actions.

Deterministic, dated relative to the day it is loaded, and marked as invented on every page.
"""

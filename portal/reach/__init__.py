"""Reach: that staff hear of schemes. Alerts, feeds, calendar, posters, views."""

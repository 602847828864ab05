"""Alerts, feeds and documents that carry schemes to people."""

from flask import Blueprint

blueprint = Blueprint("reach", __name__)

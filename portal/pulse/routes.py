"""The page of the pulse."""

from flask import Blueprint

blueprint = Blueprint("pulse", __name__)

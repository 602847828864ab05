"""The pages of the scheme designer."""

from flask import Blueprint

blueprint = Blueprint("designer", __name__)

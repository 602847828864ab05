"""Addresses of an application. Each module below adds its views to this blueprint."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__)

"""Pages of somebody without an account, and of the office that finds out who it is."""

from portal.approvals.guests.routes import office, visit
from portal.approvals.guests.routes.blueprint import blueprint

__all__ = ["blueprint", "office", "visit"]

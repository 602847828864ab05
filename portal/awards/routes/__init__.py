"""Pages of decisions and awards."""

from portal.awards.routes import decisions, offers
from portal.awards.routes.blueprint import blueprint

__all__ = ["blueprint", "decisions", "offers"]

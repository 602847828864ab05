"""Every table, for Alembic and the tests: importing this fills Base.metadata."""

from portal.applications import begun, companions, returns
from portal.applications import models as applications
from portal.approvals import models as approvals
from portal.approvals.team import models as team
from portal.audit import models as audit
from portal.awards import models as awards
from portal.files import models as files
from portal.kernel.db import Base
from portal.mentors import models as mentors
from portal.monitoring import models as monitoring
from portal.notifications import models as notifications
from portal.people import models as people
from portal.pulse import models as pulse
from portal.rates import models as rates
from portal.reach import models as reach
from portal.reviews import models as reviews
from portal.schemes import models as schemes
from portal.takeout import models as takeout

__all__ = [
    "Base",
    "applications",
    "approvals",
    "audit",
    "awards",
    "begun",
    "companions",
    "files",
    "mentors",
    "monitoring",
    "notifications",
    "people",
    "pulse",
    "rates",
    "reach",
    "returns",
    "reviews",
    "schemes",
    "takeout",
    "team",
]

"""Every feature that holds something of a person, in the order of the file that is made of it."""

from portal.applications import holds as applications
from portal.approvals import holds as approvals
from portal.awards import holds as awards
from portal.desk import holds as desk
from portal.kernel import holdings
from portal.mentors import holds as mentors
from portal.notifications import holds as notifications
from portal.people import holds as people
from portal.pulse import holds as pulse
from portal.rates import holds as rates
from portal.reach import holds as reach
from portal.reviews import holds as reviews
from portal.schemes import holds as schemes
from portal.takeout import holds as takeout


def connect() -> None:
    """Put every teller on."""
    holdings.on(people.tell, people.COVERS, people.LEFT_OUT)
    holdings.on(applications.tell, applications.COVERS, applications.LEFT_OUT)
    holdings.on(approvals.tell, approvals.COVERS, approvals.LEFT_OUT)
    holdings.on(awards.tell, awards.COVERS, awards.LEFT_OUT)
    holdings.on(reviews.tell, reviews.COVERS, reviews.LEFT_OUT)
    holdings.on(schemes.tell, schemes.COVERS, schemes.LEFT_OUT)
    holdings.on(reach.tell, reach.COVERS)
    holdings.on(pulse.tell, pulse.COVERS)
    holdings.on(mentors.tell, mentors.COVERS)
    holdings.on(notifications.tell, notifications.COVERS)
    holdings.on(desk.tell, desk.COVERS)
    holdings.on(rates.tell, left_out=rates.LEFT_OUT)
    holdings.on(takeout.tell, takeout.COVERS)

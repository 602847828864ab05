"""Who gets in at the doors of the pulse."""

from tests.journeys.doors.who import SIGNED_IN

GETS = {"pulse.page": ("/pulse", SIGNED_IN)}

POSTS = {"pulse.take_part": ("/pulse", SIGNED_IN)}

"""Who gets in at the doors of the equality questions and of their totals."""

from tests.journeys.doors.who import SIGNED_IN

READERS = {"office", "office_elsewhere", "board", "analyst", "auditor"}
GETS = {
    "monitoring.page": ("/equality", SIGNED_IN),
    "equality.totals": ("/uptake/equality", READERS),
}
POSTS = {
    "monitoring.keep": ("/equality", SIGNED_IN),
    "monitoring.remove": ("/equality/remove", SIGNED_IN),
}

"""Who gets in at the doors of the equality questions and of their totals, and at the record of release."""

from tests.journeys.doors.who import SIGNED_IN

READERS = {"office", "office_elsewhere", "board", "analyst", "auditor"}
GETS = {
    "monitoring.page": ("/equality", SIGNED_IN),
    "equality.totals": ("/uptake/equality", READERS),
    "release.page": ("/uptake/release", READERS),
    "release.download": ("/uptake/release.csv", READERS),
}
POSTS = {
    "monitoring.keep": ("/equality", SIGNED_IN),
    "monitoring.remove": ("/equality/remove", SIGNED_IN),
}

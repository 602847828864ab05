"""Who gets in where a host, an approver that the office names, or a yes before sending is asked.

The link and the pages behind its code are open to everybody, and show nothing to whoever has
no link: 410.
"""

from tests.journeys.doors.who import EVERYBODY

GETS = {
    "guests.link": ("/host/link/none-of-ours", EVERYBODY),
    "guests.code": ("/host/code", EVERYBODY),
    "guests.request": ("/host/request", EVERYBODY),
    "guests.decline": ("/host/request/no", EVERYBODY),
    "guests.not_mine": ("/host/request/not-mine", EVERYBODY),
    "guests.thanks": ("/host/thanks", EVERYBODY),
    "guests.host": ("/requests/{request}/host", set()),
    "guests.take_back": ("/requests/{request}/host/answer", set()),
    "guests.named": ("/requests/{request}/named", {"office"}),
    "before_sending.show": ("/applications/{draft}/before-sending", set()),
}

POSTS = {
    "guests.link_post": ("/host/link/none-of-ours", EVERYBODY),
    "guests.code_post": ("/host/code", EVERYBODY),
    "guests.code_again": ("/host/code/again", EVERYBODY),
    "guests.yes": ("/host/request/yes", EVERYBODY),
    "guests.decline_post": ("/host/request/no", EVERYBODY),
    "guests.not_mine_post": ("/host/request/not-mine", EVERYBODY),
    "guests.host_post": ("/requests/{request}/host", set()),
    "guests.take_back_post": ("/requests/{request}/host/answer", set()),
    "guests.confirm": ("/requests/{request}/named", {"office"}),
    "before_sending.ask": ("/applications/{draft}/before-sending", set()),
}

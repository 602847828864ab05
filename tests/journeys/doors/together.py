"""Who gets in at the doors of the people on an application, and of mentors."""

from tests.journeys.doors.who import READERS, SIGNED_IN

OFFICES = {"office", "office_elsewhere"}
PAIR = {"mentor", "viewer"}
PEOPLE = "/applications/{draft}/people"

GETS = {
    "applications.people": (PEOPLE, READERS),
    "applications.ask_helper": (f"{PEOPLE}/invite", {"nurse"}),
    "applications.collaborator": (f"{PEOPLE}/{{helping}}", {"nurse"}),
    "applications.end": (f"{PEOPLE}/{{helping}}/end", {"nurse", "helper"}),
    "applications.mentor": ("/applications/{peopled}/people/mentor", {"nurse"}),
    "applications.invitation": ("/invitations/no-such-link", SIGNED_IN),
    "applications.request_to_me": ("/invitations/mine/{mentor_request}", {"mentor"}),
    "mentors.directory": ("/mentors", SIGNED_IN),
    "mentors.mine": ("/mentors/me", SIGNED_IN),
    "mentors.profile": ("/mentors/{listed}", SIGNED_IN),
    "mentors.pairings": ("/mentoring", SIGNED_IN),
    "mentors.pairing": ("/mentoring/{pairing}", PAIR),
    "mentors.decline": ("/mentoring/{wish}/decline", {"mentor"}),
    "mentors.end": ("/mentoring/{pairing}/end", PAIR),
    "mentors.office": ("/office/mentoring", OFFICES),
}

POSTS = {
    "applications.people_autosave": ("/applications/{peopled}/people/autosave", {"nurse"}),
    "applications.people_post": ("/applications/{peopled}/people", {"nurse"}),
    "applications.ask_helper_post": (f"{PEOPLE}/invite", {"nurse"}),
    "applications.collaborator_post": (f"{PEOPLE}/{{helping}}", {"nurse"}),
    "applications.send_again": (
        "/applications/{peopled}/people/{mentor_request}/again",
        {"nurse"},
    ),
    "applications.end_post": (f"{PEOPLE}/{{helping}}/end", {"nurse", "helper"}),
    "applications.mentor_post": ("/applications/{peopled}/people/mentor", {"nurse"}),
    "applications.invitation_post": ("/invitations/no-such-link", SIGNED_IN),
    "applications.request_to_me_post": ("/invitations/mine/{mentor_request}", {"mentor"}),
    "mentors.mine_post": ("/mentors/me", SIGNED_IN),
    "mentors.pause": ("/mentors/me/pause", SIGNED_IN),
    "mentors.go_on": ("/mentors/me/go-on", SIGNED_IN),
    "mentors.leave": ("/mentors/me/leave", SIGNED_IN),
    "mentors.profile_post": ("/mentors/{listed}", SIGNED_IN),
    "mentors.accept": ("/mentoring/{wish}/accept", {"mentor"}),
    "mentors.decline_post": ("/mentoring/{wish}/decline", {"mentor"}),
    "mentors.take_back": ("/mentoring/{wish}/take-back", {"colleague"}),
    "mentors.end_post": ("/mentoring/{pairing}/end", PAIR),
    "mentors.meeting": ("/mentoring/{pairing}/meetings", PAIR),
}

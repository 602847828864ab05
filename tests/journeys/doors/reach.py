"""Who gets in at the doors of the reach."""

from tests.journeys.doors.who import EVERYBODY, SIGNED_IN

GETS = {
    "reach.checker": ("/can-i-apply", EVERYBODY),
    "reach.question": ("/ask?scheme={slug}", EVERYBODY),
    "reach.question_sent": ("/ask/sent?scheme={slug}", EVERYBODY),
    "reach.questions": ("/office/questions", {"office", "office_elsewhere"}),
    "reach.subscribe": ("/alerts", EVERYBODY),
    "reach.asked": ("/alerts/asked", EVERYBODY),
    "reach.confirm": ("/alerts/confirm/made-up", EVERYBODY),
    "reach.change": ("/alerts/change/made-up", EVERYBODY),
    "reach.stop": ("/alerts/stop/made-up", EVERYBODY),
    "reach.atom": ("/schemes.atom", EVERYBODY),
    "reach.atom_welsh": ("/schemes-cy.atom", EVERYBODY),
    "reach.ics": ("/schemes.ics", EVERYBODY),
    "reach.ics_welsh": ("/schemes-cy.ics", EVERYBODY),
    "reach.call_ics": ("/schemes/{slug}/calls/{call_slug}/dates.ics", EVERYBODY),
    "reach.call_ics_welsh": ("/schemes/{slug}/calls/{call_slug}/dates-cy.ics", EVERYBODY),
    "reach.schemes_json": ("/api/schemes.json", EVERYBODY),
    "reach.scheme_json": ("/api/schemes/{slug}.json", EVERYBODY),
    "reach.openapi_json": ("/api/openapi.json", EVERYBODY),
    "reach.poster": ("/schemes/{slug}/calls/{call_slug}/poster.pdf", EVERYBODY),
    "reach.poster_welsh": ("/schemes/{slug}/calls/{call_slug}/poster-cy.pdf", EVERYBODY),
    "reach.poster_both": ("/schemes/{slug}/calls/{call_slug}/poster-both.pdf", EVERYBODY),
    "reach.induction": ("/schemes/induction.pdf", EVERYBODY),
    "reach.induction_welsh": ("/schemes/induction-cy.pdf", EVERYBODY),
    "reach.induction_both": ("/schemes/induction-both.pdf", EVERYBODY),
    "reach.api": ("/api", EVERYBODY),
    "reach.embedded": ("/embed/schemes", EVERYBODY),
}

POSTS = {
    "reach.question_post": ("/ask?scheme={slug}", EVERYBODY),
    "reach.question_answered": ("/office/questions/{enquiry}/answered", {"office"}),
    "reach.seen": ("/schemes/{slug}/calls/{call_slug}/seen", SIGNED_IN),
    "reach.subscribe_post": ("/alerts", EVERYBODY),
    "reach.confirm_post": ("/alerts/confirm/made-up", EVERYBODY),
    "reach.change_post": ("/alerts/change/made-up", EVERYBODY),
    "reach.stop_post": ("/alerts/stop/made-up", EVERYBODY),
}

"""The kinds of people, as the tables name them."""

EVERYBODY = "everybody"
SIGNED_IN = "signed in"
RANKERS = {"office", "chair"}
WRITERS = {"nurse", "helper"}  # of the draft: its applicant, and a collaborator who may change it
READERS = {*WRITERS, "viewer"}
DECIDERS = {"office", "chair", "auditor"}

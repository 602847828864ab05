"""The kinds of people, as the tables name them."""

EVERYBODY = "everybody"
SIGNED_IN = "signed in"
RANKERS = {"office", "chair"}
DECIDERS = {"office", "chair", "auditor"}

"""The verbs of reviews: assign, declare, score, send, recommend."""

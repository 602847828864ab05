"""The record of release: who is released, who is refused, and how long an answer takes."""

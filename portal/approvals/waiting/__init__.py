"""The office's list of the requests that wait: with whom, since when, why, and how late."""

"""Forms of an application: shape and wording; choices are handed in."""

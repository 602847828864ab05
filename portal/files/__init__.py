"""Documents as issued, made by the worker and kept as made; and files that people add."""

"""Documents as issued: asked for in a transaction, made by the worker, kept for ever as made."""

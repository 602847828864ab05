"""Forms for sets of figures, their points and files, and an organisation's choices."""

"""The scheme designer: a scheme's next version, made and previewed through pages."""

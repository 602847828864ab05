"""What the pages of the figures show, already decided."""

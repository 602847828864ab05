"""What the pages of schemes show, already decided."""

"""What the pages about decisions and awards show, already decided."""

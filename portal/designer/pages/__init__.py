"""What the designer's pages show, already decided."""

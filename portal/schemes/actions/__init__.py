"""What the office does: make schemes, and set up, change, move and end their calls."""

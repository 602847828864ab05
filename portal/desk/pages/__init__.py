"""What the composite pages show, already decided: one module for each subject."""

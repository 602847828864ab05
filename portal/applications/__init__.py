"""An application: its sections, time, costs; drafted, submitted, withdrawn."""

"""Between two stages: the office reads what was sent first, and invites or does not."""

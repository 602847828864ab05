"""What the pages of alerts and feeds show."""

"""What the pages of reviews show, already decided and in words."""

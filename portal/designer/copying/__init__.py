"""A scheme as a whole: copied, ended, brought back."""

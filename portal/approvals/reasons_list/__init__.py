"""The office's own list of reasons for a no: renamed, added, retired, brought back."""

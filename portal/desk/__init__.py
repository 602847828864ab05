"""Composite pages only: what needs me, the board of a call, health. No models, no actions."""

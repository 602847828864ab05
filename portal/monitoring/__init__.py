"""Equality answers: changed and removed by their owner, counted for uptake, read by nobody else."""

"""A manager's home: who of their teams is out, what it costs, and what waits."""

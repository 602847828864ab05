"""When somebody who answers requests is away, and who answers for them: set once, for dates."""

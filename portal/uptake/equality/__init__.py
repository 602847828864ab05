"""Who applies and who gets awards, by the equality questions: yearly, protected, frozen."""

"""Formulas over counts: rates, ratios, families of comparisons, verdicts. Pure, no words."""

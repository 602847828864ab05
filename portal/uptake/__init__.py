"""Who gets time and money for research: counts, rates, verdicts, charts. Changes nothing."""

"""The verbs: start, save, submit, withdraw. Each enforces its rule, changes, records, tells."""

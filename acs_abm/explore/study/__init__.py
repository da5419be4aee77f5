"""Studies: a question, its design and its results in one folder that survives anything."""

"""How organisations decide: one file a question, pure functions of arrays."""

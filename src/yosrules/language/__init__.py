"""Floor 1: what can be said. Kinds of fact, conditions over them, and records that state them."""

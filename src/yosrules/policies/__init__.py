"""Floor 3: what a plugin author writes."""

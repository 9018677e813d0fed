"""Floor 2: what a service records."""

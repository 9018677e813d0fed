"""Which triggers many workers hit on which day, and which stages are due."""

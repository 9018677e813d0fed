"""Which stage each of many workers was on, on any day."""

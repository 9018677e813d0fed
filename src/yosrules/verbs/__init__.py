"""Floor 4: what can be done with records and policies; one file a verb."""

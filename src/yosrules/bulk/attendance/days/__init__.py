"""What many workers were due to work, and what was lost on which day."""

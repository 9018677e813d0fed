"""What one worker was due to work, and what was lost on which day."""

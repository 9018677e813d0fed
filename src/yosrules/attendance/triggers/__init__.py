"""When one worker is put to the triggers, which of them were hit, and which stages are due."""

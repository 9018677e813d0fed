"""Which stage one worker was on, and what else is on record of where the worker stands on a day."""

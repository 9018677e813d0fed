"""One record: what is decided, and why."""

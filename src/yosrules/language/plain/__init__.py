"""Plain data, which JSON holds without loss."""

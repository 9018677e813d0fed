"""Floor 5: files in and out."""

"""The commands about attendance."""
